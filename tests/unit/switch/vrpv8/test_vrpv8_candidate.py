# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines wait for their commit: nothing of them runs before, all of them or none after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.unit.switch.vrpv8.conftest import STARTUP

if TYPE_CHECKING:
    from lab.switch.forwarding import ForwardingState
    from tests.unit.switch.vrpv8.conftest import Vrp8Console

LEAVING = (
    "Warning: Uncommitted configurations found. Are you sure to commit them before exiting? [Y(yes)/N(no)/C(cancel)]:"
)
BIND = "user-bind static ip-address 10.96.128.2 mac-address 5489-9800-010{} interface GE1/0/1 vlan 110"


def state(console: Vrp8Console) -> ForwardingState:
    return console.device.data_plane.state  # type: ignore[attr-defined, no-any-return]


def test_nothing_runs_before_the_commit_and_all_of_it_after(console: Vrp8Console) -> None:
    console.edit("interface GE1/0/2", "shutdown", "vlan batch 7")
    assert console.device.running_text == STARTUP
    assert console.type("display current-configuration") == STARTUP
    assert state(console).ports[1].up
    assert console.type("commit") == ""
    assert not state(console).ports[1].up
    assert "vlan batch 7 110 4000\n" in console.device.running_text


def test_prompt_tells_what_waits_and_the_name_that_runs(console: Vrp8Console) -> None:
    console.type("system-view")
    assert console.prompt == "[~hall]"
    console.type("interface GE1/0/1")
    assert console.prompt == "[~hall-GE1/0/1]", "a view that is there already changes nothing"
    console.type("description kiosk 1")
    assert console.prompt == "[~hall-GE1/0/1]", "nor does a line that runs already"
    console.type("quit", "sysname other")
    assert console.prompt == "[*hall]"
    console.type("commit")
    assert console.prompt == "[~other]"
    console.type("acl number 3901")
    assert console.prompt == "[*other-acl4-advance-3901]"


def test_line_that_the_device_refuses_is_refused_at_once(console: Vrp8Console) -> None:
    console.edit("interface GE1/0/1")
    assert "The ACL does not exist" in console.type("traffic-filter acl 3901 inbound")
    assert "Unrecognized command" in console.type("port-security max-mac-num 1")
    assert console.prompt == "[~hall-GE1/0/1]"


@pytest.mark.parametrize(
    ("answer", "runs", "prompt"), [("y", True, "<hall>"), ("n", False, "<hall>"), ("c", False, "[*hall]")]
)
@pytest.mark.parametrize("leave", ["quit", "return"])
def test_leaving_with_lines_that_wait_is_asked_about(
    console: Vrp8Console, leave: str, answer: str, runs: bool, prompt: str
) -> None:
    console.edit("vlan batch 7")
    console.type(leave)
    assert console.prompt == LEAVING
    console.type("perhaps")
    assert console.prompt == "Error: Please choose 'YES', 'NO' or 'CANCEL' first before pressing 'Enter'. [Y/N/C]:"
    console.type(answer)
    assert console.prompt == prompt
    assert ("vlan batch 7" in console.device.running_text) is runs


def test_cleared_candidate_is_forgotten(console: Vrp8Console) -> None:
    console.edit("acl number 3901", "rule 5 deny ip")
    assert console.type("clear configuration candidate") == ""
    assert console.prompt == "[~hall]"
    assert console.type("return", "display current-configuration") == STARTUP


def test_a_commit_in_the_middle_of_a_section_leaves_the_session_there(console: Vrp8Console) -> None:
    console.edit("acl number 3901", "rule 5 deny tcp")
    assert console.type("commit", "rule 10 deny ip", "commit") == ""
    assert console.prompt == "[~hall-acl4-advance-3901]"
    assert "acl number 3901\n rule 5 deny tcp\n rule 10 deny ip\n" in console.device.running_text


def test_candidate_can_be_looked_at(console: Vrp8Console) -> None:
    console.edit("interface GE1/0/2", "shutdown", "undo port default vlan", "quit", "acl number 3901", "rule 5 deny ip")
    assert console.type("display configuration candidate changes") == (
        "Building configuration\n  #\n  interface GE1/0/2\n-  port default vlan 110\n+  shutdown\n"
        "  #\n+ acl number 3901\n+  rule 5 deny ip\n  #\n"
    )
    assert console.type("display configuration candidate") == (
        "interface GE1/0/2\n shutdown\ninterface GE1/0/2\n undo port default vlan\n"
        "acl number 3901\nacl number 3901\n rule 5 deny ip\n"
    )
    assert "acl number 3901\n rule 5 deny ip\n" in console.type("display configuration candidate merge")
    assert console.type("display this") == "#\nreturn\n"
    assert "3901" not in console.type("display acl all")


def test_two_operators_commit_what_does_not_meet(console: Vrp8Console) -> None:
    other = console.beside()
    console.edit("vlan batch 7")
    other.edit("interface GE1/0/3", "description printer")
    other.configure()
    assert console.prompt == "[*hall]"
    console.configure()
    assert "vlan batch 7 110" in console.device.running_text
    assert " description printer\n" in console.device.running_text


def test_a_session_that_has_changed_nothing_sees_what_others_commit(console: Vrp8Console) -> None:
    other = console.beside()
    console.type("system-view")
    other.configure("vlan batch 7")
    console.edit("interface Vlanif7")
    assert console.prompt == "[*hall-Vlanif7]"


def test_line_that_no_longer_can_be_carried_out_stops_the_commit(console: Vrp8Console) -> None:
    other = console.beside()
    console.edit("vlan batch 7", BIND.format(1), "interface GE1/0/2", "description kiosk 2")
    other.configure(BIND.format(2))
    before = console.device.running_text
    answer = console.type("commit")
    assert answer == (
        f"Error: '{BIND.format(1)}' cannot be committed. Error: The IP address of the static bind-table already exists.\n"
    )
    assert console.device.running_text == before, "all of it or nothing"
    assert console.prompt == "[*hall-GE1/0/2]"
    console.type("clear configuration candidate")
    console.configure("vlan batch 7")


def test_line_in_a_section_that_is_gone_meanwhile_makes_it_anew_or_is_refused(console: Vrp8Console) -> None:
    console.configure("acl number 3901", "rule 5 deny ip")
    other = console.beside()
    console.edit("acl number 3901", "undo rule 5", "quit", "acl number 3902", "rule 5 deny ip")
    other.configure("undo acl number 3901")
    assert "'acl number 3901, undo rule 5' cannot be committed" in console.type("commit")


def test_a_session_that_ends_takes_its_candidate_along(console: Vrp8Console) -> None:
    other = console.beside()
    other.edit("vlan batch 7")
    console.device.leave(other.session)
    console.configure("vlan batch 8")
    assert "vlan batch 8 110" in console.device.running_text


def test_reboot_takes_every_candidate_along(console: Vrp8Console) -> None:
    console.edit("vlan batch 7")
    console.device.shut()
    console.device.boot()
    assert console.device.running_text == STARTUP
