# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The running configuration and its ports as VRP8 writes them: VRP5's, with profiles for what comes in too fast.

Order and wording of a port's lines: configuration scripts in Huawei's CloudEngine configuration guides.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from lab.switch.huawei_vrp import configuration as vrp5
from lab.switch.huawei_vrp import port as vrp5_port
from lab.switch.huawei_vrpv8.style import STYLE

if TYPE_CHECKING:
    from lab.switch.forwarding import Rate
    from lab.switch.huawei_vrp.port import TrafficFilter
    from lab.switch.vrp_style.style import Style


@dataclass
class Port(vrp5_port.Port):
    """A port; the factory's is an access port.

    Attributes:
        profile: the CAR profile that polices what comes in.
    """

    link_type: str = "access"
    profile: str = ""

    def _vlan_lines(self) -> list[str]:
        if self.link_type == "hybrid":
            return [" port link-type hybrid"]
        return [line for line in super()._vlan_lines() if line != " port link-type access"]

    def _filter_line(self, traffic_filter: TrafficFilter) -> str:
        return f" traffic-filter {traffic_filter.acl_text} {traffic_filter.direction}"

    def _rate_lines(self) -> list[str]:
        out = self.rates.get("outbound")
        lines = [f" qos lr cir {out.kbps} kbps cbs {out.burst} bytes outbound"] if out else []
        return lines + ([f" qos car inbound {self.profile}"] if self.profile else [])

    def _security_lines(self) -> list[str]:
        lines = [f" port-security enable maximum {self.max_macs}"] if self.security else []
        lines += [f" port-security protect-action {self.protect_action}"] if self.protect_action != "restrict" else []
        lines += [" arp anti-attack check user-bind enable"] if self.arp_check else []
        return lines + self._source_check_lines("ipv4")


@dataclass
class Configuration(vrp5.Configuration):
    """A whole configuration."""

    version_line: ClassVar[str] = "!Software Version V300R020C00SPC200"
    port_kind: ClassVar[str] = "GE"
    slot: ClassVar[str] = "1/0/"
    port_type: ClassVar[type[vrp5_port.Port]] = Port
    style: ClassVar[Style] = STYLE
    profiles: dict[str, Rate] = field(default_factory=dict)

    def _ranked(self) -> list[tuple[int, list[str]]]:
        lines = [
            f"qos car {name} cir {rate.kbps} kbps cbs {rate.burst} bytes"
            for name, rate in sorted(self.profiles.items())
        ]
        return super()._ranked() + ([(vrp5.OTHER_RANK, lines)] if lines else [])
