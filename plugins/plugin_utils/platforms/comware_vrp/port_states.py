# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What VRP and Comware print of their ports."""

from __future__ import annotations

import re

from ...config.port_names import PortNames
from ...device.port_state import PortState, learned

# Between the address and the port stand the VLAN and, by version, other columns.
_LEARNED = re.compile(
    r"(?mi)^ *(?P<mac>[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4})\s+\S+\s.*?(?<=\s)(?P<port>\d*[A-Z][A-Z-]*\d+(?:/\d+)+)(?:\s|$)"
)


def states(names: PortNames, brief: re.Pattern[str], interface_brief: str, mac_address: str) -> dict[str, PortState]:
    """Return the ports: `brief` matches the rows of their table, with groups `port` and `link`."""
    macs = learned(names, _LEARNED, mac_address)
    return {
        (name := names.full(row["port"]) or row["port"]): PortState(
            up=re.match(r"\W?up", row["link"].lower()) is not None,
            shut=row["link"].startswith(("*", "ADM")),
            macs=macs.get(name, ()),
        )
        for row in brief.finditer(interface_brief)
    }
