# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading what Cisco IOS and Ruijie RGOS print alike."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from ...config.access_list import FRAMES, Acl, Rule
from ...config.blocks import Block
from ...config.dormant import DormantSetting
from ...config.line import Line
from ...config.notation import read_mac, vlan_list, vlan_numbers
from ...config.objects import Binding, DeviceConfig, Filter, Port, RateProfile
from .. import IDENTITIES
from ..line_readers import LineReader, PortLines, carry, check, join, keep, on, put, untag
from ..line_tables import LineTables
from ..reader import Reader
from ..rule_reading import NotUnderstood
from .frame_rules import parse_frame_rule
from .qos_words import QOS_WORDS
from .rules import parse_rule

SNOOPING = "ip dhcp snooping"
# A word behind the VLANs, such as `logging` or `smartlog`, makes another command of it, which turns nothing on.
SNOOPED_VLANS = re.compile(rf"{SNOOPING} vlan ([\d,-]+)")
INSPECTED_VLANS = re.compile(r"ip arp inspection vlan ([\d,-]+)")
ACL_HEADER = re.compile(r"(?:(ip|mac) access-list extended|(ipv6) access-list) (\S+)")
FAMILY_WORDS = {"mac": FRAMES, "ip": 4, "ipv6": 6}
FILTER_COMMAND = {FRAMES: "mac access-group", 4: "ip access-group", 6: "ipv6 traffic-filter"}
DIRECTIONS = {"in": "inbound", "out": "outbound", "input": "inbound", "output": "outbound"}
PORT_HEADER = re.compile(r"(?i)interface ((?!vlan|null|loopback|tunnel|bvi|mgmt)[a-z-]+ ?\d+(?:/\d+)*)")
BINDING = re.compile(
    r"(?i)ip source binding ([0-9a-f]{4}(?:\.[0-9a-f]{4}){2}) vlan (\d+) (\d+(?:\.\d+){3}) interface ([A-Za-z-]+ ?[\d/]+)"
)
BINDING_PORT = re.compile(r" interface ([A-Za-z-]+ ?[\d/]+)")
BINDING_VLAN = re.compile(r" vlan (\d+)")
# RGOS prints all VLANs that have no name of their own in one line.
VLAN_HEADER = re.compile(r"vlan (?:range )?([\d,-]+)")
# Catalyst 3560 and 3750 keep it when a port becomes an access port.
AS_A_TRUNK = re.compile(r"switchport trunk (?:encapsulation|native vlan|allowed vlan|pruning vlan) .+")
# Names as IOS prints them in a list: `Gi1/0/1 - 3 , Gi1/0/5`.
PORT_RANGE = re.compile(r"([A-Za-z-]+ ?)((?:\d+/)*)(\d+)(?: ?- ?(\d+))?")
BPDU_PROTECTION = re.compile(r"spanning-tree portfast (?:edge )?bpduguard default")
# Ours alone: what another policy says is nobody's business here but the port's that names it.
RATE_PROFILE = re.compile(r"policy-map (GOVKIOSK-(\d+))")
PORT_LINES: PortLines = (
    (re.compile(r"description (.+)"), put("description", str)),
    (re.compile(r"switchport mode (.+)"), put("link_type", str)),
    (re.compile(r"switchport access vlan (\d+)"), put("vlan", int)),
    (re.compile(r"switchport protected()"), put("isolation", lambda _: {1})),
    (re.compile(r"switchport port-security"), check("security")),
    (re.compile(r"switchport port-security maximum (\d+)"), put("most", int)),
    (re.compile(r"spanning-tree portfast(?: edge)?"), on("edge")),
    # Without this word IOS takes no notice of it on a trunk.
    (re.compile(r"spanning-tree portfast (?:edge )?trunk"), check("edge")),
    (re.compile(r"spanning-tree bpduguard enabled?"), check("bpdu_guard")),
    (re.compile(r"spanning-tree guard root"), keep("root_guard")),
    (re.compile(r"shutdown"), on("shut")),
    (re.compile(r"no shutdown"), on("shut", value=False)),
)
# More than any access switch has; a longer list names nothing in particular.
MOST_PORTS = 1024
AclNumber = Callable[[int, str], int]


class IosReader(Reader):
    """Collects objects while the blocks go by.

    Args:
        platform, acl_numbers: of `base.Platform`.
        acl_number: gives the number of an access list by its family and name, 0 if it has none.
        port_lines: the lines of a port that only this platform has.
        unsaid: what holds for a port whose text says nothing.
        tables, spanning_tree: of `reader.Reader`.
    """

    trunk_carries = None
    qos_words = QOS_WORDS
    vlan_interface = re.compile(r"(?i)interface vlan ?(\d+)")
    trunk = re.compile(r"(?i)(?:port-channel|aggregateport) ?(\d+)")
    member_lines = (
        (re.compile(r"switchport trunk allowed vlan (?:only |add )?([\d,-]+|all)"), carry(())),
        (re.compile(r"switchport trunk allowed vlan (?:remove|except) ([\d,-]+)"), carry(range(1, 4095), away=True)),
        (re.compile(r"switchport trunk allowed vlan none()"), put("tagged", lambda _: set())),
        (re.compile(r"switchport (?:trunk|hybrid) native vlan (\d+)"), put("native", int)),
        (re.compile(r"switchport trunk native vlan (tag)"), put("native", lambda _: 0)),
        (re.compile(r"(?:channel|port)-group (\d+)(?: .+)?"), join),
        # RGOS alone; what a hybrid port carries whose text does not end the list, is not read.
        (re.compile(r"switchport hybrid allowed vlan only tagged ([\d,-]+)"), carry(())),
        (re.compile(r"switchport hybrid allowed vlan remove ([\d,-]+)"), carry(range(1, 4095), away=True)),
        (re.compile(r"switchport hybrid allowed vlan (?:add |only )?untagged ([\d,-]+)"), untag),
    )

    def __init__(
        self,
        platform: str,
        acl_numbers: Mapping[int, tuple[int, int]],
        acl_number: AclNumber,
        port_lines: PortLines,
        unsaid: Mapping[str, Any],
        *,
        tables: LineTables,
        spanning_tree: bool,
    ) -> None:
        super().__init__(platform, acl_numbers)
        self.acl_number, self.unsaid, self.tables, self.spanning_tree = acl_number, unsaid, tables, spanning_tree
        self.port_lines = (*port_lines, *_filter_lines(acl_number, acl_numbers), *PORT_LINES)
        self.inspected_vlans: set[int] = set()
        self.snooped_vlans: set[int] = set()
        self.snooping = False
        self.prints_vlans = False
        self.tags_native = False

    def result(self) -> DeviceConfig:
        """Return what was collected."""
        if not self.prints_vlans:
            # A Catalyst that is a VTP server prints no VLAN, and makes one when the first port is put into it.
            self.vlans |= {port.vlan for port in self.ports.values()}
        if self.snooping:
            # What ARP inspection and source guard look into is the table of DHCP snooping: without it they have none.
            self.arp_vlans = self.inspected_vlans & self.snooped_vlans
            self.dormant_settings.clear()
        if self.tags_native:
            self.ports = {name: replace(port, native=0) for name, port in self.ports.items()}
        return super().result()

    def read(self, block: Block) -> None:
        """Read one block; what is not one of our kinds of object is foreign."""
        text = block.header.text
        if (header := ACL_HEADER.fullmatch(text)) and FAMILY_WORDS[header[1] or header[2]] in self.acl_numbers:
            self._acl(block, FAMILY_WORDS[header[1] or header[2]], header[3])
        elif port := self.port_name(text):
            self._port(block, port)
        elif text.startswith("ip source binding "):
            self.bindings.append(_read_binding(block.header, self.platform))
        elif rate := RATE_PROFILE.fullmatch(text):
            self.profiles.add(RateProfile(rate[1], int(rate[2])))
        elif not self._switch(block.header):
            self._foreign(block)
        elif vlans := VLAN_HEADER.fullmatch(text):
            self.foreign += block.body
            self._inside(block.body, self.tables.vlan, frozenset(vlan_list(vlans[1]) or ()))

    def port_name(self, header: str) -> str:
        """Return the port whose section a line opens, empty if it opens none."""
        port = PORT_HEADER.fullmatch(header)
        return port[1] if port else ""

    def port_names(self, text: str) -> frozenset[str]:
        """Return the ports of a list such as `Gi1/0/1 - 3 , Gi1/0/5`, none if it is more than that."""
        names: set[str] = set()
        for part in text.split(","):
            found = PORT_RANGE.fullmatch(part.strip())
            if found is None or int(found[4] or found[3]) - int(found[3]) > MOST_PORTS:
                return frozenset()
            first, last = int(found[3]), int(found[4] or found[3])
            written = (f"{found[1]}{found[2]}{number}" for number in range(first, last + 1))
            names |= {IDENTITIES[self.platform].port_names.full(name) or name for name in written}
            if len(names) > MOST_PORTS:
                return frozenset()
        return frozenset(names)

    def _vlans(self, match: re.Match[str]) -> frozenset[int]:
        """Return the VLANs that a line names; in some lists IOS puts blanks around the commas."""
        text = match.groupdict().get("vlans") or ""
        return frozenset(vlan_list(re.sub(r" ?([,-]) ?", r"\1", text)) or ())

    def _read_port(self, block: Block, name: str) -> Port:
        """Read a port; what it would carry as a trunk counts for nothing where it says that it is none, and is kept."""
        modes = [line.text for line in block.body if line.text.startswith("switchport mode ")]
        idle = [line for line in block.body if modes == ["switchport mode access"] and AS_A_TRUNK.fullmatch(line.text)]
        port = super()._read_port(replace(block, body=tuple(line for line in block.body if line not in idle)), name)
        return replace(port, harmless=(*port.harmless, *idle))

    def _switch(self, line: Line) -> bool:
        """Read a line about the switch as a whole, or tell that it is foreign."""
        text = line.text
        if inspected := INSPECTED_VLANS.fullmatch(text):
            self.inspected_vlans |= vlan_numbers(inspected[1])
        elif snooped := SNOOPED_VLANS.fullmatch(text):
            self.snooped_vlans |= vlan_numbers(snooped[1])
            self.dormant_settings.append(DormantSetting(SNOOPING, line, vlans=frozenset(vlan_numbers(snooped[1]))))
        elif text == SNOOPING:
            self.snooping = True
        elif BPDU_PROTECTION.fullmatch(text.removeprefix("no ")):
            self.bpdu_protection = not text.startswith("no ")
        elif text == "vlan dot1q tag native":
            self.tags_native = True
        elif text == "spanning-tree":
            self.spanning_tree = True
        elif vlans := VLAN_HEADER.fullmatch(text):
            self.prints_vlans = True
            self.vlans |= vlan_numbers(vlans[1])
        else:
            return False
        return True

    def _acl(self, block: Block, family: int, name: str) -> None:
        number = self.acl_number(family, name)
        self._keep_acl(_read_acl(block, family, number), block, theirs=number > 0)


def _filter_lines(acl_number: AclNumber, families: Collection[int]) -> PortLines:
    def reader(family: int) -> LineReader:
        def read(match: re.Match[str], found: dict[str, Any], line: Line) -> None:
            found["filters"].append(Filter(DIRECTIONS[match[2]], family, acl_number(family, match[1]), line))

        return read

    return tuple((re.compile(rf"{FILTER_COMMAND[kind]} (\S+) (in|out)"), reader(kind)) for kind in families)


def _read_binding(line: Line, platform: str) -> Binding:
    place, vlan, entry = BINDING_PORT.search(line.text), BINDING_VLAN.search(line.text), BINDING.fullmatch(line.text)
    return Binding(
        # IOS prints the port's short name.
        (IDENTITIES[platform].port_names.full(place[1]) or place[1]) if place else "",
        ipaddress.IPv4Address(entry[3]) if entry else None,
        read_mac(entry[1]) if entry else "",
        int(vlan[1]) if vlan else 0,
        line,
    )


def _read_acl(block: Block, family: int, number: int) -> Acl:
    """Read an access list; where the device prints no number, a rule has ten times its place."""
    rules: dict[int, Rule] = {}
    description, unknown = "", []
    for line in block.body:
        remark = re.fullmatch(r"(?:(?:sequence )?\d+ )?(?:list-)?remark (.+)", line.text)
        if remark and not description:
            description = remark[1]
            continue
        try:
            place = len(rules) + 1
            rule = parse_frame_rule(line, place) if family == FRAMES else parse_rule(line, family, place)
        except NotUnderstood:
            unknown.append(line)
            continue
        if rules.setdefault(rule.number, rule) is not rule:
            unknown.append(line)
    ordered = tuple(rules[key] for key in sorted(rules))
    return Acl(family, number, ordered, description, tuple(unknown), block.header)
