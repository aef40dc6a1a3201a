# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The proof's sets of packets against the plain reading of a rule, and one engine against the other."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.access_list import AddressMatch, Rule
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.packet import TCP, Packet
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.packet_space import (
    FIELDS,
    FLAGS,
    PacketSpace,
    packet_space,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.policy.policy_worlds import rules


def holds(space: PacketSpace, node: Any, packet: Packet) -> bool:
    """Whether the packet is in the set, asked bit by bit."""
    bits = {flag: getattr(packet, flag) for flag in FLAGS}
    for field in FIELDS:
        for place, name in enumerate(reversed(space.bits[field])):
            bits[name] = bool(getattr(packet, field) >> place & 1)
    return bool(space.bdd.let(bits, node) == space.bdd.true)


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


@pytest.mark.parametrize("address", ["10.0.0.1", "10.0.7.1", "10.0.255.1"])
def test_a_wildcard_with_a_hole_is_exact(address: str) -> None:
    octets = [int(part) for part in address.split(".")]
    number = int.from_bytes(bytes(octets), "big")
    match = AddressMatch(4, 10 << 24 | 1, 0x0000_FF00)
    assert match.contains(number)
    assert not match.contains(number + 1)
    with packet_space(4) as space:
        node = space.addresses("source", match)
        assert holds(space, node, Packet(4, number, 0, TCP))
        assert not holds(space, node, Packet(4, number + 1, 0, TCP))


def test_without_cudd_the_answers_are_the_same() -> None:
    script = (
        "import sys\n"
        "sys.modules['dd.cudd'] = None\n"
        f"sys.path[:0] = {sys.path!r}\n"
        "from tests.helpers.policy.policy_site import plan\n"
        "from ansible_collections.govkiosk.site.plugins.plugin_utils import platforms\n"
        "from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import packet_space, proof\n"
        "assert packet_space.engine.__name__ == 'dd.autoref', packet_space.engine\n"
        "planned = plan()\n"
        "assert planned.violations == ()\n"
        "leaky = ''.join(line for line in planned.text.splitlines(True) if ' rule 175 deny ip' not in line)\n"
        "print(*(one.packet for one in proof.prove(platforms.get('huawei_vrp').parse(leaky), planned.intent)))\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert "tcp 10.96.128.2:40000 -> 198.51.100.80:443" in done.stdout
