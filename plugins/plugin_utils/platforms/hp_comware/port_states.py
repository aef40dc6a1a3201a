# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What Comware 7 prints of its ports."""

from __future__ import annotations

import re

from ...config.port_names import PortNames
from ...device.port_state import PortState
from ..comware_vrp.port_states import states

# Layer-3 interfaces stand in a table of their own, whose third column is no speed.
_BRIEF = re.compile(r"(?m)^ *(?P<port>[A-Za-z]+\d+(?:/\d+)+)\s+(?P<link>UP|DOWN|ADM|Stby)\s+(?:auto|--|[\d.]+[MG])")


def port_states(names: PortNames, interface_brief: str, mac_address: str) -> dict[str, PortState]:
    """Return the ports from the answers to `display interface brief` and `display mac-address`.

    Source of the formats: ntc-templates, tests/hp_comware/display_interface_brief and display_mac-address.
    """
    return states(names, _BRIEF, interface_brief, mac_address)
