# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name; the work is done on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: device_verify
short_description: Compare a batch of switches with their accepted plans and with today's
version_added: 0.1.0
description:
  - Reads each switch's running configuration and port states in one session, in which only display commands are typed.
  - A switch that differs from the plan accepted on it, that runs what is not safe by today's rules, or that has a stranger
    on a terminal's port, fails; M(govkiosk.site.host_result) hands that to its host.
  - A switch whose plan has changed since, or that nobody deployed yet, is told of and does not fail.
  - The accepted plans stay as they are. A report and the running configuration, secrets masked, are kept in the records.
extends_documentation_fragment: govkiosk.site.network_policy
attributes:
  check_mode:
    support: full
    description: Looks all the same, and writes nothing on the controller either.
  diff_mode:
    support: full
    description: RV(summary) and the results say as well which lines would take a drift back, and which a deployment would send.
  platform:
    support: full
    platforms: posix
    description: Runs on the controller; the devices are reached by SSH.
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Look at the batch
  govkiosk.site.device_verify:
    hosts: "{{ ansible_play_batch }}"
  run_once: true
  register: network_policy_verify_batch
"""

RETURN = r"""
headline:
  description: How many switches are of each standing; one that is wrong in any way is not among those that are right.
  returned: always
  type: str
summary:
  description: What is worth a look though nothing is wrong with it, such as a switch that a deployment is due on.
  returned: always
  type: list
  elements: str
results:
  description: One dict for each host, which M(govkiosk.site.host_result) hands to that host.
  returned: always
  type: dict
  contains:
    standing:
      description: V(right), V(due), V(undeployed), V(drifted), V(unsafe), or V(error) if it could not be read.
      type: str
    msg:
      description: One line for each difference, with the clause that it breaks.
      type: str
    report:
      description:
        - The file with all that was seen, C(<switch>.verify.json), for programs.
        - It has C(drift) and C(due) (what, clause, subject), C(mend) and C(deploy) (lines), C(violations) (what, clause,
          subject, fix, packet), C(unjudged) (lines that nobody has judged and that stop nothing),
          C(checks), C(saved), C(reboots_in_minutes), C(error), C(wrong), and when and what was looked at.
      returned: but in check mode
      type: str
"""
