# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What `no` takes back, and what it does not take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.unit.switch.ios_style.conftest import IosConsole

PORT = [
    (["description x y"], "no description"),
    (["shutdown"], "no shutdown"),
    (["switchport mode trunk"], "no switchport mode"),
    (["switchport access vlan 110"], "no switchport access vlan"),
    (["switchport access vlan 110"], "no switchport access vlan 110"),
    (["switchport trunk native vlan 110"], "no switchport trunk native vlan"),
    (["switchport trunk allowed vlan remove 5-9"], "no switchport trunk allowed vlan"),
    (["switchport protected"], "no switchport protected"),
    (["switchport port-security maximum 2"], "no switchport port-security maximum"),
    (["switchport port-security violation restrict"], "no switchport port-security violation"),
    (["ip access-group 2601 in"], "no ip access-group 2601 in"),
    (["ip access-group 2601 out"], "no ip access-group 2601 out"),
    (["ipv6 traffic-filter SIX in"], "no ipv6 traffic-filter SIX in"),
    (["spanning-tree portfast"], "no spanning-tree portfast"),
    (["spanning-tree bpduguard enable"], "no spanning-tree bpduguard"),
    (["ip verify source port-security"], "no ip verify source"),
]  # fmt: skip
CISCO_PORT = [
    (["ip verify source mac-check"], "no ip verify source mac-check"),
    (["ip arp inspection trust"], "no ip arp inspection trust"),
    (["ip dhcp snooping trust"], "no ip dhcp snooping trust"),
    (["switchport mode access"], "no switchport mode"),
    (["service-policy input GOVKIOSK-8192"], "no service-policy input GOVKIOSK-8192"),
    (["service-policy output GOVKIOSK-8192"], "no service-policy output GOVKIOSK-8192"),
]
RUIJIE_PORT = [
    (["switchport port-security"], "no switchport port-security"),
    (["rate-limit input 8192 1024"], "no rate-limit input"),
    (["rate-limit output 8192 1024"], "no rate-limit output"),
    (["arp-check"], "no arp-check"),
]
GLOBAL = [
    (["vlan 7"], "no vlan 7"),
    (["interface vlan 7"], "no interface vlan 7"),
    (["ip route 10.0.0.0 255.0.0.0 10.96.192.1"], "no ip route 10.0.0.0 255.0.0.0 10.96.192.1"),
    (["ip route 10.0.0.0 255.0.0.0 10.96.192.1"], "no ip route 10.0.0.0 255.0.0.0"),
    (["ip access-list extended 2603", "permit ip any any"], "no ip access-list extended 2603"),
    (["ipv6 access-list S", "permit ipv6 any any"], "no ipv6 access-list S"),
    (["spanning-tree portfast bpduguard default"], "no spanning-tree portfast bpduguard default"),
]
BINDING = "ip source binding 5489.9800.03aa vlan 110 10.96.128.99 interface {}"


@pytest.mark.parametrize(("lines", "undo"), PORT)
def test_of_a_port(console: IosConsole, lines: list[str], undo: str) -> None:
    _takes_back(console, [f"interface {console.port(3)}", *lines], [f"interface {console.port(3)}", undo])


@pytest.mark.parametrize(("lines", "undo"), CISCO_PORT)
def test_of_a_catalysts_port(cisco: IosConsole, lines: list[str], undo: str) -> None:
    _takes_back(cisco, ["interface gi1/0/3", *lines], ["interface gi1/0/3", undo])


@pytest.mark.parametrize(("lines", "undo"), RUIJIE_PORT)
def test_of_a_ruijies_port(ruijie: IosConsole, lines: list[str], undo: str) -> None:
    _takes_back(ruijie, ["interface gi 0/3", *lines], ["interface gi 0/3", undo])


@pytest.mark.parametrize(("lines", "undo"), GLOBAL)
def test_of_the_whole_switch(console: IosConsole, lines: list[str], undo: str) -> None:
    _takes_back(console, lines, [undo])


def test_of_a_binding(console: IosConsole) -> None:
    line = BINDING.format(console.port(3))
    _takes_back(console, [line], [f"no {line}"])
    assert "does not exist" in console.type(f"no {line}")
    assert console.type("no ip source binding 5489.9800.03aa vlan 110") == "% Incomplete command.\n\n"


@pytest.mark.parametrize(
    ("line", "undo"),
    [
        ("ip arp inspection vlan 7", "no ip arp inspection vlan 7"),
        ("ip dhcp snooping vlan 7", "no ip dhcp snooping vlan 7"),
        ("policy-map P", "no policy-map P"),
    ],
)
def test_of_a_whole_catalyst(cisco: IosConsole, line: str, undo: str) -> None:
    _takes_back(cisco, [line], [undo])


def _takes_back(console: IosConsole, lines: list[str], undo: list[str]) -> None:
    before = console.device.running_text
    console.configure(*lines)
    assert console.device.running_text != before
    console.configure(*undo)
    assert console.device.running_text == before


@pytest.mark.parametrize(
    ("mode", "line", "answer"),
    [
        ("interface {port}", "no service-policy input OTHER", "% Policy-map OTHER is not attached"),
        ("interface {port}", "service-policy input OTHER", "% Policy-map OTHER not configured"),
        ("vlan 110", "no policy-map GOVKIOSK-8192", "% Policy-map GOVKIOSK-8192 is being used"),
        ("policy-map P", "class other", "% Invalid input detected at '^' marker."),
        ("vlan 110", "no ip route 10.0.0.0 255.0.0.0", "%No matching route to delete"),
        ("interface vlan 4000", "no ip address 10.0.0.1 255.0.0.0", "% Invalid address"),
    ],
)
def test_what_a_catalyst_refuses(cisco: IosConsole, mode: str, line: str, answer: str) -> None:
    before = cisco.device.running_text
    cisco.configure(mode.format(port=cisco.port(1)))
    assert answer in cisco.type(line)
    if not mode.startswith("policy-map"):
        assert cisco.device.running_text == before


def test_a_second_policy_in_one_direction_is_refused(cisco: IosConsole) -> None:
    cisco.configure("policy-map P", "interface gi1/0/1")
    assert cisco.type("service-policy input P") == "% Policy map GOVKIOSK-8192 is already attached\n"
    cisco.configure("interface gi1/0/1", "no service-policy input GOVKIOSK-8192", "service-policy input P")


@pytest.mark.parametrize("line", ["police 8192000 1024000 exceed-action drop", "police 7999 8000", "police 8000"])
def test_rates_that_a_catalyst_does_not_take(cisco: IosConsole, line: str) -> None:
    cisco.configure("policy-map P", "class class-default")
    assert cisco.type(line).endswith(("marker.\n\n", "% Incomplete command.\n\n"))


def test_a_trunks_list_is_spelled_differently(cisco: IosConsole, ruijie: IosConsole) -> None:
    cisco.configure("interface gi1/0/3", "switchport trunk allowed vlan 7,9-12")
    assert " switchport trunk allowed vlan 7,9-12\n" in cisco.device.running_text
    cisco.configure(
        "interface gi1/0/3", "switchport trunk allowed vlan add 8", "switchport trunk allowed vlan remove 10"
    )
    assert " switchport trunk allowed vlan 7-9,11,12\n" in cisco.device.running_text
    ruijie.configure("interface gi 0/3", "switchport trunk allowed vlan only 7,9-12")
    assert " switchport trunk allowed vlan only 7,9-12\n" in ruijie.device.running_text
    assert "Invalid input" in ruijie.type("switchport trunk allowed vlan 7")


def test_taking_off_a_list_that_is_not_there_changes_nothing(console: IosConsole) -> None:
    before = console.device.running_text
    console.configure(f"interface {console.port(1)}", "no ip access-group OTHER in")
    assert console.device.running_text == before
