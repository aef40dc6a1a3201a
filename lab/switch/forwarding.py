# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a running configuration means for packets, in no vendor's words: what a platform hands to the data plane."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from typing import ClassVar, Literal

Family = Literal[2, 4, 6]
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
FRAMES: Literal[2] = 2
IPV4: Literal[4] = 4
IPV6: Literal[6] = 6


@dataclass(frozen=True)
class Masked:
    """Addresses that agree with `value` in the bits that are set in `mask` (any bits, not only a prefix)."""

    value: int
    mask: int


@dataclass(frozen=True)
class PacketMatch:
    """The packets of one address family that a rule is about; None means any.

    A rule with ports, ICMP type or TCP flags never matches a fragment other than the first: those have no such fields.
    """

    family: Family
    protocol: int | None = None
    source: Masked | None = None
    destination: Masked | None = None
    source_ports: tuple[int, int] | None = None
    destination_ports: tuple[int, int] | None = None
    icmp_type: int | None = None
    icmp_code: int | None = None
    established: bool = False
    fragments: bool = False


@dataclass(frozen=True)
class FrameMatch:
    """The frames that a rule is about, whatever they carry; None means any.

    Attributes:
        kind: the EtherType; an 802.3 frame, which has a length there, is then none of them.
        destination: the MAC address.
        beside_ip: those that carry neither IPv4 nor IPv6 alone.
    """

    family: ClassVar[Literal[2]] = FRAMES
    kind: Masked | None = None
    destination: Masked | None = None
    beside_ip: bool = False


@dataclass(frozen=True)
class FilterRule:
    """One rule; `name` is how the platform finds the rule's counter again."""

    name: str
    permit: bool
    match: PacketMatch | FrameMatch


@dataclass(frozen=True)
class Binding:
    """A host that may use an address; None leaves that part open."""

    address: Address
    mac: str | None
    port: str | None
    vlan: int | None


@dataclass(frozen=True)
class BindingCheck:
    """Which parts of a packet are compared with the bindings."""

    address: bool = True
    mac: bool = True
    vlan: bool = True


@dataclass(frozen=True)
class Rate:
    """A limit in kbit/s and the burst in bytes."""

    kbps: int
    burst: int


@dataclass(frozen=True)
class PortState:
    """A port: which VLANs it carries, and what is done to the packets that enter or leave it.

    Attributes:
        untagged: the VLAN of frames without a tag.
        tagged: the VLANs that a trunk carries with a tag.
        inbound: rules in the order in which they are tried; the first that matches decides, none means permit.
        max_macs: how many source MACs may be learned (port security), None for no limit.
        groups: ports that share an isolation group do not talk to each other.
    """

    name: str
    number: int
    up: bool = True
    untagged: int | None = None
    tagged: frozenset[int] = frozenset()
    inbound: tuple[FilterRule, ...] = ()
    outbound: tuple[FilterRule, ...] = ()
    binding_check: BindingCheck | None = None
    arp_check: bool = False
    max_macs: int | None = None
    groups: frozenset[int] = frozenset()
    rate_in: Rate | None = None
    rate_out: Rate | None = None
    drop_bpdu: bool = False


@dataclass(frozen=True)
class Route:
    """A static route of the switch itself."""

    destination: ipaddress.IPv4Network
    gateway: ipaddress.IPv4Address


@dataclass(frozen=True)
class ForwardingState:
    """The whole of it. An empty state forwards nothing."""

    vlans: frozenset[int] = frozenset()
    ports: tuple[PortState, ...] = ()
    addresses: tuple[tuple[int, ipaddress.IPv4Interface], ...] = ()
    routes: tuple[Route, ...] = ()
    bindings: tuple[Binding, ...] = ()
    base_mac: str = "4c:1f:cc:00:00:01"


@dataclass(frozen=True)
class LearnedMac:
    """A MAC address seen on a port."""

    mac: str
    vlan: int
    port: str
    secure: bool = False


@dataclass
class NoDataPlane:
    """Stands in for a data plane where none is wanted: nothing is forwarded, every port has a link.

    Attributes:
        learned: what `macs` answers; the owner may fill it.
        without_link: numbers of the ports that have no link.
    """

    state: ForwardingState = field(default_factory=ForwardingState)
    learned: list[LearnedMac] = field(default_factory=list)
    without_link: set[int] = field(default_factory=set)

    def apply(self, state: ForwardingState) -> None:
        """Remember the state."""
        self.state = state

    def down(self) -> None:
        """Forget what was learned, as a device that loses power."""
        self.state = ForwardingState()
        self.learned.clear()

    def counters(self) -> dict[str, int]:
        """Packets counted per rule name."""
        return {}

    def macs(self) -> list[LearnedMac]:
        """The MAC addresses learned."""
        return list(self.learned)

    def has_link(self, number: int) -> bool:
        """Whether something is plugged into a port."""
        return number not in self.without_link
