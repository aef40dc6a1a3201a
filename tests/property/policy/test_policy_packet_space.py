# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The proof's sets of packets against the plain reading of a rule, and one engine against the other."""

from __future__ import annotations

from ansible_collections.govkiosk.site.plugins.plugin_utils.config.access_list import AddressMatch, Rule
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.packet import TCP, Packet
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.packet_space import (
    packet_space,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.policy.packet_sets import holds
from tests.helpers.policy.policy_worlds import rules


@st.composite
def rules_and_packets(draw: st.DrawFn) -> tuple[Rule, Packet]:
    """A rule, and a packet that it matches but for one field or so."""
    rule = draw(rules(5))

    def near(match: AddressMatch) -> int:
        address = match.value | draw(st.integers(0, 2**32 - 1)) & match.wildcard
        return address ^ draw(st.sampled_from([0, 0, 0, 1, 1 << 16, 1 << 31]))

    def port(ports: tuple[int, int] | None) -> int:
        low, high = ports or (0, 65535)
        return draw(st.sampled_from([low, high, max(low - 1, 0), min(high + 1, 65535)]))

    icmp = st.sampled_from([8 << 8, 8 << 8 | 1, 3 << 8 | 4, 129 << 8])
    packet = Packet(
        4,
        near(rule.source),
        near(rule.destination),
        draw(st.sampled_from([rule.protocol or 6, rule.protocol or 89, 17])),
        port(rule.source_ports),
        draw(icmp) if rule.protocol == 1 else port(rule.destination_ports),
        draw(st.booleans()),
        draw(st.booleans()),
    )
    return rule, packet


@settings(max_examples=500, deadline=None)
@given(rules_and_packets())
def test_a_rule_holds_the_packets_that_it_matches(case: tuple[Rule, Packet]) -> None:
    rule, packet = case
    with packet_space(4) as space:
        assert holds(space, space.rule(rule), packet) == rule.matches(packet)


@settings(max_examples=200, deadline=None)
@given(rules(5), rules(10))
def test_an_example_is_one_of_the_set(inside: Rule, outside: Rule) -> None:
    with packet_space(4) as space:
        node = space.rule(inside) & ~space.rule(outside)
        if node != space.none:
            packet = space.example(node, [space.value("protocol", TCP), space.value("destination_port", 443)])
            assert inside.matches(packet)
            assert not outside.matches(packet)


@given(st.integers(0, 65535), st.integers(0, 65535))
def test_a_span_has_both_its_ends_and_nothing_beyond(first: int, second: int) -> None:
    low, high = sorted((first, second))
    with packet_space(4) as space:
        node = space.span("destination_port", low, high)
        for port in {max(low - 1, 0), low, (low + high) // 2, high, min(high + 1, 65535), 0, 65535}:
            assert holds(space, node, Packet(4, 0, 0, TCP, 0, port)) == (low <= port <= high)
