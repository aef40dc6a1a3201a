# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The undo forms that VRP has do exactly what they say; those it has not are refused and change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.switch.conftest import Console

SETUP = (
    "stp bpdu-protection",
    "user-bind static ip-address 10.96.128.2 mac-address 5489-9800-0101 interface GigabitEthernet0/0/1 vlan 110",
    "vlan batch 10 to 12",
    "acl 3901",
    "description policy",
    "rule 5 permit tcp source 10.96.128.2 0 destination 10.96.8.11 0 destination-port eq 443",
    "rule 10 deny ip",
    "acl ipv6 3961",
    "rule 5 deny ipv6",
    "acl 3902",
    "interface Vlanif110",
    "ip address 10.96.128.30 27",
    "interface GigabitEthernet0/0/2",
    "description kiosk 2",
    "shutdown",
    "port-isolate enable group 1",
    "stp edged-port enable",
    "traffic-filter inbound acl 3901",
    "traffic-filter inbound acl ipv6 3961",
    "qos lr inbound cir 8192 cbs 1024000",
    "qos lr outbound cir 8192 cbs 1024000",
    "port-security enable",
    "port-security max-mac-num 2",
    "port-security protect-action protect",
    "arp anti-attack check user-bind enable",
    "ip source check user-bind enable",
    "ip source check user-bind check-item ip-address mac-address",
)
PORT, ACL, ACL6, SYSTEM = "interface GigabitEthernet0/0/2", "acl 3901", "acl ipv6 3961", ""


@pytest.mark.parametrize(
    ("view", "undo", "gone"),
    [
        (PORT, "undo description", " description kiosk 2"),
        (PORT, "undo shutdown", " shutdown"),
        (PORT, "undo port default vlan", " port default vlan 110"),
        (PORT, "undo port-isolate enable group 1", " port-isolate enable group 1"),
        (PORT, "undo stp edged-port", " stp edged-port enable"),
        (PORT, "undo traffic-filter inbound acl 3901", " traffic-filter inbound acl 3901"),
        (PORT, "undo traffic-filter inbound acl ipv6 3961", " traffic-filter inbound acl ipv6 3961"),
        (PORT, "undo qos lr inbound", " qos lr inbound cir 8192 cbs 1024000"),
        (PORT, "undo qos lr outbound", " qos lr outbound cir 8192 cbs 1024000"),
        (PORT, "undo port-security max-mac-num", " port-security max-mac-num 2"),
        (PORT, "undo port-security protect-action", " port-security protect-action protect"),
        (PORT, "undo arp anti-attack check user-bind enable", " arp anti-attack check user-bind enable"),
        (PORT, "undo ip source check user-bind enable", " ip source check user-bind enable"),
        (
            PORT,
            "undo ip source check user-bind check-item",
            " ip source check user-bind check-item ip-address mac-address",
        ),
        (ACL, "undo rule 10", " rule 10 deny ip"),
        (ACL, "undo description", " description policy"),
        (ACL6, "undo rule 5", " rule 5 deny ipv6"),
        (SYSTEM, "undo acl number 3902", "acl number 3902"),
        (SYSTEM, "undo stp bpdu-protection", "stp bpdu-protection"),
        (SYSTEM, "undo ip route-static 0.0.0.0 0", "ip route-static 0.0.0.0 0.0.0.0 10.96.192.1"),
        (SYSTEM, "undo ntp-service unicast-server 10.96.4.123", "ntp-service unicast-server 10.96.4.123"),
        ("interface Vlanif110", "undo ip address", " ip address 10.96.128.30 255.255.255.224"),
        ("vlan 110", "undo description", " description kiosks"),
        (
            SYSTEM,
            "undo user-bind static ip-address 10.96.128.2 mac-address 5489-9800-0101 interface g0/0/1 vlan 110",
            SETUP[1],
        ),
    ],
)
def test_documented_forms_remove_their_line(console: Console, view: str, undo: str, gone: str) -> None:
    console.configure(*SETUP)
    before = console.device.running_text.splitlines()
    assert gone in before
    console.type("quit", *([view] if view != SYSTEM else []))
    assert "Error" not in console.type(undo)
    after = console.device.running_text.splitlines()
    if undo == "undo port default vlan":
        assert before.count(gone) - after.count(gone) == 1
    else:
        # Nothing else changed, apart from an empty section that goes with its only line.
        assert sorted({*before} - {*after}) in ([gone], sorted([gone, "vlan 110"]))


@pytest.mark.parametrize(
    ("view", "undo", "error"),
    [
        (PORT, "undo port default vlan 110", "Too many parameters"),
        (PORT, "undo port link-type access", "Too many parameters"),
        (PORT, "undo port-security max-mac-num 2", "Too many parameters"),
        (PORT, "undo qos lr inbound cir 8192", "Too many parameters"),
        (PORT, "undo qos lr", "Incomplete command"),
        (PORT, "undo traffic-filter inbound", "Incomplete command"),
        (PORT, "undo traffic-filter inbound acl 3902", "The traffic-filter does not exist"),
        (PORT, "undo traffic-filter inbound acl 3961", "The traffic-filter does not exist"),
        (PORT, "undo stp edged-port enable", "Too many parameters"),
        (PORT, "undo description kiosk 2", "Too many parameters"),
        (PORT, "undo ip source check user-bind check-item ip-address", "Too many parameters"),
        (PORT, "undo port link-type", "Please renew the default configurations"),
        (ACL, "undo rule 10 deny ip", "Unrecognized command"),
        (ACL, "undo rule", "Incomplete command"),
        (ACL, "undo rule 11", "The rule does not exist"),
        (SYSTEM, "undo acl number 3901", "being used"),
        (SYSTEM, "undo acl 3901", "being used"),
        (SYSTEM, "undo acl ipv6 3961", "being used"),
        (SYSTEM, "undo acl all", "being used"),
        (SYSTEM, "undo acl 3903", "The ACL does not exist"),
        (SYSTEM, "undo interface GigabitEthernet0/0/2", "can not be deleted"),
        (SYSTEM, "undo user-bind static ip-address 10.96.128.9", "does not exist"),
        (SYSTEM, "undo vlan 110", "has a L3 interface"),
        (SYSTEM, "undo sysname hall", "Too many parameters"),
        (SYSTEM, "no vlan 10", "Unrecognized command"),
    ],
)
def test_other_forms_are_refused_and_change_nothing(console: Console, view: str, undo: str, error: str) -> None:
    console.configure(*SETUP)
    before = console.device.running_text
    console.type("quit", *([view] if view != SYSTEM else []))
    assert error in console.type(undo)
    assert console.device.running_text == before


def test_undo_vlan_asks_and_puts_its_ports_back_into_vlan_1(console: Console) -> None:
    console.configure("undo vlan 110")
    assert "Continue" in console.prompt
    console.type("y")
    text = console.device.running_text
    assert "vlan batch 4000\n" in text
    assert " port default vlan 110" not in text


def test_undo_of_a_rules_part_leaves_the_rest(console: Console) -> None:
    console.configure(*SETUP, "acl 3901", "undo rule 5 destination-port source")
    assert " rule 5 permit tcp destination 10.96.8.11 0\n" in console.device.running_text


def test_undo_port_security_forgets_its_settings(console: Console) -> None:
    console.configure(*SETUP, "interface GigabitEthernet0/0/2", "undo port-security enable")
    assert "port-security" not in console.device.running_text
    assert console.type("port-security max-mac-num 2").startswith("Error")
