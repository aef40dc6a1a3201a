# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Documentation of the action plugin of the same name."""

from __future__ import annotations

DOCUMENTATION = r"""
module: terminal_address
version_added: 0.1.0
short_description: Give every terminal its address and keep the ledger
description:
  - Gives every terminal of the city an address of its own on the government's network (DB4403/T 503.5-2024, 6.4),
    by the ledger C(addresses/<district>.csv), one line per address ever given.
  - A terminal keeps its address. A new one gets the lowest free address of its site's subnet; the gateway, the
    switch and the city's excluded addresses are never given. What is not used any more rests in quarantine before
    another terminal may have it.
  - A terminal whose line in the ledger can not be true is held, with a warning; all others go on.
  - Safe under concurrent runs and after a kill at any moment.
author:
  - govkiosk maintainers (@govkiosk)
attributes:
  check_mode:
    support: full
    description: Assigns, and does not write the ledger.
  diff_mode:
    support: full
    description: Shows the ledger's lines.
"""

EXAMPLES = r"""
- name: Give every terminal its address
  govkiosk.site.terminal_address:
  run_once: true
"""

RETURN = r"""
addresses:
  description: Each terminal's address with its subnet's length.
  returned: success
  type: dict
  sample: {lianhua-hall-01: 10.96.128.2/27}
held:
  description: The terminals that get no address until the ledger has been mended, and why.
  returned: success
  type: dict
"""
