# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Comware's flash, the dialogs of `save`, `reboot` and `scheduler reboot`."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from tests.unit.switch.comware.conftest import STARTUP

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.switch.conftest import Console

SURE = "The current configuration will be written to the device. Are you sure? [Y/N]:"
NAME = "(To leave the existing filename unchanged, press the enter key):"
OVERWRITE = "flash:/startup.cfg exists, overwrite? [Y/N]:"
SAVED = "Validating file. Please wait...\nSaved the current configuration to mainboard device successfully.\n"


def test_save_asks_three_times_and_writes(console: Console) -> None:
    console.configure("vlan 7")
    assert console.device.modified
    assert console.type("save") == ""
    assert console.prompt == SURE
    assert console.type("y") == "Please input the file name(*.cfg)[flash:/startup.cfg]\n"
    assert console.prompt == NAME
    assert console.type("") == ""
    assert console.prompt == OVERWRITE
    assert console.type("y") == SAVED
    assert not console.device.modified
    assert "vlan 7\n" in console.type("display saved-configuration")


@pytest.mark.parametrize("answers", [("n",), ("y", "", "n"), ("y", "name.txt")])
def test_save_broken_off_writes_nothing(console: Console, answers: tuple[str, ...]) -> None:
    console.configure("vlan 7")
    console.type("save", *answers)
    assert not console.session.asking
    assert console.device.flash.saved == STARTUP


def test_the_first_save_overwrites_nothing(switch_on: Callable[..., Console]) -> None:
    assert switch_on(startup="").type("save", "y", "") == SAVED


@pytest.mark.parametrize("view", ["return", "vlan 110"])
def test_save_force_asks_nothing_in_any_view(console: Console, view: str) -> None:
    console.configure("vlan 7")
    console.type(view)
    assert console.type("save force") == SAVED
    assert not console.device.modified


def test_a_full_flash_leaves_the_saved_configuration_as_it_was(console: Console) -> None:
    console.device.faults.set({"kind": "full_flash"})
    console.configure("vlan 7")
    assert console.type("save force").endswith("does not have enough space to save the configuration.\n")
    assert console.device.flash.saved == STARTUP
    assert console.device.modified


def test_what_is_saved_survives_the_process(switch_on: Callable[..., Console], tmp_path: Path) -> None:
    flash = tmp_path / "flash.cfg"
    first = switch_on(flash=flash)
    first.configure("vlan 7")
    assert first.type("save force") == SAVED
    assert "vlan 7\n" in switch_on(flash=flash).device.running_text


async def _until_up(console: Console) -> None:
    for _ in range(500):
        await asyncio.sleep(0.01)
        if console.device.is_up:
            return
    pytest.fail("the device does not come up")


def test_reboot_falls_back_to_the_saved_configuration(switch_on: Callable[..., Console]) -> None:
    async def scenario() -> None:
        console = switch_on(boot_seconds=0.05)
        console.configure("vlan 7")
        assert console.type("return", "reboot").startswith("Start to check configuration with next startup")
        assert console.prompt.startswith("Current configuration may be lost after the reboot, save current")
        console.type("n")
        assert console.prompt == "This command will reboot the device. Continue? [Y/N]:"
        console.type("y")
        assert console.session.closed
        await _until_up(console)
        assert console.device.running_text == STARTUP

    asyncio.run(scenario())


def test_the_scheduled_reboot_asks_nothing_about_saving_and_fires_without_any_session(
    switch_on: Callable[..., Console],
) -> None:
    async def scenario() -> None:
        console = switch_on(minute_seconds=600, boot_seconds=0.02)
        console.configure("vlan 7")
        assert console.type("return", "scheduler reboot delay 88") == ""
        assert re.fullmatch(
            r"Reboot system at \d\d:\d\d \d\d/\d\d/\d{4}\(in 1 hours and 28 minutes\)\. Confirm\? \[Y/N\]:",
            console.prompt,
        )
        assert console.type("y") == ""
        assert re.fullmatch(
            r"System will reboot at \d\d:\d\d:\d\d \d\d/\d\d/\d{4} \(in 1 hours and 28 minutes\)\.\n",
            console.type("display scheduler reboot"),
        )
        console.type("quit")
        console.device.sessions.clear()
        console.device.schedule_reboot(0)
        await asyncio.sleep(0)
        await _until_up(console)
        assert console.device.running_text == STARTUP

    asyncio.run(scenario())


def test_the_scheduled_reboot_can_be_cancelled(switch_on: Callable[..., Console]) -> None:
    async def scenario() -> None:
        console = switch_on()
        console.type("scheduler reboot delay 00:05", "y")
        assert console.device.minutes_to_reboot is not None
        assert console.type("undo scheduler reboot") == ""
        assert console.device.minutes_to_reboot is None
        assert console.type("display scheduler reboot") == ""
        console.type("scheduler reboot delay 5", "n")
        assert console.device.minutes_to_reboot is None

    asyncio.run(scenario())


@pytest.mark.parametrize("line", ["scheduler reboot delay 1:60", "scheduler reboot delay soon"])
def test_times_that_are_refused(console: Console, line: str) -> None:
    assert console.type(line) == "The delay time is invalid.\n"


def test_commands_of_the_user_view_are_unknown_in_others(console: Console) -> None:
    console.configure("vlan 7")
    for line in ("reboot", "scheduler reboot delay 1", "screen-length disable"):
        assert "Unrecognized command" in console.type(line)
