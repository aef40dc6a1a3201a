# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The running configuration as Comware holds it: typed where it has an effect in the lab, verbatim where it has none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lab.switch.hp_comware.port import Port
from lab.switch.hp_comware.words import STYLE
from lab.switch.vrp_style.blocks import Blocks, feature, sections_text
from lab.switch.vrp_style.vlan import Vlan, runs

if TYPE_CHECKING:
    from lab.switch.forwarding import Family, Route
    from lab.switch.vrp_style.acl import Acl
    from lab.switch.vrp_style.vlan_interface import VlanInterface

VERSION = "7.1.070, Release 3507P18"
# The order of sections in Comware's output, by the first word of a section; others come where OTHER_RANK says.
_RANKS = {
    word: rank
    for rank, words in enumerate(
        (
            ("version",),
            ("sysname",),
            ("clock",),
            ("irf", "telnet"),
            ("port-security",),
            ("packet-filter",),
            ("port-isolate",),
            ("lldp", "loopback-detection", "password-recovery", "dhcp"),
            ("stp",),
            ("vlan",),
            ("interface",),
            ("scheduler",),
            ("line",),
            ("ip",),
            ("info-center",),
            ("snmp-agent",),
            ("ssh", "sftp"),
            ("ntp-service",),
            ("acl",),
            ("radius", "hwtacacs"),
            ("domain",),
            ("role", "user-group"),
            ("local-user",),
        )
    )
    for word in words
}
OTHER_RANK = _RANKS["scheduler"]


@dataclass
class InspectedVlan(Vlan):
    """A VLAN in which ARP may be inspected."""

    arp_detection: bool = False

    def text(self, number: int) -> list[str]:
        """Its section of the configuration."""
        lines = [f"vlan {number}"]
        lines += [f" name {self.name}"] if self.name else []
        lines += [f" description {self.description}"] if self.description else []
        return lines + ([" arp detection enable"] if self.arp_detection else [])


@dataclass
class Configuration:
    """A whole configuration."""

    port_count: int
    sysname: str = STYLE.sysname
    vlans: dict[int, InspectedVlan] = field(default_factory=lambda: {1: InspectedVlan()})
    bpdu_protection: bool = False
    port_security: bool = False
    default_deny: bool = False
    isolation_groups: set[int] = field(default_factory=set)
    acls: dict[tuple[Family, int], Acl] = field(default_factory=dict)
    vlan_interfaces: dict[int, VlanInterface] = field(default_factory=dict)
    ports: dict[str, Port] = field(default_factory=dict)
    routes: list[Route] = field(default_factory=list)
    blocks: Blocks = field(default_factory=Blocks)

    def __post_init__(self) -> None:
        for number in range(1, self.port_count + 1):
            name = f"GigabitEthernet1/0/{number}"
            self.ports.setdefault(name, Port(name, number))

    def sections(self) -> list[list[str]]:
        """The sections in Comware's order, without the `#` between them."""
        sections = [*self._global_sections(), *self._vlan_sections()]
        foreign = self.blocks.interfaces()
        sections += [section for section in foreign if section[0] == "interface NULL0"]
        sections += [self.vlan_interfaces[vlan].text() for vlan in sorted(self.vlan_interfaces)]
        sections += [port.text() for port in self.ports.values()]
        sections += [section for section in foreign if section[0] != "interface NULL0"]
        sections += [acl.text() for _, acl in sorted(self.acls.items())]
        sections += self.blocks.groups(apart=True).values()
        return sorted(sections, key=_rank)

    def text(self) -> str:
        """As `display current-configuration` prints it."""
        return sections_text(self.sections())

    def _global_sections(self) -> list[list[str]]:
        routes = [
            f" ip route-static {r.destination.network_address} {r.destination.prefixlen} {r.gateway}"
            for r in self.routes
        ]
        sections = [
            [f" version {VERSION}"],
            [f" sysname {self.sysname}"],
            [" port-security enable"] if self.port_security else [],
            [" packet-filter default deny"] if self.default_deny else [],
            [f" port-isolate group {group}" for group in sorted(self.isolation_groups)],
            [" stp bpdu-protection"] if self.bpdu_protection else [],
            routes,
        ]
        return [section for section in sections if section]

    def _vlan_sections(self) -> list[list[str]]:
        """VLAN 1 and those with settings each on its own, the others as runs."""
        plain = {number for number, vlan in self.vlans.items() if number != 1 and vlan == InspectedVlan()}
        sections = {number: vlan.text(number) for number, vlan in self.vlans.items() if number not in plain}
        for low, high in runs(plain):
            sections[low] = [f"vlan {low}" if low == high else f"vlan {low} to {high}"]
        return [section for _, section in sorted(sections.items())]


def _rank(section: list[str]) -> int:
    return _RANKS.get(feature(section[0]), OTHER_RANK)
