# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The running configuration as VRP holds it: typed where it has an effect in the lab, verbatim where it has none."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from lab.switch.huawei_vrp.port import Port
from lab.switch.huawei_vrp.words import STYLE
from lab.switch.vrp_style.blocks import Blocks, sections_text
from lab.switch.vrp_style.vlan import Vlan, list_text

if TYPE_CHECKING:
    import ipaddress

    from lab.switch.forwarding import Family, Route
    from lab.switch.vrp_style.acl import Acl
    from lab.switch.vrp_style.style import Style
    from lab.switch.vrp_style.vlan_interface import VlanInterface

# The order of sections in VRP's output, by the first word of a section; others come where OTHER_RANK says.
_RANKS = {
    word: rank
    for rank, words in enumerate(
        (
            ("sysname",),
            ("vlan batch",),
            ("stp",),
            ("lldp", "undo", "clock", "info-center", "dns", "telnet", "http", "header", "loopback-detect"),
            ("dhcp",),
            ("user-bind",),
            ("acl",),
            ("diffserv", "drop-profile", "traffic"),
            ("vlan",),
            ("aaa",),
            ("interface",),
            ("ip", "ipv6"),
            ("snmp-agent",),
            ("stelnet", "ssh", "sftp"),
            ("ntp-service",),
            ("user-interface",),
        )
    )
    for word in words
}
OTHER_RANK = _RANKS["diffserv"]


@dataclass(frozen=True)
class UserBind:
    """A static binding of an address; None where the engineer left a part out."""

    address: ipaddress.IPv4Address
    mac: str | None = None
    interface: str | None = None
    vlan: int | None = None

    def __deepcopy__(self, _memo: dict[int, object]) -> UserBind:
        """Itself: nothing of it ever changes, and a candidate configuration copies thousands of them."""
        return self

    @property
    def text(self) -> str:
        """As configured."""
        parts = [f"user-bind static ip-address {self.address}"]
        parts += [f"mac-address {self.mac}"] if self.mac else []
        parts += [f"interface {self.interface}"] if self.interface else []
        parts += [f"vlan {self.vlan}"] if self.vlan else []
        return " ".join(parts)


@dataclass
class Configuration:
    """A whole configuration.

    Attributes:
        version_line: its first line.
        port_kind, slot: what ports are called, and the numbers before a port's own.
        port_type: what a port is.
        style: how its lines are written.
    """

    version_line: ClassVar[str] = "!Software Version V200R005C00SPC500"
    port_kind: ClassVar[str] = "GigabitEthernet"
    slot: ClassVar[str] = "0/0/"
    port_type: ClassVar[type[Port]] = Port
    style: ClassVar[Style] = STYLE
    port_count: int
    sysname: str = "HUAWEI"
    vlans: dict[int, Vlan] = field(default_factory=lambda: {1: Vlan()})
    bpdu_protection: bool = False
    bindings: list[UserBind] = field(default_factory=list)
    acls: dict[tuple[Family, int], Acl] = field(default_factory=dict)
    vlan_interfaces: dict[int, VlanInterface] = field(default_factory=dict)
    ports: dict[str, Port] = field(default_factory=dict)
    routes: list[Route] = field(default_factory=list)
    blocks: Blocks = field(default_factory=Blocks)

    def __post_init__(self) -> None:
        for number in range(1, self.port_count + 1):
            name = f"{self.port_kind}{self.slot}{number}"
            self.ports.setdefault(name, self.port_type(name, number))

    def users_of(self, acl: Acl) -> list[str]:
        """The ports that an ACL is applied to."""
        key = (acl.family, acl.number)
        return [port.name for port in self.ports.values() if any((f.family, f.acl) == key for f in port.filters)]

    def sections(self) -> list[list[str]]:
        """The sections in VRP's order, without the `#` between them."""
        return [section for _, section in sorted(self._ranked(), key=lambda ranked: ranked[0])]

    def _ranked(self) -> list[tuple[int, list[str]]]:
        ranked: list[tuple[int, list[str]]] = [(_rank("sysname"), [f"sysname {self.sysname}"])]
        batch = set(self.vlans) - {1}
        ranked += [(_rank("vlan batch"), [f"vlan batch {list_text(batch)}"])] if batch else []
        ranked += [(_rank("stp"), ["stp bpdu-protection"])] if self.bpdu_protection else []
        ranked += [(_rank("user-bind"), [bind.text for bind in self.bindings])] if self.bindings else []
        ranked += [(_rank("acl"), acl.text()) for _, acl in sorted(self.acls.items())]
        ranked += [(_rank("vlan"), section) for section in self._vlan_sections()]
        ranked += [(_rank("interface"), section) for section in self._interface_sections()]
        routes = [
            f"ip route-static {r.destination.network_address} {r.destination.netmask} {r.gateway}" for r in self.routes
        ]
        ranked += [(_rank("ip"), routes)] if routes else []
        return ranked + [(_rank(group), lines) for group, lines in self.blocks.groups().items()]

    def text(self) -> str:
        """As `display current-configuration` prints it."""
        return f"{self.version_line}\n{sections_text(self.sections())}"

    def _vlan_sections(self) -> list[list[str]]:
        described = {number: vlan for number, vlan in sorted(self.vlans.items()) if vlan.description or vlan.name}
        return [
            [f"vlan {number}"]
            + ([f" name {vlan.name}"] if vlan.name else [])
            + ([f" description {vlan.description}"] if vlan.description else [])
            for number, vlan in described.items()
        ]

    def _interface_sections(self) -> list[list[str]]:
        foreign = self.blocks.interfaces()
        before = [section for section in foreign if section[0].startswith("interface MEth")]
        after = [section for section in foreign if section not in before]
        own = [self.vlan_interfaces[vlan].text() for vlan in sorted(self.vlan_interfaces)]
        return own + before + [port.text() for port in self.ports.values()] + after


def _rank(group: str) -> int:
    return _RANKS.get(group, OTHER_RANK)
