# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Access lists, the same for every vendor: which packets, or frames, each rule is about."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field, replace

from ...module_utils.message import say
from .line import Line
from .packet import Packet

#: The kinds of access list: what each decides about. Lists of frames look at MAC addresses and at the EtherType.
FRAMES = 2
FAMILY_NAMES = {FRAMES: say("other frames"), 4: "IPv4", 6: "IPv6"}
WIDTH = {FRAMES: 48, 4: 32, 6: 128}
Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class AddressMatch:
    """A set of addresses as an access list writes it: the bits of `value` count where `wildcard` has a 0.

    The ones of a wildcard need not be contiguous: `10.0.0.1 0.0.255.0` is exact here.
    """

    family: int
    value: int
    wildcard: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", self.value & ~self.wildcard)

    @classmethod
    def any(cls, family: int) -> AddressMatch:
        """Match every address of the family."""
        return cls(family, 0, (1 << WIDTH[family]) - 1)

    @classmethod
    def of(cls, network: Address | Network) -> AddressMatch:
        """Match one address, or every address of a prefix."""
        if isinstance(network, (ipaddress.IPv4Address, ipaddress.IPv6Address)):
            return cls(network.version, int(network), 0)
        return cls(network.version, int(network.network_address), int(network.hostmask))

    @property
    def is_any(self) -> bool:
        """Tell whether every address matches."""
        return self.wildcard == (1 << WIDTH[self.family]) - 1

    def contains(self, address: int) -> bool:
        """Tell whether the address, as an integer, matches."""
        return (address ^ self.value) & ~self.wildcard == 0


@dataclass(frozen=True)
class Rule:
    """One line of an access list.

    Attributes:
        protocol: the number of the IP protocol, or a frame's EtherType; None for all.
        source_ports, destination_ports: first and last port; no later fragment matches (but see `fragments_too`).
        icmp: type and code, -1 for any code; None for every message.
        established: only TCP segments with ACK or RST.
        fragment: only later fragments.
        logging: the device writes matches to its log.
        wildcard: the bits of an EtherType that do not count.
        fragments_too: a rule with `layer4` matches later fragments all the same, by addresses and protocol.
    """

    number: int
    permit: bool
    source: AddressMatch
    destination: AddressMatch
    protocol: int | None = None
    source_ports: tuple[int, int] | None = None
    destination_ports: tuple[int, int] | None = None
    icmp: tuple[int, int] | None = None
    established: bool = False
    fragment: bool = False
    logging: bool = False
    wildcard: int = 0
    fragments_too: bool = field(default=False, compare=False)
    line: Line = field(default=Line(0, ""), compare=False)

    @property
    def layer4(self) -> bool:
        """Tell whether the rule reads anything behind the IP header."""
        return bool(self.source_ports or self.destination_ports or self.icmp or self.established)

    @property
    def matches_all(self) -> bool:
        """Tell whether every packet of the family matches."""
        return self.protocol is None and self.source.is_any and self.destination.is_any and not self.fragment

    def matches(self, packet: Packet) -> bool:
        """Tell whether a packet matches; written apart from the proof's engine, to name the line it speaks of."""
        return (
            self.source.family == packet.family
            and self.protocol in (None, packet.protocol)
            and self.source.contains(packet.source)
            and self.destination.contains(packet.destination)
            and not (self.fragment and not packet.fragment)
            and (not self.layer4 or self._matches_layer4(packet))
        )

    def _matches_layer4(self, packet: Packet) -> bool:
        if packet.fragment:
            return self.fragments_too
        if self.established and not packet.established:
            return False
        for ports, port in ((self.source_ports, packet.source_port), (self.destination_ports, packet.destination_port)):
            if ports and not ports[0] <= port <= ports[1]:
                return False
        if self.icmp is None:
            return True
        kind, code = self.icmp
        return packet.destination_port >> 8 == kind and code in (-1, packet.destination_port & 0xFF)


@dataclass(frozen=True)
class Acl:
    """An access list; the first rule by number that matches decides.

    `unknown` are lines in it that are not understood, and its first line if that asks for something unusual.
    """

    family: int
    number: int
    rules: tuple[Rule, ...]
    description: str = ""
    unknown: tuple[Line, ...] = ()
    line: Line = field(default=Line(0, ""), compare=False)

    def same_content(self, other: Acl) -> bool:
        """Tell whether two lists differ in nothing but their number."""
        return replace(self, number=other.number) == other

    def first_match(self, packet: Packet) -> Rule | None:
        """Return the rule that decides about a packet, None if the platform's default does."""
        return next((rule for rule in self.rules if rule.matches(packet)), None)
