# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Hypothesis strategies: access lists and switches over a small world, in which coincidences are likely."""

from __future__ import annotations

import itertools
from dataclasses import replace
from ipaddress import IPv4Address

from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.objects import (
    WIDTH,
    Acl,
    AddressMatch,
    Binding,
    DeviceConfig,
    Filter,
    Port,
    RateLimit,
    Rule,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.packet import ICMP, TCP, UDP, Packet
from hypothesis import strategies as st

SOURCES = [int(IPv4Address(f"10.0.0.{host}")) for host in (1, 2, 3)]
DESTINATIONS = [int(IPv4Address(text)) for text in ("10.1.0.1", "10.1.0.2", "8.8.8.8")]
TCP_PORTS = [22, 80, 443]
MACS = ["54:89:98:00:01:01", "54:89:98:00:01:02"]
PORTS = [f"GigabitEthernet0/0/{number}" for number in (1, 2, 3)]
VLANS = [1, 20, 110]
SLOTS = {4: (3901, 3902), 6: (3961, 3962)}
FOREIGN = 3000
DENY_ALL = {family: Rule(4000, False, AddressMatch.any(family), AddressMatch.any(family)) for family in (4, 6)}

# Every IPv4 packet that the small world tells apart, and one IPv6 packet.
PACKETS = [
    Packet(4, source, destination, protocol, 22, port, established=established)
    for source, destination, protocol, port, established in itertools.product(
        SOURCES, DESTINATIONS, (TCP, UDP), (80, 443), (False, True)
    )
    if protocol == TCP or not established
] + [
    *(Packet(4, source, destination, TCP, fragment=True) for source in SOURCES for destination in DESTINATIONS),
    Packet(6, 1, 2, TCP, 40000, 443),
]


def matches(values: list[int]) -> st.SearchStrategy[AddressMatch]:
    """Addresses near the world's: single ones, prefixes, and wildcards with holes."""
    wildcards = st.sampled_from([0, 0, 1, 3, 0xFF, 0x0100_0000, 0x0001_0002, 0xFFFF_FFFF])
    return st.builds(lambda value, wildcard: AddressMatch(4, value, wildcard), st.sampled_from(values), wildcards)


@st.composite
def rules(draw: st.DrawFn, number: int, family: int = 4) -> Rule:
    """One rule, of any form that the dialect knows."""
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
def acls(draw: st.DrawFn, number: int, family: int = 4, most: int = 4, end: bool | None = None) -> Acl:
    """An access list; `end` says whether it ends in a deny, None leaves it to chance."""
    body = [draw(rules(5 * place, family)) for place in range(1, draw(st.integers(0, most)) + 1)]
    if end or (end is None and draw(st.booleans())):
        body.append(DENY_ALL[family])
    # A switch takes no rule twice.
    once = {replace(rule, number=0): rule for rule in reversed(body)}
    body = sorted(once.values(), key=lambda rule: rule.number)
    return Acl(family, number, tuple(body), draw(st.sampled_from(["", "govkiosk somewhere"])))


@st.composite
def ports(draw: st.DrawFn, name: str, filters: tuple[Filter, ...]) -> Port:
    """A port with these filters."""
    link = draw(st.sampled_from(["access", "access", ""]))
    rates = {direction: draw(st.sampled_from([None, 4096, 8192])) for direction in ("inbound", "outbound")}
    return Port(
        name,
        description=draw(st.sampled_from(["", "kiosk"])),
        link_type=link,
        vlan=draw(st.sampled_from(VLANS)) if link else 1,
        max_macs=draw(st.sampled_from([0, 1, 2])),
        source_check=draw(st.booleans()),
        arp_check=draw(st.booleans()),
        isolation=draw(st.sampled_from([frozenset(), frozenset({1}), frozenset({2})])),
        edge=draw(st.booleans()),
        shut=draw(st.sampled_from([False, False, False, True])),
        filters=filters,
        rates=frozenset(RateLimit(direction, cir, 125 * cir) for direction, cir in rates.items() if cir),
    )


def bindings() -> st.SearchStrategy[tuple[Binding, ...]]:
    """A few entries, one for each address and port at most."""
    one = st.builds(
        Binding,
        st.sampled_from(PORTS),
        st.sampled_from([IPv4Address(source) for source in SOURCES]),
        st.sampled_from(MACS),
        st.sampled_from([20, 110]),
    )
    return st.lists(one, max_size=3, unique_by=lambda entry: entry.address).map(
        lambda found: tuple(sorted(found, key=str))
    )


@st.composite
def running(draw: st.DrawFn) -> DeviceConfig:
    """A switch as it may be found: new, ours, changed by hand, or left in the middle of a change."""
    lists = [Acl(4, FOREIGN, (Rule(5, True, AddressMatch.any(4), AddressMatch.any(4)),))]
    for family, numbers in SLOTS.items():
        lists += [draw(acls(number, family)) for number in numbers if draw(st.booleans())]
    choices = [Filter("inbound", acl.family, acl.number) for acl in lists]
    found = []
    for name in PORTS:
        filters = draw(st.lists(st.sampled_from(choices), max_size=2, unique=True))
        found.append(draw(ports(name, tuple(filters))))
    ordered = tuple(sorted(lists, key=lambda acl: (acl.family, acl.number)))
    return DeviceConfig("huawei_vrp", frozenset(VLANS), ordered, tuple(found), draw(bindings()))


@st.composite
def wanted(draw: st.DrawFn) -> DeviceConfig:
    """What a template may render for some of the ports."""
    lists = tuple(draw(acls(SLOTS[family][0], family)) for family in (4, 6))
    filters = tuple(Filter("inbound", acl.family, acl.number) for acl in lists)
    names = draw(st.lists(st.sampled_from(PORTS), min_size=1, unique=True).map(sorted))
    found = tuple(draw(ports(name, filters)) for name in names)
    entries = tuple(entry for entry in draw(bindings()) if entry.port in names)
    return DeviceConfig("huawei_vrp", frozenset({1, 110}) | {port.vlan for port in found}, lists, found, entries)
