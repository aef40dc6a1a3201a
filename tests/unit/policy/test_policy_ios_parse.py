# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading IOS and RGOS text: what is understood, what is not, and that nothing in between slips through."""

from __future__ import annotations

from ipaddress import IPv4Address

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.access_list import Acl
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.line import Line
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Binding, Filter, RateLimit
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.packet import TCP, Packet
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms import languages
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.ios.rules import format_rule, parse_rule
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.rule_reading import NotUnderstood
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from tests.helpers.policy.policy_platforms import CASES
from tests.helpers.policy.policy_site import plan

IOS = languages.get("cisco_ios")
PLATFORMS = ("cisco_ios", "ruijie_os")


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("permit ip any any", ""),
        ("20 deny   ip any any", "deny ip any any"),
        ("permit tcp host 10.0.0.1 any eq www", "permit tcp host 10.0.0.1 any eq 80"),
        ("permit tcp 10.0.0.1 0.0.0.0 any", "permit tcp host 10.0.0.1 any"),
        ("permit 17 any 10.0.0.9 0.0.0.255 eq domain", "permit udp any 10.0.0.0 0.0.0.255 eq 53"),
        ("permit tcp any gt 1023 any lt 1024", "permit tcp any range 1024 65535 any range 0 1023"),
        ("permit tcp host 10.0.0.1 eq 22 10.0.0.1 0.0.255.0 established", ""),
        ("permit icmp any any host-unreachable", "permit icmp any any 3 1"),
        ("permit icmp any any unreachable", "permit icmp any any 3"),
        ("permit icmp any any echo-reply", ""),
        ("deny ip any any fragments", ""),
        ("deny ip any any log", ""),
        ("permit 47 host 10.0.0.1 any", "permit gre host 10.0.0.1 any"),
    ],
)
def test_a_rule_is_read_and_written(text: str, again: str) -> None:
    rule = parse_rule(Line(1, text), 4, 2)
    assert format_rule(rule) == (again or text)
    assert parse_rule(Line(1, format_rule(rule)), 4, 2) == rule


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("deny ipv6 any any", ""),
        ("sequence 20 permit icmp any any nd-ns", "permit icmp any any 135"),
        ("permit tcp host 2001:db8::1 2001:db8::/32 eq 443 sequence 20", "permit tcp host 2001:db8::1 2001:db8::/32 eq 443"),
        ("20 permit icmp any any echo-request", "permit icmp any any echo-request"),
    ],
)  # fmt: skip
def test_an_ipv6_rule_is_read_and_written(text: str, again: str) -> None:
    rule = parse_rule(Line(1, text), 6, 2)
    assert (rule.number, format_rule(rule)) == (20, again or text)


@pytest.mark.parametrize(
    "text",
    [
        "allow ip any any",
        "permit",
        "permit ip any",
        "permit ipv6 any any",
        "permit ip any any eq 80",
        "permit tcp any any neq 80",
        "permit tcp any any eq 80 443",
        "permit tcp any any range 90 80",
        "permit tcp any any eq 70000",
        "permit tcp any any syn",
        "permit udp any any established",
        "permit tcp 10.0.0.1 any",
        "permit tcp host 10.0.0.999 any",
        "permit tcp any any established established",
        "permit ip any any time-range night",
        "permit ip any any dscp ef",
        "permit ip any any sequence 5",
        "permit udp any any echo-reply",
        "permit icmp any any 300",
        "permit object-group web any any",
        "evaluate back",
        "permit 0 any any",
    ],
)
def test_a_rule_with_anything_else_in_it_is_not_understood(text: str) -> None:
    with pytest.raises(NotUnderstood):
        parse_rule(Line(1, text), 4, 1)


def test_rules_without_numbers_are_numbered_by_their_place() -> None:
    text = "ip access-list extended GOVKIOSK-3902\n remark x\n permit tcp any any eq 80\n deny   ip any any\n"
    assert [rule.number for rule in IOS.parse(text).acls[0].rules] == [10, 20]


def test_later_fragments_pass_a_permit_of_their_addresses_and_no_deny_of_ports_stops_them() -> None:
    fragment = Packet(4, 1, 2, TCP, fragment=True)
    assert parse_rule(Line(1, "permit tcp any any eq 443"), 4, 1).matches(fragment)
    assert parse_rule(Line(1, "permit tcp any any established"), 4, 1).matches(fragment)
    assert not parse_rule(Line(1, "permit udp any any eq 443"), 4, 1).matches(fragment)
    assert not parse_rule(Line(1, "deny tcp any any eq 443"), 4, 1).matches(fragment)


@pytest.mark.parametrize("name", PLATFORMS)
def test_everything_else_on_a_switch_is_foreign(name: str) -> None:
    config = languages.get(name).parse(CASES[name].startup)
    foreign = [line.text for line in config.foreign]
    assert "hostname lianhua-hall-sw" in foreign
    assert any(line.startswith("ip address 10.96.192.1") for line in foreign)
    assert [port.name for port in config.ports] == [CASES[name].port.format(number) for number in (1, 2, 3, 4)]
    assert config.vlans == {1, 110, 4000}
    assert [port.link_type for port in config.ports][3] == "trunk"
    assert [bool(port.unknown) for port in config.ports] == [False, False, False, True]


def test_lists_with_names_of_their_own_are_not_ours() -> None:
    text = "interface GigabitEthernet1/0/1\n ip access-group OFFICE in\n ip access-group 101 out\n"
    assert IOS.parse(text).ports[0].filters == (Filter("inbound", 4, 0), Filter("outbound", 4, 101))
    assert IOS.parse("ip access-list extended OFFICE\n permit ip any any\n").acls == ()
    assert IOS.parse("ip access-list extended 3901\n permit ip any any\n").acls == ()


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_list_of_ours_that_stands_there_twice_is_not_understood(name: str) -> None:
    planned = plan(case=CASES[name])
    header = next(line for line in planned.text.splitlines() if line.startswith("ip access-list"))
    number = next(one.number for one in planned.objects.acls if one.family == 4)
    acl = languages.get(name).parse(f"{planned.text}{header}\n permit ip any any\n").acl(4, number)
    assert acl
    assert [line.text for line in acl.unknown] == [header]


@pytest.mark.parametrize(
    ("body", "rate"),
    [
        (("class class-default", "police 8192000 1000000 exceed-action drop"), (8192, 1000000)),
        (("class class-default", "police 2000000 8000 exceed-action drop"), (2000, 8000)),
        (("class class-default", "police cir 8192000 bc 1000000", "conform-action transmit", "exceed-action drop"),
         (8192, 1000000)),
        (("class class-default", "police 8192000 exceed-action drop"), (8192, 0)),
        (("class class-default", "police 8192000 1000000"), None),
        (("class class-default", "police 8192000 1000000 exceed-action policed-dscp-transmit"), None),
        (("class voice", "police 8192000 1000000 exceed-action drop"), None),
        (("class voice", "trust dscp", "class class-default", "police 8192000 1000000 exceed-action drop"), None),
        ((), None),
    ],
)  # fmt: skip
def test_a_policy_is_what_it_says_and_not_what_its_name_says(
    body: tuple[str, ...], rate: tuple[int, int] | None
) -> None:
    policy = "".join(f"{line}\n" for line in ("policy-map GOVKIOSK-8192", *(f" {line}" for line in body)))
    port = IOS.parse(f"{policy}!\ninterface GigabitEthernet1/0/1\n service-policy input GOVKIOSK-8192\n").ports[0]
    assert port.rates == ({RateLimit("inbound", *rate)} if rate else set())
    assert [line.text for line in port.unknown] == ([] if rate else ["service-policy input GOVKIOSK-8192"])


def test_a_binding_has_the_ports_full_name() -> None:
    text = "ip source binding 5489.9800.0101 vlan 110 10.96.128.2 interface Gi1/0/1\n"
    right = Binding("GigabitEthernet1/0/1", IPv4Address("10.96.128.2"), "54:89:98:00:01:01", 110)
    assert IOS.parse(text).bindings == (right,)
    assert IOS.parse(text.replace("Gi", "GigabitEthernet")).bindings == (right,)


def test_a_binding_of_another_form_is_kept_and_not_understood() -> None:
    text = "ip source binding 00d0.f801.0101 vlan 110 10.96.128.98 ip-mac\n"
    (binding,) = languages.get("ruijie_os").parse(text).bindings
    assert (binding.address, binding.port, binding.vlan) == (None, "", 110)


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        ("ip verify source port-security", "source_check", True),
        ("ip verify source", "source_check", False),
        ("spanning-tree portfast edge", "edge", True),
        ("switchport port-security", "max_macs", 1),
        ("no shutdown", "shut", False),
    ],
)
def test_other_words_of_other_releases(line: str, field: str, value: object) -> None:
    port = IOS.parse(f"interface GigabitEthernet1/0/1\n {line}\n").ports[0]
    assert getattr(port, field) == value
    assert port.unknown == ()


@pytest.mark.parametrize(
    ("platform", "mode", "kept"),
    [
        ("cisco_ios", " switchport mode access\n", True),
        ("cisco_ios", " switchport mode dynamic auto\n", False),
        ("cisco_ios", "", False),
        ("ruijie_os", " switchport mode access\n", True),
        # That it is an access port where nothing is said, is no proof.
        ("ruijie_os", "", False),
        ("ruijie_os", " switchport mode hybrid\n", False),
    ],
)
def test_what_a_port_would_carry_as_a_trunk_counts_unless_it_is_none(platform: str, mode: str, kept: bool) -> None:
    idle = "switchport trunk allowed vlan 20,30"
    (port,) = languages.get(platform).parse(f"interface GigabitEthernet 1/0/1\n {idle}\n{mode}").ports
    assert ([one.text for one in port.harmless], [one.text for one in port.unknown]) == (
        ([idle], []) if kept else ([], [idle])
    )


def test_a_vtp_server_prints_no_vlan_but_has_those_of_its_ports() -> None:
    assert IOS.parse("interface GigabitEthernet1/0/1\n switchport access vlan 110\n").vlans == {1, 110}


def test_arp_inspection_and_bpdu_guard_of_the_whole_switch() -> None:
    config = IOS.parse(
        "ip dhcp snooping vlan 100-119,121\nip dhcp snooping\nip arp inspection vlan 110,120-121\n"
        "spanning-tree portfast edge bpduguard default\n"
    )
    assert (config.arp_vlans, config.bpdu_protection) == ({110, 121}, True)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("ip arp inspection vlan 110", "ip arp inspection vlan 110 logging acl-match none"),
        ("ip arp inspection vlan 110", "ip arp inspection vlan 110 logging acl-match matchlog"),
        ("ip arp inspection vlan 110", "ip arp inspection vlan 110 logging dhcp-bindings all"),
        ("ip arp inspection vlan 110", "ip arp inspection vlan 110 logging arp-probe"),
        ("ip arp inspection vlan 110", "no ip arp inspection vlan 110"),
        ("ip arp inspection vlan 110", "ip arp inspection smartlog"),
        ("ip arp inspection vlan 110", "ip arp inspection validate src-mac ip"),
        ("ip arp inspection vlan 110", "ip arp inspection log-buffer entries 110"),
        ("ip dhcp snooping vlan 110", "ip dhcp snooping vlan 110 smartlog"),
        (
            "ip dhcp snooping vlan 110",
            "ip dhcp snooping vlan 110 information option format-type circuit-id string hall",
        ),
        ("ip dhcp snooping vlan 110", "no ip dhcp snooping vlan 110"),
        ("ip dhcp snooping", "no ip dhcp snooping"),
        ("ip dhcp snooping", "ip dhcp snooping verify mac-address"),
        ("ip dhcp snooping", "ip dhcp snooping database flash:dhcp.txt"),
        ("ip dhcp snooping", "no ip dhcp snooping information option"),
    ],
)
def test_a_command_that_begins_like_a_check_turns_no_check_on(line: str, says: str) -> None:
    good = plan(case=CASES["cisco_ios"])
    assert f"\n{line}\n" in good.text
    found = planning.prove_running(good, good.text.replace(f"\n{line}\n", f"\n{says}\n"))
    assert {one.kind for one in found} >= {"arp_check"}
    assert not IOS.parse(good.text.replace(f"\n{line}\n", f"\n{says}\n")).arp_vlans


def test_without_snooping_nothing_is_checked() -> None:
    assert IOS.parse("ip dhcp snooping vlan 110\nip arp inspection vlan 110\n").arp_vlans == frozenset()


def test_a_mac_may_be_in_capitals() -> None:
    text = "ip source binding 00D0.F801.01AB vlan 110 10.96.128.2 interface Gi1/0/1\n"
    assert IOS.parse(text).bindings[0].mac == "00:d0:f8:01:01:ab"


def test_an_empty_list_keeps_its_remark() -> None:
    assert IOS.parse("ipv6 access-list GOVKIOSK6-3961\n remark x\n").acls == (Acl(6, 3961, (), "x"),)


@pytest.mark.parametrize("name", PLATFORMS)
def test_the_lines_around_a_configuration_change_nothing(name: str) -> None:
    head = "Building configuration...\n\nCurrent configuration : 1302 bytes\n!\n! Last configuration change at 08:00:00\n!\n"
    text = CASES[name].startup
    assert languages.get(name).parse(head + text) == languages.get(name).parse(text)
