# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name; the work is done on the controller."""

from __future__ import annotations

DOCUMENTATION = r"""
module: terminal_retire
short_description: Put the addresses of terminals that left the site files into quarantine and record it
version_added: 0.1.0
description:
  - Refuses a terminal that its site file still has. No device is touched.
  - A site whose file is still there is retired only if O(switch) says that its policy is off the switch, which
    C(playbooks/retire.yml) does before. Its file is then moved to the site's records, so that no run deploys it again.
    Check mode tells without O(switch) what would be done.
  - Assigns as M(govkiosk.site.terminal_address) does, adds a record to the site's evidence and writes C(retired.json)
    into the terminal's records. All evidence and forms stay.
extends_documentation_fragment: govkiosk.site.on_controller
options:
  name:
    description: The terminal's id, or the site's code.
    type: str
    required: true
  switch:
    description:
      - What became of the policy of a site whose file is still there; it is kept in the evidence.
      - V(cleared) says that it is off the switch, V(gone) that there is no such switch any more.
    type: str
    choices: [cleared, gone]
attributes:
  check_mode:
    support: full
    description: Nothing is written; the result says what would be.
  diff_mode:
    support: none
    description: RV(msg) names the addresses.
author:
  - govkiosk maintainers (@govkiosk)
"""

EXAMPLES = r"""
- name: Retire a terminal
  govkiosk.site.terminal_retire:
    name: lianhua-hall-02
"""

RETURN = r"""
retired:
  description: Each terminal with its site and its addresses at rest, with the day since when and until when.
  returned: success
  type: list
  elements: dict
msg:
  description: The same in one line for each terminal.
  returned: always
  type: str
"""
