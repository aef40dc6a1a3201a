# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name; nothing here runs."""

from __future__ import annotations

DOCUMENTATION = r"""
module: acceptance
short_description: Keep the evidence, fill the forms and decide on acceptance (DB4403/T 503.5 7.5, 7.7.1)
version_added: 0.1.0
description:
  - Reads what the earlier plays registered about every terminal of the batch and about its switch, adds the
    site's survey and what people recorded in the site file, and decides for each terminal which gates are open.
  - Appends every verdict to the hash-chained evidence of the site and issues the item check form (事项调试检查表)
    and the acceptance form (安装部署验收确认单) of each terminal, again only if what they say has changed.
  - Runs once for the whole batch and on the controller only, so that it also speaks for terminals that cannot be
    reached. Follow it with C(govkiosk.site.host_result), which fails each host that is not accepted.
options:
  hosts:
    description:
      - The terminals to speak for.
      - Those of the batch, and those that an earlier play lost, unless set.
    type: list
    elements: str
  run:
    description:
      - The run's id, which the evidence names.
      - Made up unless set.
    type: str
  evidence:
    description:
      - Decide on the newest evidence of a run that did every step on the terminal, in place of registered results.
      - Where it is older than C(policy.evidence_days) of city.yml, was made under another plan, site file or serial number,
        or a later run found a failure, the terminal fails, nothing is decided and nothing is written.
    type: bool
    default: false
  templates:
    description: A folder of templates, as that of C(network_policy_templates); with O(evidence) the plan is compared.
    type: path
attributes:
  check_mode:
    description: Writes nothing and decides nothing.
    support: full
  diff_mode:
    description: Does not show differences.
    support: none
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Keep the evidence and fill the forms
  govkiosk.site.acceptance:
  run_once: true
  register: acceptance_batch

- name: Decide on acceptance
  govkiosk.site.host_result:
    batch: acceptance_batch
"""

RETURN = r"""
results:
  description: One entry per terminal, for C(govkiosk.site.host_result).
  returned: always
  type: dict
  sample:
    lianhua-hall-01:
      changed: true
      failed: false
      msg: "lianhua-hall-01 is ready for acceptance: every gate of 7.7.1 is open"
      accepted: true
      gates: {receipt: true, unboxing: true, power_on: true, items: true, survey: true, network: true, home_page: true}
      papers: [inventory/lab/records/lianhua-hall/lianhua-hall-01/事项调试检查表-v1.pdf]
summary:
  description: What the callback C(govkiosk.site.summary) prints at the end of the run.
  returned: when not in check mode
  type: dict
  contains:
    clauses:
      description: For each clause the number of verdicts per status.
      type: dict
      returned: always
    terminals:
      description: For each terminal whether it is accepted, one line that says why not, and its papers.
      type: dict
      returned: always
    evidence:
      description: What was found in the evidence that the run added to, in one line; empty if it added to none.
      type: str
      returned: always
    records:
      description: The folder of evidence and forms.
      type: str
      returned: always
"""
