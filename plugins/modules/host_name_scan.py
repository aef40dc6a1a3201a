# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name; the work is done on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: host_name_scan
short_description: Ask switches for the host names that they print and compare them with those on file
version_added: 0.1.0
description:
  - Logs in to each switch whose host key is on file, looks at its prompt and logs out. Nothing is typed, nothing is written.
  - A switch that prints another name than the one on file fails, with both names, unless it is named in O(replace).
extends_documentation_fragment: govkiosk.site.on_controller
options:
  hosts:
    description: Whom to ask, as a rule C(ansible_play_batch).
    type: list
    elements: str
    required: true
  scanned:
    description: The name of the result of M(govkiosk.site.host_key_scan); only who showed the key on file is asked.
    type: str
    required: true
  replace:
    description: Hosts whose name on file is to be replaced by another one.
    type: list
    elements: str
    default: []
  workers:
    description: How many are asked at a time.
    type: int
    default: 20
  timeout:
    description: Seconds for a connection and its log-in.
    type: float
    default: 10.0
attributes:
  check_mode:
    support: full
    description: Nothing is written in any case.
  diff_mode:
    support: none
    description: RV(table) shows the names.
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Look at the names
  govkiosk.site.host_name_scan:
    hosts: "{{ ansible_play_batch }}"
    scanned: host_keys_scan
  run_once: true
  register: host_names_scan
"""

RETURN = r"""
table:
  description: Each name that is not on file.
  returned: always
  type: str
open:
  description: How many names wait for somebody to accept them.
  returned: always
  type: int
results:
  description: One dict for each host, with C(found) (V(known), V(new) or V(changed)) and C(name).
  returned: always
  type: dict
"""
