# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name; the work is done on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: check_report
short_description: Say what the checks of a terminal came to, and fail it for what did not pass
version_added: 0.1.0
description:
  - Reads what the roles C(link_check), C(egress_check), C(service_check) and C(home_page) have registered for this host, and
    holds it against what has to be said about the terminal by city, catalogue and site file. What is missing, was said by
    another step or twice, or is waived by anybody but the site file, did not pass.
  - An item that was never granted to the terminal is none of its failures.
  - Nobody is asked, nothing is written.
extends_documentation_fragment: govkiosk.site.on_controller
options:
  look:
    description:
      - The name of a registered result of M(govkiosk.site.terminal_host) in check mode.
      - What that would change on the terminal is told as drift, with the command that mends it.
    type: str
attributes:
  check_mode:
    support: full
    description: Nothing was measured, so nothing is judged.
  diff_mode:
    support: none
    description: Does not show differences.
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Say what did not pass
  govkiosk.site.check_report:
"""

RETURN = r"""
checks:
  description: What did not pass, as checks.
  returned: when not in check mode
  type: list
  elements: dict
msg:
  description: The same for people, each reason once with its clauses and what to do about it.
  returned: always
  type: str
"""
