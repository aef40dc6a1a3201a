# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What VRP and Comware have in common: views, `undo`, access lists with wildcards, ports, `qos lr`."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from ...config.access_list import FRAMES, Acl, AddressMatch
from ...config.blocks import Block
from ...config.dormant import DormantSetting
from ...config.line import Line
from ...config.notation import write_mac
from ...config.objects import Binding, DeviceConfig, Filter, RateLimit
from ...config.rate_steps import RateSteps
from ...config.steps import (
    SIGNATURE,
    AddBinding,
    ApplyFilter,
    BuildAcl,
    DeleteAcl,
    InPort,
    PortStep,
    RemoveBinding,
    RemoveFilter,
    RemoveRate,
    SecondAcl,
    SetRate,
    Step,
    SwitchStep,
)
from ..line_readers import LineReader
from ..reader import Reader, blocks_of
from ..rule_reading import NotUnderstood
from .foreign_words import FOREIGN
from .frame_rules import format_frame_rule, parse_frame_rule
from .qos_words import QOS_WORDS
from .rules import RuleWords, format_addresses, format_rule, parse_rule

OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
IPV4 = rf"{OCTET}(?:\.{OCTET}){{3}}"
MAC = r"[0-9a-f]{4}(?:-[0-9a-f]{4}){2}"
BPDU_PROTECTION = "stp bpdu-protection"
# A port that is shut by its first BPDU once the whole switch is protected from them.
EDGE = re.compile(r"stp edged-port(?: enable)?")
Setting = Callable[[Any, Any], tuple[str, ...]]


class WildcardReader(Reader):
    """Collects objects while the blocks go by.

    Attributes:
        acl_header: the first line of an access list, with groups `six` and `number`; what any other group matches asks
            for something unusual, such as another match order.
        port_header: the first line of a port, with its name as the group.
    """

    rule_words: ClassVar[RuleWords]
    acl_header: ClassVar[re.Pattern[str]]
    port_header: ClassVar[re.Pattern[str]]
    qos_words = QOS_WORDS
    vlan_interface = re.compile(r"(?i)interface vlan(?:if|-interface) ?(\d+)")
    trunk = re.compile(r"(?i)(?:eth-trunk|bridge-aggregation) ?(\d+)")

    def read(self, block: Block) -> None:
        """Read one block; what is not one of our kinds of object is foreign."""
        text = block.header.text
        if text.startswith("acl "):
            self._acl(block)
        elif port := self.port_name(text):
            self._port(block, port)
        elif text == BPDU_PROTECTION:
            self.bpdu_protection = True
        elif text == "stp edged-port default":
            self.dormant_settings.append(DormantSetting(BPDU_PROTECTION, block.header, edges=True))
            self._foreign(block)
        elif not self._own(block):
            self._foreign(block)

    def _port(self, block: Block, name: str) -> None:
        # A port that is shut has nothing to lose.
        shut = [line.text for line in block.body if line.text in ("shutdown", "undo shutdown")][-1:] == ["shutdown"]
        edges = (line for line in block.body if EDGE.fullmatch(line.text) and not shut)
        self.dormant_settings += (DormantSetting(BPDU_PROTECTION, line, port=name) for line in edges)
        super()._port(block, name)

    def port_name(self, header: str) -> str:
        """Return the port whose section a line opens, empty if it opens none."""
        port = self.port_header.match(header)
        return port[1].replace(" ", "") if port else ""

    @abstractmethod
    def _own(self, block: Block) -> bool:
        """Read a block that only this language has, or tell that it is foreign."""

    def _acl(self, block: Block) -> None:
        header = self.acl_header.match(block.header.text)
        if header is None:
            self._foreign(block)
            return
        number = int(header["number"])
        family = _family(number, header["six"])
        plain = not any(text for group, text in header.groupdict().items() if group not in ("six", "number"))
        acl = self._read_acl(block, family, number, plain=plain)
        self._keep_acl(acl, block, theirs=3000 <= number <= 3999)

    def _read_acl(self, block: Block, family: int, number: int, *, plain: bool) -> Acl:
        rules: dict[int, Any] = {}
        read_rule = parse_frame_rule if family == FRAMES else parse_rule
        description, unknown = "", [] if plain else [block.header]
        for line in block.body:
            if line.text.startswith("description "):
                description = line.text.removeprefix("description ")
            elif line.text != "step 5":
                try:
                    rule = read_rule(line, family, self.rule_words)
                except NotUnderstood:
                    unknown.append(line)
                    continue
                # A device melts two rules of one number into one, in its own way.
                if rules.setdefault(rule.number, rule) is not rule:
                    unknown.append(line)
        ordered = tuple(rules[key] for key in sorted(rules))
        return Acl(family, number, ordered, description, tuple(unknown), block.header)


def put_filter(match: re.Match[str], found: dict[str, Any], line: Line) -> None:
    """Read an access list applied to a port, from the groups `direction`, `six` and `acl`."""
    number = int(match["acl"])
    found["filters"].append(Filter(match["direction"], _family(number, match["six"]), number, line))


def _family(number: int, six: str | None) -> int:
    """Return what a list is about: those from 4000 to 4999 are about frames, whatever word stands before the number."""
    return 6 if six else FRAMES if 4000 <= number <= 4999 else 4


def put_rate(default: Callable[[int], int]) -> LineReader:
    """Return a reader of `qos lr`; from the rate (kbit/s) to the burst (bytes) that the device takes if none is said."""

    def reader(match: re.Match[str], found: dict[str, Any], line: Line) -> None:
        cir = int(match[2])
        found["rates"][match[1]] = RateLimit(match[1], cir, int(match[3] or default(cir)), line)

    return reader


def put_isolation(match: re.Match[str], found: dict[str, Any], _line: Line) -> None:
    """Read the isolation group that a port belongs to: the first one unless it is said."""
    found["isolation"].add(int(match[1] or 1))


def switch(line: str, undo: str = "") -> Setting:
    """Return a setting that is on or off; `undo` is how it is taken back where that is not the whole line."""
    return lambda value, _old: (line,) if value else (f"undo {undo or line}",)


class WildcardPlatform(ABC):
    """A platform of this kind: see `base.Platform`.

    Attributes:
        acl_word: what stands in front of an access list's number.
        settings: for each field of a port, the lines that give it a value; the second argument is what it was.
    """

    name: str
    second_acl: SecondAcl
    acl_numbers: Mapping[int, tuple[int, int]] = {FRAMES: (4901, 4902), 4: (3901, 3902), 6: (3961, 3962)}
    unsigned: frozenset[int] = frozenset()
    frames_see_ip = True
    implicit_permit = True
    deny_all: Mapping[int, str] = {4: "deny ip", 6: "deny ipv6"}
    deny_fragments: Mapping[int, str] = {4: "deny ip fragment", 6: "deny ipv6 fragment"}
    rates = RateSteps()
    foreign = FOREIGN
    other_system: re.Pattern[str] | None = None
    filters: Mapping[str, Callable[..., str]] = {
        "addresses": lambda network: format_addresses(AddressMatch.of(network)),
        "mac": write_mac,
    }
    reader: type[WildcardReader]
    acl_word: str
    settings: Mapping[str, Setting]

    def acl_name(self, _family: int, number: int) -> str:
        """Return what an access list is called on the device."""
        return str(number)

    def owns(self, acl: Acl) -> bool:
        """Tell whether an access list is ours, and not an engineer's who chose the same number."""
        return acl.number in self.acl_numbers[acl.family] and acl.description.startswith(SIGNATURE)

    def parse(self, text: str) -> DeviceConfig:
        """Read a configuration; every line that is not one of our kinds of object is foreign."""
        return self.reader(self.name, self.acl_numbers).read_all(blocks_of(text))

    def write(self, steps: Iterable[Step]) -> tuple[str, ...]:
        """Return the commands, from the system view and back to it."""
        return tuple(line for step in steps for line in self._write(step))

    def _write(self, step: Step) -> tuple[str, ...]:
        match step:
            case BuildAcl(acl):
                description = (f"description {acl.description}",) if acl.description else ()
                write_rule = format_frame_rule if acl.family == FRAMES else format_rule
                rules = (write_rule(rule, self.reader.rule_words) for rule in acl.rules)
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
    def _filter_line(self, acl_filter: Filter) -> str:
        """Write the command that applies an access list; with `undo` in front it takes the list off."""
