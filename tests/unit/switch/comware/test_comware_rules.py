# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""ACL rules of Comware: numbers, what is printed for what was typed, and what they mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from lab.switch.forwarding import ForwardingState
    from tests.unit.switch.conftest import Console


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("permit ip source any destination any", "permit ip"),
        ("permit ip source 10.0.0.0 0.255.0.255", "permit ip source 10.0.0.0 0.255.0.255"),
        ("permit tcp destination-port eq 80", "permit tcp destination-port eq www"),
        ("permit tcp destination-port eq dns", "permit tcp destination-port eq domain"),
        ("permit udp destination-port neq 53", "permit udp destination-port neq dns"),
        ("permit tcp destination-port range 50 80", "permit tcp destination-port range 50 80"),
        ("permit icmp icmp-type 8 0", "permit icmp icmp-type echo"),
        ("permit tcp established source-port eq 22", "permit tcp source-port eq 22 established"),
        ("deny ip logging counting fragment", "deny ip fragment counting logging"),
        ("permit 58", "permit 58"),
    ],
)
def test_a_rule_is_printed_in_comwares_own_form(console: Console, typed: str, printed: str) -> None:
    console.configure("acl advanced 3901", f"rule 7 {typed}")
    assert f" rule 7 {printed}\n" in console.device.running_text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("deny ipv6", "deny ipv6"),
        ("permit ipv6 destination 2001:db8::1 128", "permit ipv6 destination 2001:db8::1/128"),
        ("permit icmpv6 icmp6-type 128 0", "permit icmpv6 icmp6-type echo-request"),
        ("permit ipv6-esp", "permit ipv6-esp"),
    ],
)
def test_ipv6_rules(console: Console, typed: str, printed: str) -> None:
    console.configure("acl ipv6 advanced 3961", f"rule 7 {typed}")
    assert f"acl ipv6 advanced 3961\n rule 7 {printed}\n" in console.device.running_text


@pytest.mark.parametrize(
    "line",
    [
        "rule 5 permit tcp destination-port range 80 50",
        "rule 5 permit icmp destination-port eq 80",
        "rule 5 permit tcp tcp-flag established",
        "rule 5 permit ip source 10.0.0.1 255.0.0.300",
        "rule 65535 permit ip",
        "rule permit",
    ],
)
def test_rules_that_are_refused(console: Console, line: str) -> None:
    console.configure("acl advanced 3901")
    assert console.type(line) != ""
    assert "rule" not in console.type("display this")


def test_the_first_rule_is_number_0_and_a_step_renumbers(console: Console) -> None:
    console.configure("acl advanced 3901", "rule permit 50", "rule 28 permit 51", "rule permit 52")
    numbers = [line.split()[1] for line in console.type("display this").splitlines() if " rule " in line]
    assert numbers == ["0", "28", "30"], "the manual's own example: after 28 comes 30"
    console.configure("acl advanced 3901", "step 2")
    numbers = [line.split()[1] for line in console.type("display this").splitlines() if " rule " in line]
    assert numbers == ["0", "2", "4"]


def test_a_number_typed_again_adds_to_the_rule(console: Console) -> None:
    console.configure("acl advanced 3901", "rule 5 permit tcp source 10.0.0.1 0", "rule 5 permit tcp counting")
    assert " rule 5 permit tcp source 10.0.0.1 0 counting\n" in console.device.running_text
    assert console.type("rule 10 permit tcp source 10.0.0.1 0 counting") == "The rule already exists.\n"


def _state(console: Console) -> ForwardingState:
    return console.device.data_plane.state  # type: ignore[attr-defined, no-any-return]


def test_neq_is_what_is_below_and_what_is_above(console: Console) -> None:
    console.configure("acl advanced 3901", "rule 5 permit udp destination-port neq 53", "interface g1/0/1")
    console.configure("interface g1/0/1", "packet-filter 3901 inbound")
    rules = _state(console).ports[0].inbound
    assert [rule.match.destination_ports for rule in rules] == [(0, 52), (54, 65535)]
    assert {rule.name for rule in rules} == {"acl4_3901_5"}


@pytest.mark.parametrize(("condition", "count"), [("gt 65535", 0), ("lt 0", 0), ("neq 0", 1), ("eq 0", 1)])
def test_a_condition_that_no_port_meets_is_no_rule(console: Console, condition: str, count: int) -> None:
    console.configure("acl advanced 3901", f"rule 5 permit udp destination-port {condition}")
    console.configure("interface g1/0/1", "packet-filter 3901 inbound")
    assert len(_state(console).ports[0].inbound) == count


def test_what_no_rule_matches_passes_unless_the_default_is_deny(console: Console) -> None:
    console.configure("acl advanced 3901", "rule 5 permit tcp", "interface g1/0/1", "packet-filter 3901 inbound")
    assert [rule.permit for rule in _state(console).ports[0].inbound] == [True]
    console.configure("packet-filter default deny")
    assert [rule.permit for rule in _state(console).ports[0].inbound] == [True, False]
    assert _state(console).ports[1].inbound == (), "only where a filter is applied"


def test_an_acl_in_use_may_be_deleted_and_then_nothing_is_filtered(console: Console) -> None:
    console.configure("acl advanced 3901", "rule 5 deny ip", "interface g1/0/1", "packet-filter 3901 inbound")
    assert len(_state(console).ports[0].inbound) == 1
    console.configure("undo acl advanced 3901")
    assert _state(console).ports[0].inbound == ()
    assert " packet-filter 3901 inbound\n" in console.device.running_text


def test_a_second_filter_in_the_same_direction_is_refused(console: Console) -> None:
    console.configure("interface g1/0/1", "packet-filter 3901 inbound", "packet-filter ipv6 3961 inbound")
    console.configure("interface g1/0/1", "packet-filter 3901 outbound")
    assert "already been applied" in console.type("packet-filter 3902 inbound")
    console.configure("interface g1/0/1", "undo packet-filter 3901 inbound", "packet-filter 3902 inbound")
    assert " packet-filter 3902 inbound\n packet-filter ipv6 3961 inbound\n" in console.device.running_text


def test_arp_is_checked_on_the_ports_of_an_inspected_vlan_that_are_not_trusted(console: Console) -> None:
    assert not any(port.arp_check for port in _state(console).ports)
    console.configure("vlan 110", "arp detection enable")
    assert [port.arp_check for port in _state(console).ports] == [True, True, False, False]
    console.configure("interface g1/0/4", "undo arp detection trust")
    assert [port.arp_check for port in _state(console).ports] == [True, True, False, True]


def test_port_security_needs_both_the_switch_and_the_port(console: Console) -> None:
    console.configure("interface g1/0/1", "port-security max-mac-count 1", "port-security port-mode autolearn")
    assert _state(console).ports[0].max_macs is None
    console.configure("port-security enable")
    assert _state(console).ports[0].max_macs == 1


def test_the_rest_of_a_port(console: Console) -> None:
    console.configure("stp bpdu-protection", "interface g1/0/1", "stp edged-port", "port-isolate enable group 1")
    console.configure("interface g1/0/1", "ip verify source ip-address mac-address", "qos lr inbound cir 8192")
    console.configure("interface g1/0/1", "ip source binding ip-address 10.0.0.1 mac-address 5489-9800-0101 vlan 110")
    state = _state(console)
    port = state.ports[0]
    assert (port.drop_bpdu, port.groups, port.untagged, port.number) == (True, frozenset({1}), 110, 1)
    assert port.binding_check is not None
    assert port.rate_in is not None
    assert (port.rate_in.kbps, port.rate_in.burst) == (8192, 512000)
    binding = state.bindings[0]
    assert (str(binding.address), binding.mac) == ("10.0.0.1", "54:89:98:00:01:01")
    assert (binding.port, binding.vlan) == ("GigabitEthernet1/0/1", 110)
    assert (state.ports[3].untagged, state.ports[3].tagged) == (None, frozenset({110, 4000}))
