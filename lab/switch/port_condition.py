# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A rule's condition on ports, which every platform has and prints in its own way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.switch.forwarding import PacketMatch

LAST_PORT = 65535


@dataclass(frozen=True)
class PortCondition:
    """`eq`, `gt`, `lt`, `neq` with one number, `range` with two."""

    operator: str
    low: int
    high: int = 0

    @property
    def ranges(self) -> tuple[tuple[int, int], ...]:
        """The ranges of ports that meet it; none for a condition that no port meets."""
        below, above = (0, self.low - 1), (self.low + 1, LAST_PORT)
        met = {"eq": ((self.low, self.low),), "gt": (above,), "lt": (below,), "neq": (below, above)}
        return tuple((low, high) for low, high in met.get(self.operator, ((self.low, self.high),)) if low <= high)


def with_ports(
    match: PacketMatch, source: PortCondition | None, destination: PortCondition | None
) -> tuple[PacketMatch, ...]:
    """The packets of `match` whose ports meet the conditions: one match for each pair of ranges."""
    return tuple(
        replace(match, source_ports=from_, destination_ports=to)
        for from_ in (source.ranges if source else (None,))
        for to in (destination.ranges if destination else (None,))
    )
