# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Huawei VRP 5, as the S5700 access switches speak it.

Sources: Huawei command references S1720–S6720 V200R011 (EDOC1000178165) for ACL, traffic-filter, user-bind,
ip source check, port-security (one MAC unless said otherwise; EDOC1000166501) and qos lr.
`traffic-filter` lets through what no rule matches: the final deny has to be written.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any

from ...config.blocks import Block
from ...config.notation import read_mac, vlan_numbers, write_mac
from ...config.objects import Binding, Filter
from ...config.rate_steps import BYTES
from ...config.steps import AddVlan, CheckArp, Language, ProtectFromBpdus, RemoveRateProfile, SecondAcl, SwitchStep
from ..comware_vrp.language import (
    IPV4,
    MAC,
    Setting,
    WildcardPlatform,
    WildcardReader,
    put_filter,
    put_isolation,
    put_rate,
    switch,
)
from ..comware_vrp.rules import VRP_RULES
from ..line_readers import PortLines, carry, check, join, keep, on, put
from .lines import VRP

BINDING = re.compile(
    rf"user-bind static ip-address ({IPV4}) mac-address ({MAC})"
    r"(?: interface [A-Za-z0-9-]*[A-Za-z-] ?\d[\d/]*)?(?: vlan \d+)?$"
)
BINDING_PORT = re.compile(r" interface ([A-Za-z0-9-]*[A-Za-z-]) ?(\d[\d/]*)")
BINDING_VLAN = re.compile(r" vlan (\d+)")
# A trunk carries VLAN 1 as well until it is told not to.
WORDS = frozenset({1})


class VrpReader(WildcardReader):
    """Reads what VRP 5 prints."""

    rule_words = VRP_RULES
    acl_header = re.compile(
        r"acl (?P<six>ipv6 )?(?:number |(?P<name>name \S+ (?:advance )?(?:number )?))?(?P<number>\d+)(?P<more> .+)?$"
    )
    port_header = re.compile(
        r"interface ((?!Vlanif|MEth|NULL|LoopBack|Tunnel|Stack|stack-port)[A-Za-z0-9-]*[A-Za-z-] ?\d[\d/]*)$"
    )
    port_lines: PortLines = (
        (re.compile(r"description (.+)"), put("description", str)),
        (re.compile(r"port link-type (\S+)"), put("link_type", str)),
        (re.compile(r"port default vlan (\d+)"), put("vlan", int)),
        (re.compile(r"port-security enable"), check("security")),
        (re.compile(r"port-security max-mac-num (\d+)"), put("most", int)),
        (re.compile(r"ip source check user-bind enable"), check("source_check")),
        (re.compile(r"arp anti-attack check user-bind enable"), check("arp_check")),
        (re.compile(r"port-isolate enable(?: group (\d+))?"), put_isolation),
        (re.compile(r"stp edged-port enable"), check("edge")),
        # Where edge ports are the default.
        (re.compile(r"stp edged-port disable"), check("edge", value=False)),
        (re.compile(r"stp root-protection"), keep("root_guard")),
        (re.compile(r"shutdown"), on("shut")),
        (re.compile(r"undo shutdown"), on("shut", value=False)),
        (re.compile(r"traffic-filter (?P<direction>inbound|outbound) acl (?P<six>ipv6 )?(?P<acl>\d+)"), put_filter),
        (re.compile(r"qos lr (inbound|outbound) cir (\d+)(?: cbs (\d+))?"), put_rate(lambda cir: BYTES * cir)),
    )
    member_lines: PortLines = (
        (re.compile(r"port (?:trunk allow-pass|hybrid tagged) vlan (.+)"), carry(WORDS)),
        (re.compile(r"port hybrid untagged vlan (.+)"), carry(WORDS, bare=True)),
        (re.compile(r"undo port (?:trunk allow-pass|hybrid) vlan (.+)"), carry(WORDS, away=True)),
        (re.compile(r"eth-trunk (\d+)(?: .+)?"), join),
        (re.compile(r"port (?:trunk|hybrid) pvid vlan (\d+)"), put("native", int)),
    )
    tables = VRP
    unsaid: Mapping[str, Any] = {"most": 1}

    def _own(self, block: Block) -> bool:
        text = block.header.text
        if text.startswith("user-bind static "):
            self.bindings.append(_read_binding(block))
            return True
        if re.match(r"vlan (batch )?\d", text):
            self.vlans.update(vlan_numbers(text))
            self.foreign += block.body
            self._inside(block.body, self.tables.vlan, frozenset(vlan_numbers(text)))
            return True
        return False


def _read_binding(block: Block) -> Binding:
    text = block.header.text
    place, vlan, entry = BINDING_PORT.search(text), BINDING_VLAN.search(text), BINDING.match(text)
    return Binding(
        f"{place[1]}{place[2]}" if place else "",
        ipaddress.IPv4Address(entry[1]) if entry else None,
        read_mac(entry[2]) if entry else "",
        int(vlan[1]) if vlan else 0,
        block.header,
    )


def _max_macs(value: int, old: int) -> tuple[str, ...]:
    if not value:
        return ("undo port-security enable",)
    enable = () if old else ("port-security enable",)
    return (*enable, f"port-security max-mac-num {value}")


def _isolation(value: frozenset[int], old: frozenset[int]) -> tuple[str, ...]:
    leave = [f"undo port-isolate enable group {group}" for group in sorted(old - value)]
    return (*leave, *(f"port-isolate enable group {group}" for group in sorted(value - old)))


class HuaweiVrp(WildcardPlatform):
    """The platform `huawei_vrp`."""

    name = "huawei_vrp"
    second_acl: SecondAcl = "joins"
    reader: type[WildcardReader] = VrpReader
    acl_word = "number"
    settings: Mapping[str, Setting] = {
        "description": lambda value, _old: (f"description {value}",) if value else ("undo description",),
        "link_type": lambda value, _old: (f"port link-type {value}",) if value else ("undo port link-type",),
        "vlan": lambda value, _old: (f"port default vlan {value}",) if value != 1 else ("undo port default vlan",),
        "max_macs": _max_macs,
        "source_check": switch("ip source check user-bind enable"),
        "arp_check": switch("arp anti-attack check user-bind enable"),
        "isolation": _isolation,
        "edge": switch("stp edged-port enable", "stp edged-port"),
        "shut": switch("shutdown"),
    }

    def _write_switch(self, step: SwitchStep) -> tuple[str, ...]:
        match step:
            case AddVlan(vlan):
                return (f"vlan batch {vlan}",)
            case ProtectFromBpdus():
                return ("stp bpdu-protection",)
            case CheckArp() | RemoveRateProfile():
                # Ports check ARP packets here, not VLANs; and rates have no names.
                return ()

    def _write_binding(self, binding: Binding, undo: str) -> tuple[str, ...]:
        interface = f" interface {binding.port}" if binding.port else ""
        vlan = f" vlan {binding.vlan}" if binding.vlan else ""
        mac = write_mac(binding.mac)
        return (f"{undo}user-bind static ip-address {binding.address} mac-address {mac}{interface}{vlan}",)

    def _filter_line(self, acl_filter: Filter) -> str:
        return f"traffic-filter {acl_filter.direction} acl {'ipv6 ' if acl_filter.family == 6 else ''}{acl_filter.acl}"


LANGUAGE: Language = HuaweiVrp()
