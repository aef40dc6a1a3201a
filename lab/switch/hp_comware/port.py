# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A switch port (`interface GigabitEthernet1/0/N`) and what is configured on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lab.switch.forwarding import FRAMES, IPV4, IPV6
from lab.switch.vrp_style.port import BasePort
from lab.switch.vrp_style.vlan import list_text

if TYPE_CHECKING:
    import ipaddress

    from lab.switch.forwarding import BindingCheck, Family

ALL_VLANS = frozenset(range(1, 4095))
# Learned addresses stand in a port's section, and go when its mode is undone (H3C port security commands).
LEARNED = " port-security mac-address security "


@dataclass(frozen=True)
class PacketFilter:
    """An ACL applied to a port; there is one per direction and family."""

    direction: str
    family: Family
    acl: int
    hardware_count: bool = False

    @property
    def text(self) -> str:
        """As configured."""
        kind = {FRAMES: "mac ", IPV4: "", IPV6: "ipv6 "}[self.family]
        return f"packet-filter {kind}{self.acl} {self.direction}" + (" hardware-count" if self.hardware_count else "")


@dataclass(frozen=True)
class SourceBinding:
    """A static binding of an address to the port; None where the engineer left a part out."""

    address: ipaddress.IPv4Address
    mac: str | None = None
    vlan: int | None = None

    @property
    def text(self) -> str:
        """As configured."""
        parts = [f"ip source binding ip-address {self.address}"]
        parts += [f"mac-address {self.mac}"] if self.mac else []
        parts += [f"vlan {self.vlan}"] if self.vlan else []
        return " ".join(parts)


@dataclass
class Port(BasePort):
    """A port; access in VLAN 1 when it leaves the factory."""

    max_macs: int | None = None
    autolearn: bool = False
    filters: dict[tuple[str, Family], PacketFilter] = field(default_factory=dict)
    bindings: list[SourceBinding] = field(default_factory=list)
    binding_check: BindingCheck | None = None
    arp_trusted: bool = False

    def text(self) -> list[str]:
        """Its section of the configuration."""
        lines = [f"interface {self.name}", " port link-mode bridge"]
        lines += [f" description {self.description}"] if self.description else []
        lines += self._vlan_lines()
        lines += [" shutdown"] if self.shutdown else []
        lines += [" stp edged-port"] if self.edged else []
        lines += [f" port-isolate enable group {group}" for group in self.isolation]
        lines += [f" port-security max-mac-count {self.max_macs}"] if self.max_macs is not None else []
        lines += [" port-security port-mode autolearn"] if self.autolearn else []
        lines += [f" {packet_filter.text}" for _, packet_filter in sorted(self.filters.items())]
        lines += [
            f" qos lr {direction} cir {rate.kbps} cbs {rate.burst}" for direction, rate in sorted(self.rates.items())
        ]
        lines += [f" {binding.text}" for binding in self.bindings]
        return lines + self._check_lines() + self.foreign

    def _vlan_lines(self) -> list[str]:
        if self.link_type == "access":
            return [f" port access vlan {self.vlan}"] if self.vlan != 1 else []
        lines = [f" port link-type {self.link_type}"]
        if self.link_type == "hybrid":
            return lines
        lines += [] if 1 in self.trunk_vlans else [" undo port trunk permit vlan 1"]
        if self.trunk_vlans - {1}:
            listed = "all" if self.trunk_vlans == ALL_VLANS else list_text(self.trunk_vlans)
            lines.append(f" port trunk permit vlan {listed}")
        return lines + ([f" port trunk pvid vlan {self.trunk_pvid}"] if self.trunk_pvid != 1 else [])

    def _check_lines(self) -> list[str]:
        lines = [" arp detection trust"] if self.arp_trusted else []
        check = self.binding_check
        if check is not None:
            items = (("ip-address", check.address), ("mac-address", check.mac))
            lines.append(" ip verify source " + " ".join(word for word, wanted in items if wanted))
        return lines

    def forget_learned(self) -> None:
        """Drop the learned addresses."""
        self.foreign = [line for line in self.foreign if not line.startswith(LEARNED)]
