# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the data plane would run, as text; that it then does what it should is tested on packets in tests/lab."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Interface, IPv4Network

import pytest

from lab.switch.data_plane_links import LinkPlan, link_plan, rate_commands
from lab.switch.data_plane_match import match_texts
from lab.switch.data_plane_rules import Ruleset, ruleset
from lab.switch.forwarding import FilterRule, ForwardingState, Masked, PacketMatch, PortState, Rate, Route

DENY = FilterRule("acl4_3901_5", permit=False, match=PacketMatch(4))
PERMIT = FilterRule("acl4_3901_10", permit=True, match=PacketMatch(4, 17, destination_ports=(53, 53)))
ACCESS = PortState("GigabitEthernet0/0/1", 1, untagged=110)
TRUNK = PortState("GigabitEthernet0/0/24", 24, untagged=None, tagged=frozenset({110, 4000}))


def state(*ports: PortState, **others: object) -> ForwardingState:
    return ForwardingState(vlans=frozenset({1, 110, 4000}), ports=ports, **others)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("match", "texts"),
    [
        (PacketMatch(4), ["ether type ip"]),
        (PacketMatch(6), ["ether type ip6"]),
        (PacketMatch(4, source=Masked(0x0A000001, 0xFFFFFFFF)), ["ether type ip ip saddr 10.0.0.1"]),
        (PacketMatch(4, source=Masked(0x0A0000FF, 0xFFFFFF00)), ["ether type ip ip saddr 10.0.0.0/24"]),
        (
            PacketMatch(4, destination=Masked(0x0A000301, 0xFF00FFFF)),
            ["ether type ip ip daddr & 255.0.255.255 == 10.0.3.1"],
        ),
        (PacketMatch(4, source=Masked(5, 0)), ["ether type ip"]),
        (
            PacketMatch(4, 6, destination_ports=(50, 80)),
            ["ether type ip meta l4proto 6 ip frag-off & 0x1fff == 0 th dport 50-80"],
        ),
        (PacketMatch(4, fragments=True), ["ether type ip ip frag-off & 0x1fff != 0"]),
        (
            PacketMatch(6, 58, icmp_type=135, icmp_code=0),
            [
                "ether type ip6 meta l4proto 58 exthdr frag missing icmpv6 type 135 icmpv6 code 0",
                "ether type ip6 meta l4proto 58 frag frag-off 0 icmpv6 type 135 icmpv6 code 0",
            ],
        ),
    ],
)
def test_matches(match: PacketMatch, texts: list[str]) -> None:
    assert match_texts(match) == texts


def test_the_same_rules_again_need_no_script() -> None:
    wanted = ruleset(state(PortState("GigabitEthernet0/0/1", 1, untagged=110, inbound=(DENY,))), 24)
    assert wanted.script_after(Ruleset()) != ""
    assert wanted.script_after(wanted) == ""


def test_a_change_keeps_counters_and_learned_addresses_that_stay() -> None:
    old = ruleset(state(PortState("GigabitEthernet0/0/1", 1, untagged=110, inbound=(DENY,), max_macs=1)), 24)
    new = ruleset(state(PortState("GigabitEthernet0/0/1", 1, untagged=110, inbound=(DENY, PERMIT), max_macs=1)), 24)
    script = new.script_after(old)
    assert "add counter bridge switch acl4_3901_10" in script
    assert "counter bridge switch acl4_3901_5" not in script
    assert "set bridge switch" not in script
    assert "delete counter bridge switch acl4_3901_10" in old.script_after(new)


def test_a_changed_limit_of_addresses_makes_a_new_set() -> None:
    old, new = (
        ruleset(state(PortState("GigabitEthernet0/0/1", 1, untagged=110, max_macs=size)), 24) for size in (1, 2)
    )
    script = new.script_after(old)
    assert script.index("delete set bridge switch macs_ge1") < script.index("add set bridge switch macs_ge1")


def test_rules_keep_their_order() -> None:
    rules = ruleset(state(PortState("GigabitEthernet0/0/1", 1, untagged=110, inbound=(PERMIT, DENY))), 24).chains[
        "in_1"
    ]
    assert ["acl4_3901_10" in rules[0], "acl4_3901_5" in rules[1]] == [True, True]


def test_links_of_ports_and_trunk() -> None:
    plan = link_plan(state(ACCESS, TRUNK), 24, {"ge1", "ge2", "up110", "up4000", "up7", "lo"})
    assert plan.members == {"ge1": "vlan110", "ge2": "", "up110": "vlan110", "up4000": "vlan4000", "up7": ""}
    assert plan.bridges == {"vlan110", "vlan4000"}
    assert plan.up == {"ge1", "up110", "up4000", "up7"}


def test_a_port_that_is_shut_goes_down_before_anything_else() -> None:
    before = link_plan(state(ACCESS), 24, {"ge1"})
    after = link_plan(state(PortState("GigabitEthernet0/0/1", 1, up=False, untagged=110)), 24, {"ge1"})
    assert after.commands_after(before) == ["link set ge1 down"]
    assert before.commands_after(after) == ["link set ge1 up"]
    assert before.commands_after(before) == []


def test_the_switchs_own_addresses_and_routes() -> None:
    route = Route(IPv4Network("0.0.0.0/0"), IPv4Address("10.96.192.1"))
    plan = link_plan(state(addresses=((4000, IPv4Interface("10.96.192.11/24")),), routes=(route,)), 24, set())
    commands = plan.commands_after(LinkPlan())
    assert commands[-2:] == ["addr add 10.96.192.11/24 dev vlan4000", "route replace 0.0.0.0/0 via 10.96.192.1"]
    assert LinkPlan().commands_after(plan)[:2] == [
        "route del 0.0.0.0/0 via 10.96.192.1",
        "addr del 10.96.192.11/24 dev vlan4000",
    ]


def test_rates() -> None:
    port = PortState("GigabitEthernet0/0/1", 1, untagged=110, rate_in=Rate(8192, 1024000), rate_out=Rate(8192, 1024000))
    assert rate_commands(state(port), 24, {"ge1": "vlan110"}) == {
        "ge1": "qdisc replace dev ge1 root tbf rate 8192kbit burst 1024000b latency 100ms"
    }
    assert "limit rate over 1024000 bytes/second burst 1 bytes drop" in ruleset(state(port), 24).chains["in_1"]
