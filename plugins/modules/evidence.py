# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name; the work is done on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: evidence
short_description: Verify the evidence of a city, or begin a chain anew that does not hold
version_added: 0.2.0
description:
  - Reads the C(evidence.jsonl) of every site whole and names, line by line, what does not hold. It fails if anything was found.
  - A run adds nothing to a chain that does not hold. With O(restart), such a chain is kept under another name and a new one is
    begun, whose first record says so.
  - C(plugins/module_utils/verify_evidence.py) does the same alone, on an auditor's machine.
options:
  folder:
    description: The inventory folder of the city.
    type: path
    required: true
  records:
    description:
      - The folder that evidence is kept in.
      - C(records) in the inventory folder unless set.
    type: path
  restart:
    description: Code of a site whose chain is begun anew.
    type: str
    default: ""
  reason:
    description: Why; it stands in the new chain. Needed with O(restart).
    type: str
    default: ""
attributes:
  check_mode:
    description: Verifies, and says whether a chain could be begun anew, but does not do it.
    support: full
  diff_mode:
    description: Does not show differences.
    support: none
  platform:
    support: full
    platforms: posix
    description: Runs on the controller.
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Verify the evidence
  govkiosk.site.evidence:
    folder: inventory/city

- name: Begin a chain anew
  govkiosk.site.evidence:
    folder: inventory/city
    restart: lianhua-hall
    reason: the disk of the controller failed, no backup has the last week
"""

RETURN = r"""
sites:
  description: Of each site the number of its records that hold.
  returned: success
  type: dict
  sample: {lianhua-hall: 157}
found:
  description: What does not hold, one line each.
  returned: success
  type: list
  elements: str
"""
