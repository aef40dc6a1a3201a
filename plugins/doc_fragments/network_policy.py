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
  inventory:
    description: The inventory folder with C(city.yml), C(catalogue.yml), C(sites/) and C(addresses/).
    type: path
    required: true
  records:
    description: The folder with one folder of records per site. Default is C(records) in O(inventory).
    type: path
  known_hosts:
    description: The file that a switch's host key must be in. Default is C(known_hosts) in O(inventory).
    type: path
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
  retire:
    description:
      - Take the sites' policy off their switches in place of bringing it there.
      - Each site's ports are shut first, then access lists, bindings, checks, rate limits, isolation, port security and
        VLAN are taken off its ports, under the same guard.
    type: bool
    default: false
  rollback:
    description:
      - Bring the switches to a plan that was accepted on them before, in place of today's.
      - It is refused if it contradicts what holds today, such as a binding that the address ledger does not have any more.
    type: bool
    default: false
  rollback_to:
    description:
      - Which accepted plan, by the day or time at which it was the last one, such as V(2026-11-23). Default is the last of all.
    type: str
    default: ""
  timeout:
    description: Seconds for a connection and its log-in.
    type: float
    default: 10.0
"""
