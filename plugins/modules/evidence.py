# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name; the work is done on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: evidence
short_description: Verify the evidence of a city, anchor it, or begin a chain anew that does not hold
version_added: 0.1.0
description:
  - Reads the C(evidence.jsonl) of every site whole and names, line by line, what does not hold. It fails if anything was found.
  - Holds every chain against the log of anchors, and the log against its signatures. The log lies in C(anchors) beside C(city.yml),
    or in C(records/anchors) if C(anchors) of C(city.yml) is V(records).
  - A run adds nothing to a chain that does not hold. With O(step=restart), such a chain is kept under another name and a new one is
    begun, whose first record says so.
  - C(plugins/module_utils/verify_evidence.py) verifies the same alone, on an auditor's machine.
extends_documentation_fragment: govkiosk.site.on_controller
options:
  step:
    description:
      - C(verify) only reads.
      - C(key) makes the Ed25519 key that the environment variable C(GOVKIOSK_SIGNING_KEY) names, unless it is there, and enters it
        in C(signers), valid from now on; the key before it ends then.
      - C(anchor) verifies every chain whole and anchors what is in no anchor yet, such as the evidence of the release before.
      - C(restart) begins the chain of O(site) anew.
    type: str
    choices: [verify, key, anchor, restart]
    default: verify
  site:
    description: Code of the site whose chain is begun anew.
    type: str
    default: ""
  reason:
    description: Why; it stands in the new chain.
    type: str
    default: ""
  forms:
    description: Numbers of forms (证据编号 or 锚定编号) that are looked up in evidence and log.
    type: list
    elements: str
    default: []
attributes:
  check_mode:
    description: Verifies, and says whether the step could be done, but does not do it.
    support: full
  diff_mode:
    description: Does not show differences.
    support: none
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Verify the evidence
  govkiosk.site.evidence:

- name: Begin a chain anew
  govkiosk.site.evidence:
    step: restart
    site: lianhua-hall
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
said:
  description: The answer to each number of a form.
  returned: success
  type: list
  elements: str
"""
