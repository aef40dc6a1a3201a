# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The undo forms that Comware has do exactly what they say; those it has not are refused and change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.switch.conftest import Console

BINDING = "ip source binding ip-address 10.96.128.2 mac-address 5489-9800-0101 vlan 110"
SETUP = (
    "stp bpdu-protection",
    "port-security enable",
    "acl advanced 3901",
    "description policy",
    "rule 5 permit tcp source 10.96.128.2 0 destination 10.96.8.11 0 destination-port eq 443",
    "rule 10 deny ip",
    "acl ipv6 advanced 3961",
    "rule 5 deny ipv6",
    "acl advanced 3902",
    "vlan 110",
    "arp detection enable",
    "interface Vlan-interface110",
    "ip address 10.96.128.30 27",
    "interface GigabitEthernet1/0/2",
    "description kiosk 2",
    "shutdown",
    "stp edged-port",
    "port-isolate enable group 1",
    "port-security max-mac-count 2",
    "packet-filter 3901 inbound",
    "packet-filter ipv6 3961 inbound",
    "qos lr inbound cir 8192 cbs 1024000",
    BINDING,
    "ip verify source ip-address mac-address",
)
PORT, ACL, ACL6, SYSTEM = "interface GigabitEthernet1/0/2", "acl advanced 3901", "acl ipv6 advanced 3961", ""


@pytest.mark.parametrize(
    ("view", "undo", "gone"),
    [
        (PORT, "undo description", " description kiosk 2"),
        (PORT, "undo shutdown", " shutdown"),
        (PORT, "undo port-isolate enable", " port-isolate enable group 1"),
        (PORT, "undo stp edged-port", " stp edged-port"),
        (PORT, "undo packet-filter 3901 inbound", " packet-filter 3901 inbound"),
        (PORT, "undo packet-filter ipv6 3961 inbound", " packet-filter ipv6 3961 inbound"),
        (PORT, "undo qos lr inbound", " qos lr inbound cir 8192 cbs 1024000"),
        (PORT, "undo port-security max-mac-count", " port-security max-mac-count 2"),
        (PORT, f"undo {BINDING}", f" {BINDING}"),
        (PORT, "undo ip source binding all", f" {BINDING}"),
        (PORT, "undo ip verify source", " ip verify source ip-address mac-address"),
        ("interface GigabitEthernet1/0/4", "undo arp detection trust", " arp detection trust"),
        ("vlan 110", "undo arp detection enable", " arp detection enable"),
        ("vlan 110", "undo name", " name kiosks"),
        (ACL, "undo rule 10", " rule 10 deny ip"),
        (ACL, "undo description", " description policy"),
        (ACL6, "undo rule 5", " rule 5 deny ipv6"),
        (SYSTEM, "undo acl advanced 3902", "acl advanced 3902"),
        (SYSTEM, "undo stp bpdu-protection", " stp bpdu-protection"),
        (SYSTEM, "undo port-security enable", " port-security enable"),
        (SYSTEM, "undo ip route-static 0.0.0.0 0", " ip route-static 0.0.0.0 0 10.96.192.1"),
        (SYSTEM, "undo ntp-service unicast-server 10.96.4.123", " ntp-service unicast-server 10.96.4.123"),
        (SYSTEM, "undo lldp global enable", " lldp global enable"),
        (SYSTEM, "stp global enable", " undo stp global enable"),
        ("interface Vlan-interface110", "undo ip address", " ip address 10.96.128.30 255.255.255.224"),
    ],
)
def test_documented_forms_remove_their_line(console: Console, view: str, undo: str, gone: str) -> None:
    console.configure(*SETUP)
    before = console.device.running_text.splitlines()
    assert gone in before
    console.configure(*([view] if view != SYSTEM else ["quit"]))
    console.type("system-view")
    assert console.type(undo) == ""
    after = console.device.running_text.splitlines()
    assert {*before} - {*after} == {gone}
    assert {*after} - {*before} == ({" stp global enable"} if undo == "stp global enable" else set())


@pytest.mark.parametrize(
    ("view", "undo", "error"),
    [
        (PORT, "undo port access vlan 110", "Too many parameters"),
        (PORT, "undo port link-type access", "Too many parameters"),
        (PORT, "undo port-security max-mac-count 2", "Too many parameters"),
        (PORT, "undo qos lr inbound cir 8192", "Too many parameters"),
        (PORT, "undo qos lr", "Incomplete command"),
        (PORT, "undo packet-filter inbound", "Wrong parameter"),
        (PORT, "undo packet-filter 3902 inbound", "The packet filter does not exist"),
        (PORT, "undo packet-filter 3901 outbound", "The packet filter does not exist"),
        (PORT, "undo stp edged-port enable", "Too many parameters"),
        (PORT, "undo port-isolate enable group 1", "Too many parameters"),
        (PORT, "undo description kiosk 2", "Too many parameters"),
        (PORT, "undo ip verify source ip-address", "Too many parameters"),
        (PORT, "undo ip source binding ip-address 10.96.128.2 mac-address 5489-9800-0101", "does not exist"),
        (PORT, "undo port trunk permit vlan 1", "not a trunk port"),
        (ACL, "undo rule 10 deny ip", "Unrecognized command"),
        (ACL, "undo rule", "Incomplete command"),
        (ACL, "undo rule 11", "The rule does not exist"),
        (SYSTEM, "undo acl 3901", "Unrecognized command"),
        (SYSTEM, "undo acl basic 3901", "Wrong parameter"),
        (SYSTEM, "undo acl advanced 3903", "The ACL does not exist"),
        (SYSTEM, "undo interface GigabitEthernet1/0/2", "cannot be deleted"),
        (SYSTEM, "undo vlan 110", "has a VLAN interface"),
        (SYSTEM, "undo sysname hall", "Too many parameters"),
        (SYSTEM, "no vlan 10", "Unrecognized command"),
    ],
)
def test_other_forms_are_refused_and_change_nothing(console: Console, view: str, undo: str, error: str) -> None:
    console.configure(*SETUP)
    before = console.device.running_text
    console.configure(*([view] if view != SYSTEM else ["quit"]))
    console.type("system-view")
    assert error in console.type(undo)
    assert console.device.running_text == before


def test_undo_vlan_asks_nothing_and_puts_its_ports_back_into_vlan_1(console: Console) -> None:
    console.configure("undo vlan 110")
    text = console.device.running_text
    assert "vlan 110\n" not in text
    assert "port access vlan" not in text


def test_a_mode_with_addresses_must_be_undone_before_its_limit(console: Console) -> None:
    console.configure("interface g1/0/1", "port-security max-mac-count 1", "port-security port-mode autolearn")
    console.configure("interface g1/0/1", "port-security mac-address security sticky 5489-9800-0101 vlan 110")
    assert "autoLearn" in console.type("undo port-security max-mac-count")
    assert "autoLearn" in console.type("port-security max-mac-count 2")
    assert " port-security mac-address security sticky 5489-9800-0101 vlan 110\n" in console.device.running_text
    console.configure("interface g1/0/1", "undo port-security port-mode", "undo port-security max-mac-count")
    assert "port-security" not in console.device.running_text


def test_undo_of_a_rules_part_leaves_the_rest(console: Console) -> None:
    console.configure(*SETUP, "acl advanced 3901", "undo rule 5 destination-port source")
    assert " rule 5 permit tcp destination 10.96.8.11 0\n" in console.device.running_text


def test_an_isolation_group_takes_its_ports_with_it(console: Console) -> None:
    console.configure("interface g1/0/1", "port-isolate enable group 1", "undo port-isolate group 1")
    assert "port-isolate" not in console.device.running_text


def test_between_trunk_and_hybrid_stands_access(console: Console) -> None:
    console.configure("interface g1/0/4")
    assert "access first" in console.type("port link-type hybrid")
    console.configure("interface g1/0/4", "undo port link-type", "port link-type hybrid")
    assert "port trunk" not in console.device.running_text


@pytest.mark.parametrize("line", ["qos lr inbound cir 8191 cbs 1024000", "qos lr outbound cir 8192 cbs 1024001"])
def test_rates_go_in_steps(console: Console, line: str) -> None:
    console.configure("interface g1/0/1")
    assert "multiple" in console.type(line)
    assert "qos lr" not in console.device.running_text
