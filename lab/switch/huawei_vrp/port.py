# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A switch port (`interface GigabitEthernet0/0/N`) and what is configured on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lab.switch.forwarding import IPV6
from lab.switch.vrp_style.port import BasePort
from lab.switch.vrp_style.vlan import list_text

if TYPE_CHECKING:
    from lab.switch.forwarding import BindingCheck, Family


@dataclass(frozen=True)
class TrafficFilter:
    """An ACL applied to a port."""

    direction: str
    family: Family
    acl: int

    @property
    def acl_text(self) -> str:
        """The ACL as it is named beside its direction."""
        return f"acl {'ipv6 ' if self.family == IPV6 else ''}{self.acl}"


@dataclass
class Port(BasePort):
    """A port. The factory link type of an S5700 port is hybrid: untagged in VLAN 1."""

    link_type: str = "hybrid"
    filters: list[TrafficFilter] = field(default_factory=list)
    binding_check: BindingCheck | None = None
    binding_enabled: bool = False
    arp_check: bool = False
    security: bool = False
    max_macs: int = 1
    protect_action: str = "restrict"

    @property
    def has_vlan_settings(self) -> bool:
        """Whether its link type may not be changed before something is undone."""
        trunk = self.trunk_vlans != frozenset({1}) or self.trunk_pvid != 1
        return self.vlan != 1 if self.link_type == "access" else self.link_type == "trunk" and trunk

    def text(self) -> list[str]:
        """Its section of the configuration."""
        lines = [f"interface {self.name}"]
        lines += [f" description {self.description}"] if self.description else []
        lines += [" shutdown"] if self.shutdown else []
        lines += self._vlan_lines()
        lines += [f" port-isolate enable group {group}" for group in sorted(self.isolation)]
        lines += [" stp edged-port enable"] if self.edged else []
        lines += [self._filter_line(traffic_filter) for traffic_filter in self.filters]
        return lines + self._rate_lines() + self._security_lines() + self.foreign

    def _filter_line(self, traffic_filter: TrafficFilter) -> str:
        return f" traffic-filter {traffic_filter.direction} {traffic_filter.acl_text}"

    def _rate_lines(self) -> list[str]:
        rates = sorted(self.rates.items())
        return [f" qos lr {direction} cir {rate.kbps} cbs {rate.burst}" for direction, rate in rates]

    def _vlan_lines(self) -> list[str]:
        if self.link_type == "hybrid":
            return []
        lines = [f" port link-type {self.link_type}"]
        if self.link_type == "access":
            return lines + ([f" port default vlan {self.vlan}"] if self.vlan != 1 else [])
        lines += [f" port trunk pvid vlan {self.trunk_pvid}"] if self.trunk_pvid != 1 else []
        lines += [] if 1 in self.trunk_vlans else [" undo port trunk allow-pass vlan 1"]
        listed = self.trunk_vlans - {1}
        return lines + ([f" port trunk allow-pass vlan {list_text(listed)}"] if listed else [])

    def _security_lines(self) -> list[str]:
        lines = [" port-security enable"] if self.security else []
        lines += [f" port-security max-mac-num {self.max_macs}"] if self.max_macs != 1 else []
        lines += [f" port-security protect-action {self.protect_action}"] if self.protect_action != "restrict" else []
        lines += [" arp anti-attack check user-bind enable"] if self.arp_check else []
        return lines + self._source_check_lines("ip")

    def _source_check_lines(self, word: str) -> list[str]:
        lines = [f" {word} source check user-bind enable"] if self.binding_enabled else []
        check = self.binding_check
        if check is not None:
            items = (("ip-address", check.address), ("mac-address", check.mac), ("vlan", check.vlan))
            wanted = " ".join(item for item, checked in items if checked)
            lines.append(f" {word} source check user-bind check-item {wanted}")
        return lines
