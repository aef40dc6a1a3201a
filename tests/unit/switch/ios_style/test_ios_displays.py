# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is displayed can be read by the parsers that engineers use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from lab.switch.forwarding import LearnedMac

if TYPE_CHECKING:
    from tests.unit.switch.ios_style.conftest import IosConsole

parse = pytest.importorskip("ntc_templates.parse")


def parsed(console: IosConsole, command: str) -> list[dict[str, Any]]:
    """The rows that ntc-templates reads out of a display."""
    rows: list[dict[str, Any]] = parse.parse_output("cisco_ios", command, console.type(command))
    return rows


@pytest.fixture
def busy(cisco: IosConsole) -> IosConsole:
    plane: Any = cisco.device.data_plane
    plane.learned += [
        LearnedMac("54:89:98:00:03:01", 110, "GigabitEthernet1/0/1", secure=True),
        LearnedMac("54:89:98:00:03:ff", 4000, "GigabitEthernet1/0/4"),
    ]
    plane.without_link.add(3)
    plane.counters = lambda: {"acl4_GOVKIOSK_2d_3901_10": 5, "acl4_GOVKIOSK_2d_3901_40": 1}
    return cisco


def test_interfaces_status(busy: IosConsole) -> None:
    rows = parsed(busy, "show interfaces status")
    assert [(row["port"], row["name"], row["status"], row["vlan_id"]) for row in rows] == [
        ("Gi1/0/1", "hall-01", "connected", "110"),
        ("Gi1/0/2", "", "disabled", "1"),
        ("Gi1/0/3", "", "notconnect", "1"),
        ("Gi1/0/4", "to-extranet", "connected", "trunk"),
    ]


def test_ip_interface_brief(busy: IosConsole) -> None:
    rows = parsed(busy, "show ip interface brief")
    found = {row["interface"]: (row["ip_address"], row["status"], row["proto"]) for row in rows}
    assert found["Vlan4000"] == ("10.96.192.13", "up", "up")
    assert found["GigabitEthernet1/0/2"] == ("unassigned", "administratively down", "down")
    assert len(found) == 6


def test_mac_address_table(busy: IosConsole) -> None:
    rows = parsed(busy, "show mac address-table")
    assert [(row["vlan_id"], row["destination_address"], row["type"], row["destination_port"]) for row in rows] == [
        ("110", "5489.9800.0301", "STATIC", ["Gi1/0/1"]),
        ("4000", "5489.9800.03ff", "DYNAMIC", ["Gi1/0/4"]),
    ]
    assert "Criterion: 1" in busy.type("show mac address-table dynamic").title()


def test_ip_access_lists(busy: IosConsole) -> None:
    rows = parsed(busy, "show ip access-lists")
    assert {row["acl_name"] for row in rows} == {"GOVKIOSK-3901"}
    counted = [(row["line_num"], row["action"], row["protocol"], row["matches"]) for row in rows if row["line_num"]]
    assert counted == [
        ("10", "permit", "tcp", "5"),
        ("20", "permit", "tcp", ""),
        ("30", "permit", "icmp", ""),
        ("40", "deny", "ip", "1"),
    ]
    assert busy.type("show access-lists GOVKIOSK6-3961") == (
        "IPv6 access list GOVKIOSK6-3961\n    deny ipv6 any any sequence 10\n"
    )


def test_ipv6_access_lists(busy: IosConsole) -> None:
    (row,) = parse.parse_output("cisco_ios", "show ipv6 access-lists", busy.type("show ipv6 access-list"))
    assert (row["acl_name"], row["action"], row["sequence"]) == ("GOVKIOSK6-3961", "deny", "10")


def test_port_security_of_one_port(busy: IosConsole) -> None:
    command = "show port-security interface GigabitEthernet1/0/1"
    (row,) = parsed(busy, command)
    assert (row["port_security"], row["port_status"]) == ("Enabled", "Secure-up")
    assert (row["max_mac_addrs"], row["total_mac_addrs"]) == ("1", "1")
    assert "Gi1/0/1" in busy.type("show port-security")


def test_version_vlan_and_clock(busy: IosConsole) -> None:
    (version,) = parsed(busy, "show version")
    assert (version["version"], version["hostname"]) == ("15.2(2)E6", "hall-sw")
    vlans = parsed(busy, "show vlan")
    assert [(row["vlan_id"], row["vlan_name"], row["status"]) for row in vlans] == [
        ("1", "default", "active"),
        ("110", "kiosk", "active"),
        ("4000", "VLAN4000", "active"),
    ]
    assert vlans[1]["interfaces"] == ["Gi1/0/1"]
    (clock,) = parsed(busy, "show clock")
    assert clock["timezone"] == "CST"


def test_source_bindings(busy: IosConsole) -> None:
    """The template wants a number of seconds where a static binding has none."""
    text = busy.type("show ip source binding").replace("infinite", "0       ")
    (row,) = parse.parse_output("cisco_ios", "show ip source binding", text)
    assert (row["mac_address"], row["ip_address"], row["vlan_id"], row["interface"]) == (
        "54:89:98:00:03:01",
        "10.96.128.66",
        "110",
        "GigabitEthernet1/0/1",
    )


def test_a_ruijies_own_displays(ruijie: IosConsole) -> None:
    plane: Any = ruijie.device.data_plane
    plane.learned.append(LearnedMac("54:89:98:00:04:01", 110, "GigabitEthernet 0/1"))
    status = ruijie.type("show interfaces status").splitlines()
    assert status[2].split() == ["GigabitEthernet", "0/1", "up", "110", "Full", "1000M", "copper"]
    assert "110        5489.9800.0401       DYNAMIC  GigabitEthernet 0/1\n" in ruijie.type("show mac-address-table")
    assert "RGOS 11.4" in ruijie.type("show version")
    assert "kiosk" in ruijie.type("show vlan")


@pytest.mark.parametrize("command", ["port-security interface gi {}", "running-config interface vlan 9"])
def test_what_is_not_there(console: IosConsole, command: str) -> None:
    port = console.port(99).split("t")[-1].strip()
    assert console.type(f"show {command.format(port)}") == "%Invalid interface type and number\n\n"
