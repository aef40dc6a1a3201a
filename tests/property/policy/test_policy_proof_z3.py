# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A second opinion: z3, with an encoding of its own, agrees with the proof about every kind of packet violation."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.access_list import Acl, AddressMatch, Rule
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Binding, DeviceConfig, Filter, Port
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.intent import Permit, SiteIntent, TerminalPort
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.proof import prove
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.policy.policy_platforms import HUAWEI_VRP
from tests.helpers.policy.policy_worlds import DENY_ALL, DESTINATIONS, MACS, SOURCES, acls

z3 = pytest.importorskip("z3")
PORT = HUAWEI_VRP.ports[0]
PREFIX = IPv4Network("10.0.0.0/8")


class Z3Packet:
    """One packet of unknowns."""

    def __init__(self) -> None:
        self.source, self.destination = z3.BitVecs("source destination", 32)
        self.protocol = z3.BitVec("protocol", 8)
        self.source_port, self.destination_port = z3.BitVecs("source_port destination_port", 16)
        self.established, self.fragment = z3.Bools("established fragment")

    def rule(self, rule: Rule) -> Any:
        """The condition that a rule puts on the packet."""
        parts = [masked(self.source, rule.source), masked(self.destination, rule.destination)]
        if rule.protocol is not None:
            parts.append(self.protocol == rule.protocol)
        for ports, port in ((rule.source_ports, self.source_port), (rule.destination_ports, self.destination_port)):
            if ports:
                parts += [z3.UGE(port, ports[0]), z3.ULE(port, ports[1]), z3.Not(self.fragment)]
        if rule.icmp:
            kind, code = rule.icmp
            parts += [z3.Extract(15, 8, self.destination_port) == kind, z3.Not(self.fragment)]
            parts += [z3.Extract(7, 0, self.destination_port) == code] if code >= 0 else []
        parts += [self.established, z3.Not(self.fragment)] if rule.established else []
        parts += [self.fragment] if rule.fragment else []
        return z3.And(*parts)


def masked(unknown: Any, match: AddressMatch) -> Any:
    care = ~match.wildcard & 0xFFFF_FFFF
    return unknown & care == match.value & care


def possible(*conditions: Any) -> bool:
    solver = z3.Solver()
    solver.add(*conditions)
    return bool(solver.check() == z3.sat)


@dataclass(frozen=True)
class Opinion:
    """What z3 finds, in the words of the proof's kinds."""

    leak: bool
    unplanned: bool
    shut_out: int
    dead: frozenset[int]


def ask_z3(acl: Acl, intent: SiteIntent) -> Opinion:
    packet = Z3Packet()
    first, rest = [], z3.BoolVal(True)
    for rule in acl.rules:
        matched = packet.rule(rule)
        first.append((rule.permit, z3.And(rest, matched)))
        rest = z3.And(rest, z3.Not(matched))
    first.append((True, rest))
    passes = z3.Or(*(condition for permit, condition in first if permit))
    inside = masked(packet.destination, AddressMatch.of(PREFIX))
    planned = z3.Or(z3.BoolVal(False), *(packet.rule(permit.rule) for permit in intent.permits))
    harmless = [condition for permit, condition in first if permit and not possible(condition, z3.Not(inside))]
    return Opinion(
        leak=possible(passes, z3.Not(inside)),
        unplanned=any(possible(condition, inside, z3.Not(planned)) for condition in harmless),
        shut_out=sum(possible(packet.rule(permit.rule), z3.Not(passes)) for permit in intent.permits),
        dead=frozenset(
            rule.number for rule, (_, condition) in zip(acl.rules, first, strict=False) if not possible(condition)
        ),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Acl, SiteIntent]:
    """An access list, and an intent that it may or may not fit; half of the lists are made of the intent's permits."""
    flows = st.tuples(st.sampled_from(DESTINATIONS), st.sampled_from(["tcp", "udp"]), st.sampled_from([80, 443]))
    permits = tuple(
        Permit("kiosk", protocol, IPv4Address(SOURCES[0]), IPv4Network(destination), "7.3", ("item",), port=port)
        for destination, protocol, port in draw(st.lists(flows, max_size=4, unique=True))
    )
    acl = draw(acls(HUAWEI_VRP, 3901, most=5))
    if draw(st.booleans()):
        body = [permit.rule for permit in permits if draw(st.integers(0, 4))]
        extra = list(acl.rules) if draw(st.booleans()) else [DENY_ALL[4]]
        numbered = (Rule(**{**vars(rule), "number": 5 * place}) for place, rule in enumerate([*body, *extra], start=1))
        acl = Acl(4, 3901, tuple(numbered), "govkiosk site")
    terminal = TerminalPort("kiosk", PORT, MACS[0], IPv4Address(SOURCES[0]))
    return acl, SiteIntent("site", 110, (PREFIX,), (IPv4Address("8.8.8.8"),), (terminal,), permits, 8192)


@settings(max_examples=80, deadline=None)
@given(cases())
def test_z3_agrees(case: tuple[Acl, SiteIntent]) -> None:
    acl, intent = case
    wall6 = Acl(6, 3961, (DENY_ALL[6],), "govkiosk site")
    filters = (Filter("inbound", 4, 3901), Filter("inbound", 6, 3961))
    port = Port(
        PORT, "kiosk", "access", 110, 1, source_check=True, arp_check=True, isolation=frozenset({1}),
        bpdu_guard=True, filters=filters,
    )  # fmt: skip
    binding = Binding(PORT, IPv4Address(SOURCES[0]), MACS[0], 110)
    config = DeviceConfig("huawei_vrp", frozenset({1, 110}), (acl, wall6), (port,), (binding,))
    found = prove(config, intent)
    kinds = [violation.kind for violation in found]
    opinion = ask_z3(acl, intent)
    assert ("leak" in kinds) == opinion.leak
    assert ("unplanned" in kinds) == opinion.unplanned
    assert kinds.count("shut_out") == opinion.shut_out
    assert bool({"dead", "doubled"} & set(kinds)) == bool(opinion.dead)
    assert not set(kinds) - {"leak", "unplanned", "shut_out", "dead", "doubled", "no_final_deny"}
