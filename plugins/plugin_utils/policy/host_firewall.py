# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A terminal's own nftables table, read from its text: as it was written, or as the kernel lists it.

Source: nft(8), nftables 1.0. The reader is strict: a line it has no meaning for is kept as `unknown`, and the proof then
refuses the table.
"""

from __future__ import annotations

import ipaddress
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from .objects import AddressMatch, Line, Rule
from .packet import TCP, UDP

# A host without /etc/protocols lists them by number.
PROTOCOLS = {"tcp": TCP, "udp": UDP, str(TCP): TCP, str(UDP): UDP}
MESSAGES = {"echo-request": (8, 0), "echo-reply": (0, 0)}
BYPASS = "probe_bypass"
# Accepted without leaving the host or its link, or as the answer to a flow that another rule admitted.
HARMLESS = (
    re.compile(r'[io]ifname "lo" accept'),
    re.compile(rf"meta mark @{BYPASS} accept"),
    re.compile(r"ct state established,related accept"),
    re.compile(r"ct state invalid drop"),
    # A router forwards no packet with a hop limit of 255 that it did not get with 256, which is none (RFC 4861, 7.1).
    re.compile(r"icmpv6 type \{ nd-neighbor-solicit, nd-neighbor-advert \} ip6 hoplimit 255 accept"),
    re.compile(r'limit rate \d+/minute (burst \d+ packets )?log prefix "[a-z -]+"'),
    re.compile(r'counter name "?\w+"? (drop|reject with icmpx admin-prohibited)'),
)
_HOOK = re.compile(r"type filter hook (\w+) priority filter; policy (\w+);")
_LIMIT = re.compile(r" limit rate \d+/second( burst \d+ packets)?(?= accept$)")


@dataclass(frozen=True)
class Chain:
    """A base chain: its hook, what it does with packets that no rule decides about, and what it accepts."""

    hook: str
    policy: str
    accepts: tuple[Rule, ...]
    line: Line = field(compare=False)


@dataclass(frozen=True)
class HostFirewall:
    """What a table says.

    Attributes:
        chains: by hook.
        bypass: elements of the probes' set; each must die by itself.
        unknown: lines that are not understood.
    """

    chains: Mapping[str, Chain]
    bypass: tuple[str, ...]
    unknown: tuple[Line, ...]


class NotUnderstood(ValueError):
    """A word of the line that this reader has no meaning for."""


def read(text: str) -> HostFirewall:
    """Read the text of the table."""
    return _Reader(text).result()


class _Reader:
    """Goes through the table's blocks line by line."""

    def __init__(self, text: str) -> None:
        self.sets: dict[str, tuple[str, ...]] = {}
        self.chains: dict[str, Chain] = {}
        self.unknown: list[Line] = []
        lines = (Line(number, " ".join(raw.split())) for number, raw in enumerate(text.splitlines(), start=1))
        self.lines = deque(line for line in lines if line.text and not line.text.startswith("#"))

    def result(self) -> HostFirewall:
        while self.lines:
            self._read(self.lines.popleft())
        return HostFirewall(self.chains, self.sets.get(BYPASS, ()), tuple(self.unknown))

    def _read(self, line: Line) -> None:
        kind, _, rest = line.text.partition(" ")
        if kind in ("set", "counter", "chain") and rest.endswith("{"):
            body = list(self._body())
            {"set": self._set, "counter": self._counter, "chain": self._chain}[kind](rest[:-2], body)
        elif not re.fullmatch(r"((delete )?table inet govkiosk( \{)?|counter \w+ \{ \}|\})", line.text):
            self.unknown.append(line)

    def _body(self) -> Iterator[Line]:
        while self.lines:
            line = self.lines.popleft()
            if line.text == "}":
                return
            yield line

    def _counter(self, _name: str, body: list[Line]) -> None:
        self.unknown += [line for line in body if not re.fullmatch(r"packets \d+ bytes \d+", line.text)]

    def _set(self, name: str, body: list[Line]) -> None:
        said = " ".join(line.text for line in body)
        found = re.fullmatch(r"type [\w .]+?( flags (?:interval|timeout))?(?: elements = \{ (.*) \})?", said)
        if found is None:
            self.unknown += body
        self.sets[name] = tuple(one.strip() for one in found[2].split(",")) if found and found[2] else ()

    def _chain(self, name: str, body: list[Line]) -> None:
        hook = _HOOK.fullmatch(body[0].text) if body else None
        if hook is None or hook[1] in self.chains:
            self.unknown.append(Line(body[0].number if body else 0, f"chain {name}"))
            return
        accepts: list[Rule] = []
        for line in body[1:]:
            if any(pattern.fullmatch(line.text) for pattern in HARMLESS):
                continue
            try:
                accepts += (replace(rule, number=len(accepts) + 1) for rule in self._accept(line))
            except (NotUnderstood, ValueError, LookupError):
                self.unknown.append(line)
        self.chains[hook[1]] = Chain(hook[1], hook[2], tuple(accepts), body[0])

    def _accept(self, line: Line) -> Iterator[Rule]:
        """Return the rules that an accepting line stands for, one for each element of the set it names."""
        words = deque(_LIMIT.sub("", line.text).split())
        if words.pop() != "accept":
            raise NotUnderstood(line.text)
        text = " ".join(words)
        if not words:
            yield from (replace(_anything(family), line=line) for family in (4, 6))
        elif found := re.fullmatch(r"ip daddr \. meta l4proto \. th dport @(\w+)", text):
            yield from (_endpoint(element, line) for element in self.sets[found[1]])
        elif found := re.fullmatch(r"ip(6?) ([sd])addr (\S+)(?: (tcp|udp) ([sd])port (\d+)| icmp type (\S+))?", text):
            for element in self._elements(found[3]):
                yield _one(found, element, line)
        else:
            raise NotUnderstood(text)

    def _elements(self, name: str) -> tuple[str, ...]:
        if not name.startswith("@"):
            return (name,)
        if name[1:] not in self.sets:
            raise NotUnderstood(name)
        return self.sets[name[1:]]


def _anything(family: int) -> Rule:
    return Rule(0, True, AddressMatch.any(family), AddressMatch.any(family))


def _endpoint(element: str, line: Line) -> Rule:
    address, protocol, port = element.split(" . ")
    there = AddressMatch.of(ipaddress.ip_network(address))
    ports = (int(port), int(port))
    return Rule(
        0,
        True,
        AddressMatch.any(4),
        there,
        PROTOCOLS[protocol],
        destination_ports=ports,
        line=Line(line.number, element),
    )


def _one(found: re.Match[str], element: str, line: Line) -> Rule:
    six, end, _, protocol, side, port, message = found.groups()
    match = AddressMatch.of(ipaddress.ip_network(element))
    family = 6 if six else 4
    if match.family != family or (message and message not in MESSAGES):
        raise NotUnderstood(element)
    ends = {"s": AddressMatch.any(family), "d": AddressMatch.any(family)} | {end: match}
    rule = Rule(0, True, ends["s"], ends["d"], line=line)
    if message:
        return replace(rule, protocol=1, icmp=MESSAGES[message])
    if protocol:
        ports = (int(port), int(port))
        if side == "s":
            return replace(rule, protocol=PROTOCOLS[protocol], source_ports=ports)
        return replace(rule, protocol=PROTOCOLS[protocol], destination_ports=ports)
    return rule
