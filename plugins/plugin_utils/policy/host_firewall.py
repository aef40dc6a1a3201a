# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A terminal's own nftables table, read from its text: as it was written, or as the kernel lists its whole ruleset.

Source: nft(8), nftables 1.0. The reader is strict and keeps the order of a chain's lines: a line it has no meaning for is
kept as `unknown`, and the proof then refuses the table. Other tables may mark packets, rewrite or copy them, so of them
nothing but empty chains that accept is understood.
"""

from __future__ import annotations

import ipaddress
import itertools
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..config.access_list import AddressMatch, Rule
from ..config.line import Line, plain, printed_lines
from ..config.packet import TCP, UDP

# A host without /etc/protocols lists them by number.
PROTOCOLS = {"tcp": TCP, "udp": UDP, str(TCP): TCP, str(UDP): UDP}
MESSAGES = {"echo-request": (8, 0), "echo-reply": (0, 0)}
TABLE = "inet govkiosk"
BYPASS = "probe_bypass"
# A set's default timeout, another type or a policy of its own would give the same elements another meaning.
SETS = {
    "operations": "type ipv4_addr flags interval",
    "granted": "type ipv4_addr . inet_proto . inet_service",
    "echo": "type ipv4_addr",
    BYPASS: "type mark flags timeout",
}
DROP, LOG = "drop", "log"
LOOPBACK, PROBES, ANSWERS = "loopback", "probes", "answers"
# What is accepted without leaving the host or its link, or as the answer to a flow that another rule admitted; in which
# chains it means that. An `oifname` in the chain for input never matches.
KNOWN = (
    (LOOPBACK, ("input",), re.compile(r'iifname "lo" accept')),
    (LOOPBACK, ("output",), re.compile(r'oifname "lo" accept')),
    (PROBES, ("input", "output"), re.compile(rf"meta mark @{BYPASS} accept")),
    (ANSWERS, ("input", "output"), re.compile(r"ct state established,related accept")),
    ("invalid", ("input",), re.compile(r"ct state invalid drop")),
    # A router forwards no packet with a hop limit of 255 that it did not get with 256, which is none (RFC 4861, 7.1).
    (
        "neighbours",
        ("input", "output"),
        re.compile(r"icmpv6 type \{ nd-neighbor-solicit, nd-neighbor-advert \} ip6 hoplimit 255 accept"),
    ),
    (LOG, ("input", "output"), re.compile(r'limit rate \d+/minute (burst \d+ packets )?log prefix "[a-z -]+"')),
    (
        DROP,
        ("input", "forward", "output"),
        re.compile(r'counter name "?\w+"? (drop|reject with icmpx admin-prohibited)'),
    ),
)
_HOOK = re.compile(r"type filter hook (\w+) priority filter; policy (\w+);")
# A limit lets less through than the line says without it: only echo to the terminal may be slowed down.
_ECHO_LIMIT = re.compile(r"(?<= icmp type echo-request) limit rate 20/second( burst 5 packets)?(?= accept$)")
_BLOCK = re.compile(r"table (\w+ \S+) \{")
_OTHER = re.compile(r"chain \S+ \{|type \w+ hook \w+ (device \S+ )?priority [^;]+; policy accept;|\}")


@dataclass(frozen=True)
class Step:
    """One line of a chain: what it is, and the rules it stands for if it accepts by address.

    Attributes:
        kind: `accept`, or one of those in `KNOWN`.
    """

    kind: str
    line: Line = field(compare=False)
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True)
class Chain:
    """A base chain: its hook, what it does with packets that no rule decides about, and its lines in their order."""

    hook: str
    policy: str
    steps: tuple[Step, ...]
    line: Line = field(compare=False)

    @property
    def end(self) -> int:
        """Return the number of the chain's lines that packets reach: none behind one that drops them all."""
        drops = (place for place, step in enumerate(self.steps, start=1) if step.kind == DROP)
        return next(drops, len(self.steps))

    @property
    def reached(self) -> tuple[Step, ...]:
        """Return the lines that packets reach."""
        return self.steps[: self.end]

    @property
    def accepts(self) -> tuple[Rule, ...]:
        """Return what the chain accepts by address."""
        return tuple(rule for step in self.reached for rule in step.rules)


@dataclass(frozen=True)
class OtherLine:
    """A line of another table than the package's, which nobody looked at."""

    table: str
    line: Line


@dataclass(frozen=True)
class HostFirewall:
    """What a ruleset says.

    Attributes:
        chains: by hook.
        bypass: elements of the probes' set; each must die by itself.
        unknown: lines of the package's table that are not understood.
        others: lines of other tables that could do something.
    """

    chains: Mapping[str, Chain]
    bypass: tuple[str, ...]
    unknown: tuple[Line, ...]
    others: tuple[OtherLine, ...] = ()


class NotUnderstood(ValueError):
    """A word of the line that this reader has no meaning for."""


def read(text: str) -> HostFirewall:
    """Read the text of a ruleset."""
    return _Reader(text).result()


class _Reader:
    """Goes through the tables' blocks line by line."""

    def __init__(self, text: str) -> None:
        self.sets: dict[str, tuple[str, ...]] = {}
        self.chains: dict[str, Chain] = {}
        self.unknown: list[Line] = []
        self.others: list[OtherLine] = []
        self.tables = 0
        lines = (Line(number, plain(raw)) for number, raw in enumerate(printed_lines(text), start=1))
        self.lines = deque(line for line in lines if line.text and not line.text.startswith("#"))

    def result(self) -> HostFirewall:
        while self.lines:
            line = self.lines.popleft()
            block = _BLOCK.fullmatch(line.text)
            if block and block[1] == TABLE and not self.tables:
                self.tables += 1
                self._table()
            elif block:
                self._other(block[1])
            # Behind its block they would empty the table, or add to it.
            elif self.tables or line.text not in (f"table {TABLE}", f"delete table {TABLE}"):
                self.unknown.append(line)
        return HostFirewall(self.chains, self.sets.get(BYPASS, ()), tuple(self.unknown), tuple(self.others))

    def _table(self) -> None:
        for line in self._body():
            kind, _, rest = line.text.partition(" ")
            if kind in ("set", "counter", "chain") and rest.endswith(" {"):
                body = list(self._body())
                {"set": self._set, "counter": self._counter, "chain": self._chain}[kind](rest[:-2], body)
            elif not re.fullmatch(r"counter \w+ \{ \}", line.text):
                self.unknown.append(line)

    def _body(self) -> Iterator[Line]:
        while self.lines:
            line = self.lines.popleft()
            if line.text == "}":
                return
            yield line

    def _other(self, table: str) -> None:
        depth = 1
        while self.lines and depth:
            line = self.lines.popleft()
            said = re.sub(r'"[^"]*"', "", line.text)
            depth += said.count("{") - said.count("}")
            if not _OTHER.fullmatch(line.text):
                self.others.append(OtherLine(table, line))

    def _counter(self, _name: str, body: list[Line]) -> None:
        self.unknown += [line for line in body if not re.fullmatch(r"packets \d+ bytes \d+", line.text)]

    def _set(self, name: str, body: list[Line]) -> None:
        said = " ".join(line.text for line in body)
        found = re.fullmatch(rf"{re.escape(SETS.get(name, 'set'))}(?: elements = \{{ (.*) \}})?", said)
        if found is None or name in self.sets:
            self.unknown += body or [Line(0, f"set {name}")]
            return
        self.sets[name] = tuple(element.strip() for element in found[1].split(",")) if found[1] else ()

    def _chain(self, name: str, body: list[Line]) -> None:
        hook = _HOOK.fullmatch(body[0].text) if body else None
        if hook is None or hook[1] in self.chains:
            self.unknown.append(Line(body[0].number if body else 0, f"chain {name}"))
            return
        steps: list[Step] = []
        numbers = itertools.count(1)
        for line in body[1:]:
            kinds = (kind for kind, hooks, pattern in KNOWN if hook[1] in hooks and pattern.fullmatch(line.text))
            if kind := next(kinds, ""):
                steps.append(Step(kind, line))
                continue
            try:
                rules = tuple(replace(rule, number=next(numbers)) for rule in self._accept(line))
                steps.append(Step("accept", line, rules))
            except (NotUnderstood, ValueError, LookupError):
                self.unknown.append(line)
        self.chains[hook[1]] = Chain(hook[1], hook[2], tuple(steps), body[0])

    def _accept(self, line: Line) -> Iterator[Rule]:
        """Return the rules that an accepting line stands for, one for each element of the set it names."""
        words = deque(_ECHO_LIMIT.sub("", line.text).split())
        if words.pop() != "accept":
            raise NotUnderstood(line.text)
        text = " ".join(words)
        if not words:
            yield from (replace(_anything(family), line=line) for family in (4, 6))
        elif found := re.fullmatch(r"ip daddr \. meta l4proto \. th dport @(\w+)", text):
            yield from (_endpoint(element, line) for element in self.sets[found[1]])
        elif found := re.fullmatch(r"ip(6?) ([sd])addr (\S+)(?: (tcp|udp) ([sd])port (\d+)| icmp type (\S+))?", text):
            for element in self._elements(found[3]):
                yield _element_rule(found, element, line)
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
    destination = AddressMatch.of(ipaddress.ip_network(address))
    ports = (int(port), int(port))
    return Rule(
        0,
        True,
        AddressMatch.any(4),
        destination,
        PROTOCOLS[protocol],
        destination_ports=ports,
        line=Line(line.number, element),
    )


def _element_rule(found: re.Match[str], element: str, line: Line) -> Rule:
    six, end, _, protocol, side, port, message = found.groups()
    match = AddressMatch.of(ipaddress.ip_network(element))
    family = 6 if six else 4
    if match.family != family or (message and (six or message not in MESSAGES)):
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
