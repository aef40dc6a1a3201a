# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a switch sees at a terminal's port."""

from __future__ import annotations

import re
from dataclasses import dataclass


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
