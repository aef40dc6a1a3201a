# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the lab is made of: namespaces, links, addresses, routes, terminals, switches.

Interface names are fixed inside a namespace (the kernel allows 15 characters); only namespaces carry the lab's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from ipaddress import IPv4Address, IPv4Interface, IPv6Interface

Interface = IPv4Interface | IPv6Interface


@dataclass(frozen=True)
class End:
    """One end of a cable: an interface in a namespace (by role), its addresses, its bridge if it is a port of one."""

    role: str
    name: str
    addresses: tuple[Interface, ...] = ()
    mac: str = ""
    bridge: str = ""


@dataclass(frozen=True)
class Link:
    """A cable: a veth pair."""

    a: End
    b: End


@dataclass(frozen=True)
class Bridge:
    """A bridge in a namespace, with the addresses of its own interface."""

    role: str
    name: str
    addresses: tuple[Interface, ...]


@dataclass(frozen=True)
class Gateway:
    """A default route: in which namespace, by which address, on which interface."""

    role: str
    address: str
    interface: str


@dataclass(frozen=True)
class Terminal:
    """A terminal as the vendor's installer left it; one that the ledger holds has no address."""

    id: str
    role: str
    mac: str
    address: IPv4Interface | None
    gateway: IPv4Address
    resolvers: tuple[IPv4Address, ...]


@dataclass(frozen=True)
class SwitchPort:
    """A port in use: its name in the vendor's language and the description an engineer would give it."""

    name: str
    description: str


@dataclass(frozen=True)
class Switch:
    """A site's access switch before the deployment: open, as an engineer leaves it on the day it is hung up."""

    site: str
    host: str
    role: str
    platform: str
    address: IPv4Interface
    gateway: IPv4Address
    vlan: int
    management_vlan: int
    uplink: str
    ports: tuple[SwitchPort, ...]
    time_servers: tuple[IPv4Address, ...]


@dataclass(frozen=True)
class Canary:
    """A host of the internet namespace."""

    name: str
    addresses: tuple[Interface, ...]
    zone: str = ""


@dataclass(frozen=True)
class Topology:
    """The whole lab.

    Attributes:
        roles: the namespaces, each named `<lab>-<role>`.
        advertised: the router's interfaces that announce an IPv6 prefix, so that a terminal has a way out over IPv6.
        measure: address and port of the measure servers.
    """

    roles: tuple[str, ...]
    links: tuple[Link, ...]
    bridges: tuple[Bridge, ...]
    gateways: tuple[Gateway, ...]
    terminals: tuple[Terminal, ...]
    switches: tuple[Switch, ...]
    canaries: tuple[Canary, ...]
    advertised: tuple[str, ...]
    controller: IPv4Interface
    resolvers: tuple[IPv4Address, ...]
    time_servers: tuple[IPv4Address, ...]
    measure: tuple[tuple[IPv4Address, int], ...]

    @cached_property
    def hosts(self) -> dict[str, str]:
        """Return every name that `lab exec --host` takes, and the role of its namespace."""
        fixed = {role: role for role in ("ops", "router", "svc", "inet")}
        switches = {switch.host: switch.role for switch in self.switches}
        return fixed | switches | {terminal.id: terminal.role for terminal in self.terminals}
