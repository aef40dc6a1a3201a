# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What VRP and Comware have in common: views, `undo`, access lists with wildcards, ports, `qos lr`."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, ClassVar

from ..policy.objects import Acl, AddressMatch, Binding, DeviceConfig, Filter, Line, Port, RateLimit
from .base import (
    AddBinding,
    ApplyFilter,
    BuildAcl,
    DeleteAcl,
    InPort,
    PortStep,
    RemoveBinding,
    RemoveFilter,
    RemoveRate,
    SecondFilter,
    SetRate,
    Step,
    SwitchStep,
)
from .blocks import Block, blocks
from .notation import write_mac
from .wildcard_rules import NotUnderstood, RuleWords, format_addresses, format_rule, parse_rule

OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
IPV4 = rf"{OCTET}(?:\.{OCTET}){{3}}"
MAC = r"[0-9a-f]{4}(?:-[0-9a-f]{4}){2}"
LineReader = Callable[[re.Match[str], dict[str, Any], Line], None]
PortLines = tuple[tuple[re.Pattern[str], LineReader], ...]
Setting = Callable[[Any, Any], tuple[str, ...]]


class WildcardReader(ABC):
    """Collects objects while the blocks go by.

    Attributes:
        acl_header: the first line of an access list, with groups `six` and `number`; what any other group matches asks
            for something unusual, such as another match order.
        port_header: the first line of a port, with its name as the group.
        port_lines: the lines of a port, and how each is read.
        harmless: lines of a port that carry nothing from or to the terminal.
        unsaid: what holds for a port whose text says nothing: `most` MAC addresses, `link_type`.
    """

    rule_words: ClassVar[RuleWords]
    acl_header: ClassVar[re.Pattern[str]]
    port_header: ClassVar[re.Pattern[str]]
    port_lines: ClassVar[PortLines]
    harmless: ClassVar[re.Pattern[str]]
    unsaid: ClassVar[Mapping[str, Any]]

    def __init__(self, dialect: str, slots: Mapping[int, tuple[int, int]]) -> None:
        self.dialect, self.slots = dialect, slots
        self.vlans: set[int] = {1}
        self.arp_vlans: set[int] = set()
        self.acls: dict[tuple[int, int], Acl] = {}
        self.ports: dict[str, Port] = {}
        self.bindings: list[Binding] = []
        self.bpdu_protection = False
        self.foreign: list[Line] = []

    def result(self) -> DeviceConfig:
        """Return what was collected."""
        return DeviceConfig(
            self.dialect,
            frozenset(self.vlans),
            tuple(self.acls[key] for key in sorted(self.acls)),
            tuple(self.ports[name] for name in sorted(self.ports)),
            tuple(sorted(self.bindings, key=str)),
            arp_vlans=frozenset(self.arp_vlans),
            bpdu_protection=self.bpdu_protection,
            foreign=tuple(self.foreign),
        )

    def read(self, block: Block) -> None:
        """Read one block; what is not one of our kinds of object is foreign."""
        text = block.header.text
        if text.startswith("acl "):
            self._acl(block)
        elif port := self.port_header.match(text):
            self._port(block, port[1].replace(" ", ""))
        elif text == "stp bpdu-protection":
            self.bpdu_protection = True
        elif not self._own(block):
            self.foreign += (block.header, *block.body)

    @abstractmethod
    def _own(self, block: Block) -> bool:
        """Read a block that only this language has, or tell that it is foreign."""

    def _acl(self, block: Block) -> None:
        header = self.acl_header.match(block.header.text)
        if header is None:
            self.foreign += (block.header, *block.body)
            return
        family, number = 6 if header["six"] else 4, int(header["number"])
        plain = not any(text for group, text in header.groupdict().items() if group not in ("six", "number"))
        acl = self._read_acl(block, family, number, plain=plain)
        if number not in self.slots[family] and (acl.unknown or not 3000 <= number <= 3999):
            self.foreign += (block.header, *block.body)
        elif (known := self.acls.get((family, number))) is not None:
            self.acls[family, number] = replace(known, unknown=(*known.unknown, block.header))
        else:
            self.acls[family, number] = acl

    def _read_acl(self, block: Block, family: int, number: int, *, plain: bool) -> Acl:
        rules: dict[int, Any] = {}
        description, unknown = "", [] if plain else [block.header]
        for line in block.body:
            if line.text.startswith("description "):
                description = line.text.removeprefix("description ")
            elif line.text != "step 5":
                try:
                    rule = parse_rule(line, family, self.rule_words)
                except NotUnderstood:
                    unknown.append(line)
                    continue
                # A device melts two rules of one number into one, in its own way.
                if rules.setdefault(rule.number, rule) is not rule:
                    unknown.append(line)
        ordered = tuple(rules[key] for key in sorted(rules))
        return Acl(family, number, ordered, description, tuple(unknown), block.header)

    def _port(self, block: Block, name: str) -> None:
        known = self.ports.get(name)
        # Nobody can tell what a second section does to the first one.
        self.ports[name] = (
            replace(known, unknown=(*known.unknown, block.header)) if known else self._read_port(block, name)
        )

    def _read_port(self, block: Block, name: str) -> Port:
        found: dict[str, Any] = {"security": False, "filters": [], "rates": {}, "isolation": set(), **self.unsaid}
        harmless: list[Line] = []
        unknown: list[Line] = []
        for line in block.body:
            matches = ((pattern.fullmatch(line.text), reader) for pattern, reader in self.port_lines)
            match, reader = next(((match, reader) for match, reader in matches if match), (None, None))
            if match and reader:
                reader(match, found, line)
            else:
                (harmless if self.harmless.match(line.text) else unknown).append(line)
        most, security = found.pop("most"), found.pop("security")
        return Port(
            name=name,
            max_macs=most if security else 0,
            filters=tuple(found.pop("filters")),
            rates=frozenset(found.pop("rates").values()),
            isolation=frozenset(found.pop("isolation")),
            harmless=tuple(harmless),
            unknown=tuple(unknown),
            line=block.header,
            **found,
        )


def put(field: str, convert: Callable[[str], Any]) -> LineReader:
    """Return a reader that sets a field to what the line's first group says."""

    def reader(match: re.Match[str], found: dict[str, Any], _line: Line) -> None:
        found[field] = convert(match[1])

    return reader


def on(field: str, *, value: bool = True) -> LineReader:
    """Return a reader that sets a field."""

    def reader(_match: re.Match[str], found: dict[str, Any], _line: Line) -> None:
        found[field] = value

    return reader


def put_filter(match: re.Match[str], found: dict[str, Any], line: Line) -> None:
    """Read an access list applied to a port, from the groups `direction`, `six` and `acl`."""
    found["filters"].append(Filter(match["direction"], 6 if match["six"] else 4, int(match["acl"]), line))


def put_rate(bytes_per_kbps: float) -> LineReader:
    """Return a reader of `qos lr`; without a burst the device takes so many bytes for each kbit/s."""

    def reader(match: re.Match[str], found: dict[str, Any], line: Line) -> None:
        cir = int(match[2])
        found["rates"][match[1]] = RateLimit(match[1], cir, int(match[3] or bytes_per_kbps * cir), line)

    return reader


def put_isolation(match: re.Match[str], found: dict[str, Any], _line: Line) -> None:
    """Read the isolation group that a port belongs to."""
    found["isolation"].add(int(match[1]))


def switch(line: str, undo: str = "") -> Setting:
    """Return a setting that is on or off; `undo` is how it is taken back where that is not the whole line."""
    return lambda value, _old: (line,) if value else (f"undo {undo or line}",)


class WildcardDialect(ABC):
    """A dialect of this kind: see `base.Dialect`.

    Attributes:
        acl_word: what stands in front of an access list's number.
        settings: for each field of a port, the lines that give it a value; the second argument is what it was.
    """

    name: str
    second_filter: SecondFilter
    slots: Mapping[int, tuple[int, int]] = {4: (3901, 3902), 6: (3961, 3962)}
    no_match_permits = True
    filters: Mapping[str, Callable[..., str]] = {
        "addresses": lambda network: format_addresses(AddressMatch.of(network)),
        "mac": write_mac,
    }
    reader: type[WildcardReader]
    acl_word: str
    settings: Mapping[str, Setting]

    def parse(self, text: str) -> DeviceConfig:
        """Read a configuration; every line that is not one of our kinds of object is foreign."""
        reader = self.reader(self.name, self.slots)
        for block in blocks(text):
            reader.read(block)
        return reader.result()

    def write(self, steps: Iterable[Step]) -> tuple[str, ...]:
        """Return the commands, from the system view and back to it."""
        return tuple(line for step in steps for line in self._write(step))

    def _write(self, step: Step) -> tuple[str, ...]:
        match step:
            case BuildAcl(acl):
                description = (f"description {acl.description}",) if acl.description else ()
                rules = (format_rule(rule, self.reader.rule_words) for rule in acl.rules)
                return (self._acl_header(acl.family, acl.number), *description, *rules, "quit")
            case DeleteAcl(family, number):
                return (f"undo {self._acl_header(family, number)}",)
            case AddBinding(binding):
                return self._write_binding(binding, "")
            case RemoveBinding(binding):
                return self._write_binding(binding, "undo ")
            case InPort(port, steps):
                return (f"interface {port}", *(line for inner in steps for line in self._write_port(inner)), "quit")
            case _:
                return self._write_switch(step)

    def _acl_header(self, family: int, number: int) -> str:
        return f"acl {'ipv6 ' if family == 6 else ''}{self.acl_word} {number}"

    def _write_port(self, step: PortStep) -> tuple[str, ...]:
        match step:
            case ApplyFilter(one):
                return (self._filter_line(one),)
            case RemoveFilter(one):
                return (f"undo {self._filter_line(one)}",)
            case SetRate(rate):
                return (f"qos lr {rate.direction} cir {rate.cir} cbs {rate.cbs}",)
            case RemoveRate(rate):
                return (f"undo qos lr {rate.direction}",)
            case _:
                return self.settings[step.field](step.value, step.old)

    @abstractmethod
    def _write_switch(self, step: SwitchStep) -> tuple[str, ...]:
        """Write a step that is about the switch as a whole."""

    @abstractmethod
    def _write_binding(self, binding: Binding, undo: str) -> tuple[str, ...]:
        """Write the command that adds a binding, or with `undo` in front the one that removes exactly this entry."""

    @abstractmethod
    def _filter_line(self, one: Filter) -> str:
        """Write the command that applies an access list; with `undo` in front it takes the list off."""
