# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What every port of this style has: its VLANs, isolation, rates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lab.switch.forwarding import PortState

if TYPE_CHECKING:
    from collections.abc import Collection

    from lab.switch.forwarding import Rate


@dataclass
class BasePort:
    """A port. A trunk carries VLAN 1 unless it is taken off."""

    name: str
    number: int
    description: str = ""
    shutdown: bool = False
    link_type: str = "access"
    vlan: int = 1
    trunk_pvid: int = 1
    trunk_vlans: frozenset[int] = frozenset({1})
    edged: bool = False
    isolation: frozenset[int] = frozenset()
    rates: dict[str, Rate] = field(default_factory=dict)
    foreign: list[str] = field(default_factory=list)

    @property
    def pvid(self) -> int:
        """The VLAN of frames without a tag."""
        return {"access": self.vlan, "trunk": self.trunk_pvid}.get(self.link_type, 1)

    def carried(self, vlans: Collection[int]) -> frozenset[int]:
        """Those of the switch's VLANs that it carries."""
        return (self.trunk_vlans if self.link_type == "trunk" else frozenset({self.pvid})) & frozenset(vlans)

    def state(self, vlans: Collection[int], **others: Any) -> PortState:
        """What it means for packets, together with what a platform adds."""
        carried = self.carried(vlans)
        return PortState(
            name=self.name,
            number=self.number,
            up=not self.shutdown,
            untagged=self.pvid if self.pvid in carried else None,
            tagged=carried - {self.pvid},
            groups=self.isolation,
            rate_in=self.rates.get("inbound"),
            rate_out=self.rates.get("outbound"),
            **others,
        )
