# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading VRP text: what is understood, what is not, and that nothing in between slips through."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.line import Line
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms import languages
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.comware_vrp.rules import (
    COMWARE_RULES,
    VRP_RULES,
    format_rule,
    parse_rule,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.rule_reading import NotUnderstood
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from tests.helpers.policy.policy_platforms import TAUGHT, PlatformCase
from tests.helpers.policy.policy_site import STARTUP, plan

VRP = languages.get("huawei_vrp")


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("rule 5 permit ip", ""),
        ("rule 5 deny ip source any destination any", "rule 5 deny ip"),
        ("rule 5 permit tcp source 10.0.0.1 0.0.0.0 destination-port eq www",
         "rule 5 permit tcp source 10.0.0.1 0 destination-port eq 80"),
        ("rule 5 permit 17 destination 10.0.0.9 0.0.0.255 destination-port eq dns",
         "rule 5 permit udp destination 10.0.0.0 0.0.0.255 destination-port eq 53"),
        ("rule 5 permit tcp source-port gt 1023 destination-port lt 1024",
         "rule 5 permit tcp source-port range 1024 65535 destination-port range 0 1023"),
        ("rule 5 permit tcp source 10.0.0.1 0.0.255.0 tcp-flag established", ""),
        ("rule 5 permit icmp icmp-type host-unreachable", "rule 5 permit icmp icmp-type 3 1"),
        ("rule 5 permit icmp icmp-type 3", ""),
        ("rule 5 deny ip fragment logging", ""),
        ("rule 5 permit 47 source 10.0.0.1 0", "rule 5 permit gre source 10.0.0.1 0"),
    ],
)  # fmt: skip
def test_a_rule_is_read_and_written(text: str, again: str) -> None:
    rule = parse_rule(Line(1, text), 4, VRP_RULES)
    assert format_rule(rule, VRP_RULES) == (again or text)
    assert parse_rule(Line(1, format_rule(rule, VRP_RULES)), 4, VRP_RULES) == rule


@pytest.mark.parametrize(
    "text",
    [
        "rule permit ip",
        "rule 5 allow ip",
        "rule 5 permit",
        "rule 5 permit ipv6",
        "rule 5 permit ip destination-port eq 80",
        "rule 5 permit tcp destination-port neq 80",
        "rule 5 permit tcp destination-port range 90 80",
        "rule 5 permit tcp destination-port eq 70000",
        "rule 5 permit tcp tcp-flag syn",
        "rule 5 permit tcp source 10.0.0.1",
        "rule 5 permit tcp source 10.0.0.999 0",
        "rule 5 permit tcp source 10.0.0.1 0 source 10.0.0.2 0",
        "rule 5 permit ip time-range night",
        "rule 5 permit ip vpn-instance red",
        "rule 5 permit udp icmp-type echo",
        "rule 5 permit 0",
    ],
)
def test_a_rule_with_anything_else_in_it_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_rule(Line(1, text), 4, VRP_RULES)


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("rule 5 permit tcp source 10.0.0.1 0 source-port eq 22 established", ""),
        (
            "rule 5 permit tcp established destination-port eq dns",
            "rule 5 permit tcp destination-port eq 53 established",
        ),
        ("rule 5 deny ip logging counting", "rule 5 deny ip logging"),
    ],
)
def test_a_rule_of_comware_is_read_and_written(text: str, again: str) -> None:
    rule = parse_rule(Line(1, text), 4, COMWARE_RULES)
    assert format_rule(rule, COMWARE_RULES) == (again or text)


@pytest.mark.parametrize("words", ["udp established", "tcp tcp-flag established", "tcp ack 1", "ip counter"])
def test_a_rule_of_comware_with_anything_else_in_it_is_not_understood(words: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_rule(Line(1, f"rule 5 permit {words}"), 4, COMWARE_RULES)


def test_everything_else_on_a_switch_is_foreign() -> None:
    config = VRP.parse(STARTUP)
    foreign = [line.text for line in config.foreign]
    assert "sysname lianhua-hall-sw" in foreign
    assert "ip address 10.96.192.11 255.255.255.0" in foreign
    assert [port.name for port in config.ports] == [f"GigabitEthernet0/0/{number}" for number in (1, 2, 3, 4)]
    assert config.vlans == {1, 110, 4000}
    assert [line.text for port in config.ports for line in port.unknown] == ["port trunk allow-pass vlan 110 4000"]


@pytest.mark.parametrize("case", TAUGHT, ids=lambda case: case.name)
def test_the_plan_of_the_lab_s_site_is_proven_in_every_platform(case: PlatformCase) -> None:
    planned = plan(case=case)
    assert planned.violations == ()
    assert case.platform.parse(planned.text.replace("\n", "\r\n")) == planned.objects
    assert [one for port in planned.objects.ports for one in (*port.unknown, *port.harmless)] == []
    change = planning.plan_change(planned, case.startup)
    assert change.violations == ()
    assert change.commands
    assert planning.plan_change(planned, planned.text).commands == ()


@pytest.mark.parametrize("case", TAUGHT, ids=lambda case: case.name)
def test_the_switch_before_is_read_to_its_last_line(case: PlatformCase) -> None:
    found = case.platform.parse(case.startup)
    printer, uplink = (case.port.format(number) for number in (3, 4))
    assert [port.name for port in found.ports] == [*case.ports, uplink]
    assert found.vlans == {1, 110, 4000}
    assert [port.vlan for port in found.ports[:3]] == [110, 110, 4000]
    there = found.port(printer)
    assert there
    assert there.description == "printer of the hall"
    assert [acl.number for acl in found.acls] == ([case.foreign_acl] if case.foreign_acl else [])


def test_a_default_that_the_device_does_not_print_is_the_same_object() -> None:
    assert VRP.parse(plan().text.replace(" port-security max-mac-num 1\n", "")) == plan().objects
    assert VRP.parse(plan().text.replace(" cbs 1024000\n", "\n")) == plan().objects


@pytest.mark.parametrize("line", ["stp disable", "undo stp enable"])
def test_a_port_without_spanning_tree_is_not_understood(line: str) -> None:
    (port,) = VRP.parse(f"interface GigabitEthernet0/0/1\n stp edged-port enable\n stp cost 10\n {line}\n").ports
    assert [one.text for one in port.unknown] == [line]
    assert [one.text for one in port.harmless] == ["stp cost 10"]


def test_a_binding_of_another_form_is_kept_and_not_understood() -> None:
    text = "user-bind static ipv6-address 2001:db8::1 interface GigabitEthernet0/0/1 vlan 110\n"
    (binding,) = VRP.parse(text).bindings
    assert (binding.address, binding.port, binding.vlan) == (None, "GigabitEthernet0/0/1", 110)


def test_an_unknown_platform_is_a_message() -> None:
    with pytest.raises(KioskError) as caught:
        languages.get("zte_zxros")
    assert str(caught.value) == (
        f"platform 'zte_zxros' is not known; known are: {', '.join(sorted(languages.LANGUAGES))}\n"
        "    fix: write one of them as switch.platform in the site file"
    )


IOS_TRUNK = "\n switchport mode trunk\n switchport trunk allowed vlan 20"


@pytest.mark.parametrize(
    ("platform", "trunk", "port", "gateway"),
    [
        (
            "huawei_vrp",
            "Eth-Trunk1",
            "GigabitEthernet0/0/24\n port trunk allow-pass vlan 20\n eth-trunk 1",
            "Vlanif110",
        ),
        ("huawei_vrpv8", "Eth-Trunk1", "GE1/0/24\n port trunk allow-pass vlan 20\n eth-trunk 1", "Vlanif110"),
        (
            "hp_comware",
            "Bridge-Aggregation1",
            "GigabitEthernet1/0/24\n port trunk permit vlan 20\n port link-aggregation group 1",
            "Vlan-interface110",
        ),
        ("cisco_ios", "Port-channel1", f"GigabitEthernet1/0/24{IOS_TRUNK}\n channel-group 1 mode active", "Vlan110"),
        ("ruijie_os", "AggregatePort 1", f"GigabitEthernet 0/24{IOS_TRUNK}\n port-group 1", "VLAN 110"),
    ],
)
def test_a_port_of_a_trunk_carries_nothing_by_itself_and_a_vlan_with_an_address_has_a_gateway(
    platform: str, trunk: str, port: str, gateway: str
) -> None:
    other = f"#\ninterface {port}\n#\ninterface {gateway}\n ip address 10.0.0.1 255.255.255.0\n#\n"
    read = languages.get(platform).parse(f"#\ninterface {trunk}\n{other}")
    name = port.partition("\n")[0].replace(" ", "")
    found = next(port for port in read.ports if port.name.replace(" ", "") == name)
    assert (found.carries, read.gateways) == (frozenset(), frozenset({110}))
    # Where the trunk has no section, nobody says what it carries but its ports.
    alone = next(port for port in languages.get(platform).parse(other).ports if port.name.replace(" ", "") == name)
    assert alone.carries != frozenset()
