# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name; the work is done on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: host_result
short_description: Hand a host its own result of a batch
version_added: 0.1.0
description:
  - Takes the host's slot out of a result that one task with C(run_once) has registered for a whole batch.
  - Recap, C(--limit), C(--check), C(--diff) and C(max_fail_percentage) then work per host as always.
options:
  batch:
    description: The name of the registered result, which has a slot per host in C(results).
    type: str
    required: true
attributes:
  check_mode:
    support: full
    description: The batch says what would be done.
  diff_mode:
    support: full
    description: The exact lines for each device are shown.
  platform:
    support: full
    platforms: posix
    description: Runs on the controller; the devices are reached by SSH.
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Only those that failed, where the callback that shows the run counts all others out of the batch
  ansible.builtin.meta: end_role
  when: inventory_hostname in network_policy_batch.counted | default({})

- name: Take this switch's result
  govkiosk.site.host_result:
    batch: network_policy_batch
  register: network_policy_result
"""

RETURN = r"""
msg:
  description: What came of this host.
  returned: always
  type: str
checks:
  description: Verdicts of this host, if the batch has some.
  returned: when the batch has checks
  type: list
  elements: dict
"""
