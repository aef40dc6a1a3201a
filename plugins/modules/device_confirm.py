# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name; the work is done on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: device_confirm
short_description: Confirm a batch of guarded changes, or leave them to undo themselves
version_added: 0.1.0
description:
  - Confirms the change of a switch if its running configuration is the plan and proven, no terminal of its site found a
    leak, and at least one terminal that is at its port proved its path.
  - If no terminal is at its port (link down, or another MAC address), the change cut nothing off and is confirmed. A port that
    was up before the change, or that a protection of the switch has shut, is none of these; neither is, on a switch on which
    nothing was ever confirmed, another MAC address that was there before.
  - Otherwise the device is left to its own timer, and the result says so.
  - Confirming ends the device's timer, saves, and reads both configurations back. Where the timer is a reboot, the device is
    saved first; where it is one that takes back without a reboot, the timer is ended first (C(docs/guard.md)).
  - The port states are read again, as terminals may not have spoken before; the checks replace those of the push.
extends_documentation_fragment: govkiosk.site.network_policy
options:
  pushed:
    description: The name under which the batch's result of the push is registered, as M(govkiosk.site.device_push) returns it.
    type: str
    required: true
attributes:
  check_mode:
    support: full
    description: Does nothing, as nothing was changed.
  diff_mode:
    support: none
    description: The exact lines for each device are shown by M(govkiosk.site.host_result).
  platform:
    support: full
    platforms: posix
    description: Runs on the controller; the devices are reached by SSH.
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Confirm the batch
  govkiosk.site.device_confirm:
    pushed: network_policy_batch
    hosts: "{{ ansible_play_batch }}"
  run_once: true
  register: network_policy_confirm_batch
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
    confirmed:
      description: The running configuration stays. V(false) means that the device goes back by itself.
      type: bool
    changed:
      description: It was made to stay now.
      type: bool
    checks:
      description: Verdicts of 6.4-a to 6.4-e, if the switch was asked again.
      type: list
      elements: dict
    guard:
      description:
        - What the device does with its running configuration by itself, V(none), V(armed), V(unsaved) or V(unknown); empty or
          missing where it was not asked.
      type: str
    guard_name:
      description: Which of the device's timers watched over the change.
      type: str
    guard_minutes_left:
      description: Minutes until the device goes back by itself, if it does and tells.
      type: int
    msg:
      description: Why it stays or not.
      type: str
"""
