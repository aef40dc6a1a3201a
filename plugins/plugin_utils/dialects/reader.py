# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What reading a configuration is in every dialect: blocks go by, and objects are kept."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from ..policy.gaps import Gap
from ..policy.objects import Acl, Binding, DeviceConfig, Line, Port
from ..policy.rate_profiles import RateProfile
from ..policy.sleepers import Sleeper
from .blocks import Block
from .notation import vlan_numbers
from .wildcard_rules import NotUnderstood

LineReader = Callable[[re.Match[str], dict[str, Any], Line], None]
PortLines = tuple[tuple[re.Pattern[str], LineReader], ...]
GapLines = tuple[tuple[str, re.Pattern[str]], ...]
SUBINTERFACE = re.compile(r"(interface .*\d)\.\d+(?: .+)?")


class Reader(ABC):
    """Collects objects while the blocks go by.

    Attributes:
        port_lines: the lines of a port, and how each is read.
        harmless: lines of a port that carry nothing from or to the terminal; what MAC port security holds, the proof reads.
        gap_lines: lines that take a check away from ports (`gaps.Gap`), with the VLANs as a group if they name any.
        unsaid: what holds for a port whose text says nothing: `most` MAC addresses, `link_type`.
    """

    port_lines: PortLines
    harmless: re.Pattern[str]
    gap_lines: GapLines
    unsaid: Mapping[str, Any]

    def __init__(self, dialect: str, slots: Mapping[int, tuple[int, int]]) -> None:
        self.dialect, self.slots = dialect, slots
        self.vlans: set[int] = {1}
        self.arp_vlans: set[int] = set()
        self.acls: dict[tuple[int, int], Acl] = {}
        self.ports: dict[str, Port] = {}
        self.bindings: list[Binding] = []
        self.bpdu_protection = False
        self.profiles: set[RateProfile] = set()
        self.gaps: list[Gap] = []
        self.sleepers: list[Sleeper] = []
        self.subinterfaces: list[tuple[str, Line]] = []
        self.foreign: list[Line] = []

    @abstractmethod
    def read(self, block: Block) -> None:
        """Read one block; what is not one of our kinds of object is foreign."""

    @abstractmethod
    def port_name(self, header: str) -> str:
        """Return the port whose section a line opens, empty if it opens none."""

    def read_all(self, found: Iterable[Block]) -> DeviceConfig:
        """Read a whole configuration."""
        for block in found:
            self.read(block)
        return self.result()

    def result(self) -> DeviceConfig:
        """Return what was collected; what a port's sub-interfaces do with its packets is not understood."""
        for name, line in self.subinterfaces:
            if port := self.ports.get(name):
                self.ports[name] = replace(port, unknown=(*port.unknown, line))
        return DeviceConfig(
            self.dialect,
            frozenset(self.vlans),
            tuple(self.acls[key] for key in sorted(self.acls)),
            tuple(self.ports[name] for name in sorted(self.ports)),
            tuple(sorted(self.bindings, key=str)),
            arp_vlans=frozenset(self.arp_vlans),
            bpdu_protection=self.bpdu_protection,
            profiles=frozenset(self.profiles),
            gaps=tuple(self.gaps),
            sleepers=tuple(self.sleepers),
            foreign=tuple(self.foreign),
        )

    def _foreign(self, block: Block) -> None:
        self.foreign += (block.header, *block.body)
        text = block.header.text
        for check, pattern in self.gap_lines:
            if found := pattern.fullmatch(text):
                vlans = vlan_numbers(found["vlans"] or "") if "vlans" in found.groupdict() else set()
                self.gaps.append(Gap(check, frozenset(vlans), block.header))
        if parent := SUBINTERFACE.fullmatch(text):
            self.subinterfaces.append((self.port_name(parent[1]), block.header))

    def _keep_acl(self, acl: Acl, block: Block, *, theirs: bool) -> None:
        """Keep an access list: one of ours in any case, another one if it is of a kind that we could meet."""
        key = (acl.family, acl.number)
        if acl.number not in self.slots[acl.family] and (acl.unknown or not theirs):
            self._foreign(block)
        elif (known := self.acls.get(key)) is not None:
            self.acls[key] = replace(known, unknown=(*known.unknown, block.header))
        else:
            self.acls[key] = acl

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
            try:
                if match and reader:
                    reader(match, found, line)
                else:
                    (harmless if self.harmless.match(line.text) else unknown).append(line)
            except NotUnderstood:
                unknown.append(line)
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
