# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name; the work is done on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: device_push
short_description: Bring a batch of switches to their plans
version_added: 0.1.0
description:
  - Plans every site of the batch, proves the plan, and pushes all switches, many at a time on all processors, each in one
    session.
  - A change is made under the device's own guard. It undoes itself unless M(govkiosk.site.device_confirm) confirms it.
  - The first line that a device refuses ends its push; nothing after it is sent.
  - A device's trouble is in its own result and never hides the others. The task fails only if the inventory is wrong.
  - Host keys are checked, never recorded. The password comes from C(ansible_password) and is in no result.
extends_documentation_fragment: govkiosk.site.network_policy
attributes:
  check_mode:
    support: full
    description: Logs in and reads only; tells the lines that would be sent.
  diff_mode:
    support: full
    description: The exact lines for each device are shown by M(govkiosk.site.host_result).
  platform:
    support: full
    platforms: posix
    description: Runs on the controller; the devices are reached by SSH.
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Push the batch
  govkiosk.site.device_push:
    hosts: "{{ ansible_play_batch }}"
  run_once: true
  register: network_policy_batch
"""

RETURN = r"""
counted:
  description:
    - Those of the hosts with which all is well, and which C(govkiosk.site.progress) counts in recap and picture out of this result.
    - Empty where another callback shows the run, and with C(-v), C(--check) and C(--diff); each host then needs a
      M(govkiosk.site.host_result) of its own.
  returned: unless the inventory is wrong
  type: dict
results:
  description: One dict for each host, which M(govkiosk.site.host_result) hands to that host.
  returned: always
  type: dict
  contains:
    changed:
      description:
        - At least one line was sent and may have taken effect, or would be sent in check mode.
        - False as well if a switch that holds lines back until they are committed dropped them.
      type: bool
    commands:
      description: The exact lines, from the system view.
      type: list
      elements: str
    unjudged:
      description: Lines of the device that no table of the toolkit knows, and that stop nothing.
      type: list
      elements: str
    drift:
      description: How the device had moved away from what was confirmed last, and the clauses this breaks.
      type: list
      elements: dict
    checks:
      description: Verdicts of 6.4-a to 6.4-e on each terminal, from the running configuration and the port states.
      type: list
      elements: dict
    up_before:
      description: The ports that were up before the change, each with the MAC addresses on it; none if nothing is sent.
      type: dict
    guard:
      description:
        - What the device does with its running configuration by itself.
        - V(none), V(armed) (undone unless confirmed), V(unsaved) (lost at the next reboot), or V(unknown) (not saved, on a
          device that does not tell whether its timer runs).
      type: str
    guard_name:
      description: Which of the device's timers it is (C(docs/guard.md)); empty in check mode.
      type: str
    guard_minutes_left:
      description: Minutes until the device goes back by itself, if it does and tells.
      type: int
    fall_back:
      description: What becomes of the change if nobody confirms it, in English.
      type: str
    fall_back_shown:
      description: The same in the language of whoever started the run.
      type: str
    record:
      description: The folder with the configuration before and after, the guard and the dialogue, secrets masked.
      type: str
    seconds:
      description: How long the device took.
      type: float
"""
