# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""H3C Comware 7, as the S5130 access switches speak it.

Sources: H3C S5130 and S6800 command references for Comware 7 (ACL, packet filtering, IP source guard: h3c.com
d_202106/1416141; ARP attack protection; port security: d_202106/1416535; port isolation; spanning tree) and HP MSR
ACL and QoS command reference V7, p. 94, for `qos lr`, whose steps are from the H3C S5820X command reference (8 kbit/s;
512 bytes, up to 16000000) and the S6812's (64 kbit/s), the default burst from both. Unverified on a switch: `qos lr
inbound`, which the S5130's own manual does not have, the S5130's steps, and `stp port bpdu-protection`, which only newer
releases know.
`packet-filter` lets through what no rule matches, unless `packet-filter default deny` is set; the final deny is written.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ....module_utils.message import say
from ...config.access_list import FRAMES
from ...config.blocks import Block
from ...config.dormant import DormantSetting
from ...config.line import Line
from ...config.notation import read_mac, vlan_numbers, write_mac
from ...config.objects import Binding, DeviceConfig, Filter
from ...config.rate_steps import RateSteps
from ...config.steps import (
    AddVlan,
    CheckArp,
    InPort,
    Language,
    ProtectFromBpdus,
    RemoveRateProfile,
    SecondAcl,
    SetPort,
    Step,
    SwitchStep,
)
from ..comware_vrp.foreign_words import FOREIGN
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
from ..comware_vrp.rules import COMWARE_RULES
from ..line_readers import carry, check, join, keep, on, put
from .lines import COMWARE

PORT_SECURITY = "port-security enable"
# 802.1X and MAC authentication, on the whole switch or on a port; what follows the word tunes them.
AUTHENTICATION = re.compile(r"dot1x|mac-authentication")
KINDS = {FRAMES: "mac ", 4: "", 6: "ipv6 "}
RATES = RateSteps(step=64, burst_step=512, most_burst=16_000_000)
ANY_BINDING = re.compile(r"ip(?:v6)? source binding ")
BINDING = re.compile(rf"ip source binding ip-address ({IPV4}) mac-address ({MAC})(?: vlan (\d+))?$")


class _Reader(WildcardReader):
    rule_words = COMWARE_RULES
    acl_header = re.compile(r"acl (?P<six>ipv6 )?(?:advanced|number|mac) (?P<number>\d+)(?P<more> .+)?$")
    port_header = re.compile(
        r"interface ((?!Vlan-interface|M-Gigabit|MGE|NULL|LoopBack|InLoopBack|Tunnel)[A-Za-z-]*[A-Za-z]\d[\d/]*)$"
    )
    port_lines = (
        (re.compile(r"description (.+)"), put("description", str)),
        (re.compile(r"port link-type (\S+)"), put("link_type", str)),
        (re.compile(r"port access vlan (\d+)"), put("vlan", int)),
        # `secure` is what a port that has learned all its addresses turns into.
        (re.compile(r"port-security port-mode (?:autolearn|secure)"), check("security")),
        (re.compile(r"port-security max-mac-count (\d+)"), put("most", int)),
        # Where learned addresses are kept is no matter of which packets pass.
        (re.compile(r"port-security mac-address dynamic"), lambda _match, _found, _line: None),
        (re.compile(r"ip verify source ip-address mac-address"), check("source_check")),
        (re.compile(r"arp detection trust"), check("arp_trust")),
        (re.compile(r"port-isolate enable(?: group (\d+))?"), put_isolation),
        (re.compile(r"stp edged-port(?: enable)?"), check("edge")),
        (re.compile(r"stp port bpdu-protection enable"), check("bpdu_guard")),
        (re.compile(r"stp root-protection"), keep("root_guard")),
        (re.compile(r"shutdown"), on("shut")),
        (re.compile(r"undo shutdown"), on("shut", value=False)),
        (
            re.compile(
                r"packet-filter (?:(?P<six>ipv6 )|mac )?(?P<acl>\d+) (?P<direction>inbound|outbound)(?: hardware-count)?"
            ),
            put_filter,
        ),
        # Half a second's worth, rounded up to a step, says the manual.
        (
            re.compile(r"qos lr (inbound|outbound) cir (\d+)(?: cbs (\d+))?"),
            put_rate(lambda cir: RATES.whole_burst(62.5 * cir)),
        ),
    )
    member_lines = (
        (re.compile(r"port trunk permit vlan (.+)"), carry(frozenset({1}))),
        (re.compile(r"undo port trunk permit vlan (.+)"), carry(frozenset({1}), away=True)),
        (re.compile(r"port hybrid vlan (.+) tagged"), carry(frozenset({1}))),
        (re.compile(r"port hybrid vlan (.+) untagged"), carry(frozenset({1}), bare=True)),
        (re.compile(r"undo port hybrid vlan (.+)"), carry(frozenset({1}), away=True)),
        (re.compile(r"port (?:trunk|hybrid) pvid vlan (\d+)"), put("native", int)),
        (re.compile(r"port link-aggregation group (\d+)(?: .+)?"), join),
    )
    tables = COMWARE
    unsaid: Mapping[str, Any] = {"most": 0, "link_type": "access"}
    # With initial settings it is off; with factory defaults the line is there (H3C and HPE, enabling spanning tree).
    spanning_tree = False
    port_security = False

    def result(self) -> DeviceConfig:
        if self.port_security:
            self.dormant_settings = [setting for setting in self.dormant_settings if setting.feature != PORT_SECURITY]
            return super().result()
        found = super().result()
        # A mode that a port has does nothing before port security is on for the whole switch.
        return replace(found, ports=tuple(replace(port, max_macs=0) for port in found.ports))

    def _foreign(self, block: Block) -> None:
        if AUTHENTICATION.fullmatch(block.header.text):
            self.dormant_settings.append(_authentication(block.header))
        super()._foreign(block)

    def _own(self, block: Block) -> bool:
        text = block.header.text
        if text == PORT_SECURITY:
            self.port_security = True
        elif text in ("stp global enable", "stp enable"):
            self.spanning_tree = True
        elif ANY_BINDING.match(text):
            self.bindings.append(_read_binding(block.header, ""))
        elif re.fullmatch(r"vlan \d+(?: to \d+)?", text):
            self._vlan(block)
        return text.startswith(("vlan ", "ip source binding ", "ipv6 source binding "))

    def _vlan(self, block: Block) -> None:
        numbers = vlan_numbers(block.header.text)
        self.vlans.update(numbers)
        for line in block.body:
            if line.text == "arp detection enable":
                self.arp_vlans.update(numbers)
            else:
                self.foreign.append(line)
                self._judge(line, self.tables.vlan, frozenset(numbers))

    def _port(self, block: Block, name: str) -> None:
        bindings = [line for line in block.body if ANY_BINDING.match(line.text)]
        self.bindings += [_read_binding(line, name) for line in bindings]
        modes = (line for line in block.body if line.text.startswith("port-security port-mode "))
        self.dormant_settings += (DormantSetting(PORT_SECURITY, line, port=name) for line in modes)
        self.dormant_settings += (
            _authentication(line, name) for line in block.body if AUTHENTICATION.fullmatch(line.text)
        )
        super()._port(replace(block, body=tuple(line for line in block.body if not ANY_BINDING.match(line.text))), name)


def _authentication(line: Line, port: str = "") -> DormantSetting:
    fix = say(
        "leave it to the engineers of the authentication: `{feature}` wants it off first, and resets every port's settings of it",
        feature=PORT_SECURITY,
    )
    return DormantSetting(PORT_SECURITY, line, port, then=say("cannot stay as it is with"), fix=fix)


def _read_binding(line: Line, port: str) -> Binding:
    entry = BINDING.match(line.text)
    if entry is None:
        return Binding(port, None, "", 0, line)
    return Binding(port, ipaddress.IPv4Address(entry[1]), read_mac(entry[2]), int(entry[3] or 0), line)


def _max_macs(value: int, _old: int) -> tuple[str, ...]:
    # The count of a port that is learning cannot be changed, nor one mode be changed into another.
    leave = "undo port-security port-mode"
    # A learned address would otherwise enter the configuration, which then is never the one that was saved.
    dynamic = "port-security mac-address dynamic"
    if not value:
        return (leave, "undo port-security max-mac-count", f"undo {dynamic}")
    return (leave, f"port-security max-mac-count {value}", "port-security port-mode autolearn", dynamic)


def _isolation(value: frozenset[int], old: frozenset[int]) -> tuple[str, ...]:
    # A port is in one group at most.
    leave = ("undo port-isolate enable",) if old else ()
    return (*leave, *(f"port-isolate enable group {group}" for group in sorted(value)))


def _needs(step: Step) -> Iterator[str]:
    """Return what has to be on for the whole switch before a port can do the step."""
    for port_step in step.steps if isinstance(step, InPort) else ():
        if isinstance(port_step, SetPort) and port_step.value:
            if port_step.field == "max_macs":
                yield PORT_SECURITY
            elif port_step.field == "isolation":
                yield from (f"port-isolate group {group}" for group in sorted(port_step.value))


class HpComware(WildcardPlatform):
    """The platform `hp_comware`."""

    name = "hp_comware"
    second_acl: SecondAcl = "refused"
    # Comware 5 is a language of its own, in which `acl number`, `stp` and port security are written otherwise.
    other_system: re.Pattern[str] | None = re.compile(r"version [1-6]\..*")
    # Some models want multiples of 8, others of 64, which are also multiples of 8.
    rates = RATES
    foreign = replace(FOREIGN, denies_rest="packet-filter default deny")
    reader = _Reader
    acl_word = "advanced"
    settings: Mapping[str, Setting] = {
        "description": lambda value, _old: (f"description {value}",) if value else ("undo description",),
        "link_type": lambda value, _old: (f"port link-type {value}",),
        "vlan": lambda value, _old: (f"port access vlan {value}",) if value != 1 else ("undo port access vlan",),
        "max_macs": _max_macs,
        "source_check": switch("ip verify source ip-address mac-address", "ip verify source"),
        "arp_trust": switch("arp detection trust"),
        "isolation": _isolation,
        "edge": switch("stp edged-port"),
        "bpdu_guard": switch("stp port bpdu-protection enable", "stp port bpdu-protection"),
        "shut": switch("shutdown"),
    }

    def write(self, steps: Iterable[Step]) -> tuple[str, ...]:
        """Return the commands, from the system view and back to it; those that ports depend on come first."""
        chosen = tuple(steps)
        return (*dict.fromkeys(line for step in chosen for line in _needs(step)), *super().write(chosen))

    def _write_switch(self, step: SwitchStep) -> tuple[str, ...]:
        match step:
            case AddVlan(vlan):
                return (f"vlan {vlan}", "quit")
            case CheckArp(vlan):
                return (f"vlan {vlan}", "arp detection enable", "quit")
            case ProtectFromBpdus():
                return ("stp bpdu-protection",)
            case RemoveRateProfile():
                # Rates have no names here.
                return ()

    def _write_binding(self, binding: Binding, undo: str) -> tuple[str, ...]:
        vlan = f" vlan {binding.vlan}" if binding.vlan else ""
        line = f"{undo}ip source binding ip-address {binding.address} mac-address {write_mac(binding.mac)}{vlan}"
        return (f"interface {binding.port}", line, "quit") if binding.port else (line,)

    def _filter_line(self, acl_filter: Filter) -> str:
        return f"packet-filter {KINDS[acl_filter.family]}{acl_filter.acl} {acl_filter.direction}"

    def _acl_header(self, family: int, number: int) -> str:
        return f"acl mac {number}" if family == FRAMES else super()._acl_header(family, number)


LANGUAGE: Language = HpComware()
