# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a switch sees at a terminal's port."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ansible_collections.govkiosk.site.plugins.plugin_utils.model.ports import PORT_NAMES


@dataclass(frozen=True)
class PortState:
    """One port as the switch sees it now.

    Attributes:
        up: the link is up.
        shut: it is down because somebody shut it.
        macs: the addresses learned on it, as `54:89:98:00:01:01`.
    """

    up: bool
    shut: bool = False
    macs: tuple[str, ...] = ()


# Short names that VRP5 uses in the MAC table.
_SHORT = {"GE": "GigabitEthernet", "XGE": "XGigabitEthernet", "Eth": "Ethernet", "FE": "FastEthernet"}
_BRIEF = re.compile(r"(?m)^ *(?P<port>[A-Za-z]+\d+(?:/\d+)+)\s+(?P<link>\*?(?:up|down)\S*)\s+\*?(?:up|down)")
_LEARNED = re.compile(
    r"(?mi)^ *(?P<mac>[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})\s+\S+(?:\s+-)*\s+(?P<port>[A-Z]+\d+(?:/\d+)+)\s"
)


# A row of IOS's and RGOS's MAC tables ends in the port, with a blank in its name on RGOS.
_IOS_LEARNED = re.compile(
    r"(?mi)^[ *]*\d+\s+(?P<mac>[0-9a-f]{4}(?:\.[0-9a-f]{4}){2})\s.*?(?P<port>\b[a-z]+ ?\d+(?:/\d+)+)\s*$"
)
_IOS_PORT = re.compile(r"[A-Za-z]+ ?\d+(?:/\d+)+")


def ios_style(dialect: str, interfaces_status: str, mac_table: str) -> dict[str, PortState]:
    """Return the ports from the answers to `show interfaces status` and `show mac address-table` of IOS and RGOS.

    Source of IOS's formats: ntc-templates; RGOS's are unverified.
    """
    macs: dict[str, set[str]] = {}
    for learned in _IOS_LEARNED.finditer(mac_table):
        digits = learned["mac"].replace(".", "").lower()
        macs.setdefault(PORT_NAMES[dialect].full(learned["port"]), set()).add(":".join(re.findall("..", digits)))
    states: dict[str, PortState] = {}
    # A port's description, which stands before its status, may have words of any kind.
    column = 0
    for row in interfaces_status.splitlines():
        if port := _IOS_PORT.match(row):
            name, link = PORT_NAMES[dialect].full(port[0]), (row[column:].split() or [""])[0]
            states[name] = PortState(link in ("connected", "up"), link == "disabled", tuple(sorted(macs.get(name, ()))))
        else:
            column = max(column, row.find("Status"))
    return states


def huawei_vrp(interface_brief: str, mac_address: str) -> dict[str, PortState]:
    """Return the ports from the answers to `display interface brief` and `display mac-address` of VRP5."""
    macs: dict[str, list[str]] = {}
    for learned in _LEARNED.finditer(mac_address):
        digits = learned["mac"].replace("-", "").lower()
        macs.setdefault(_full_name(learned["port"]), []).append(":".join(re.findall("..", digits)))
    return {
        (name := _full_name(row["port"])): PortState(
            up=row["link"].startswith("up"),
            shut=row["link"].startswith("*"),
            macs=tuple(sorted(set(macs.get(name, ())))),
        )
        for row in _BRIEF.finditer(interface_brief)
    }


def _full_name(port: str) -> str:
    return re.sub(r"^[A-Za-z]+", lambda kind: _SHORT.get(kind[0], kind[0]), port)
