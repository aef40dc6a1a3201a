# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name; the work is done on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: network_plan
short_description: Plan the network policy of a batch of sites and prove it
version_added: 0.1.0
description:
  - Renders each site's configuration text, reads it back and proves it. No device is touched.
  - A plan that lets a packet escape fails its host with an example packet, the line to blame and the clause.
extends_documentation_fragment: govkiosk.site.network_policy
options:
  papers:
    description:
      - Whether each plan is kept in C(<site>/plan/) of the records, as its configuration text and as the application form
        of 7.2 (PDF and JSON), and each terminal gets its inspection form and receipt of 7.5.2 in C(<site>/<terminal>/).
      - A form is issued again, with the next version, only if what it says has changed. A PDF that is gone, cut or changed is
        printed again under its own number.
    type: bool
    default: false
attributes:
  check_mode:
    support: full
    description: Nothing is written; the result says whether papers would be.
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
- name: Plan the batch
  govkiosk.site.network_plan:
    hosts: "{{ ansible_play_batch }}"
  run_once: true
  register: network_policy_plan_batch
"""

RETURN = r"""
results:
  description: One dict for each host, which M(govkiosk.site.host_result) hands to that host.
  returned: always
  type: dict
  contains:
    text:
      description: What is ours of the switch's configuration.
      type: str
    rules:
      description: One line for each permit, with whose it is, for what, who granted it and the approval.
      type: list
      elements: str
    papers:
      description: The configuration's text, the application form of 7.2 and the terminals' forms of 7.5.2.
      returned: O(papers) is true
      type: list
      elements: str
    msg:
      description: Why the plan is refused.
      type: str
counted:
  description:
    - Those of the hosts with which all is well, and which C(govkiosk.site.progress) counts in recap and picture out of this result.
    - Empty where another callback shows the run, and with C(-v), C(--check) and C(--diff); each host then needs a
      M(govkiosk.site.host_result) of its own.
  returned: unless the inventory is wrong
  type: dict
"""
