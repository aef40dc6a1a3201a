# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Access lists: rules as they are numbered, printed and applied.

A list that is applied ends with a deny that is not shown; one without rules, or that does not exist, permits everything
(Cisco, Configuring IP Access Lists, document 23602; for RGOS unverified).
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from lab.switch.forwarding import FRAMES, IPV4, IPV6, Family, FilterRule, Masked, PacketMatch
from lab.switch.ios_style import well_known
from lab.switch.ios_style.frame_rule import FrameRule
from lab.switch.port_condition import PortCondition, with_ports

if TYPE_CHECKING:
    from lab.switch.ios_style.style import Style

STEP = 10
TITLES = {FRAMES: "mac access-list extended", IPV4: "ip access-list extended", IPV6: "ipv6 access-list"}
ALL = {IPV4: 0xFFFFFFFF, IPV6: (1 << 128) - 1}
_NEIGHBOURS = ("nd-na", "nd-ns")


class Ports(PortCondition):
    """A condition on a port as this style prints it."""

    def text(self, protocol: str) -> str:
        """As it is printed."""
        numbers = (self.low, self.high) if self.operator == "range" else (self.low,)
        return " ".join([self.operator, *(well_known.port_name(protocol, number) for number in numbers)])


@dataclass(frozen=True)
class Rule:
    """One rule; an address of None is `any`, a mask has the bits that count."""

    permit: bool
    protocol: str
    source: Masked | None = None
    destination: Masked | None = None
    source_port: Ports | None = None
    destination_port: Ports | None = None
    icmp: tuple[int, int | None] | None = None
    established: bool = False
    fragments: bool = False
    log: bool = False

    def text(self, family: Family, style: Style, *, padded: bool = False) -> str:
        """As it is printed, without its number."""
        deny = style.deny if padded and family == IPV4 else "deny"
        parts = ["permit" if self.permit else deny, self.protocol]
        for address, ports in ((self.source, self.source_port), (self.destination, self.destination_port)):
            parts.append(_address_text(family, address))
            parts += [ports.text(self.protocol)] if ports else []
        parts += [well_known.icmp_name(family, *self.icmp)] if self.icmp else []
        ends = (("established", self.established), ("log", self.log), (style.fragments, self.fragments))
        return " ".join([*parts, *(word for word, wanted in ends if wanted)])

    @property
    def reads_transport(self) -> bool:
        """Whether it has a condition that later fragments cannot meet."""
        return self.established or any((self.source_port, self.destination_port, self.icmp))

    def matches(self, family: Family, *, typed: bool = True) -> tuple[PacketMatch, ...]:
        """The packets it is about: one match for each pair of port ranges, and one for later fragments.

        A permit with conditions on the transport header lets later fragments through by their addresses and protocol
        alone, a deny does not touch them (Cisco, Access Control Lists and IP Fragments, document 8014, which is about
        IPv4). For IPv6 and for RGOS this is unverified: the permissive reading, so that an open door shows. The implicit
        permits of neighbour discovery, which nobody typed, are for whole packets.
        """
        if typed and self.permit and self.reads_transport:
            bare = replace(self, source_port=None, destination_port=None, icmp=None, established=False, fragments=True)
            return (*self._matches(family), *bare.matches(family))
        return self._matches(family)

    def _matches(self, family: Family) -> tuple[PacketMatch, ...]:
        match = PacketMatch(
            family=family,
            protocol=well_known.protocol_number(family, self.protocol),
            source=self.source,
            destination=self.destination,
            icmp_type=self.icmp[0] if self.icmp else None,
            icmp_code=self.icmp[1] if self.icmp else None,
            established=self.established,
            fragments=self.fragments,
        )
        return with_ports(match, self.source_port, self.destination_port)


def _address_text(family: Family, address: Masked | None) -> str:
    if address is None:
        return "any"
    if family == IPV6:
        value, length = str(ipaddress.IPv6Address(address.value)).upper(), address.mask.bit_count()
        return f"host {value}" if address.mask == ALL[IPV6] else f"{value}/{length}"
    value4, wildcard = ipaddress.IPv4Address(address.value), address.mask ^ ALL[IPV4]
    return f"{value4} {ipaddress.IPv4Address(wildcard)}" if wildcard else f"host {value4}"


@dataclass
class Acl:
    """An access list of one address family, or of frames.

    Attributes:
        remarks: each with the number before whose rule it stands.
    """

    family: Family
    name: str
    rules: dict[int, Any] = field(default_factory=dict)
    remarks: list[tuple[int, str]] = field(default_factory=list)

    @property
    def title(self) -> str:
        """The line that opens it."""
        return f"{TITLES[self.family]} {self.name}"

    def next_number(self) -> int:
        """The number of a rule typed without one."""
        return max(self.rules, default=0) + STEP

    def renumber(self, start: int, step: int) -> None:
        """Give the rules new numbers in their order."""
        ordered = [self.rules[number] for number in sorted(self.rules)]
        self.rules = {start + step * at: rule for at, rule in enumerate(ordered)}

    def text(self, style: Style) -> list[str]:
        """Its section of the configuration."""
        entries = [(before, 0, f"{style.remark} {text}") for before, text in self.remarks]
        for number, rule in self.rules.items():
            entries.append((number, 1, self._number(style, number) + rule.text(self.family, style, padded=True)))
        return [self.title, *(f" {text}" for _, _, text in sorted(entries, key=lambda entry: entry[:2]))]

    def _number(self, style: Style, number: int) -> str:
        """What stands before a rule: IOS shows numbers only in IPv6 lists that are not numbered 10, 20, 30 ..."""
        if style.numbered_rules:
            return f"{number} "
        usual = [STEP * at for at in range(1, len(self.rules) + 1)]
        return "" if self.family != IPV6 or sorted(self.rules) == usual else f"sequence {number} "

    def counter(self, number: int) -> str:
        """The name of a rule's counter: a list's name with what is not a letter or digit spelled by its code."""
        name = re.sub(r"[^A-Za-z0-9]", lambda found: f"_{ord(found[0]):x}_", self.name)
        return f"acl{self.family}_{name}_{number}"

    def filter_rules(self, style: Style) -> tuple[FilterRule, ...]:
        """What it does to packets where it is applied, the implicit end included."""
        if not self.rules:
            return ()
        rules = sorted(self.rules.items())
        if self.family == IPV6 and style.permits_neighbours:
            allowed = Rule(permit=True, protocol="icmp")
            rules += [(0, replace(allowed, icmp=well_known.ICMP6_TYPES[name])) for name in _NEIGHBOURS]
        rules.append((0, FrameRule(permit=False) if self.family == FRAMES else Rule(permit=False, protocol="ip")))
        return tuple(
            FilterRule(self.counter(number), rule.permit, match)
            for number, rule in rules
            for match in rule.matches(self.family, typed=number != 0)
        )
