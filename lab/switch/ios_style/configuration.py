# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The running configuration: typed where it has an effect in the lab, verbatim where it has none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lab.switch.forwarding import Family, Rate, Route
from lab.switch.ios_style.port import Port
from lab.switch.ios_style.vlan import Vlan, VlanInterface
from lab.switch.ios_style.vlan_list import vlans_text

if TYPE_CHECKING:
    import ipaddress

    from lab.switch.ios_style.acl import Acl
    from lab.switch.ios_style.style import Style


@dataclass(frozen=True)
class SourceBinding:
    """A static binding of an address."""

    mac: str
    vlan: int
    address: ipaddress.IPv4Address
    interface: str

    def text(self, style: Style) -> str:
        """As configured."""
        return f"ip source binding {self.mac} vlan {self.vlan} {self.address} interface {style.short(self.interface)}"


@dataclass
class PolicyMap:
    """A policy map, of which the lab knows the policer of the default class."""

    name: str
    has_class: bool = False
    rate: Rate | None = None
    drops: bool = False

    def text(self) -> list[str]:
        """Its section of the configuration."""
        lines = [f"policy-map {self.name}", *([" class class-default"] if self.has_class else [])]
        if self.rate is not None:
            lines.append(f"  police {self.rate.kbps * 1000} {self.rate.burst}{' exceed-action drop' * self.drops}")
        return lines


@dataclass
class Block:
    """Lines that the lab keeps as they are: a first line and what is indented under it."""

    head: str
    lines: list[str] = field(default_factory=list)


@dataclass
class Configuration:
    """A whole configuration."""

    style: Style
    port_count: int
    hostname: str = ""
    vlans: dict[int, Vlan] = field(default_factory=lambda: {1: Vlan()})
    ports: dict[str, Port] = field(default_factory=dict)
    vlan_interfaces: dict[int, VlanInterface] = field(default_factory=dict)
    acls: dict[tuple[Family, str], Acl] = field(default_factory=dict)
    bindings: list[SourceBinding] = field(default_factory=list)
    policies: dict[str, PolicyMap] = field(default_factory=dict)
    inspected: frozenset[int] = frozenset()
    snooped: frozenset[int] = frozenset()
    snooping: bool = False
    spanning_tree: bool = False
    guard_edges: bool = False
    routes: list[Route] = field(default_factory=list)
    gateway: ipaddress.IPv4Address | None = None
    blocks: list[Block] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.hostname = self.hostname or self.style.hostname
        self.spanning_tree = self.style.spanning_tree
        for number in range(1, self.port_count + 1):
            name = self.style.port(number)
            self.ports.setdefault(name, Port(name, number, self.style.default_mode))

    def vlan_interface(self, name: str) -> VlanInterface:
        """The switch's own interface of this name, made if there is none."""
        number = self.style.vlan_of(name)
        return self.vlan_interfaces.setdefault(number, VlanInterface(number))

    def block(self, head: str) -> Block:
        """The block with this first line, made if there is none."""
        found = next((block for block in self.blocks if block.head == head), None)
        if found is None:
            found = Block(head)
            self.blocks.append(found)
        return found

    def sections(self) -> list[list[str]]:
        """The sections in the device's order, without the `!` between them."""
        style = self.style
        found = [[f"hostname {self.hostname}"]]
        found += [["spanning-tree"]] if self.spanning_tree and not style.spanning_tree else []
        snooping = [f"ip dhcp snooping vlan {vlans_text(self.snooped)}"] if self.snooped else []
        snooping += ["ip dhcp snooping"] if self.snooping else []
        found += [snooping] if snooping else []
        found += [[f"ip arp inspection vlan {vlans_text(self.inspected)}"]] if self.inspected else []
        found += [["spanning-tree portfast bpduguard default"]] if self.guard_edges else []
        found += [policy.text() for _, policy in sorted(self.policies.items())]
        found += [[f"vlan {number}", *vlan.text()] for number, vlan in self._shown_vlans()]
        found += [port.text(style.port_lines(port)) for port in self.ports.values()]
        found += [
            [f"interface {style.vlan_interface(number)}", *interface.text()]
            for number, interface in sorted(self.vlan_interfaces.items())
        ]
        found += [[f"ip default-gateway {self.gateway}"]] if self.gateway else []
        routes = [f"ip route {r.destination.network_address} {r.destination.netmask} {r.gateway}" for r in self.routes]
        found += [routes] if routes else []
        found += [[bind.text(style) for bind in self.bindings]] if self.bindings else []
        found += [acl.text(style) for _, acl in sorted(self.acls.items())]
        found += self._foreign()
        return sorted(found, key=lambda section: style.rank(section[0]))

    def _shown_vlans(self) -> list[tuple[int, Vlan]]:
        return [numbered for numbered in sorted(self.vlans.items()) if numbered[0] != 1 or self.style.shows_vlan_1]

    def _foreign(self) -> list[list[str]]:
        """What is kept word for word; single lines that begin alike share a section."""
        grouped: dict[str, list[str]] = {}
        for block in self.blocks:
            key = block.head if block.lines else self.style.section(block.head)
            grouped.setdefault(key, []).extend([block.head, *block.lines])
        return list(grouped.values())

    def text(self) -> str:
        """The configuration as it is saved."""
        lines = [self.style.head, "!"]
        for section in self.sections():
            lines += [*section, "!"]
        return "\n".join([*lines, "end"]) + "\n"
