# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""VRP8's own forms do what they say, VRP5's are refused, and what is printed can be read again."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Interface
from typing import TYPE_CHECKING

import pytest

from lab import startup_config
from lab.switch import platforms
from lab.topology import Switch, SwitchPort
from tests.unit.switch.vrpv8.conftest import STARTUP

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lab.switch.forwarding import ForwardingState
    from tests.unit.switch.vrpv8.conftest import Vrp8Console

BIND = "user-bind static ip-address 10.96.128.2 mac-address 5489-9800-0101 interface GE1/0/2 vlan 110"
SETUP = (
    "stp bpdu-protection", BIND, "acl number 3901", "rule 5 permit tcp source 10.96.128.2 0", "rule 10 deny ip", "quit",
    "acl ipv6 number 3961", "rule 5 deny ipv6", "quit", "qos car in8192 cir 8192 kbps cbs 1024000 bytes",
    "interface GE1/0/2", "description kiosk 2", "shutdown", "port-isolate enable group 1", "stp edged-port enable",
    "traffic-filter acl 3901 inbound", "traffic-filter acl ipv6 3961 inbound",
    "qos lr cir 8192 kbps cbs 1024000 bytes outbound", "qos car inbound in8192", "port-security enable maximum 2",
    "port-security protect-action error-down", "arp anti-attack check user-bind enable",
    "ipv4 source check user-bind enable", "quit",
)  # fmt: skip
PORT, SYSTEM = "interface GE1/0/2", ""
PLATFORM = platforms.get("huawei_vrpv8")


def state(console: Vrp8Console) -> ForwardingState:
    return console.device.data_plane.state  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(
    ("view", "undo", "gone"),
    [
        (PORT, "undo description", " description kiosk 2"),
        (PORT, "undo shutdown", " shutdown"),
        (PORT, "undo port default vlan", " port default vlan 110"),
        (PORT, "undo port-isolate enable group 1", " port-isolate enable group 1"),
        (PORT, "undo stp edged-port", " stp edged-port enable"),
        (PORT, "undo traffic-filter acl 3901 inbound", " traffic-filter acl 3901 inbound"),
        (PORT, "undo traffic-filter acl ipv6 3961 inbound", " traffic-filter acl ipv6 3961 inbound"),
        (PORT, "undo qos lr outbound", " qos lr cir 8192 kbps cbs 1024000 bytes outbound"),
        (PORT, "undo qos car inbound", " qos car inbound in8192"),
        (PORT, "undo port-security protect-action", " port-security protect-action error-down"),
        (PORT, "undo arp anti-attack check user-bind enable", " arp anti-attack check user-bind enable"),
        (PORT, "undo ipv4 source check user-bind enable", " ipv4 source check user-bind enable"),
        ("acl number 3901", "undo rule 10", " rule 10 deny ip"),
        (SYSTEM, f"undo {BIND}", BIND),
        (SYSTEM, "undo stp bpdu-protection", "stp bpdu-protection"),
        (SYSTEM, "undo ip route-static 0.0.0.0 0.0.0.0", "ip route-static 0.0.0.0 0.0.0.0 10.96.192.1"),
    ],
)
def test_documented_forms_remove_their_line(console: Vrp8Console, view: str, undo: str, gone: str) -> None:
    console.configure(*SETUP)
    before = [line for line in console.device.running_text.splitlines() if line != "#"]
    assert gone in before
    console.configure(*([view] if view else []), undo)
    after = [line for line in console.device.running_text.splitlines() if line != "#"]
    assert sorted(before) == sorted([*after, gone])


def test_port_security_is_undone_in_part_or_as_a_whole(console: Vrp8Console) -> None:
    console.configure(*SETUP, PORT, "undo port-security enable maximum 2")
    assert " port-security enable maximum 1\n" in console.device.running_text
    console.configure(PORT, "undo port-security enable")
    assert "port-security" not in console.device.running_text


@pytest.mark.parametrize(
    ("view", "line", "error"),
    [
        (PORT, "traffic-filter inbound acl 3901", "Unrecognized command"),
        (PORT, "traffic-filter acl 3999 inbound", "Another ACL has already been applied"),
        (PORT, "traffic-filter acl 3999 outbound", "The ACL does not exist"),
        (PORT, "port-security max-mac-num 1", "Unrecognized command"),
        (PORT, "qos lr inbound cir 8192 cbs 1024000", "Unrecognized command"),
        (PORT, "qos lr cir 8192 kbps cbs 1024000 bytes inbound", "Unrecognized command"),
        (PORT, "qos car inbound nobody", "The CAR profile does not exist"),
        ("interface GE1/0/3", "port-security protect-action protect", "Port security is not enabled"),
        (PORT, "port-security protect-action shutdown", "Unrecognized command"),
        (SYSTEM, "undo qos car in8192", "The CAR profile is being used"),
        (SYSTEM, "undo qos car nobody", "The CAR profile does not exist"),
        (SYSTEM, "undo acl number 3901", "is being used"),
        (SYSTEM, "interface GE1/0/9", "The interface does not exist"),
        (SYSTEM, "interface GigabitEthernet0/0/1", "Wrong parameter"),
        (SYSTEM, "save", "Unrecognized command"),
    ],
)
def test_other_forms_are_refused_and_change_nothing(console: Vrp8Console, view: str, line: str, error: str) -> None:
    console.configure(*SETUP)
    console.edit(*([view] if view else []))
    assert error in console.type(line)
    assert console.prompt.startswith("[~")


def test_rates_meet_packets(console: Vrp8Console) -> None:
    console.configure(*SETUP)
    port = state(console).ports[1]
    assert port.rate_in == port.rate_out
    assert port.rate_in is not None
    console.configure("qos car in8192 cir 4096 kbps cbs 512000 bytes")
    changed = state(console).ports[1].rate_in
    assert changed is not None
    assert changed.kbps == 4096
    console.configure(PORT, "undo qos car inbound", "quit", "undo qos car in8192")
    assert state(console).ports[1].rate_in is None


def test_start_up_file_is_read_whole_and_printed_again() -> None:
    loaded = PLATFORM.load(STARTUP, 4)
    assert loaded.refused == ()
    assert PLATFORM.text(loaded.configuration) == STARTUP


def test_printed_and_typed_is_the_same(console: Vrp8Console, switch_on: Callable[..., Vrp8Console]) -> None:
    console.configure(*SETUP)
    text = console.device.running_text
    assert PLATFORM.text(PLATFORM.load(text, 4).configuration) == text
    other = switch_on("")
    known = [
        line for line in text.splitlines() if line[0] not in "#!" and line not in ("return", " an-unheard-of command")
    ]
    foreign = ("diffserv", "interface 10GE", " device transceiver", "interface NULL0")
    other.edit()
    for line in known:
        if not line.startswith(foreign):
            answer = other.type(line)
            assert "Error" not in answer, (line, answer)
    other.type("commit")
    missing = {*known} - {*other.device.running_text.splitlines()}
    assert [line for line in missing if not line.startswith(foreign)] == []


def test_saving_saves_what_runs_and_no_candidate(switch_on: Callable[..., Vrp8Console], tmp_path: Path) -> None:
    console = switch_on(flash=tmp_path / "flash.cfg")
    console.configure("vlan batch 7")
    other = console.beside()
    other.edit("vlan batch 8")
    console.type("return", "save")
    assert console.prompt == "Warning: The current configuration will be written to the device. Continue? [Y/N]:"
    assert "Save the configuration successfully." in console.type("y")
    assert "vlan batch 7 110" in (tmp_path / "flash.cfg").read_text("utf-8")
    console.device.faults.full_flash = True
    assert "There is not enough space" in console.type("save", "y")


def test_the_day_one_configuration_of_the_lab_is_taken_whole() -> None:
    names = tuple(SwitchPort(f"GE1/0/{number}", f"hall-0{number}") for number in (1, 2))
    address = IPv4Interface("10.96.192.12/24")
    switch = Switch(
        site="hall", host="hall-sw", role="sw-hall", platform="huawei_vrpv8", address=address, gateway=address.network[1],
        vlan=110, management_vlan=4000, uplink="GE1/0/24", ports=names, time_servers=(IPv4Address("10.96.4.123"),),
    )  # fmt: skip
    text = startup_config.render(switch)
    loaded = PLATFORM.load(text, 24)
    assert loaded.refused == ()
    printed = PLATFORM.text(loaded.configuration)
    assert [line for line in text.splitlines() if line not in printed.splitlines()] == []
    state = PLATFORM.meaning(loaded.configuration, "")
    assert state.ports[0].untagged == 110
    assert state.ports[23].tagged == {110, 4000}
    assert state.addresses == ((4000, address),)
