# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Access lists: what is printed for what was typed, numbers, and what an applied list does to packets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lab.switch.forwarding import PacketMatch

if TYPE_CHECKING:
    from lab.switch.forwarding import FilterRule
    from tests.unit.switch.ios_style.conftest import IosConsole

RULES = [
    ("permit ip any any", "permit ip any any"),
    ("permit ip 10.0.0.7 0.0.0.255 any", "permit ip 10.0.0.0 0.0.0.255 any"),
    ("permit ip 10.0.0.7 0.0.0.0 any", "permit ip host 10.0.0.7 any"),
    ("permit ip 10.0.0.7 255.255.255.255 any", "permit ip any any"),
    ("permit ip 10.0.0.0 0.255.0.255 host 10.0.0.1", "permit ip 10.0.0.0 0.255.0.255 host 10.0.0.1"),
    ("permit tcp any any eq 80", "permit tcp any any eq www"),
    ("permit tcp any any eq WWW", "permit tcp any any eq www"),
    ("permit tcp any any eq 443", "permit tcp any any eq 443"),
    ("permit tcp any eq 22 any established", "permit tcp any eq 22 any established"),
    ("permit udp any any eq 53", "permit udp any any eq domain"),
    ("permit udp any gt 1023 any lt 1024", "permit udp any gt 1023 any lt 1024"),
    ("permit tcp any any neq 25", "permit tcp any any neq smtp"),
    ("permit tcp any any range 23 21", "permit tcp any any range ftp telnet"),
    ("permit icmp any any 8", "permit icmp any any echo"),
    ("permit icmp any any 3", "permit icmp any any unreachable"),
    ("permit icmp any any 3 4", "permit icmp any any packet-too-big"),
    ("permit icmp any any 200 1", "permit icmp any any 200 1"),
    ("permit 6 any any", "permit tcp any any"),
    ("permit 51 any any", "permit ahp any any"),
    ("permit 99 any any", "permit 99 any any"),
]
RULES6 = [
    ("deny ipv6 any any", "deny ipv6 any any"),
    ("permit tcp 2001:db8::7/32 any eq 80", "permit tcp 2001:DB8::/32 any eq www"),
    ("permit ipv6 any host 2001:db8::1", "permit ipv6 any host 2001:DB8::1"),
    ("permit icmp any any nd-ns", "permit icmp any any nd-ns"),
    ("permit icmp any any 128", "permit icmp any any echo-request"),
]


def _printed(console: IosConsole, rule: str, *, padded: bool) -> str:
    if console.device.platform.name == "ruijie_os":
        return f" 10 {rule}\n"
    return f" {rule.replace('deny ', 'deny   ') if padded else rule}\n"


@pytest.mark.parametrize(("typed", "printed"), [*RULES, ("deny ip any any", "deny ip any any")])
def test_a_rule_is_printed_in_the_devices_own_form(console: IosConsole, typed: str, printed: str) -> None:
    console.configure("ip access-list extended NEW", typed)
    expected = f"ip access-list extended NEW\n{_printed(console, printed, padded=True)}!"
    assert expected in console.device.running_text


@pytest.mark.parametrize(("typed", "printed"), RULES6)
def test_an_ipv6_rule_too(console: IosConsole, typed: str, printed: str) -> None:
    console.configure("ipv6 access-list NEW", typed)
    assert f"ipv6 access-list NEW\n{_printed(console, printed, padded=False)}!" in console.device.running_text


@pytest.mark.parametrize(
    "line",
    [
        "permit tcp any",
        "permit ip any any eq 80",
        "permit icmp any any eq 80",
        "permit tcp any any eq nothing",
        "permit udp any any established",
        "permit ip 10.0.0.0 any",
        "permit tcp any any eq 65536",
        "permit ip host any any",
        "0 permit ip any any",
    ],
)
def test_rules_that_are_none(console: IosConsole, line: str) -> None:
    console.configure("ip access-list extended NEW")
    assert console.type(line).endswith(("marker.\n\n", "% Incomplete command.\n\n"))
    assert not console.device.configuration.acls[4, "NEW"].rules


def test_fragments_and_logs(cisco: IosConsole, ruijie: IosConsole) -> None:
    cisco.configure("ip access-list extended NEW", "deny ip any any log fragments")
    assert " deny   ip any any log fragments\n" in cisco.device.running_text
    ruijie.configure("ip access-list extended NEW", "deny ip any any fragment")
    assert " 10 deny ip any any fragment\n" in ruijie.device.running_text
    for line in ("deny ip any any log", "deny ip any any fragments"):
        assert "Invalid input" in ruijie.type(line)


def test_numbers(console: IosConsole) -> None:
    console.configure("ip access-list extended NEW", "permit ip any any", "15 permit tcp any any", "permit udp any any")
    rules = console.device.configuration.acls[4, "NEW"].rules
    assert sorted(rules) == [10, 15, 25]
    assert console.type("10 deny ip any any") == "% Duplicate sequence number\n\n"
    console.configure("ip access-list extended NEW", "permit ip any any", "no 15", "no permit udp any any")
    assert sorted(rules) == [10]
    assert "does not exist" in console.type("no 15")
    console.configure("ip access-list extended NEW", "5 permit tcp any any", "ip access-list resequence NEW 100 7")
    assert sorted(console.device.configuration.acls[4, "NEW"].rules) == [100, 107]


def test_a_catalyst_forgets_the_numbers_and_a_ruijie_does_not(cisco: IosConsole, ruijie: IosConsole) -> None:
    for console, numbers in ((cisco, [10, 20]), (ruijie, [7, 9])):
        console.configure("ip access-list extended NEW", "9 permit tcp any any", "7 permit udp any any")
        device = console.device
        again = device.platform.load(device.running_text, 4).configuration
        assert sorted(again.acls[4, "NEW"].rules) == numbers


def test_remarks(cisco: IosConsole, ruijie: IosConsole) -> None:
    cisco.configure(
        "ip access-list extended NEW", "remark one", "permit tcp any any", "remark two", "permit udp any any"
    )
    text = " remark one\n permit tcp any any\n remark two\n permit udp any any\n"
    assert f"ip access-list extended NEW\n{text}!" in cisco.device.running_text
    cisco.configure("ip access-list extended NEW", "no remark two")
    assert "two" not in cisco.device.running_text
    ruijie.configure("ip access-list extended NEW", "list-remark one", "permit tcp any any")
    assert "ip access-list extended NEW\n list-remark one\n 10 permit tcp any any\n" in ruijie.device.running_text


@pytest.mark.parametrize("number", ["1", "99", "200", "1999", "2700"])
def test_numbers_of_lists_that_are_not_extended(console: IosConsole, number: str) -> None:
    console.type("configure terminal")
    assert console.type(f"ip access-list extended {number}").startswith("% Invalid access list name")


def _inbound(console: IosConsole) -> tuple[FilterRule, ...]:
    rules: tuple[FilterRule, ...] = console.device.data_plane.state.ports[2].inbound  # type: ignore[attr-defined]
    return rules


def test_an_applied_list_ends_with_a_deny(console: IosConsole) -> None:
    console.configure("ip access-list extended NEW", "permit udp any any", f"interface {console.port(3)}")
    console.configure(f"interface {console.port(3)}", "ip access-group NEW in")
    assert [(rule.permit, rule.match) for rule in _inbound(console)] == [
        (True, PacketMatch(4, protocol=17)),
        (False, PacketMatch(4)),
    ]


def test_an_empty_or_unknown_list_permits_everything(console: IosConsole) -> None:
    console.configure(f"interface {console.port(3)}", "ip access-group NEW in")
    assert _inbound(console) == ()
    console.configure("ip access-list extended NEW")
    assert _inbound(console) == ()
    console.configure("ip access-list extended NEW", "deny ip any any")
    assert _inbound(console)
    console.configure("no ip access-list extended NEW")
    assert _inbound(console) == ()
    assert " ip access-group NEW in\n" in console.device.running_text


def test_a_second_list_takes_the_place_of_the_first(console: IosConsole) -> None:
    for name in ("ONE", "TWO"):
        console.configure(f"ip access-list extended {name}", "permit ip any any")
        console.configure(f"interface {console.port(3)}", f"ip access-group {name} in")
    assert {rule.name.split("_")[1] for rule in _inbound(console)} == {"TWO"}
    assert "ip access-group ONE" not in console.device.running_text


def test_a_permit_with_ports_lets_later_fragments_through(console: IosConsole) -> None:
    console.configure("ip access-list extended NEW", "permit tcp any any eq 80", "deny udp any any eq 53")
    console.configure(f"interface {console.port(3)}", "ip access-group NEW in")
    assert [(rule.permit, rule.match) for rule in _inbound(console)] == [
        (True, PacketMatch(4, protocol=6, destination_ports=(80, 80))),
        (True, PacketMatch(4, protocol=6, fragments=True)),
        (False, PacketMatch(4, protocol=17, destination_ports=(53, 53))),
        (False, PacketMatch(4)),
    ]


def test_not_equal_is_two_ranges(console: IosConsole) -> None:
    console.configure("ip access-list extended NEW", "deny tcp any any neq 80")
    console.configure(f"interface {console.port(3)}", "ip access-group NEW in")
    assert [rule.match.destination_ports for rule in _inbound(console)] == [(0, 79), (81, 65535), None]


def test_a_catalyst_lets_neighbour_discovery_through_before_the_implicit_deny(
    cisco: IosConsole, ruijie: IosConsole
) -> None:
    for console, types in ((cisco, [None, 136, 135, None]), (ruijie, [None, None])):
        console.configure("ipv6 access-list NEW", "permit tcp any any")
        console.configure(f"interface {console.port(3)}", "ipv6 traffic-filter NEW in")
        assert [rule.match.icmp_type for rule in _inbound(console)] == types


def test_names_that_nftables_would_not_take_are_spelled_out(console: IosConsole) -> None:
    console.configure("ip access-list extended a.b-c", "permit ip any any")
    console.configure(f"interface {console.port(3)}", "ip access-group a.b-c in")
    assert _inbound(console)[0].name == "acl4_a_2e_b_2d_c_10"
