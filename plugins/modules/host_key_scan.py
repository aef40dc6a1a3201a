# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name; the work is done on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: host_key_scan
short_description: Ask switches and terminals for their SSH host keys and compare them with those on file
version_added: 0.1.0
description:
  - Carries out the key exchange alone, nobody logs in. Nothing is written.
  - A host with another key than the one on file fails, with both fingerprints, unless it is named in O(replace).
extends_documentation_fragment: govkiosk.site.on_controller
options:
  hosts:
    description: Whom to ask, as a rule C(ansible_play_batch).
    type: list
    elements: str
    required: true
  replace:
    description: Hosts whose key on file is to be replaced by another one.
    type: list
    elements: str
    default: []
  workers:
    description: How many are asked at a time.
    type: int
    default: 20
  timeout:
    description: Seconds for a connection and its key exchange.
    type: float
    default: 10.0
attributes:
  check_mode:
    support: full
    description: Nothing is written in any case.
  diff_mode:
    support: none
    description: RV(table) shows the keys.
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Look at the keys
  govkiosk.site.host_key_scan:
    hosts: "{{ ansible_play_batch }}"
  run_once: true
  register: host_keys_scan
"""

RETURN = r"""
table:
  description: Each key that is not on file, its fingerprints, and how to compare it at the device.
  returned: always
  type: str
open:
  description: How many keys wait for somebody to accept them.
  returned: always
  type: int
results:
  description: One dict for each host, with C(found) (V(known), V(new) or V(changed)) and C(key).
  returned: always
  type: dict
"""
