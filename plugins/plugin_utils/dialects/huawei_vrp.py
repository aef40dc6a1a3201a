# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Huawei VRP 5, as the S5700 access switches speak it.

Sources: Huawei command references S1720–S6720 V200R011 (EDOC1000178165) for ACL, traffic-filter, user-bind,
ip source check, port-security (one MAC unless said otherwise) and qos lr; see shared facts, network F.
`traffic-filter` lets through what no rule matches: the final deny has to be written.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

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
from .notation import read_mac, vlan_numbers, write_mac
from .wildcard_rules import NotUnderstood, format_addresses, format_rule, parse_rule

ACL_HEADER = re.compile(
    r"acl (?P<six>ipv6 )?(?:number |(?P<name>name \S+ (?:advance )?))?(?P<number>\d+)(?P<more> .+)?$"
)
PORT_HEADER = re.compile(r"interface ((?!Vlanif|MEth|NULL|LoopBack|Tunnel|Stack)[A-Za-z0-9-]*[A-Za-z-] ?\d[\d/]*)$")
OCTET = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
BINDING = re.compile(
    rf"user-bind static ip-address ({OCTET}(?:\.{OCTET}){{3}}) mac-address ([0-9a-f]{{4}}(?:-[0-9a-f]{{4}}){{2}})"
    r"(?: interface [A-Za-z0-9-]*[A-Za-z-] ?\d[\d/]*)?(?: vlan \d+)?$"
)
BINDING_PORT = re.compile(r" interface ([A-Za-z0-9-]*[A-Za-z-]) ?(\d[\d/]*)")
BINDING_VLAN = re.compile(r" vlan (\d+)")
LineReader = Callable[[re.Match[str], dict[str, Any], Line], None]

HARMLESS = re.compile(
    r"(?:undo )?(?:negotiation auto|speed|duplex|mdi|lldp|storm-control|loopback-detect|trust|flow-control|jumboframe|"
    r"energy-efficient-ethernet|port-security (?:protect-action|mac-address|aging-time)|set flow-stat|"
    r"ip source check user-bind alarm|arp anti-attack check user-bind alarm|stp (?!edged-port))\b"
)


class HuaweiVrp:
    """The dialect `huawei_vrp`."""

    name = "huawei_vrp"
    slots: Mapping[int, tuple[int, int]] = {4: (3901, 3902), 6: (3961, 3962)}
    no_match_permits = True
    second_filter: SecondFilter = "joins"
    filters: Mapping[str, Callable[..., str]] = {
        "addresses": lambda network: format_addresses(AddressMatch.of(network)),
        "mac": write_mac,
    }

    def parse(self, text: str) -> DeviceConfig:
        """Read a configuration; every line that is not one of our kinds of object is foreign."""
        reader = _Reader(self.slots)
        for block in blocks(text):
            reader.read(block)
        return reader.result()

    def write(self, steps: Iterable[Step]) -> tuple[str, ...]:
        """Return the commands, from the system view and back to it."""
        return tuple(line for step in steps for line in _write(step))


class _Reader:
    """Collects objects while the blocks go by."""

    def __init__(self, slots: Mapping[int, tuple[int, int]]) -> None:
        self.slots = slots
        self.vlans: set[int] = {1}
        self.acls: dict[tuple[int, int], Acl] = {}
        self.ports: dict[str, Port] = {}
        self.bindings: list[Binding] = []
        self.bpdu_protection = False
        self.foreign: list[Line] = []

    def result(self) -> DeviceConfig:
        return DeviceConfig(
            HuaweiVrp.name,
            frozenset(self.vlans),
            tuple(self.acls[key] for key in sorted(self.acls)),
            tuple(self.ports[name] for name in sorted(self.ports)),
            tuple(sorted(self.bindings, key=str)),
            bpdu_protection=self.bpdu_protection,
            foreign=tuple(self.foreign),
        )

    def read(self, block: Block) -> None:
        text = block.header.text
        if text.startswith("acl "):
            self._acl(block)
        elif port := PORT_HEADER.match(text):
            self._port(block, port[1].replace(" ", ""))
        elif text.startswith("user-bind static "):
            self._binding(block)
        elif text == "stp bpdu-protection":
            self.bpdu_protection = True
        elif re.match(r"vlan (batch )?\d", text):
            self.vlans.update(vlan_numbers(text))
            self.foreign += block.body
        else:
            self.foreign += (block.header, *block.body)

    def _acl(self, block: Block) -> None:
        header = ACL_HEADER.match(block.header.text)
        if header is None:
            self.foreign += (block.header, *block.body)
            return
        family, number = 6 if header["six"] else 4, int(header["number"])
        acl = read_acl(block, family, number, plain=not header["more"] and not header["name"])
        if number not in self.slots[family] and (acl.unknown or not 3000 <= number <= 3999):
            self.foreign += (block.header, *block.body)
        elif (known := self.acls.get((family, number))) is not None:
            self.acls[family, number] = replace(known, unknown=(*known.unknown, block.header))
        else:
            self.acls[family, number] = acl

    def _port(self, block: Block, name: str) -> None:
        known = self.ports.get(name)
        # Nobody can tell what a second section does to the first one.
        self.ports[name] = replace(known, unknown=(*known.unknown, block.header)) if known else read_port(block, name)

    def _binding(self, block: Block) -> None:
        text = block.header.text
        place, vlan = BINDING_PORT.search(text), BINDING_VLAN.search(text)
        entry = BINDING.match(text)
        self.bindings.append(
            Binding(
                f"{place[1]}{place[2]}" if place else "",
                ipaddress.IPv4Address(entry[1]) if entry else None,
                read_mac(entry[2]) if entry else "",
                int(vlan[1]) if vlan else 0,
                block.header,
            )
        )


def read_acl(block: Block, family: int, number: int, *, plain: bool) -> Acl:
    """Read an access list; `plain` says that its first line asks for nothing unusual, such as another match order."""
    rules: dict[int, Rule] = {}
    description, unknown = "", [] if plain else [block.header]
    for line in block.body:
        if line.text.startswith("description "):
            description = line.text.removeprefix("description ")
        elif line.text != "step 5":
            try:
                rule = parse_rule(line, family)
            except NotUnderstood:
                unknown.append(line)
                continue
            # A device melts two rules of one number into one, in its own way.
            if rules.setdefault(rule.number, rule) is not rule:
                unknown.append(line)
    ordered = tuple(rules[key] for key in sorted(rules))
    return Acl(family, number, ordered, description, tuple(unknown), block.header)


def read_port(block: Block, name: str) -> Port:
    """Read a port; what is not understood is kept in `unknown`, what cannot matter in `harmless`."""
    found: dict[str, Any] = {"max": 1, "security": False, "filters": [], "rates": {}, "isolation": set()}
    harmless: list[Line] = []
    unknown: list[Line] = []
    for line in block.body:
        matches = ((pattern.fullmatch(line.text), reader) for pattern, reader in PORT_LINES)
        match, reader = next(((match, reader) for match, reader in matches if match), (None, None))
        if match and reader:
            reader(match, found, line)
        else:
            (harmless if HARMLESS.match(line.text) else unknown).append(line)
    most, security = found.pop("max"), found.pop("security")
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


def _put(field: str, convert: Callable[[str], Any]) -> LineReader:
    def reader(match: re.Match[str], found: dict[str, Any], _line: Line) -> None:
        found[field] = convert(match[1])

    return reader


def _filter(match: re.Match[str], found: dict[str, Any], line: Line) -> None:
    found["filters"].append(Filter(match[1], 6 if match[2] else 4, int(match[3]), line))


def _rate(match: re.Match[str], found: dict[str, Any], line: Line) -> None:
    cir = int(match[2])
    # Without a burst the device takes 125 bytes for every kbit/s.
    found["rates"][match[1]] = RateLimit(match[1], cir, int(match[3] or 125 * cir), line)


def _isolate(match: re.Match[str], found: dict[str, Any], _line: Line) -> None:
    found["isolation"].add(int(match[1]))


PORT_LINES: tuple[tuple[re.Pattern[str], LineReader], ...] = (
    (re.compile(r"description (.+)"), _put("description", str)),
    (re.compile(r"port link-type (\S+)"), _put("link_type", str)),
    (re.compile(r"port default vlan (\d+)"), _put("vlan", int)),
    (re.compile(r"port-security enable()"), _put("security", lambda _: True)),
    (re.compile(r"port-security max-mac-num (\d+)"), _put("max", int)),
    (re.compile(r"ip source check user-bind enable()"), _put("source_check", lambda _: True)),
    (re.compile(r"arp anti-attack check user-bind enable()"), _put("arp_check", lambda _: True)),
    (re.compile(r"port-isolate enable group (\d+)"), _isolate),
    (re.compile(r"stp edged-port enable()"), _put("edge", lambda _: True)),
    (re.compile(r"shutdown()"), _put("shut", lambda _: True)),
    (re.compile(r"undo shutdown()"), _put("shut", lambda _: False)),
    (re.compile(r"traffic-filter (inbound|outbound) acl (ipv6 )?(\d+)"), _filter),
    (re.compile(r"qos lr (inbound|outbound) cir (\d+)(?: cbs (\d+))?"), _rate),
)


def _write(step: Step) -> tuple[str, ...]:
    match step:
        case AddVlan() | CheckArp() | ProtectFromBpdus():
            return _write_switch(step)
        case BuildAcl(acl):
            description = (f"description {acl.description}",) if acl.description else ()
            return (acl_header(acl.family, acl.number), *description, *map(format_rule, acl.rules), "quit")
        case DeleteAcl(family, number):
            return (f"undo {acl_header(family, number)}",)
        case AddBinding(binding):
            return (write_binding(binding),)
        case RemoveBinding(binding):
            return (f"undo {write_binding(binding)}",)
        case InPort(port, steps):
            return (f"interface {port}", *(line for inner in steps for line in _write_port(inner)), "quit")


def _write_switch(step: SwitchStep) -> tuple[str, ...]:
    match step:
        case AddVlan(vlan):
            return (f"vlan batch {vlan}",)
        case ProtectFromBpdus():
            return ("stp bpdu-protection",)
        case CheckArp():
            # Ports check ARP packets here, not VLANs.
            return ()


def acl_header(family: int, number: int) -> str:
    """Return the command that creates or enters an access list."""
    return f"acl {'ipv6 ' if family == 6 else ''}number {number}"


def write_binding(binding: Binding) -> str:
    """Return the command that adds a binding; with `undo` in front the one that removes exactly this entry."""
    interface = f" interface {binding.port}" if binding.port else ""
    vlan = f" vlan {binding.vlan}" if binding.vlan else ""
    return f"user-bind static ip-address {binding.address} mac-address {write_mac(binding.mac)}{interface}{vlan}"


def _write_port(step: PortStep) -> tuple[str, ...]:
    match step:
        case ApplyFilter(one):
            return (_filter_line(one),)
        case RemoveFilter(one):
            return (f"undo {_filter_line(one)}",)
        case SetRate(rate):
            return (f"qos lr {rate.direction} cir {rate.cir} cbs {rate.cbs}",)
        case RemoveRate(rate):
            return (f"undo qos lr {rate.direction}",)
        case _:
            return SETTINGS[step.field](step.value, step.old)


def _filter_line(one: Filter) -> str:
    return f"traffic-filter {one.direction} acl {'ipv6 ' if one.family == 6 else ''}{one.acl}"


def _switch(line: str) -> Callable[[Any, Any], tuple[str, ...]]:
    return lambda value, _old: (line,) if value else (f"undo {line}",)


def _max_macs(value: int, old: int) -> tuple[str, ...]:
    if not value:
        return ("undo port-security enable",)
    enable = () if old else ("port-security enable",)
    return (*enable, f"port-security max-mac-num {value}")


def _isolation(value: frozenset[int], old: frozenset[int]) -> tuple[str, ...]:
    leave = [f"undo port-isolate enable group {group}" for group in sorted(old - value)]
    return (*leave, *(f"port-isolate enable group {group}" for group in sorted(value - old)))


SETTINGS: Mapping[str, Callable[[Any, Any], tuple[str, ...]]] = {
    "description": lambda value, _old: (f"description {value}",) if value else ("undo description",),
    "link_type": lambda value, _old: (f"port link-type {value}",) if value else ("undo port link-type",),
    "vlan": lambda value, _old: (f"port default vlan {value}",) if value != 1 else ("undo port default vlan",),
    "max_macs": _max_macs,
    "source_check": _switch("ip source check user-bind enable"),
    "arp_check": _switch("arp anti-attack check user-bind enable"),
    "isolation": _isolation,
    "edge": lambda value, _old: ("stp edged-port enable",) if value else ("undo stp edged-port",),
    "shut": _switch("shutdown"),
}
