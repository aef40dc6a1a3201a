# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A switch port and what is configured on it; a platform puts its lines in order (`Style.port_lines`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from lab.switch.forwarding import FRAMES, IPV4, IPV6, Family, Rate
from lab.switch.ios_style.vlan_list import vlans_text

if TYPE_CHECKING:
    pass

Direction = Literal["in", "out"]
_FILTERS = {FRAMES: "mac access-group", IPV4: "ip access-group", IPV6: "ipv6 traffic-filter"}
ALL_VLANS = frozenset(range(1, 4095))


@dataclass
class Port:
    """A port.

    Attributes:
        mode: `access`, `trunk` or what the platform has as its default.
        allowed: the VLANs of a trunk.
        filters: the lists applied, by direction and family: one each.
        source_check: '' for none, `ip` for the address alone, `mac` for the address together with the MAC.
        policies: names of the policy maps, by direction (Cisco).
        rates: limits configured on the port itself, by direction (Ruijie).
    """

    name: str
    number: int
    mode: str
    description: str = ""
    shutdown: bool = False
    vlan: int = 1
    native: int = 1
    allowed: frozenset[int] = ALL_VLANS
    protected: bool = False
    security: bool = False
    max_macs: int | None = None
    violation: str = ""
    filters: dict[tuple[Direction, Family], str] = field(default_factory=dict)
    portfast: bool = False
    bpduguard: bool = False
    source_check: str = ""
    arp_trust: bool = False
    dhcp_trust: bool = False
    arp_check: bool = False
    policies: dict[Direction, str] = field(default_factory=dict)
    rates: dict[Direction, Rate] = field(default_factory=dict)
    foreign: list[str] = field(default_factory=list)

    def text(self, own: list[str]) -> list[str]:
        """Its section of the configuration, from the lines that its platform puts in order."""
        return [f"interface {self.name}", *(f" {line}" for line in own), *self.foreign]

    def description_lines(self) -> list[str]:
        """What an engineer calls it."""
        return [f"description {self.description}"] if self.description else []

    def vlan_lines(self, allowed: str) -> list[str]:
        """Its VLANs, without the mode; `allowed` are the words before a trunk's list."""
        lines = [f"switchport access vlan {self.vlan}"] if self.vlan != 1 else []
        lines += [f"switchport trunk native vlan {self.native}"] if self.native != 1 else []
        if self.allowed != ALL_VLANS:
            lines.append(f"{allowed} {vlans_text(self.allowed) or 'none'}")
        return lines

    def security_lines(self) -> list[str]:
        """What port security is told besides being there."""
        lines = [f"switchport port-security maximum {self.max_macs}"] if self.max_macs is not None else []
        return lines + ([f"switchport port-security violation {self.violation}"] if self.violation else [])

    def filter_lines(self) -> list[str]:
        """The lists applied."""
        return [
            f"{_FILTERS[family]} {name} {direction}"
            for (direction, family), name in sorted(self.filters.items(), key=lambda item: (item[0][1], item[0][0]))
        ]

    def edge_lines(self) -> list[str]:
        """Spanning tree on a terminal's port."""
        lines = ["spanning-tree portfast"] if self.portfast else []
        return lines + (["spanning-tree bpduguard enable"] if self.bpduguard else [])
