# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Sets of packets as binary decision diagrams: exact for any wildcard, range, overlap and order of rules.

One packet is its source and destination address, IP protocol, two 16-bit fields behind the IP header (ports; an ICMP
message has type and code in the second), the bit `established` (TCP with ACK or RST) and the bit `fragment` (a later
fragment). Engine: CUDD by `dd.cudd`, or, where that is not built, `dd.autoref` with the same answers, slower.
"""

from __future__ import annotations

import atexit
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from ..config.access_list import WIDTH, AddressMatch, Rule
from ..config.packet import Packet

try:
    from dd import cudd as engine
except ImportError:
    from dd import autoref as engine

Node = Any
# Source first: then terminals that may reach the same items share one diagram of destinations.
FIELDS = ("source", "destination", "protocol", "source_port", "destination_port")
FLAGS = ("established", "fragment")
REMEMBERED = 20_000


class PacketSpace:
    """All packets of one IP family; `node` below is a set of them, combined with `&`, `|` and `~`."""

    def __init__(self, family: int) -> None:
        self.family = family
        widths = (WIDTH[family], WIDTH[family], 8, 16, 16)
        self.bits = {
            field: [f"{field}{bit}" for bit in reversed(range(width))]
            for field, width in zip(FIELDS, widths, strict=True)
        }
        self.bdd = engine.BDD()
        # The order of the fields is good as it is, and moving variables costs more than it saves.
        self.bdd.configure(reordering=False)
        self.bdd.declare(*[name for field in FIELDS for name in self.bits[field]], *FLAGS)
        self.none, self.all = self.bdd.false, self.bdd.true
        self._cubes: dict[object, Node] = {}

    def value(self, field: str, value: int, wildcard: int = 0) -> Node:
        """Return the packets whose field has this value in the bits that the wildcard leaves."""
        key = (field, value, wildcard)
        if key not in self._cubes:
            names = self.bits[field]
            places = range(len(names) - 1, -1, -1)
            literals = {
                name: bool(value >> place & 1)
                for name, place in zip(names, places, strict=True)
                if not wildcard >> place & 1
            }
            self._cubes[key] = self.bdd.cube(literals) if literals else self.all
        return self._cubes[key]

    def span(self, field: str, low: int, high: int) -> Node:
        """Return the packets whose field lies between two values, both included."""
        width = len(self.bits[field])
        found = self.none
        while low <= high:
            # The largest aligned power of two that starts here and does not pass the end.
            size = min(low & -low or 1 << width, 1 << (high - low + 1).bit_length() - 1)
            found |= self.value(field, low, size - 1)
            low += size
        return found

    def addresses(self, field: str, match: AddressMatch) -> Node:
        """Return the packets whose source or destination is one of these addresses; none of another family."""
        return self.value(field, match.value, match.wildcard) if match.family == self.family else self.none

    def rule(self, rule: Rule) -> Node:
        """Return the packets that a rule matches, whatever it does with them."""
        key = (rule.protocol, rule.source, rule.destination, rule.source_ports, rule.destination_ports, rule.icmp,
               rule.established, rule.fragment, rule.fragments_too)  # fmt: skip
        if key not in self._cubes:
            self._cubes[key] = self._rule(rule)
        return self._cubes[key]

    def _rule(self, rule: Rule) -> Node:
        node = self.addresses("source", rule.source) & self.addresses("destination", rule.destination)
        if rule.protocol is not None:
            node &= self.value("protocol", rule.protocol)
        later = node & self.bdd.var("fragment") if rule.fragments_too else self.none
        for field, ports in (("source_port", rule.source_ports), ("destination_port", rule.destination_ports)):
            if ports:
                node &= self.span(field, *ports)
        if rule.icmp:
            kind, code = rule.icmp
            node &= self.value("destination_port", kind << 8 | max(code, 0), 0xFF if code < 0 else 0)
        if rule.established:
            node &= self.bdd.var("established")
        if rule.fragment:
            node &= self.bdd.var("fragment")
        return node & ~self.bdd.var("fragment") | later if rule.layer4 else node

    def example(self, node: Node, wishes: Iterable[Node] = ()) -> Packet:
        """Return one packet of the set, which must not be empty, in as many of the wished-for sets as it can be."""
        for wish in wishes:
            narrower = node & wish
            if narrower != self.none:
                node = narrower
        bits = self.bdd.pick(node) or {}
        fields = {
            field: sum(bool(bits.get(name)) << place for place, name in enumerate(reversed(self.bits[field])))
            for field in FIELDS
        }
        established, fragment = (bool(bits.get(flag)) for flag in FLAGS)
        return Packet(self.family, **fields, established=established, fragment=fragment)

    def forget(self) -> None:
        """Drop remembered sets when they have become many; those in use stay."""
        if len(self._cubes) > REMEMBERED:
            self._cubes.clear()


_spaces: dict[int, PacketSpace] = {}
_lock = threading.Lock()
# `dd.autoref` complains on standard error when it is torn down together with the interpreter.
atexit.register(_spaces.clear)


@contextmanager
def packet_space(family: int) -> Iterator[PacketSpace]:
    """Lend the one space of that family: making one takes 10 ms, and the engine is not safe in two threads at once."""
    with _lock:
        space = _spaces.get(family) or _spaces.setdefault(family, PacketSpace(family))
        space.forget()
        yield space
