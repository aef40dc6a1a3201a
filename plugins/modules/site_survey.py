# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: site_survey
version_added: 0.1.0
short_description: Judge the surveys of a batch of sites
description:
  - Judges clauses 5, 6.1 to 6.5 and 7.1 to 7.3 of DB4403/T 503.5-2024 on what the site's file records, with the
    figures.
  - Fails a host of whose site any requirement is neither met nor waived. A waiver in the site's file gives clause, reason, approver
    and last day.
author:
  - govkiosk maintainers (@govkiosk)
attributes:
  check_mode:
    support: full
    description: Nothing is ever changed.
  diff_mode:
    support: none
    description: Nothing is ever changed.
options:
  hosts:
    description: The switches of the sites.
    type: list
    elements: str
    required: true
"""

EXAMPLES = r"""
- name: Judge the sites of the batch
  govkiosk.site.site_survey:
    hosts: "{{ ansible_play_batch }}"
  run_once: true
  register: site_survey_batch
"""

RETURN = r"""
results:
  description: One dict for each host, which M(govkiosk.site.host_result) hands to that host.
  returned: always
  type: dict
  contains:
    checks:
      description: One check per requirement, of a site that fails those that fail; the subject is the site's code.
      type: list
      elements: dict
      sample:
        - clause: 6.2-b
          subject: lianhua-hall
          name: survey/space/lianhua-hall-01
          status: pass
          reason: "lianhua-hall-01: width 1200 mm >= 1.5 x 700 = 1050 mm, depth 1300 mm >= 2 x 600 = 1200 mm"
          fix: ""
          data: {base_mm: 700x600, floor_mm: 1200x1300}
    msg:
      description: How many requirements are met, or which are not and what to do.
      type: str
counted:
  description:
    - Those of the hosts with which all is well, and which C(govkiosk.site.progress) counts in recap and picture out of this result.
    - Empty where another callback shows the run, and with C(-v), C(--check) and C(--diff); each host then needs a
      M(govkiosk.site.host_result) of its own.
  returned: unless the inventory is wrong
  type: dict
"""
