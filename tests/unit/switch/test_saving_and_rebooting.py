# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The flash, the dialogs of `save`, `reboot` and `schedule reboot`, and the device's own timer."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from tests.unit.switch.conftest import STARTUP

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.switch.conftest import Console

SAVE = "The current configuration will be written to flash:/vrpcfg.zip.\n"
SAVED = "Now saving the current configuration to the slot 0....\nSave the configuration successfully.\n"


def test_save_asks_and_writes(console: Console) -> None:
    console.configure("vlan 7")
    console.type("return")
    assert console.device.modified
    assert console.type("save") == SAVE
    assert console.prompt == "Are you sure to continue?[Y/N]"
    assert console.type("y") == SAVED
    assert not console.device.modified
    assert "vlan batch 7 110 4000" in console.type("display saved-configuration")


def test_save_refused_writes_nothing(console: Console) -> None:
    console.configure("vlan 7")
    assert console.type("return", "save", "n") == ""
    assert console.type("display saved-configuration") == STARTUP


def test_a_full_flash_leaves_the_saved_configuration_as_it_was(console: Console) -> None:
    console.device.faults.set({"kind": "full_flash"})
    console.configure("vlan 7")
    assert console.type("return", "save", "y").endswith("Error: There is not enough space on the flash.\n")
    assert console.prompt == "<hall>"
    assert console.device.flash.saved == STARTUP
    assert console.device.modified


def test_what_is_saved_survives_the_process(switch_on: Callable[..., Console], tmp_path: Path) -> None:
    flash = tmp_path / "vrpcfg.cfg"
    first = switch_on(flash=flash)
    first.configure("vlan 7")
    first.type("return", "save", "y")
    first.configure("vlan 8")
    again = switch_on(flash=flash)
    assert "vlan batch 7 110 4000\n" in again.device.running_text
    assert [file.name for file in tmp_path.iterdir()] == ["vrpcfg.cfg"]


def test_a_save_that_breaks_off_leaves_the_old_file(
    switch_on: Callable[..., Console], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flash = tmp_path / "vrpcfg.cfg"
    console = switch_on(flash=flash)
    console.type("save", "y")
    before = flash.read_text()
    console.configure("vlan 7")

    def fail(*_: object) -> None:
        raise OSError("power")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(OSError, match="power"):
        console.type("return", "save", "y")
    assert flash.read_text() == before
    assert [file.name for file in tmp_path.iterdir()] == ["vrpcfg.cfg"]


async def _until_up(console: Console) -> None:
    await _until(lambda: console.device.is_up)


async def _until(condition: Callable[[], bool]) -> None:
    for _ in range(1000):
        await asyncio.sleep(0.01)
        if condition():
            return
    pytest.fail("the device does not come up as it should")


def test_reboot_falls_back_to_the_saved_configuration(switch_on: Callable[..., Console]) -> None:
    async def scenario() -> None:
        console = switch_on(boot_seconds=0.05)
        states: list[bool] = []
        console.device.on_state.append(states.append)
        console.configure("vlan 7")
        assert console.type("return", "reboot") == "Info: The system is now comparing the configuration, please wait.\n"
        assert console.prompt.startswith("Warning: The configuration has been modified, and it will be saved")
        assert "reboot save diagnostic-information" in console.type("n")
        assert console.prompt == "System will reboot! Continue?[Y/N]:"
        console.type("y")
        assert console.session.closed
        assert not console.device.is_up
        await _until_up(console)
        assert states == [False, True]
        assert console.device.running_text == STARTUP

    asyncio.run(scenario())


def test_the_scheduled_reboot_fires_without_any_session(switch_on: Callable[..., Console]) -> None:
    async def scenario() -> None:
        console = switch_on(minute_seconds=0.02, boot_seconds=0.02)
        console.configure("vlan 7")
        console.type("return", "schedule reboot delay 10")
        assert (
            console.prompt
            == "Warning: The current configuration will be saved to the next startup saved-configuration file. "
            "Continue? [Y/N]:"
        )
        assert re.fullmatch(
            r"Info: Reboot system at \d\d:\d\d:\d\d \d{4}/\d\d/\d\d UTC\+08:00 \(in 0 hours and 10 minutes\)\.\n",
            console.type("n"),
        )
        assert console.prompt == "confirm?[Y/N]:"
        assert console.type("y") == ""
        assert "(in 0 hours and 10 minutes)" in console.type("display schedule reboot")
        console.type("quit")
        console.device.sessions.clear()
        await _until(lambda: console.device.is_up and console.device.running_text == STARTUP)
        assert console.device.minutes_to_reboot is None

    asyncio.run(scenario())


@pytest.mark.parametrize(
    ("answers", "armed", "saved"),
    [(("n", "y"), True, False), (("y", "y"), True, True), (("n", "n"), False, False)],
)
def test_scheduling_asks_about_saving_first(
    switch_on: Callable[..., Console], answers: tuple[str, ...], armed: bool, saved: bool
) -> None:
    async def scenario() -> None:
        console = switch_on()
        console.configure("vlan 7")
        console.type("return", "schedule reboot delay 10", *answers)
        assert (console.device.minutes_to_reboot is not None) == armed
        assert ("vlan batch 7" in console.device.flash.saved) == saved
        console.device.shut()

    asyncio.run(scenario())


def test_an_unmodified_switch_asks_only_once_and_the_timer_can_be_cancelled(switch_on: Callable[..., Console]) -> None:
    async def scenario() -> None:
        console = switch_on(minute_seconds=0.01)
        assert console.type("schedule reboot delay 00:05").startswith("Info: Reboot system at")
        console.type("y")
        assert console.type("undo schedule reboot") == "Info: The scheduled reboot is cancelled.\n"
        assert console.type("undo schedule reboot") == ""
        await asyncio.sleep(0.08)
        assert console.device.is_up

    asyncio.run(scenario())


@pytest.mark.parametrize(
    "line",
    [
        "schedule reboot delay 43201",
        "schedule reboot delay 1:60",
        "schedule reboot delay soon",
        "schedule reboot at 25:00",
        "schedule reboot at 10:00 2001/01/01",
    ],
)
def test_times_that_are_refused(console: Console, line: str) -> None:
    assert console.type(line).startswith("Error:")
    assert console.prompt == "<hall>"


def test_commands_of_the_user_view_are_unknown_in_others(console: Console) -> None:
    console.configure("vlan 7")
    for line in ("save", "reboot", "schedule reboot delay 1", "screen-length 0 temporary"):
        assert "Unrecognized command" in console.type(line)
