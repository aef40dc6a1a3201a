# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What Comware prints, character for character."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lab.switch import grammar
from lab.switch.forwarding import LearnedMac, NoDataPlane
from lab.switch.hp_comware.words import TABLE, TYPES
from lab.switch.parameters import reader
from lab.switch.platforms import hp_comware
from tests.unit.switch.comware.conftest import STARTUP

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.switch.conftest import Console

UNRECOGNIZED = " % Unrecognized command found at '^' position.\n"
WRONG = " % Wrong parameter found at '^' position.\n"
TOO_MANY = " % Too many parameters found at '^' position.\n"
INCOMPLETE = " % Incomplete command found at '^' position.\n"
AMBIGUOUS = " % Ambiguous command found at '^' position.\n"
PORT = ("system-view", "interface GigabitEthernet1/0/1")


def test_the_running_configuration_of_a_start_up_file_is_that_file(console: Console) -> None:
    assert console.device.running_text == STARTUP


@pytest.mark.parametrize(
    ("path", "line", "answer"),
    [
        ((), "system-view", "System View: return to User View with Ctrl+Z.\n"),
        ((), "screen-length disable", ""),
        ((), "frob", "      ^\n" + UNRECOGNIZED),
        ((), "display", "              ^\n" + INCOMPLETE),
        ((), "vlan 10", "      ^\n" + UNRECOGNIZED),
        (("system-view",), "vlan 5000", "           ^\n" + WRONG),
        (("system-view",), "vlan 10 20", "              ^\n" + UNRECOGNIZED),
        (("system-view",), "s", "      ^\n" + AMBIGUOUS),
        (PORT, "port access vlan 111", "The VLAN does not exist.\n"),
        (PORT, "port trunk permit vlan 110", "The port is not a trunk port.\n"),
        (PORT, "undo shutdown", ""),
        (PORT, "undo shutdown now", " " * 41 + "^\n" + TOO_MANY),
        (PORT, "port-isolate enable group 2", "The isolation group does not exist.\n"),
        (PORT, "port-security port-mode autolearn", "Please set the maximum number of secure MAC addresses first.\n"),
        (PORT, "packet-filter 3901 inbound", ""),
        (("system-view",), "interface GigabitEthernet1/0/5", "The interface does not exist.\n"),
        (("system-view",), "undo vlan 1", "The default VLAN cannot be deleted.\n"),
        (("system-view",), "undo vlan 4000", "The VLAN has a VLAN interface. Please delete it first.\n"),
        (("system-view",), "undo vlan 13", "The VLAN does not exist.\n"),
        ((), "display scheduler reboot", ""),
    ],
)
def test_answers(console: Console, path: tuple[str, ...], line: str, answer: str) -> None:
    console.type(*path)
    assert console.type(line) == answer


@pytest.mark.parametrize(
    ("path", "prompt"),
    [
        ((), "<hall>"),
        (("system-view",), "[hall]"),
        (("system-view", "vlan 110"), "[hall-vlan110]"),
        (("system-view", "vlan 20 to 22"), "[hall]"),
        (("system-view", "interface g1/0/2"), "[hall-GigabitEthernet1/0/2]"),
        (("system-view", "interface vlan-interface 110"), "[hall-Vlan-interface110]"),
        (("system-view", "acl basic 2001"), "[hall-acl-ipv4-basic-2001]"),
        (("system-view", "acl number 3001"), "[hall-acl-ipv4-adv-3001]"),
        (("system-view", "acl ipv6 advanced 3001"), "[hall-acl-ipv6-adv-3001]"),
        (("system-view", "line vty 0 63"), "[hall-line-vty0-63]"),
        (("system-view", "local-user a class manage"), "[hall-luser-manage-a]"),
        (("system-view", "domain b"), "[hall-isp-b]"),
        (("system-view", "radius scheme c"), "[hall-radius-c]"),
        (("system-view", "acl advanced 3001", "interface g1/0/1", "quit"), "[hall]"),
        (("system-view", "acl advanced 3001", "return"), "<hall>"),
        (("system-view", "sysname other"), "[other]"),
        (("system-view", "undo sysname"), "[H3C]"),
    ],
)
def test_prompts(console: Console, path: tuple[str, ...], prompt: str) -> None:
    console.type(*path)
    assert console.prompt == prompt


def test_an_old_acl_line_is_printed_in_the_new_form(console: Console) -> None:
    console.configure("acl number 3901", "acl ipv6 number 3961", "acl number 2001")
    text = console.device.running_text
    assert all(f"#\n{line}\n" in text for line in ("acl advanced 3901", "acl ipv6 advanced 3961", "acl basic 2001"))


def test_display_this_shows_the_section_of_the_view(console: Console) -> None:
    console.type("system-view", "interface g1/0/2")
    section = "interface GigabitEthernet1/0/2\n port link-mode bridge\n port access vlan 110"
    assert console.type("display this") == f"#\n{section}\n#\nreturn\n"
    assert console.type("display current-configuration interface g1/0/2") == f"#\n{section}\n#\nreturn\n"
    console.configure("acl advanced 3000")
    assert console.type("display this") == "#\nacl advanced 3000\n rule 0 permit ip\n#\nreturn\n"
    assert "interface" not in console.type("quit", "display this")


def test_display_acl_and_packet_filter(console: Console) -> None:
    console.configure("acl advanced 3901", "description policy", "rule 5 permit tcp destination-port eq 80 counting")
    console.configure("interface g1/0/1", "packet-filter 3901 inbound", "packet-filter ipv6 3961 outbound")
    rule = "rule 5 permit tcp destination-port eq www counting"
    assert console.type("display acl 3901") == (f"Advanced IPv4 ACL 3901, 1 rule,\npolicy\nACL's step is 5\n {rule}\n")
    assert console.type("display packet-filter interface GigabitEthernet1/0/1") == (
        "Interface: GigabitEthernet1/0/1\n Inbound policy:\n  IPv4 ACL 3901\n Outbound policy:\n  IPv6 ACL 3961\n"
    )
    console.device.data_plane.counters = lambda: {"acl4_3901_5": 3}  # type: ignore[method-assign]
    assert f" {rule} (3 times matched)\n" in console.type("display acl 3901")
    assert f"   {rule} (3 packets)\n" in console.type("display packet-filter statistics interface g1/0/1 inbound")


def test_displays_without_a_template(console: Console) -> None:
    binding = "ip source binding ip-address 10.0.0.1 mac-address 1-2-3 vlan 110"
    console.configure("interface g1/0/1", binding, "port-security max-mac-count 1", "port-security port-mode autolearn")
    row = "10.0.0.1        0001-0002-0003 GE1/0/1                  110  Static\n"
    assert row in console.type("display ip source binding static")
    assert "Port mode                      : autoLearn\n" in console.type("display port-security interface g1/0/1")
    assert console.type("display version").startswith("H3C Comware Software, Version 7.1.070, Release 3507P18\n")
    assert "Next main startup saved-configuration file: flash:/startup.cfg\n" in console.type("display startup")


TEMPLATES = {
    "display clock": {"timezone": "UTC"},
    "display interface brief": {"interface": "NULL0", "link": "UP"},
    "display interface GigabitEthernet1/0/1": {"line_status": "UP", "vlan_native": "110", "description": "kiosk 1"},
    "display mac-address": {"mac_address": "5489-9800-0101", "interface": "GE1/0/1"},
    "display vlan all": {"vlan_id": "1"},
    "display vlan brief": {"vlan_id": "1"},
}


@pytest.mark.parametrize("command", TEMPLATES)
def test_ntc_templates_read_what_is_displayed(console: Console, command: str) -> None:
    parse = pytest.importorskip("ntc_templates.parse")
    assert isinstance(console.device.data_plane, NoDataPlane)
    console.device.data_plane.learned.append(LearnedMac("54:89:98:00:01:01", 110, "GigabitEthernet1/0/1"))
    rows = parse.parse_output(platform="hp_comware", command=command, data=console.type(command))
    assert TEMPLATES[command].items() <= rows[0].items()


def test_ntc_templates_read_every_port(console: Console) -> None:
    parse = pytest.importorskip("ntc_templates.parse")
    shown = console.type("display interface brief")
    rows = parse.parse_output(platform="hp_comware", command="display interface brief", data=shown)
    ports = [(row["interface"], row["type"], row["vlan_id"]) for row in rows if row["type"]]
    assert ports == [("GE1/0/1", "A", "110"), ("GE1/0/2", "A", "110"), ("GE1/0/3", "A", "1"), ("GE1/0/4", "T", "1")]


def test_the_same_question_comes_again_after_an_answer_that_is_none(console: Console) -> None:
    console.type("save", "vlan 7")
    assert console.prompt == "The current configuration will be written to the device. Are you sure? [Y/N]:"
    assert console.type("n") == ""
    assert console.prompt == "<hall>"


def test_every_syntax_of_the_platform_can_be_read(switch_on: Callable[..., Console]) -> None:
    assert len(hp_comware.COMMAND_MODULES) == 8
    assert switch_on().device.platform.types is TYPES

    def leaves(node: grammar.Node, depth: int = 0) -> None:
        for leaf, rest in grammar.first(node):
            if isinstance(leaf, grammar.Parameter):
                reader(leaf.type, TYPES)
            if depth < 6:
                leaves(rest, depth + 1)

    for commands in TABLE.views.values():
        for command in commands:
            leaves(command.tree)
