# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a switch sees at a terminal's port."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..config.notation import read_mac
from ..config.port_names import PortNames


@dataclass(frozen=True)
class PortState:
    """One port as the switch sees it now.

    Attributes:
        up: the link is up.
        shut: it is down because somebody shut it.
        macs: the addresses learned on it, as `54:89:98:00:01:01`.
        tripped: it is down because a protection of the switch shut it, where the switch's table of ports tells.
    """

    up: bool
    shut: bool = False
    macs: tuple[str, ...] = ()
    tripped: bool = False


def learned(names: PortNames, row: re.Pattern[str], table: str) -> dict[str, tuple[str, ...]]:
    """Return the addresses behind each port, from a table whose rows `row` matches with groups `mac` and `port`."""
    found: dict[str, set[str]] = {}
    for each in row.finditer(table):
        found.setdefault(names.full(each["port"]) or each["port"], set()).add(read_mac(each["mac"]))
    return {port: tuple(sorted(macs)) for port, macs in found.items()}
