# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""ACLs: rules as they are numbered, merged, printed and applied."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from lab.switch.forwarding import FRAMES, IPV4, IPV6, Family, FilterRule, Masked, PacketMatch
from lab.switch.port_condition import PortCondition, with_ports
from lab.switch.vrp_style import well_known

if TYPE_CHECKING:
    from lab.switch.vrp_style.style import Style

FIRST_ADVANCED = 3000
DEFAULT_STEP = 5
_ALL = {4: 0xFFFFFFFF, 6: (1 << 128) - 1}


class Ports(PortCondition):
    """A condition on a port as this style prints it."""

    def text(self, protocol: str) -> str:
        """As it is printed."""
        if self.operator == "range":
            return f"range {self.low} {self.high}"
        return f"{self.operator} {well_known.port_name(protocol, self.low)}"


@dataclass(frozen=True)
class Rule:
    """One rule, equal to another that says the same under another number.

    `protocol` is '' in a basic ACL; addresses are masked values whose mask has the bits that count.
    """

    number: int = field(compare=False)
    permit: bool
    protocol: str = ""
    source: Masked | None = None
    destination: Masked | None = None
    source_port: Ports | None = None
    destination_port: Ports | None = None
    icmp: tuple[int, int | None] | None = None
    established: bool = False
    fragment: bool = False
    counting: bool = False
    logging: bool = False

    def __deepcopy__(self, _memo: dict[int, object]) -> Rule:
        """Itself: nothing of it ever changes, and a candidate configuration copies thousands of them."""
        return self

    def merged(self, newer: Rule) -> Rule:
        """This rule after the same number was configured again: what the newer one says replaces, the rest stays."""
        merged = replace(self, permit=newer.permit, protocol=newer.protocol)
        if newer.protocol != self.protocol:
            merged = replace(merged, source_port=None, destination_port=None, icmp=None, established=False)
        given = {name: value for name, value in vars(newer).items() if value not in (None, False, "")}
        given.pop("number", None)
        given.pop("permit", None)
        return replace(merged, **given)

    def matches(self, family: Family) -> tuple[PacketMatch, ...]:
        """The packets that it is about."""
        return _matches(self, family)

    def text(self, family: Family, style: Style) -> str:
        """As `display current-configuration` prints it, without the leading blank."""
        parts = [f"rule {self.number}", "permit" if self.permit else "deny", self.protocol]
        for name, address, ports in (
            ("source", self.source, self.source_port),
            ("destination", self.destination, self.destination_port),
        ):
            if address is not None:
                parts.append(f"{name} {_address_text(family, address)}")
            if ports is not None:
                parts.append(f"{name}-port {ports.text(self.protocol)}")
        if self.icmp is not None:
            parts.append(f"{'icmp' if family == IPV4 else 'icmp6'}-type {style.icmp_name(family, *self.icmp)}")
        parts.append(style.established if self.established else "")
        parts += [flag for flag in style.flags if getattr(self, flag)]
        return " ".join(part for part in parts if part)


@lru_cache(maxsize=65536)
def _matches(rule: Rule, family: Family) -> tuple[PacketMatch, ...]:
    """The packets that a rule is about; `neq` needs two, and a condition that nothing meets none."""
    match = PacketMatch(
        family=family,
        protocol=_protocol_number(family, rule.protocol),
        source=rule.source,
        destination=rule.destination,
        icmp_type=rule.icmp[0] if rule.icmp else None,
        icmp_code=rule.icmp[1] if rule.icmp else None,
        established=rule.established,
        fragments=rule.fragment,
    )
    return with_ports(match, rule.source_port, rule.destination_port)


def _address_text(family: Family, address: Masked) -> str:
    if family == IPV6:
        return f"{ipaddress.IPv6Address(address.value)}/{address.mask.bit_count()}"
    wildcard = address.mask ^ _ALL[4]
    return f"{ipaddress.IPv4Address(address.value)} {ipaddress.IPv4Address(wildcard) if wildcard else 0}"


def _protocol_number(family: Family, protocol: str) -> int | None:
    if protocol in ("", "ip", "ipv6"):
        return None
    return (
        int(protocol) if protocol.isdigit() else {4: well_known.PROTOCOLS, 6: well_known.PROTOCOLS6}[family][protocol]
    )


@dataclass
class Acl:
    """A numbered ACL of one address family, or of frames."""

    family: Family
    number: int
    style: Style
    description: str = ""
    step: int = DEFAULT_STEP
    rules: dict[int, Any] = field(default_factory=dict)

    @property
    def basic(self) -> bool:
        """Basic ACLs (2000-2999) look at the source address only."""
        return self.number < FIRST_ADVANCED

    @property
    def title(self) -> str:
        """The line that opens it."""
        ipv6 = "ipv6 " if self.family == IPV6 else ""
        level = "mac" if self.family == FRAMES else "basic" if self.basic else "advanced"
        return self.style.acl_title.format(ipv6=ipv6, level=level, number=self.number)

    def next_number(self) -> int:
        """The number of a rule typed without one: the next multiple of the step."""
        return self.step * (max(self.rules) // self.step + 1) if self.rules else self._first

    def renumber(self, step: int) -> None:
        """Change the step, which renumbers every rule."""
        ordered = [self.rules[number] for number in sorted(self.rules)]
        self.step = step
        numbers = range(self._first, self._first + step * len(ordered), step)
        self.rules = {number: replace(rule, number=number) for number, rule in zip(numbers, ordered, strict=True)}

    @property
    def _first(self) -> int:
        return self.step if self.style.rules_from_step else 0

    def text(self) -> list[str]:
        """Its section of the configuration."""
        lines = [self.title]
        lines += [f" description {self.description}"] if self.description else []
        lines += [f" step {self.step}"] if self.step != DEFAULT_STEP else []
        return lines + [f" {self.rules[number].text(self.family, self.style)}" for number in sorted(self.rules)]

    def counter(self, number: int) -> str:
        """The name under which a rule's packets are counted."""
        return f"acl{self.family}_{self.number}_{number}"

    def filter_rules(self) -> tuple[FilterRule, ...]:
        """Its rules in the order in which a packet meets them."""
        return tuple(
            FilterRule(self.counter(number), rule.permit, match)
            for number, rule in sorted(self.rules.items())
            for match in rule.matches(self.family)
        )
