# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name; the work is done on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: site_lock
short_description: Hold sites for this run, or let go of them
version_added: 0.1.0
description:
  - Holds the sites of a batch of hosts, so that no other run changes them meanwhile, and says who holds those that it does
    not get. Follow it with M(govkiosk.site.host_result), which fails the hosts of the latter; the role
    P(govkiosk.site.site_lock#role) does both.
  - The lock of a site is C(site.lock) in its folder of the records. It names the user, the machine and the process of
    C(ansible-playbook), and is worth nothing once that process has ended, however it ended.
  - On a shared folder nobody sees whether a process of another machine still lives. Such a lock stays until a person
    names the site in O(unlock).
extends_documentation_fragment: govkiosk.site.on_controller
options:
  hosts:
    description: The hosts whose sites are held or released.
    type: list
    elements: str
    required: true
  state:
    description: What is to be done.
    type: str
    choices: [held, released]
    default: held
  unlock:
    description: A site whose holder a person has seen to be dead, on another machine.
    type: str
    default: ""
attributes:
  check_mode:
    support: full
    description: Nothing is touched in check mode, so nothing is held.
  diff_mode:
    support: none
    description: Does not show differences.
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Hold the sites
  ansible.builtin.import_role:
    name: govkiosk.site.site_lock

- name: Let go of them
  ansible.builtin.import_role:
    name: govkiosk.site.site_lock
    tasks_from: release
"""

RETURN = r"""
refused:
  description: Of each site that somebody else holds, who, C(text) as it is kept and C(shown) in the reader's language.
  returned: when not in check mode
  type: dict
  sample:
    lianhua-hall:
      text: is held by zhang on noc-1 since 2026-11-25T09:12:44Z (process 4711); nothing was touched
      shown: is held by zhang on noc-1 since 2026-11-25T09:12:44Z (process 4711); nothing was touched
results:
  description: A failed slot for each host of those sites.
  returned: when not in check mode
  type: dict
say_to:
  description: Those hosts, and one other if there is any, so that a play of these fails on all of its hosts only if all are held.
  returned: success
  type: list
  elements: str
"""
