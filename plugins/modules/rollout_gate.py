# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name; the work is done on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: rollout_gate
short_description: Decide after a wave whether the next one is begun
version_added: 0.1.0
description:
  - A site has failed if one of its terminals is not accepted. If more than the allowed percentage of a wave's sites
    have failed, RV(stop) is true.
  - All options are names of registered results.
extends_documentation_fragment: govkiosk.site.on_controller
options:
  rollout:
    description: That of M(govkiosk.site.rollout_begin).
    type: str
    required: true
  pushed:
    description: That of M(govkiosk.site.device_push).
    type: str
    required: true
  confirmed:
    description: That of M(govkiosk.site.device_confirm).
    type: str
    required: true
  accepted:
    description: That of M(govkiosk.site.acceptance).
    type: str
    required: true
attributes:
  check_mode:
    support: full
    description: Nothing was deployed, so no site is judged; a switch that a check could not look at, or would not change, fails.
  diff_mode:
    support: none
    description: Does not show differences.
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Decide whether the next wave is begun
  govkiosk.site.rollout_gate:
    rollout: rollout_begin_result
    pushed: network_policy_batch
    confirmed: network_policy_confirm_batch
    accepted: acceptance_batch
  run_once: true
  register: rollout_gate_result
"""

RETURN = r"""
stop:
  description: Whether the next wave is not to be begun.
  returned: always
  type: bool
over:
  description: The hosts that this run is done with, those of waves that are not begun among them.
  returned: always
  type: list
  elements: str
failed_sites:
  description: Of each site that is not accepted, why, in one line, in English.
  returned: when not in check mode
  type: dict
failed_sites_shown:
  description: The same in the language of whoever started the run.
  returned: when not in check mode
  type: dict
results:
  description:
    - A failure for each switch whose site failed, if no terminal of the site was selected that fails at its acceptance.
    - In check mode, where nothing else decides, a failure for each switch whose push failed.
    - M(govkiosk.site.host_result) hands it to the switch, so that a run that left a site undone never ends as if it had not.
  returned: always
  type: dict
accepted_sites:
  description: The other sites of the wave.
  returned: when not in check mode
  type: list
  elements: str
wave:
  description: The number of the wave, from 1.
  returned: when not in check mode
  type: int
"""
