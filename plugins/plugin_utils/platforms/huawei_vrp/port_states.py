# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What VRP5 and VRP8 print of their ports."""

from __future__ import annotations

import re

from ...config.port_names import PortNames
from ...device.port_state import PortState
from ..comware_vrp.port_states import states

# Behind a port's name may stand its speed, `(10G)`, before and behind its state why it is so: `*down` by somebody, `^down`
# standby, `#down` loop found, `!down`, `~down`, `down(e)`; S-series and CloudEngine command references, display interface brief.
_STATE = r"[*^#!~]?(?:up|down)(?:\([A-Za-z]{1,4}\))?"
_BRIEF = re.compile(
    rf"(?m)^ *(?P<port>\d*[A-Za-z]+\d+(?:/\d+)+)(?:\([\w.]+\))?[ \t]+(?P<link>{_STATE})[ \t]+{_STATE}(?![\w(])"
)


def port_states(names: PortNames, interface_brief: str, mac_address: str) -> dict[str, PortState]:
    """Return the ports from the answers to `display interface brief` and `display mac-address`."""
    return states(names, _BRIEF, interface_brief, mac_address)
