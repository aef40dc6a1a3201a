# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The options that planning, pushing, confirming and verifying a batch of switches have in common."""

from __future__ import annotations


class ModuleDocFragment:
    """Options of C(network_plan), C(device_push), C(device_confirm) and C(device_verify) of govkiosk.site."""

    DOCUMENTATION = r"""
options:
  hosts:
    description: The switches of the batch, as a rule C(ansible_play_batch).
    type: list
    elements: str
    required: true
  templates:
    description: A folder like the role's C(templates/) whose files are used in place of those of the same name.
    type: path
  prove:
    description:
      - Whether a plan that lets packets escape is refused.
      - V(false) is for tests of what comes after the proof; it prints a warning.
    type: bool
    default: true
  guard_minutes:
    description: Minutes after which an unconfirmed change undoes itself. Default is C(policy.guard_minutes).
    type: int
  workers:
    description: Sessions at a time; more than 50 only slow each other down.
    type: int
    default: 20
  state:
    description:
      - What becomes of the sites' policy on their switches. V(present) is today's plan.
      - V(absent) takes it off. Each site's ports are shut first, then access lists, bindings, checks, rate limits, isolation,
        port security and VLAN are taken off its ports, under the same guard.
      - V(restored) is a plan that was accepted on them before. It is refused if it contradicts what holds today, such as
        a binding that the address ledger does not have any more.
    type: str
    choices: [present, absent, restored]
    default: present
  to:
    description:
      - Which accepted plan, by the day or time at which it was the last one, such as V(2026-11-23). Default is the last of all.
      - Only with O(state=restored).
    type: str
    default: ""
  timeout:
    description: Seconds for a connection and its log-in.
    type: float
    default: 10.0
"""
