# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is printed, character for character."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from lab.switch.forwarding import LearnedMac, NoDataPlane
from tests.unit.switch.conftest import STARTUP

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.switch.conftest import Console

UNRECOGNIZED = "Error: Unrecognized command found at '^' position.\n"
WRONG = "Error: Wrong parameter found at '^' position.\n"
TOO_MANY = "Error:Too many parameters found at '^' position.\n"
INCOMPLETE = "Error:Incomplete command found at '^' position.\n"
AMBIGUOUS = "Error:Ambiguous command found at '^' position.\n"


def test_the_running_configuration_of_a_start_up_file_is_that_file(console: Console) -> None:
    assert console.device.running_text == STARTUP


@pytest.mark.parametrize(
    ("path", "line", "answer"),
    [
        ((), "system-view", "Enter system view, return user view with Ctrl+Z.\n"),
        (
            (),
            "screen-length 0 temporary",
            "Info: The configuration takes effect on the current user terminal interface only.\n",
        ),
        ((), "frob", "      ^\n" + UNRECOGNIZED),
        ((), "display frob", "              ^\n" + UNRECOGNIZED),
        ((), "display", "              ^\n" + INCOMPLETE),
        ((), "vlan 10", "      ^\n" + UNRECOGNIZED),
        (("system-view",), "vlan 5000", "           ^\n" + WRONG),
        (("system-view",), "vlan 10 20", "              ^\n" + TOO_MANY),
        (("system-view",), "s", "      ^\n" + AMBIGUOUS),
        (
            ("system-view",),
            "vlan batch 10 to 5",
            "Info: This operation may take a few seconds. Please wait for a moment...done.\n",
        ),
        (("system-view", "acl 3001"), "rule 5 permit tcp destination-port eq 70000", " " * 57 + "^\n" + WRONG),
        (("system-view", "acl 3001"), "rule 5 permit ip destination-port eq 80", " " * 36 + "^\n" + UNRECOGNIZED),
        (("system-view", "acl 3001"), "rule 5 permit ip source 10.0.0.1", " " * 52 + "^\n" + INCOMPLETE),
        (
            ("system-view", "interface GigabitEthernet0/0/1"),
            "port link-type trunk",
            "Error: Please renew the default configurations.\n",
        ),
        (
            ("system-view", "interface GigabitEthernet0/0/1"),
            "port default vlan 111",
            "Error: The VLAN does not exist.\n",
        ),
        (
            ("system-view", "interface GigabitEthernet0/0/1"),
            "undo shutdown",
            "Info: Interface GigabitEthernet0/0/1 is not shutdown.\n",
        ),
        (
            ("system-view", "interface GigabitEthernet0/0/1"),
            "traffic-filter inbound acl 3001",
            "Error: The ACL does not exist.\n",
        ),
        (("system-view",), "interface GigabitEthernet0/0/5", "Error: The interface does not exist.\n"),
        (("system-view",), "undo vlan 1", "Error: The default VLAN can not be deleted.\n"),
        (("system-view",), "undo vlan 4000", "Error: The VLAN has a L3 interface. Please delete it first.\n"),
        (("system-view",), "undo vlan 12", "Error: The VLAN does not exist.\n"),
        ((), "display schedule reboot", "Info: There is no scheduled reboot.\n"),
        ((), "display dhcp static user-bind all", "Info: The number of static bind-table is zero.\n"),
    ],
)
def test_answers(console: Console, path: tuple[str, ...], line: str, answer: str) -> None:
    console.type(*path)
    assert console.type(line) == answer


def test_the_caret_stands_under_the_word(console: Console) -> None:
    console.type("system-view", "interface g0/0/2")
    line = "undo port default vlan 10"
    caret = console.type(line).splitlines()[0]
    assert (console.prompt + line)[len(caret) - 1 :] == "10"


@pytest.mark.parametrize(
    ("path", "prompt"),
    [
        ((), "<hall>"),
        (("system-view",), "[hall]"),
        (("system-view", "vlan 110"), "[hall-vlan110]"),
        (("system-view", "interface gi 0/0/2"), "[hall-GigabitEthernet0/0/2]"),
        (("system-view", "interface vlanif 110"), "[hall-Vlanif110]"),
        (("system-view", "interface meth 0/0/1"), "[hall-MEth0/0/1]"),
        (("system-view", "acl 2001"), "[hall-acl-basic-2001]"),
        (("system-view", "acl number 3001"), "[hall-acl-adv-3001]"),
        (("system-view", "acl ipv6 3001"), "[hall-acl6-adv-3001]"),
        (("system-view", "aaa"), "[hall-aaa]"),
        (("system-view", "user-interface vty 0 4"), "[hall-ui-vty0-4]"),
        (("system-view", "acl 3001", "interface g0/0/1", "quit"), "[hall]"),
        (("system-view", "acl 3001", "return"), "<hall>"),
        (("system-view", "acl 3001", "quit", "quit"), "<hall>"),
        (("system-view", "sysname other"), "[other]"),
    ],
)
def test_prompts(console: Console, path: tuple[str, ...], prompt: str) -> None:
    console.type(*path)
    assert console.prompt == prompt


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("dis cu", "display current-configuration"),
        ("dis cur int g0/0/1", "display current-configuration interface GigabitEthernet0/0/1"),
        ("DIS STARTUP", "display startup"),
        ("di int br", "display interface brief"),
        ("dis tra app", "display traffic-filter applied-record"),
        ("dis sa", "display saved-configuration"),
    ],
)
def test_keywords_may_be_shortened_while_unique(console: Console, short: str, full: str) -> None:
    assert console.type(short) == console.type(full)
    assert "Error:" not in console.type(full)


def test_quit_in_the_user_view_ends_the_session(console: Console) -> None:
    console.type("quit")
    assert console.session.closed


def test_display_this_shows_the_section_of_the_view(console: Console) -> None:
    console.type("system-view", "interface g0/0/2")
    section = "interface GigabitEthernet0/0/2\n port link-type access\n port default vlan 110"
    assert console.type("display this") == f"#\n{section}\n#\nreturn\n"
    assert console.type("vlan 110", "display this") == "#\nvlan 110\n description kiosks\n#\nreturn\n"


def test_display_acl(console: Console) -> None:
    console.configure(
        "acl 3901",
        "rule permit tcp source 10.0.0.1 0.0.0.0 destination-port eq 80",
        "rule 20 deny ip source any",
        "acl 2000",
    )
    assert console.type("display acl 3901") == (
        "Advanced ACL 3901, 2 rules\nAcl's step is 5\n"
        " rule 5 permit tcp source 10.0.0.1 0 destination-port eq www \n rule 20 deny ip \n"
    )
    shown = console.type("display acl all")
    assert shown.startswith(
        " Total quantity of nonempty ACL number is 1 \n\nBasic ACL 2000, 0 rule\nAcl's step is 5\n\nAdvanced ACL 3901"
    )


def test_display_user_binds(console: Console) -> None:
    console.configure("user-bind static ip-address 10.0.0.1 mac-address 1-1-1 interface gigabitethernet 0/0/1")
    assert "10.0.0.1                        0001-0001-0001  --  /--  /--    GE0/0/1\n" in console.type(
        "display dhcp static user-bind all"
    )


def test_display_can_be_filtered(console: Console) -> None:
    assert (
        console.type("display current-configuration | include ^interface V")
        == "interface Vlanif1\ninterface Vlanif4000\n"
    )
    assert (
        console.type("display current-configuration | begin user-interface v").splitlines()[0]
        == "user-interface vty 0 4"
    )
    assert "interface" not in console.type("display current-configuration | exclude interface")


DISPLAYS = {
    "display version": "model",
    "display interface brief": "interface",
    "display interface GigabitEthernet0/0/1": "interface_description",
    "display mac-address": "destination_address",
    "display acl all": "acl_number",
    "display traffic-filter applied-record": "acl_nb",
    "display startup": "next_startup_saved_configuration_file",
    "display vlan": "vlan_id",
}


@pytest.mark.parametrize("command", DISPLAYS)
def test_ntc_templates_read_what_is_displayed(switch_on: Callable[..., Console], command: str) -> None:
    parse = pytest.importorskip("ntc_templates.parse")
    console = switch_on()
    assert isinstance(console.device.data_plane, NoDataPlane)
    console.device.data_plane.learned.append(LearnedMac("54:89:98:00:01:01", 110, "GigabitEthernet0/0/1"))
    console.configure("acl 3901", "rule deny ip", "interface g0/0/1", "traffic-filter inbound acl 3901", "return")
    rows = parse.parse_output(platform="huawei_vrp", command=command, data=console.type(command))
    assert rows[0][DISPLAYS[command]]


def test_what_may_follow(console: Console) -> None:
    assert console.session.help("display mac") == "  mac-address\n"
    assert console.session.help("display clock ") == "  <cr>\n  <pipe>\n"
    console.type("system-view")
    assert console.session.help("vlan ") == "  <1-4094>\n  batch\n"


def test_the_tab_key_completes_a_unique_keyword(console: Console) -> None:
    assert console.session.complete("dis") == "display "
    assert console.session.complete("display s") == "display s", "saved-configuration, schedule and startup"


def test_an_answer_that_is_neither_yes_nor_no_is_asked_for_again(console: Console) -> None:
    console.type("system-view", "undo vlan 110")
    assert console.prompt == "Warning: The configurations of the VLAN will be deleted. Continue?[Y/N]:"
    console.type("interface g0/0/1")
    assert console.prompt == "Error: Please choose 'YES' or 'NO' first before pressing 'Enter'. [Y/N]:"
    console.type("n")
    assert console.prompt == "[hall]"
    assert re.search(r"^vlan batch 110 4000$", console.device.running_text, re.MULTILINE)
