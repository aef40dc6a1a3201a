# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Modes, prompts, abbreviations, errors and filters, as both platforms have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.switch.ios_style.conftest import IosConsole


@pytest.mark.parametrize(
    ("lines", "cisco", "ruijie"),
    [
        ((), "#", "#"),
        (("configure terminal",), "(config)#", "(config)#"),
        (("conf t", "interface gi {port}"), "(config-if)#", "(config-if-GigabitEthernet 0/1)#"),
        (("conf t", "interface vlan 4000"), "(config-if)#", "(config-if-VLAN 4000)#"),
        (("conf t", "vlan 7"), "(config-vlan)#", "(config-vlan)#"),
        (("conf t", "ip access-list extended 101"), "(config-ext-nacl)#", "(config-ext-nacl)#"),
        (("conf t", "ipv6 access-list SIX"), "(config-ipv6-acl)#", "(config-ipv6-nacl)#"),
        (("conf t", "line vty 0 4"), "(config-line)#", "(config-line)#"),
        (("conf t", "vlan 7", "exit"), "(config)#", "(config)#"),
        (("conf t", "vlan 7", "exit", "exit"), "#", "#"),
        (("conf t", "vlan 7", "end"), "#", "#"),
        (("conf t", "interface gi {port}", "vlan 7"), "(config-vlan)#", "(config-vlan)#"),
    ],
)
def test_the_prompt_tells_the_mode(console: IosConsole, lines: tuple[str, ...], cisco: str, ruijie: str) -> None:
    is_cisco = console.device.platform.name == "cisco_ios"
    console.type(*(line.format(port="1/0/1" if is_cisco else "0/1") for line in lines))
    assert console.prompt == "hall-sw" + (cisco if is_cisco else ruijie)


def test_the_policys_modes_are_nested(cisco: IosConsole) -> None:
    cisco.configure("policy-map P", "class class-default")
    assert cisco.prompt == "hall-sw(config-pmap-c)#"
    cisco.type("exit")
    assert cisco.prompt == "hall-sw(config-pmap)#"


def test_entering_the_configuration_mode_is_announced(console: IosConsole) -> None:
    assert console.type("configure terminal") == ("Enter configuration commands, one per line.  End with CNTL/Z.\n")


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("foo", "        ^\n% Invalid input detected at '^' marker.\n\n"),
        ("show foo", "             ^\n% Invalid input detected at '^' marker.\n\n"),
        ("show clock now", "                   ^\n% Invalid input detected at '^' marker.\n\n"),
        ("show", "% Incomplete command.\n\n"),
        ("terminal length", "% Incomplete command.\n\n"),
        ("re", ""),
        ("sh i", '% Ambiguous command:  "sh i"\n\n'),
    ],
)
def test_errors_of_the_grammar(console: IosConsole, line: str, answer: str) -> None:
    if not answer:
        assert console.type(line) == ""
        console.type("n")
    else:
        assert console.type(line) == answer
    assert console.prompt in ("hall-sw#", "Proceed with reload? [confirm]")


def test_a_command_of_the_privileged_mode_needs_do_elsewhere(console: IosConsole) -> None:
    console.type("configure terminal")
    assert "Invalid input" in console.type("show clock")
    assert " CST " in console.type("do show clock")


def test_enable_changes_nothing_and_exit_hangs_up(console: IosConsole) -> None:
    assert console.type("enable") == ""
    assert console.prompt == "hall-sw#"
    console.type("exit")
    assert console.session.closed


@pytest.mark.parametrize(
    ("pipe", "expected"),
    [
        ("include ^hostname", "hostname hall-sw\n"),
        ("begin ^line", "line vty 0 4\n login local\n"),
        ("section ^vlan 110", "vlan 110\n name kiosk\n"),
    ],
)
def test_output_is_filtered(console: IosConsole, pipe: str, expected: str) -> None:
    assert console.type(f"show running-config | {pipe}").startswith(expected)
    assert "hostname" not in console.type("show running-config | exclude hostname")
    assert console.type("show clock | include (") == "% Invalid regular expression\n\n"


def test_a_vlan_that_goes_leaves_its_ports_as_they_are(console: IosConsole) -> None:
    console.configure("no vlan 110")
    assert " switchport access vlan 110\n" in console.device.running_text
    assert console.device.data_plane.state.ports[0].untagged is None  # type: ignore[attr-defined]
    assert console.type("no vlan 1") == "%Default VLAN 1 may not be deleted.\n\n"


def test_a_vlan_that_is_not_there_is_made(console: IosConsole) -> None:
    console.configure(f"interface {console.port(3)}")
    assert console.type("switchport access vlan 9") == "% Access VLAN does not exist. Creating vlan 9\n"
    assert 9 in console.device.configuration.vlans
    assert console.type("switchport access vlan 9") == ""


def test_an_edge_port_warns_on_a_catalyst_only(cisco: IosConsole, ruijie: IosConsole) -> None:
    cisco.configure("interface gi1/0/3")
    assert cisco.type("spanning-tree portfast").startswith("%Warning: portfast should only be enabled on ports")
    ruijie.configure("interface gi 0/3")
    assert ruijie.type("spanning-tree portfast") == ""


def test_port_security_needs_a_mode_on_a_catalyst_only(cisco: IosConsole, ruijie: IosConsole) -> None:
    cisco.configure("interface gi1/0/3")
    refused = cisco.type("switchport port-security")
    assert refused == "Command rejected: GigabitEthernet1/0/3 is a dynamic port.\n"
    cisco.configure("interface gi1/0/3", "switchport mode access", "switchport port-security")
    ruijie.configure("interface gi 0/3", "switchport port-security")


@pytest.mark.parametrize(
    ("name", "line", "known_form"),
    [
        ("cisco_ios", "interface gi1/0/99", True),
        ("cisco_ios", "interface gi0/1", False),
        ("ruijie_os", "interface gi 0/99", True),
        ("ruijie_os", "interface gi 1/0/1", False),
        ("cisco_ios", "interface vlan 5000", False),
        ("ruijie_os", "interface vlan 5000", False),
    ],
)
def test_interfaces_that_are_not_there(
    switch_on: Callable[..., IosConsole], name: str, line: str, known_form: bool
) -> None:
    console = switch_on(name)
    console.type("configure terminal")
    unknown = "^\n% Invalid input detected at '^' marker.\n\n"
    assert console.type(line).lstrip(" ") == ("%Invalid interface type and number\n\n" if known_form else unknown)
    assert console.prompt == "hall-sw(config)#"


def test_foreign_lines_are_kept_word_for_word(console: IosConsole) -> None:
    console.configure(
        "snmp-server community s3cret RO 10", "username a privilege 15 secret 5 $1$x", "no ip http server"
    )
    for line in ("snmp-server community s3cret RO 10", "username a privilege 15 secret 5 $1$x", "no ip http server"):
        assert f"\n{line}\n" in console.device.running_text
    console.configure("no snmp-server community s3cret", "ip http server", "no username a")
    for word in ("s3cret", "http", "username"):
        assert word not in console.device.running_text
    assert "Invalid input" in console.type("frobnicate the switch")


def test_help_and_completion(console: IosConsole) -> None:
    assert "  running-config\n" in console.session.help("show ")
    assert console.session.complete("show run") == "show running-config "


def test_a_start_up_line_that_is_unknown_is_kept(switch_on: Callable[..., IosConsole]) -> None:
    startup = "hostname a\n!\nunheard of\n inner\n!\ninterface GigabitEthernet1/0/1\n strange thing\n!\nend\n"
    text = switch_on("cisco_ios", startup).device.running_text
    assert "\nunheard of\n inner\n" in text
    assert "interface GigabitEthernet1/0/1\n strange thing\n" in text
