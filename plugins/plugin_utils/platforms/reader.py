# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What reading a configuration is in every platform: blocks go by, and objects are kept."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from ...module_utils.message import say
from ..base.errors import KioskError
from ..config.access_list import Acl
from ..config.banners import EndlessTextError
from ..config.blocks import Block, blocks
from ..config.dormant import DormantSetting
from ..config.effects import Effect
from ..config.line import Line, Unjudged
from ..config.notation import mac_in, vlan_list
from ..config.objects import Binding, DeviceConfig, Port, RateProfile
from . import IDENTITIES
from .line_readers import PortLines
from .line_tables import LineTables, Row, find
from .port_spellings import PortSpellings
from .qos_policies import QosWords
from .rule_reading import NotUnderstood

SUBINTERFACE = re.compile(r"(interface .*\d)\.\d+(?: .+)?")


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return the blocks of a configuration.

    Raises:
        KioskError: nobody can tell where a greeting ends.
    """
    try:
        return blocks(text)
    except EndlessTextError as error:
        raise KioskError(
            say("{line} opens a text of which nobody can tell where it ends", line=error.line),
            fix=say(
                "begin it with a character that is in no word of it, end a line with the same character, and leave out lines that "
                'are "#" or "!" alone, or take the text off the switch'
            ),
            id="text-without-end",
        ) from None


class Reader(ABC):
    """Collects objects while the blocks go by.

    Attributes:
        port_lines: the lines of a port, and how each is read.
        member_lines: lines that say which VLANs a trunk carries. On a terminal's port they have no place.
        tables: what every other line does to terminals; what MAC port security holds, the proof reads.
        unsaid: what holds for a port whose text says nothing: `most` MAC addresses, `link_type`.
        trunk_carries: the VLANs of a trunk, or of a hybrid port, whose text says nothing, None for all.
        spanning_tree: whether spanning tree is on where the text says nothing.
        qos_words: the words for QoS policies.
        vlan_interface: the line that opens a VLAN's interface, with its VLAN as the group.
        trunk: the name of a port that others join, with its number as the group.
    """

    port_lines: PortLines
    member_lines: PortLines = ()
    tables: LineTables
    unsaid: Mapping[str, Any]
    trunk_carries: frozenset[int] | None = frozenset({1})
    spanning_tree = True
    qos_words: QosWords
    vlan_interface: re.Pattern[str]
    trunk: re.Pattern[str]

    def __init__(self, platform: str, acl_numbers: Mapping[int, tuple[int, int]]) -> None:
        self.platform, self.acl_numbers = platform, acl_numbers
        self.vlans: set[int] = {1}
        self.arp_vlans: set[int] = set()
        self.acls: dict[tuple[int, int], Acl] = {}
        self.ports: dict[str, Port] = {}
        self.spelled: dict[str, str] = {}
        self.bindings: list[Binding] = []
        self.bpdu_protection = False
        self.profiles: set[RateProfile] = set()
        self.gateways: set[int] = set()
        self.effects: list[Effect] = []
        self.unjudged: list[Unjudged] = []
        self.dormant_settings: list[DormantSetting] = []
        self.members: dict[str, str] = {}
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
        known = tuple(found)
        for block in known:
            self.read(block)
        return replace(self.result(), marking=self.qos_words.marking(known))

    def result(self) -> DeviceConfig:
        """Return what was collected; what a port's sub-interfaces do with its packets is not understood."""
        for name, line in self.subinterfaces:
            if port := self.ports.get(name):
                self.ports[name] = replace(port, unknown=(*port.unknown, line))
        trunks = {found[1] for name in self.ports if (found := self.trunk.fullmatch(name))}
        for name, number in self.members.items():
            # Where the trunk has no section, its ports have what they say.
            if number in trunks or len(self.ports[name].membership) == 1:
                self.ports[name] = replace(self.ports[name], carries=frozenset())
        spellings = PortSpellings(self.platform, self.ports)
        return DeviceConfig(
            self.platform,
            frozenset(self.vlans),
            tuple(self.acls[key] for key in sorted(self.acls)),
            tuple(self.ports[name] for name in sorted(self.ports)),
            tuple(sorted((_bound(effect, spellings) for effect in self.bindings), key=str)),
            arp_vlans=frozenset(self.arp_vlans),
            bpdu_protection=self.bpdu_protection,
            profiles=frozenset(self.profiles),
            gateways=frozenset(self.gateways),
            spanning_tree=self.spanning_tree,
            effects=tuple(_placed(effect, spellings) for effect in self.effects),
            unjudged=tuple(self.unjudged),
            dormant_settings=tuple(self.dormant_settings),
            foreign=tuple(self.foreign),
        )

    def _foreign(self, block: Block) -> None:
        self.foreign += (block.header, *block.body)
        text = block.header.text
        ports: frozenset[str] = frozenset()
        if parent := SUBINTERFACE.fullmatch(text):
            ports = frozenset({self.port_name(parent[1])})
            self.subinterfaces.append((self.port_name(parent[1]), block.header))
        said = [line.text for line in block.body]
        body = block.body
        if own := self.vlan_interface.fullmatch(text):
            if not any(command.startswith("ip address ") for command in said):
                # It is nobody's gateway, shut or not.
                body = tuple(line for line in body if line.text != "shutdown")
            elif "shutdown" not in said:
                self.gateways.add(int(own[1]))
        known = self._judge(block.header, self.tables.switch, frozenset(), len(block.body))
        if known and known[0].body is not None:
            vlans: frozenset[int] = frozenset() if known[0].effect else self._vlans(known[1])
            self._inside(body, known[0].body, vlans, ports)

    def _inside(
        self,
        body: Iterable[Line],
        rows: tuple[Row, ...],
        vlans: frozenset[int],
        ports: frozenset[str] = frozenset(),
    ) -> None:
        """Judge the lines of a section that is about VLANs, or about a part of a port."""
        for line in body:
            self._judge(line, rows, vlans, ports=ports)

    def _judge(
        self,
        line: Line,
        rows: tuple[Row, ...],
        vlans: frozenset[int],
        more: int = 0,
        ports: frozenset[str] = frozenset(),
    ) -> tuple[Row, re.Match[str]] | None:
        known = find(rows, line.text)
        if known is None:
            self.unjudged.append(Unjudged(line, vlans, more))
        elif known[0].effect:
            self.effects += _apart(known[0], self._effect(line, *known, ports=ports, vlans=vlans))
        return known

    def _effect(
        self,
        line: Line,
        row: Row,
        match: re.Match[str],
        *,
        ports: frozenset[str] = frozenset(),
        vlans: frozenset[int] = frozenset(),
    ) -> Effect:
        """Return what a line does, and where; where it says less than can be read, it holds everywhere."""
        groups = match.groupdict()
        lists = [self.port_names(groups[name]) for name in ("ports", "more_ports") if groups.get(name)]
        named = (frozenset().union(*lists) if all(lists) else frozenset()) if lists else ports
        mac = mac_in(groups["mac"]) if groups.get("mac") else ""
        said = self._vlans(match)
        where = said | vlans if vlans else said
        return Effect(row.effect, line, named, where, mac, groups.get("address") or "", row.why)

    def _vlans(self, match: re.Match[str]) -> frozenset[int]:
        return frozenset(vlan_list(match.groupdict().get("vlans") or "") or ())

    def port_names(self, text: str) -> frozenset[str]:
        """Return the ports of a list such as `GE0/0/1 GigabitEthernet 0/0/2`, as written, none if it is more than that."""
        words = re.sub(r"(?<=[A-Za-z-]) (?=\d[\d/]*(?: |$))", "", text).split()
        names = [self.port_name(f"interface {word}") for word in words]
        return frozenset(names) if all(names) else frozenset()

    def _keep_acl(self, acl: Acl, block: Block, *, theirs: bool) -> None:
        """Keep an access list: one of ours in any case, another one if it is of a kind that we could meet."""
        key = (acl.family, acl.number)
        if acl.number not in self.acl_numbers[acl.family] and (acl.unknown or not theirs):
            self._foreign(block)
        elif (known := self.acls.get(key)) is not None:
            self.acls[key] = replace(known, unknown=(*known.unknown, block.header))
        else:
            self.acls[key] = acl

    def _port(self, block: Block, name: str) -> None:
        name = self.spelled.setdefault((IDENTITIES[self.platform].port_names.full(name) or name).lower(), name)
        known = self.ports.get(name)
        # Nobody can tell what a second section does to the first one, however it spells the port's name.
        self.ports[name] = (
            replace(known, unknown=(*known.unknown, block.header)) if known else self._read_port(block, name)
        )

    def _read_port(self, block: Block, name: str) -> Port:
        found: dict[str, Any] = {
            "security": False,
            "filters": [],
            "rates": {},
            "isolation": set(),
            "checks": [],
            "untagged": set(),
            **self.unsaid,
        }
        harmless: list[Line] = []
        unknown: list[Line] = []
        membership: list[Line] = []
        for line in block.body:
            try:
                if self._read_line(self.port_lines, line, found):
                    continue
                if self._read_line(self.member_lines, line, found):
                    membership.append(line)
            except NotUnderstood:
                unknown.append(line)
                continue
            known = find(self.tables.port, line.text)
            done = self._effect(line, *known, ports=frozenset({name})) if known and known[0].effect else None
            if known and done:
                self.effects += (done, *_brought(done, known[1]))
            # What is about one address is without effect on every other one.
            (harmless if known and (done is None or done.address) else unknown).append(line)
        most, security = found.pop("most"), found.pop("security")
        if trunk := found.pop("joins", ""):
            self.members[name] = trunk
        return Port(
            name=name,
            max_macs=most if security else 0,
            filters=tuple(found.pop("filters")),
            checks=tuple(found.pop("checks")),
            untagged=frozenset(found.pop("untagged")),
            rates=frozenset(found.pop("rates").values()),
            isolation=frozenset(found.pop("isolation")),
            carries=self._carries(found),
            harmless=tuple(harmless),
            unknown=tuple(unknown),
            membership=tuple(membership),
            line=block.header,
            **found,
        )

    def _read_line(self, rows: PortLines, line: Line, found: dict[str, Any]) -> bool:
        for pattern, reader in rows:
            if match := pattern.fullmatch(line.text):
                reader(match, found, line)
                return True
        return False

    def _carries(self, found: dict[str, Any]) -> frozenset[int] | None:
        """Return the VLANs whose frames a port that is no access port carries, None for all or for nobody knows."""
        unsaid = self.trunk_carries if found.get("link_type") in ("trunk", "hybrid") else None
        tagged = found.pop("tagged", unsaid)
        return None if tagged is None else frozenset(tagged)


def _apart(row: Row, effect: Effect) -> tuple[Effect, ...]:
    """Return the one effect, or the two that it is where ports and VLANs are about different things."""
    if row.apart and effect.ports and effect.vlans:
        return replace(effect, vlans=frozenset()), replace(effect, ports=frozenset())
    return (effect,)


def _brought(effect: Effect, match: re.Match[str]) -> tuple[Effect, ...]:
    """Return what a line that maps VLANs does in those that frames come in as; where they cannot be read, in every one."""
    into = match.groupdict().get("into")
    return (replace(effect, kind="brings", vlans=frozenset(vlan_list(into) or ())),) if into else ()


def _placed(effect: Effect, spellings: PortSpellings) -> Effect:
    """Return what a line does with its ports' names in full; everywhere, if nobody can tell which port one of them is."""
    names = [spellings.port(name) for name in effect.ports]
    return replace(effect, ports=frozenset(names) if all(names) else frozenset())


def _bound(binding: Binding, spellings: PortSpellings) -> Binding:
    """Return a binding with its port's name in full; of a port that nobody can tell, it is of a form not understood."""
    name = spellings.port(binding.port) if binding.port else ""
    if binding.port and not name:
        return replace(binding, port="", address=None, mac="")
    return replace(binding, port=name)
