# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What Cisco IOS and Ruijie RGOS have in common: see `ios_reader` for what they print, here is what they are typed.

A second access list in a direction takes the first one's place; a packet that no rule of a list matches is stopped.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ...config.access_list import FRAMES, Acl, AddressMatch, Rule
from ...config.blocks import Block
from ...config.notation import write_mac
from ...config.objects import Binding, DeviceConfig, Filter, RateLimit
from ...config.rate_steps import RateSteps
from ...config.steps import (
    SIGNATURE,
    AddBinding,
    AddVlan,
    ApplyFilter,
    BuildAcl,
    CheckArp,
    DeleteAcl,
    InPort,
    PortStep,
    ProtectFromBpdus,
    RemoveBinding,
    RemoveFilter,
    RemoveRate,
    RemoveRateProfile,
    SecondAcl,
    SetRate,
    Step,
    SwitchStep,
)
from ..line_readers import PortLines
from ..line_tables import LineTables
from ..reader import blocks_of
from .foreign_words import FOREIGN
from .frame_rules import format_frame_rule
from .reader import FILTER_COMMAND, IosReader
from .rules import format_addresses, format_rule

ACL_COMMAND = {FRAMES: "mac access-list extended", 4: "ip access-list extended", 6: "ipv6 access-list"}
FAMILY_MARK = {FRAMES: "2", 4: "", 6: "6"}
Setting = Callable[[Any, Any], tuple[str, ...]]


def switch(line: str, off: str = "") -> Setting:
    """Return how a setting is written that one line turns on and another one off, the same with `no` if not given."""
    return lambda value, _old: (line,) if value else (f"no {off or line}",)


def _max_macs(value: int, old: int) -> tuple[str, ...]:
    if not value:
        return ("no switchport port-security", "no switchport port-security maximum")
    # A maximum that somebody left behind while port security was off must not come back with it.
    return (f"switchport port-security maximum {value}", *(() if old else ("switchport port-security",)))


class IosStyle(ABC):
    """What a platform of this style differs in.

    Attributes:
        named: the IP families whose access lists of ours bear a name, such as GOVKIOSK-3901.
        fragment: the word for later fragments.
        remark: the word for a list's description.
        numbered: the IP families in which a rule is typed with its number; in the others it takes its place's.
        unsaid, tables, spanning_tree: of `reader.Reader`.
        settings: how attributes of a port are set.
        deny_fragments, rates: of `base.Platform`.
    """

    name: str
    acl_numbers: Mapping[int, tuple[int, int]]
    unsigned: frozenset[int] = frozenset({FRAMES})
    frames_see_ip = False
    implicit_permit = False
    second_acl: SecondAcl = "replaces"
    deny_all: Mapping[int, str] = {4: "deny ip any any", 6: "deny ipv6 any any"}
    filters: Mapping[str, Callable[..., str]] = {
        "addresses": lambda network: format_addresses(AddressMatch.of(network)),
        "mac": lambda mac: write_mac(mac, "."),
    }
    named: frozenset[int]
    fragment: str
    remark: str
    numbered: frozenset[int]
    unsaid: Mapping[str, Any]
    tables: LineTables
    spanning_tree = True
    settings: Mapping[str, Setting]
    deny_fragments: Mapping[int, str]
    rates: RateSteps
    foreign = FOREIGN
    other_system: re.Pattern[str] | None = None

    @abstractmethod
    def port_lines(self, found: Sequence[Block]) -> PortLines:
        """Return the lines of a port that only this platform has; `found` is the whole configuration."""

    @abstractmethod
    def write_rate(self, step: SetRate) -> tuple[str, ...]:
        """Return the commands that set a rate limit, in the port."""

    @abstractmethod
    def remove_rate(self, rate: RateLimit) -> str:
        """Return the command that removes a rate limit, in the port."""

    def parse(self, text: str) -> DeviceConfig:
        """Read a configuration; every line that is not one of our kinds of object is foreign."""
        found = blocks_of(text)
        return IosReader(
            self.name,
            self.acl_numbers,
            self.acl_number,
            self.port_lines(found),
            self.unsaid,
            tables=self.tables,
            spanning_tree=self.spanning_tree,
        ).read_all(found)

    def write(self, steps: Iterable[Step]) -> tuple[str, ...]:
        """Return the commands, from the configuration mode and back to it."""
        return tuple(line for step in steps for line in self._write(step))

    def acl_name(self, family: int, number: int) -> str:
        """Return what an access list is called on the device."""
        ours = family in self.named and number in self.acl_numbers[family]
        return f"GOVKIOSK{FAMILY_MARK[family]}-{number}" if ours else str(number)

    def acl_number(self, family: int, name: str) -> int:
        """Return the number of an access list, 0 for every one that has a name and is not ours."""
        ours = {self.acl_name(family, number): number for number in self.acl_numbers[family]}
        number = int(name) if name.isdecimal() and family == 4 else 0
        return ours.get(name, 0 if number in self.acl_numbers[family] else number)

    def owns(self, acl: Acl) -> bool:
        """Tell whether an access list is ours: nobody else gives one a name of ours, but anybody may choose a number."""
        signed = acl.family in self.named or acl.description.startswith(SIGNATURE)
        return acl.number in self.acl_numbers[acl.family] and signed

    def _write(self, step: Step) -> tuple[str, ...]:
        match step:
            case AddVlan() | CheckArp() | ProtectFromBpdus() | RemoveRateProfile():
                return self.write_switch(step)
            case BuildAcl(acl):
                remark = (f"{self.remark} {acl.description}",) if acl.description else ()
                return (self._acl_line(acl.family, acl.number), *remark, *map(self._rule, acl.rules), "exit")
            case DeleteAcl(family, number):
                return (f"no {self._acl_line(family, number)}",)
            case AddBinding(binding):
                return (_binding_line(binding),)
            case RemoveBinding(binding):
                return (f"no {_binding_line(binding)}",)
            case InPort(port, steps):
                return (f"interface {port}", *(line for inner in steps for line in self._write_port(inner)), "exit")

    def write_switch(self, step: SwitchStep) -> tuple[str, ...]:
        """Return the commands of a step that is about the switch as a whole."""
        match step:
            case AddVlan(vlan):
                return (f"vlan {vlan}", "exit")
            case CheckArp(vlan):
                return (f"ip arp inspection vlan {vlan}",)
            case ProtectFromBpdus():
                return ("spanning-tree portfast bpduguard default",)
            case RemoveRateProfile(name):
                return (f"no policy-map {name}",)

    def _acl_line(self, family: int, number: int) -> str:
        return f"{ACL_COMMAND[family]} {self.acl_name(family, number)}"

    def _rule(self, rule: Rule) -> str:
        if rule.source.family == FRAMES:
            return format_frame_rule(rule)
        number = f"{rule.number} " if rule.source.family in self.numbered else ""
        return number + format_rule(rule, self.fragment)

    def _write_port(self, step: PortStep) -> tuple[str, ...]:
        match step:
            case ApplyFilter(one):
                return (self._filter_line(one),)
            case RemoveFilter(one):
                return (f"no {self._filter_line(one)}",)
            case SetRate():
                return self.write_rate(step)
            case RemoveRate(rate):
                return (self.remove_rate(rate),)
            case _:
                return self.settings[step.field](step.value, step.old)

    def _filter_line(self, acl_filter: Filter) -> str:
        name = self.acl_name(acl_filter.family, acl_filter.acl) if acl_filter.acl else acl_filter.line.text.split()[2]
        return f"{FILTER_COMMAND[acl_filter.family]} {name} {'in' if acl_filter.direction == 'inbound' else 'out'}"


def _binding_line(binding: Binding) -> str:
    vlan = f" vlan {binding.vlan}" if binding.vlan else ""
    interface = f" interface {binding.port}" if binding.port else ""
    return f"ip source binding {write_mac(binding.mac, '.')}{vlan} {binding.address}{interface}"


SETTINGS: dict[str, Setting] = {
    "description": lambda value, _old: (f"description {value}",) if value else ("no description",),
    "link_type": lambda value, _old: (f"switchport mode {value}",) if value else ("no switchport mode",),
    "vlan": lambda value, _old: (f"switchport access vlan {value}",) if value != 1 else ("no switchport access vlan",),
    "max_macs": _max_macs,
    "isolation": switch("switchport protected"),
    "edge": switch("spanning-tree portfast"),
    "bpdu_guard": switch("spanning-tree bpduguard enable", "spanning-tree bpduguard"),
    "shut": switch("shutdown"),
}
