# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""ACL rules: numbers, what is printed for what was typed, and what the same number typed again does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.switch.conftest import Console


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("permit ip", "permit ip"),
        ("permit ip source any destination any", "permit ip"),
        (
            "permit ip destination 10.0.0.1 0.0.0.0 source 10.0.0.2 0",
            "permit ip source 10.0.0.2 0 destination 10.0.0.1 0",
        ),
        ("permit ip source 10.0.0.7 0.0.0.255", "permit ip source 10.0.0.7 0.0.0.255"),
        ("permit ip source 10.0.0.0 0.255.0.255", "permit ip source 10.0.0.0 0.255.0.255"),
        ("permit ip source 10.0.0.0 255.255.255.255", "permit ip"),
        ("permit tcp destination-port eq 80", "permit tcp destination-port eq www"),
        ("permit tcp destination-port eq WWW", "permit tcp destination-port eq www"),
        ("permit tcp destination-port eq 443", "permit tcp destination-port eq 443"),
        ("permit udp destination-port eq 53", "permit udp destination-port eq dns"),
        ("permit tcp destination-port eq 53", "permit tcp destination-port eq domain"),
        ("permit udp source-port eq 123", "permit udp source-port eq ntp"),
        ("permit tcp destination-port range 50 80", "permit tcp destination-port range 50 80"),
        ("permit tcp destination-port gt 1023", "permit tcp destination-port gt 1023"),
        ("permit icmp icmp-type 8 0", "permit icmp icmp-type echo"),
        ("permit icmp icmp-type echo-reply", "permit icmp icmp-type echo-reply"),
        ("permit icmp icmp-type 3", "permit icmp icmp-type 3"),
        ("permit 6", "permit tcp"),
        ("permit 50", "permit 50"),
        ("permit tcp tcp-flag established source-port eq 22", "permit tcp source-port eq 22 tcp-flag established"),
        ("deny ip fragment logging", "deny ip fragment logging"),
    ],
)
def test_a_rule_is_printed_in_vrps_own_form(console: Console, typed: str, printed: str) -> None:
    console.configure("acl 3901", f"rule 7 {typed}")
    assert f" rule 7 {printed}\n" in console.device.running_text


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("deny ipv6", "deny ipv6"),
        (
            "permit tcp source 2001:DB8::/32 destination-port eq 80",
            "permit tcp source 2001:db8::/32 destination-port eq www",
        ),
        ("permit ipv6 destination 2001:db8::1 128", "permit ipv6 destination 2001:db8::1/128"),
        ("permit icmpv6 icmp6-type 135 0", "permit icmpv6 icmp6-type neighbor-solicitation"),
    ],
)
def test_ipv6_rules(console: Console, typed: str, printed: str) -> None:
    console.configure("acl ipv6 3961", f"rule 7 {typed}")
    assert f"acl ipv6 number 3961\n rule 7 {printed}\n" in console.device.running_text


@pytest.mark.parametrize(
    "line",
    [
        "rule 5 permit tcp destination-port range 80 50",
        "rule 5 permit icmp destination-port eq 80",
        "rule 5 permit ip source 10.0.0.1 255.0.0.300",
        "rule 5 permit ip source 10.0.0.1 10.0.0.2 10.0.0.3",
        "rule 5 permit ip source 10.0.0.1 0 source 10.0.0.2 0",
        "rule 4294967295 permit ip",
        "rule 5 allow ip",
        "rule permit",
    ],
)
def test_rules_that_are_refused(console: Console, line: str) -> None:
    console.configure("acl 3901")
    assert "Error" in console.type(line)
    assert "rule" not in console.type("display this")


def test_rules_without_a_number_get_the_next_multiple_of_the_step(console: Console) -> None:
    console.configure("acl 3901", "rule permit 50", "rule 12 permit 51", "rule permit 52", "rule 15 permit 53")
    assert [line.split()[1] for line in console.type("display this").splitlines() if " rule " in line] == [
        "5",
        "12",
        "15",
    ]
    console.configure("acl 3901", "step 2")
    assert [line.split()[1] for line in console.type("display this").splitlines() if " rule " in line] == [
        "2",
        "4",
        "6",
    ]


def test_a_number_typed_again_changes_what_is_said_and_keeps_the_rest(console: Console) -> None:
    console.configure(
        "acl 3901",
        "rule 5 permit tcp source 10.0.0.1 0 destination-port eq 80",
        "rule 5 deny tcp destination-port eq 443",
    )
    assert " rule 5 deny tcp source 10.0.0.1 0 destination-port eq 443\n" in console.device.running_text
    console.configure("acl 3901", "rule 5 permit ip")
    assert " rule 5 permit ip source 10.0.0.1 0\n" in console.device.running_text


def test_the_same_rule_under_another_number_is_refused(console: Console) -> None:
    console.configure("acl 3901", "rule 5 permit 50")
    assert console.type("rule 10 permit 50") == "Error: The rule already exists.\n"
    assert console.type("rule 5 permit 50") == ""


def test_a_basic_acl_knows_only_sources(console: Console) -> None:
    console.configure("acl 2001", "rule permit source 10.0.0.0 0.0.0.255")
    assert "Error" in console.type("rule permit ip")
    assert " rule 5 permit source 10.0.0.0 0.0.0.255\n" in console.device.running_text
