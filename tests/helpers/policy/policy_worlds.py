# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Hypothesis strategies: access lists and switches over a small world, in which coincidences are likely."""

from __future__ import annotations

import itertools
from dataclasses import replace
from ipaddress import IPv4Address

from ansible_collections.govkiosk.site.plugins.plugin_utils.config.access_list import (
    FRAMES,
    WIDTH,
    Acl,
    AddressMatch,
    Rule,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import (
    Binding,
    DeviceConfig,
    Filter,
    Port,
    RateLimit,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.packet import ICMP, TCP, UDP, Packet
from hypothesis import strategies as st

from tests.helpers.policy.policy_platforms import PlatformCase

SOURCES = [int(IPv4Address(f"10.0.0.{host}")) for host in (1, 2, 3)]
DESTINATIONS = [int(IPv4Address(text)) for text in ("10.1.0.1", "10.1.0.2", "8.8.8.8")]
TCP_PORTS = [22, 80, 443]
MACS = ["54:89:98:00:01:01", "54:89:98:00:01:02"]
VLANS = [1, 20, 110]
DENY_ALL = {family: Rule(4000, False, AddressMatch.any(family), AddressMatch.any(family)) for family in WIDTH}
TYPES = [0x0800, 0x0801, 0x0806, 0x8847, 0x8863]

# Every IPv4 packet that the small world tells apart, one IPv6 packet, and a frame of each type.
PACKETS = [
    Packet(4, source, destination, protocol, 22, port, established=established)
    for source, destination, protocol, port, established in itertools.product(
        SOURCES, DESTINATIONS, (TCP, UDP), (80, 443), (False, True)
    )
    if protocol == TCP or not established
] + [
    *(Packet(4, source, destination, TCP, fragment=True) for source in SOURCES for destination in DESTINATIONS),
    Packet(6, 1, 2, TCP, 40000, 443),
    *(Packet(FRAMES, 1, 2, kind) for kind in TYPES if kind != 0x0800),
]


def matches(values: list[int]) -> st.SearchStrategy[AddressMatch]:
    """Addresses near the world's: single ones, prefixes, and wildcards with holes."""
    wildcards = st.sampled_from([0, 0, 1, 3, 0xFF, 0x0100_0000, 0x0001_0002, 0xFFFF_FFFF])
    return st.builds(lambda value, wildcard: AddressMatch(4, value, wildcard), st.sampled_from(values), wildcards)


@st.composite
def rules(draw: st.DrawFn, number: int, family: int = 4) -> Rule:
    """One rule, of any form that some platform knows."""
    if family == FRAMES:
        everything, wildcard = AddressMatch.any(FRAMES), draw(st.sampled_from([0, 0, 1, 0xFF, 0x7FF]))
        kind = draw(st.sampled_from([None, *TYPES]))
        protocol, wildcard = (None, 0) if kind is None else (kind & ~wildcard, wildcard)
        return Rule(number, draw(st.booleans()), everything, everything, protocol, wildcard=wildcard)
    if family == 6:
        length = draw(st.integers(0, 128))
        source = AddressMatch(6, draw(st.integers(0, 2**128 - 1)), (1 << (WIDTH[6] - length)) - 1)
        destination = AddressMatch.any(6)
    else:
        source, destination = draw(matches(SOURCES)), draw(matches(DESTINATIONS))
    protocol = draw(st.sampled_from([None, TCP, TCP, UDP, ICMP[family], 47]))
    rule = Rule(number, draw(st.booleans()), source, destination, protocol)
    if protocol in (TCP, UDP):
        spans = st.sampled_from([None, (80, 80), (80, 443), (0, 79), (444, 65535), (1, 1)])
        rule = replace(rule, destination_ports=draw(spans), source_ports=draw(st.sampled_from([None, None, (22, 22)])))
    if protocol == TCP:
        rule = replace(rule, established=draw(st.booleans()))
    if protocol == ICMP[family]:
        rule = replace(rule, icmp=draw(st.sampled_from([None, (8, 0), (3, -1), (129, 0)])))
    if not rule.layer4:
        rule = replace(rule, fragment=draw(st.sampled_from([False, False, True])))
    return rule


@st.composite
def acls(
    draw: st.DrawFn, case: PlatformCase, number: int, family: int = 4, most: int = 4, end: bool | None = None
) -> Acl:
    """An access list; `end` says whether it ends in a deny, None leaves it to chance."""
    body = [draw(rules(0, family)) for _ in range(draw(st.integers(0, most)))]
    if end or (end is None and draw(st.booleans())):
        body.append(DENY_ALL[family])
    # A switch takes no rule twice.
    once = dict.fromkeys(case.rule_said(replace(rule, number=0)) for rule in body)
    numbered = (replace(rule, number=case.rule_step * place) for place, rule in enumerate(once, start=1))
    said = ["govkiosk here", "govkiosk somewhere"] if family not in case.platform.unsigned else [""]
    return Acl(family, number, tuple(numbered), draw(st.sampled_from(said)))


@st.composite
def ports(draw: st.DrawFn, case: PlatformCase, name: str, filters: tuple[Filter, ...]) -> Port:
    """A port with these filters."""
    arp = draw(st.booleans())
    link = draw(st.sampled_from(["access", "access", ""]))
    rates = {direction: draw(st.sampled_from([None, 4096, 8192])) for direction in ("inbound", "outbound")}
    port = Port(
        name,
        description=draw(st.sampled_from(["", "kiosk"])),
        link_type=link,
        vlan=draw(st.sampled_from(VLANS)) if link else 1,
        max_macs=draw(st.sampled_from([0, 1, 2])),
        source_check=draw(st.booleans()),
        arp_check=arp and case.checks_arp_by == "port",
        arp_trust=arp and case.checks_arp_by == "vlan",
        isolation=draw(st.sampled_from([frozenset(), frozenset({1}), frozenset({2})])),
        edge=draw(st.booleans()),
        shut=draw(st.sampled_from([False, False, False, True])),
        filters=filters,
        rates=frozenset(RateLimit(direction, cir, 125 * cir) for direction, cir in rates.items() if cir),
    )
    return case.port_said(port)


def bindings(case: PlatformCase) -> st.SearchStrategy[tuple[Binding, ...]]:
    """A few entries, one for each address at most."""
    one = st.builds(
        Binding,
        st.sampled_from(case.ports),
        st.sampled_from([IPv4Address(source) for source in SOURCES]),
        st.sampled_from(MACS),
        st.sampled_from([20, 110]),
    )
    keys = (lambda entry: entry.address, lambda entry: (entry.mac, entry.vlan) if case.one_binding else entry.address)
    return st.lists(one, max_size=3, unique_by=keys).map(lambda found: tuple(sorted(found, key=str)))


def arp_vlans(case: PlatformCase) -> st.SearchStrategy[frozenset[int]]:
    """The VLANs in which ARP packets are checked."""
    return st.frozensets(st.sampled_from(VLANS)) if case.checks_arp_by == "vlan" else st.just(frozenset())


@st.composite
def running(draw: st.DrawFn, case: PlatformCase) -> DeviceConfig:
    """A switch as it may be found: new, ours, changed by hand, or left in the middle of a change."""
    lists = []
    if case.foreign_acl:
        everything = Rule(case.rule_step, True, AddressMatch.any(4), AddressMatch.any(4))
        lists.append(Acl(4, case.foreign_acl, (everything,)))
    for family, numbers in case.acl_numbers.items():
        lists += [draw(acls(case, number, family)) for number in numbers if draw(st.booleans())]
    choices = st.lists(
        st.sampled_from([Filter("inbound", acl.family, acl.number) for acl in lists]) if lists else st.nothing(),
        max_size=2,
        unique_by=(lambda one: one.family) if case.one_filter else (lambda one: one),
    )
    # Where lists do not join, the device does not remember which of them came first.
    kept = (lambda filters: tuple(sorted(filters))) if case.one_filter else tuple
    found = [draw(ports(case, name, kept(draw(choices)))) for name in case.ports]
    ordered = tuple(sorted(lists, key=lambda acl: (acl.family, acl.number)))
    return DeviceConfig(
        case.name,
        frozenset(VLANS),
        ordered,
        tuple(found),
        draw(bindings(case)),
        arp_vlans=draw(arp_vlans(case)),
        bpdu_protection=draw(st.booleans()),
    )


@st.composite
def wanted(draw: st.DrawFn, case: PlatformCase) -> DeviceConfig:
    """What a template may render for some of the ports."""
    lists = tuple(draw(acls(case, case.acl_numbers[family][0], family)) for family in case.acl_numbers)
    filters = tuple(Filter("inbound", acl.family, acl.number) for acl in lists)
    names = draw(st.lists(st.sampled_from(case.ports), min_size=1, unique=True).map(sorted))
    found = tuple(draw(ports(case, name, filters)) for name in names)
    entries = tuple(entry for entry in draw(bindings(case)) if entry.port in names)
    checked = draw(arp_vlans(case))
    vlans = frozenset({1, 110}) | {port.vlan for port in found} | checked
    return DeviceConfig(case.name, vlans, lists, found, entries, arp_vlans=checked, bpdu_protection=draw(st.booleans()))
