# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What IOS and RGOS print of their ports."""

from __future__ import annotations

import re

from ...config.port_names import PortNames
from ...device.port_state import PortState, learned

# A row of IOS's and RGOS's tables ends in the port, with a blank in its name on RGOS.
_LEARNED = re.compile(
    r"(?mi)^[ *]*\d+\s+(?P<mac>[0-9a-f]{4}(?:\.[0-9a-f]{4}){2})\s.*?(?P<port>\b[a-z]+ ?\d+(?:/\d+)+)\s*$"
)
# Catalyst command reference, show interfaces status; RGOS prints `down`.
_DOWN = r"(?:notconnect(?:ed)?|disabled|err-\S+|inactive|faulty|down|absent|sfp\S*|xcvr\S*)"
_UP = r"(?:connected|up|monitoring|suspended)"
# What stands behind a state: the VLAN, or both of a private one.
_VLAN = r"[:,;]?\s+(?:\d[\d,]*|trunk|routed|unassigned)(?!\S)"
_TITLED = re.compile(rf"(\S+?){_VLAN}")
_LINK = re.compile(rf"(?i).*(?<=\s)({_DOWN}|{_UP}){_VLAN}")
_PORT = re.compile(r"[A-Za-z]+ ?\d+(?:/\d+)+")


def port_states(names: PortNames, interfaces_status: str, mac_table: str) -> dict[str, PortState]:
    """Return the ports from the answers to `show interfaces status` and `show mac address-table` of IOS and RGOS.

    Source of IOS's formats: ntc-templates, tests/cisco_ios/show_interfaces_status and show_mac-address-table; those of
    RGOS are unverified.
    """
    macs = learned(names, _LEARNED, mac_table)
    states: dict[str, PortState] = {}
    column = 0
    for row in interfaces_status.splitlines():
        if port := _PORT.match(row):
            name, link = names.full(port[0]) or port[0], _link(row, column)
            # A word that is in no manual is no port without a terminal: one that is not known to be down counts as up.
            states[name] = PortState(
                re.fullmatch(_DOWN, link) is None, link == "disabled", macs.get(name, ()), link.startswith("err-")
            )
        else:
            column = max(column, row.find("Status"))
    return states


def _link(row: str, column: int) -> str:
    """Return the state that a row tells, in small letters; empty if nobody can tell where it stands.

    The name before it may have words of any kind, so it is the word under its title. A name in Chinese moves it, since
    its bytes are counted and not its characters (not looked up): then it is the last word that is a state.
    """
    titled = _TITLED.match(row, column) if row.isascii() and row[column - 1 : column].isspace() else None
    found = titled or _LINK.match(row)
    return found[1].lower() if found else ""
