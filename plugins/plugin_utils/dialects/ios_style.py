# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What Cisco IOS and Ruijie RGOS write alike: reading blocks into objects, and the commands of a change.

A second access list in a direction takes the first one's place; a packet that no rule of a list matches is stopped.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ..model.ports import PORT_NAMES
from ..policy.objects import Acl, AddressMatch, Binding, DeviceConfig, Filter, Line, Port, RateLimit, Rule
from .base import (
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
    SecondFilter,
    SetRate,
    Step,
    SwitchStep,
)
from .blocks import Block, blocks
from .ios_rules import format_addresses, format_rule, parse_rule
from .notation import read_mac, vlan_numbers, write_mac
from .wildcard_rules import NotUnderstood

ACL_HEADER = re.compile(r"(ip access-list extended|ipv6 access-list) (\S+)")
ACL_COMMAND = {4: "ip access-list extended", 6: "ipv6 access-list"}
FILTER_COMMAND = {4: "ip access-group", 6: "ipv6 traffic-filter"}
DIRECTIONS = {"in": "inbound", "out": "outbound", "input": "inbound", "output": "outbound"}
PORT_HEADER = re.compile(r"(?i)interface ((?!vlan|null|loopback|tunnel|bvi|mgmt)[a-z-]+ ?\d+(?:/\d+)*)")
BINDING = re.compile(
    r"(?i)ip source binding ([0-9a-f]{4}(?:\.[0-9a-f]{4}){2}) vlan (\d+) (\d+(?:\.\d+){3}) interface ([A-Za-z-]+ ?[\d/]+)"
)
BINDING_PORT = re.compile(r" interface ([A-Za-z-]+ ?[\d/]+)")
BINDING_VLAN = re.compile(r" vlan (\d+)")
BPDU_PROTECTION = re.compile(r"spanning-tree portfast (?:edge )?bpduguard default")
HARMLESS = re.compile(
    r"(?:no )?(?:speed|duplex|mdix|flowcontrol|storm-control|load-interval|carrier-delay|logging event|snmp trap|"
    r"cdp|lldp|udld|power inline|switchport nonegotiate|switchport port-security (?:aging|violation|mac-address)|"
    r"spanning-tree (?:cost|port-priority|link-type|guard root|vlan)|mls qos trust|ip arp inspection limit)\b"
)
LineReader = Callable[[re.Match[str], dict[str, Any], Line], None]
PortLine = tuple[re.Pattern[str], LineReader]
Setting = Callable[[Any, Any], tuple[str, ...]]


def put(field: str, convert: Callable[[str], Any]) -> LineReader:
    """Return a reader that keeps the line's first group as an attribute of the port."""

    def reader(match: re.Match[str], found: dict[str, Any], _line: Line) -> None:
        found[field] = convert(match[1])

    return reader


def turn_on(field: str) -> LineReader:
    """Return a reader of a line that turns an attribute of the port on."""
    return put(field, lambda _: True)


def switch(line: str, off: str = "") -> Setting:
    """Return how a setting is written that one line turns on and another one off, the same with `no` if not given."""
    return lambda value, _old: (line,) if value else (f"no {off or line}",)


def _max_macs(value: int, old: int) -> tuple[str, ...]:
    if not value:
        return ("no switchport port-security",)
    # A maximum that was left behind while port security was off must not come back with it.
    return (f"switchport port-security maximum {value}", *(() if old else ("switchport port-security",)))


class IosStyle:
    """What a dialect of this style differs in.

    Attributes:
        named: the IP families whose access lists of ours bear a name, such as GOVKIOSK-3901.
        fragment: the word for later fragments.
        remark: the word for a list's description.
        numbered: the IP families in which a rule is typed with its number; in the others it takes its place's.
        default_link_type: what a port is that says nothing of it.
        default_max_macs: how many MAC addresses port security lets in if it says nothing of them.
        settings: how attributes of a port are set.
    """

    name: str
    slots: Mapping[int, tuple[int, int]]
    no_match_permits = False
    second_filter: SecondFilter = "replaces"
    filters: Mapping[str, Callable[..., str]] = {
        "addresses": lambda network: format_addresses(AddressMatch.of(network)),
        "mac": lambda mac: write_mac(mac, "."),
    }
    named: frozenset[int]
    fragment: str
    remark: str
    numbered: frozenset[int]
    default_link_type: str
    default_max_macs: int
    settings: Mapping[str, Setting]

    def port_lines(self, found: Sequence[Block]) -> tuple[PortLine, ...]:
        """Return the lines of a port that only this dialect has; `found` is the whole configuration."""
        raise NotImplementedError

    def write_rate(self, step: SetRate) -> tuple[str, ...]:
        """Return the commands that set a rate limit, in the port."""
        raise NotImplementedError

    def remove_rate(self, rate: RateLimit) -> str:
        """Return the command that removes a rate limit, in the port."""
        raise NotImplementedError

    def parse(self, text: str) -> DeviceConfig:
        """Read a configuration; every line that is not one of our kinds of object is foreign."""
        found = blocks(text)
        reader = _Reader(self, (*self.port_lines(found), *self._filter_lines(), *PORT_LINES))
        for block in found:
            reader.read(block)
        return reader.result()

    def write(self, steps: Iterable[Step]) -> tuple[str, ...]:
        """Return the commands, from the configuration mode and back to it."""
        return tuple(line for step in steps for line in self._write(step))

    def acl_name(self, family: int, number: int) -> str:
        """Return what an access list is called on the device."""
        ours = family in self.named and number in self.slots[family]
        return f"GOVKIOSK{'6' if family == 6 else ''}-{number}" if ours else str(number)

    def acl_number(self, family: int, name: str) -> int:
        """Return the number of an access list, 0 for every one that has a name and is not ours."""
        ours = {self.acl_name(family, number): number for number in self.slots[family]}
        number = int(name) if name.isdecimal() and family == 4 else 0
        return ours.get(name, 0 if number in self.slots[family] else number)

    def full_port_name(self, name: str) -> str:
        """Return a port's name as its own section has it."""
        return PORT_NAMES[self.name].full(name) or name

    def _filter_lines(self) -> tuple[PortLine, ...]:
        def reader(family: int) -> LineReader:
            def read(match: re.Match[str], found: dict[str, Any], line: Line) -> None:
                number = self.acl_number(family, match[1])
                found["filters"].append(Filter(DIRECTIONS[match[2]], family, number, line))

            return read

        return tuple(
            (re.compile(rf"{command} (\S+) (in|out)"), reader(family)) for family, command in FILTER_COMMAND.items()
        )

    def _write(self, step: Step) -> tuple[str, ...]:
        match step:
            case AddVlan() | CheckArp() | ProtectFromBpdus():
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

    def _acl_line(self, family: int, number: int) -> str:
        return f"{ACL_COMMAND[family]} {self.acl_name(family, number)}"

    def _rule(self, rule: Rule) -> str:
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

    def _filter_line(self, one: Filter) -> str:
        name = self.acl_name(one.family, one.acl) if one.acl else one.line.text.split()[2]
        return f"{FILTER_COMMAND[one.family]} {name} {'in' if one.direction == 'inbound' else 'out'}"


class _Reader:
    """Collects objects while the blocks go by."""

    def __init__(self, dialect: IosStyle, port_lines: tuple[PortLine, ...]) -> None:
        self.dialect, self.port_lines = dialect, port_lines
        self.vlans: set[int] = set()
        self.acls: dict[tuple[int, int], Acl] = {}
        self.ports: dict[str, Port] = {}
        self.bindings: list[Binding] = []
        self.arp_vlans: set[int] = set()
        self.snooped_vlans: set[int] = set()
        self.snooping = False
        self.bpdu_protection = False
        self.foreign: list[Line] = []

    def result(self) -> DeviceConfig:
        # A switch that is a VTP server prints no VLAN, and makes one when the first port is put into it.
        vlans = self.vlans or {port.vlan for port in self.ports.values()}
        return DeviceConfig(
            self.dialect.name,
            frozenset({1, *vlans}),
            tuple(self.acls[key] for key in sorted(self.acls)),
            tuple(self.ports[name] for name in sorted(self.ports)),
            tuple(sorted(self.bindings, key=str)),
            # What ARP inspection and source guard look into is the table of DHCP snooping: without it they have none.
            frozenset(self.arp_vlans & self.snooped_vlans if self.snooping else ()),
            self.bpdu_protection,
            tuple(self.foreign),
        )

    def read(self, block: Block) -> None:
        text = block.header.text
        if header := ACL_HEADER.fullmatch(text):
            self._acl(block, 6 if header[1].startswith("ipv6") else 4, header[2])
        elif port := PORT_HEADER.fullmatch(text):
            self._port(block, port[1])
        elif text.startswith("ip source binding "):
            self._binding(block.header)
        elif text.startswith("ip arp inspection vlan "):
            self.arp_vlans |= vlan_numbers(text)
        elif text.startswith("ip dhcp snooping vlan "):
            self.snooped_vlans |= vlan_numbers(text)
        elif text == "ip dhcp snooping":
            self.snooping = True
        elif BPDU_PROTECTION.fullmatch(text):
            self.bpdu_protection = True
        elif re.fullmatch(r"vlan [\d,-]+", text):
            self.vlans |= vlan_numbers(text)
            self.foreign += block.body
        else:
            self.foreign += (block.header, *block.body)

    def _acl(self, block: Block, family: int, name: str) -> None:
        number = self.dialect.acl_number(family, name)
        acl = read_acl(block, family, number)
        ours = number in self.dialect.slots[family]
        if not number or (acl.unknown and not ours):
            self.foreign += (block.header, *block.body)
        elif (known := self.acls.get((family, number))) is not None:
            self.acls[family, number] = replace(known, unknown=(*known.unknown, block.header))
        else:
            self.acls[family, number] = acl

    def _port(self, block: Block, name: str) -> None:
        known = self.ports.get(name)
        # Nobody can tell what a second section does to the first one.
        self.ports[name] = (
            replace(known, unknown=(*known.unknown, block.header))
            if known
            else read_port(block, name, self.dialect, self.port_lines)
        )

    def _binding(self, line: Line) -> None:
        place, vlan = BINDING_PORT.search(line.text), BINDING_VLAN.search(line.text)
        entry = BINDING.fullmatch(line.text)
        self.bindings.append(
            Binding(
                self.dialect.full_port_name(place[1]) if place else "",
                ipaddress.IPv4Address(entry[3]) if entry else None,
                read_mac(entry[1]) if entry else "",
                int(vlan[1]) if vlan else 0,
                line,
            )
        )


def read_acl(block: Block, family: int, number: int) -> Acl:
    """Read an access list; where the device prints no number, a rule has ten times its place."""
    rules: dict[int, Rule] = {}
    description, unknown = "", []
    for line in block.body:
        remark = re.fullmatch(r"(?:(?:sequence )?\d+ )?(?:list-)?remark (.+)", line.text)
        if remark and not description:
            description = remark[1]
            continue
        try:
            rule = parse_rule(line, family, len(rules) + 1)
        except NotUnderstood:
            unknown.append(line)
            continue
        if rules.setdefault(rule.number, rule) is not rule:
            unknown.append(line)
    ordered = tuple(rules[key] for key in sorted(rules))
    return Acl(family, number, ordered, description, tuple(unknown), block.header)


def read_port(block: Block, name: str, dialect: IosStyle, lines: Iterable[PortLine]) -> Port:
    """Read a port; what is not understood is kept in `unknown`, what cannot matter in `harmless`."""
    found: dict[str, Any] = {
        "link_type": dialect.default_link_type, "max": dialect.default_max_macs, "security": False, "filters": [],
        "rates": {},
    }  # fmt: skip
    harmless: list[Line] = []
    unknown: list[Line] = []
    for line in block.body:
        matches = ((pattern.fullmatch(line.text), reader) for pattern, reader in lines)
        match, reader = next(((match, reader) for match, reader in matches if match), (None, None))
        try:
            if match and reader:
                reader(match, found, line)
            else:
                (harmless if HARMLESS.match(line.text) else unknown).append(line)
        except NotUnderstood:
            unknown.append(line)
    most, security = found.pop("max"), found.pop("security")
    return Port(
        name=name,
        max_macs=most if security else 0,
        filters=tuple(found.pop("filters")),
        rates=frozenset(found.pop("rates").values()),
        harmless=tuple(harmless),
        unknown=tuple(unknown),
        line=block.header,
        **found,
    )


def _binding_line(binding: Binding) -> str:
    vlan = f" vlan {binding.vlan}" if binding.vlan else ""
    interface = f" interface {binding.port}" if binding.port else ""
    return f"ip source binding {write_mac(binding.mac, '.')}{vlan} {binding.address}{interface}"


PORT_LINES: tuple[PortLine, ...] = (
    (re.compile(r"description (.+)"), put("description", str)),
    (re.compile(r"switchport mode (.+)"), put("link_type", str)),
    (re.compile(r"switchport access vlan (\d+)"), put("vlan", int)),
    (re.compile(r"switchport protected()"), put("isolation", lambda _: frozenset({1}))),
    (re.compile(r"switchport port-security()"), turn_on("security")),
    (re.compile(r"switchport port-security maximum (\d+)"), put("max", int)),
    (re.compile(r"spanning-tree portfast(?: edge)?()"), turn_on("edge")),
    (re.compile(r"spanning-tree bpduguard enabled?()"), turn_on("bpdu_guard")),
    (re.compile(r"shutdown()"), turn_on("shut")),
    (re.compile(r"no shutdown()"), put("shut", lambda _: False)),
)
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
