# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Known questions are answered, after their own command only."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.device import dialogs
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import SESSIONS

KNOWN = [
    ("save", "The current configuration will be written to flash:/vrpcfg.zip.\nAre you sure to continue?[Y/N]", "y"),
    ("save", "Warning: The current configuration will be written to the device. Continue? [Y/N]:", "y"),
    ("save", "Please input the file name(*.cfg, *.zip, *.dat)[vrpcfg.zip]:", ""),
    ("save", "flash:/vrpcfg.zip exists, overwrite?[Y/N]:", "y"),
    (
        "schedule reboot delay 10",
        (
            "Warning: The current configuration will be saved to the next startup saved-configuration file. "
            "Continue? [Y/N]:"
        ),
        "n",
    ),
    ("schedule reboot delay 10", "Info: Reboot system at 11:46:00 (in 0 hours and 10 minutes).\nconfirm?[Y/N]:", "y"),
    ("undo vlan 110", "Warning: The configurations of the VLAN will be deleted. Continue? [Y/N]:", "y"),
    ("port link-type access", "Warning: This command will delete VLANs on this port. Continue?[Y/N]:", "y"),
    ("", "The password needs to be changed. Change now? [Y/N]:", "N"),
]


COMWARE = [
    (
        "save",
        "The current configuration will be written to the device. Are you sure? [Y/N]:",
        "y",
    ),
    (
        "save",
        (
            "Please input the file name(*.cfg)[flash:/startup.cfg]\n"
            "(To leave the existing filename unchanged, press the enter key):"
        ),
        "",
    ),
    ("save", "flash:/startup.cfg exists, overwrite? [Y/N]:", "y"),
    (
        "scheduler reboot delay 10",
        "Reboot system at 16:32:00 11/25/2026 Wed (in 0 hours and 10 minutes). Confirm? [Y/N]:",
        "y",
    ),
    ("undo vlan 110", "The VLAN is in use. Continue? [Y/N]:", "y"),
    ("", "Press Y or ENTER to continue, N to exit.", ""),
]


@pytest.mark.parametrize(("command", "question", "answer"), COMWARE)
def test_known_question_of_comware(command: str, question: str, answer: str) -> None:
    assert dialogs.answer(SESSIONS["hp_comware"].known_dialogs, command, question) == answer
    other = "reset saved-configuration" if command else "save now"
    assert dialogs.answer(SESSIONS["hp_comware"].known_dialogs, other, question) is None


@pytest.mark.parametrize(("command", "question", "answer"), KNOWN)
def test_known_question(command: str, question: str, answer: str) -> None:
    assert dialogs.may_wait(question)
    assert dialogs.answer(SESSIONS["huawei_vrp"].known_dialogs, command, question) == answer


@pytest.mark.parametrize(("command", "question", "_answer"), KNOWN)
def test_same_question_after_another_command_is_unknown(command: str, question: str, _answer: str) -> None:
    other = "reset saved-configuration" if command else "save now"
    assert dialogs.answer(SESSIONS["huawei_vrp"].known_dialogs, other, question) is None


@pytest.mark.parametrize(
    ("command", "question"),
    [
        ("save", "Warning: the key pairs will be erased. Proceed?[Y/N]:"),
        ("save", "Error: Please choose 'YES' or 'NO' first before pressing 'Enter'. [Y/N]:"),
        ("undo vlan 110", "Warning: All Vlanif interfaces will be deleted too, continue?[Y/N]:"),
        ("interface GigabitEthernet0/0/1", "Are you sure to continue?[Y/N]:"),
        ("save", "Are you sure to continue?[Y/N]y\nNow saving. Enter the slot number:"),
    ],
)
def test_unknown_question(command: str, question: str) -> None:
    assert dialogs.may_wait(question)
    assert dialogs.answer(SESSIONS["huawei_vrp"].known_dialogs, command, question) is None


@pytest.mark.parametrize(
    "text",
    ["", "\n", "Now saving the current configuration to the slot 0..", "interface Vlanif4000\n", " description a:b\n"],
)
def test_not_waiting(text: str) -> None:
    assert not dialogs.may_wait(text)
