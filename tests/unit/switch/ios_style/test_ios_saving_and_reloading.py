# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The flash, and the dialogs of saving and reloading, now and later."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

import pytest

from tests.unit.switch.ios_style.startups import CISCO

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.unit.switch.ios_style.conftest import IosConsole

SAVED = "Building configuration...\n[OK]\n"
UNSAVED = "\nSystem configuration has been modified. Save? [yes/no]: "


@pytest.mark.parametrize("lines", [("write",), ("write memory",), ("copy running-config startup-config", "")])
def test_what_is_saved_is_shown(console: IosConsole, lines: tuple[str, ...]) -> None:
    console.configure("vlan 7", "end")
    assert "vlan 7\n" not in console.type("show startup-config")
    assert console.device.modified
    assert console.type(*lines) == SAVED
    assert not console.device.modified
    assert "vlan 7\n" in console.type("show startup-config")


def test_the_displays_of_both_configurations(cisco: IosConsole, ruijie: IosConsole) -> None:
    for console, running, saved in (
        (
            cisco,
            "Building configuration...\n\nCurrent configuration : {} bytes\n!\n",
            "Using {} out of 524288 bytes\n!\n",
        ),
        (ruijie, "\nBuilding configuration...\nCurrent configuration : {} bytes\n\n!\n", ""),
    ):
        text = console.device.running_text
        assert console.type("show running-config") == running.format(len(text)) + text + "\n"
        console.type("write")
        assert console.type("show startup-config") == saved.format(len(text)) + text


def test_one_interface_of_the_running_configuration(console: IosConsole) -> None:
    assert f"!\ninterface {console.port(2)}\n shutdown\nend\n" in console.type(
        f"show running-config interface {console.port(2)}"
    )


def test_nothing_saved(switch_on: Callable[..., IosConsole]) -> None:
    assert switch_on("cisco_ios", "").type("show startup-config") == "startup-config is not present\n"


def test_a_full_flash_leaves_the_saved_configuration_as_it_was(console: IosConsole) -> None:
    before = console.device.flash.saved
    console.device.faults.set({"kind": "full_flash"})
    console.configure("vlan 7", "end")
    assert "no space" in console.type("write memory")
    assert console.device.flash.saved == before


@pytest.mark.parametrize("name", ["cisco_ios", "ruijie_os"])
def test_what_is_saved_survives_the_process(switch_on: Callable[..., IosConsole], tmp_path: Path, name: str) -> None:
    first = switch_on(name, flash=tmp_path / "flash")
    first.configure("vlan 7", "end")
    first.type("write")
    first.configure("vlan 8")
    text = switch_on(name, flash=tmp_path / "flash").device.running_text
    assert "vlan 7\n" in text
    assert "vlan 8\n" not in text


async def _rebooted(console: IosConsole, states: list[bool]) -> None:
    """Wait until the device was down and is up again."""
    async with asyncio.timeout(10):
        while states != [False, True]:
            await asyncio.sleep(0.01)
    assert console.device.is_up


def _watched(console: IosConsole) -> list[bool]:
    states: list[bool] = []
    console.device.on_state.append(states.append)
    return states


@pytest.mark.parametrize(("answer", "saved"), [("no", False), ("yes", True), ("y", True), ("n", False)])
def test_a_catalyst_asks_about_saving_before_it_reloads(
    switch_on: Callable[..., IosConsole], answer: str, saved: bool
) -> None:
    async def scenario() -> None:
        console = switch_on("cisco_ios", boot_seconds=0.02)
        states = _watched(console)
        console.configure("vlan 7", "end")
        console.type("reload")
        assert "\n" + console.prompt == UNSAVED
        assert console.type("maybe") == "% Please answer 'yes' or 'no'.\n\n"
        assert console.type(answer) == (SAVED if saved else "")
        assert console.prompt == "Proceed with reload? [confirm]"
        console.type("")
        assert console.session.closed
        await _rebooted(console, states)
        assert ("vlan 7\n" in console.device.running_text) == saved

    asyncio.run(scenario())


def test_a_catalysts_scheduled_reload(switch_on: Callable[..., IosConsole]) -> None:
    async def scenario() -> None:
        console = switch_on("cisco_ios", minute_seconds=0.02, boot_seconds=0.02)
        states = _watched(console)
        assert console.type("show reload") == "No reload is scheduled.\n"
        console.configure("vlan 7", "end")
        console.type("reload in 10")
        assert re.fullmatch(
            r"Reload scheduled for \d\d:\d\d:\d\d CST \w{3} \w{3} \d+ \d{4} \(in 10 minutes\) by govkiosk on vty0\n"
            r"Reload reason: Reload Command\n",
            console.type("no"),
        )
        assert console.prompt == "Proceed with reload? [confirm]"
        assert console.type("") == ""
        assert console.type("show reload").startswith("Reload scheduled for ")
        console.type("exit")
        await _rebooted(console, states)
        assert console.device.running_text == CISCO
        assert console.device.minutes_to_reboot is None

    asyncio.run(scenario())


def test_a_scheduled_reload_can_be_cancelled_or_not_confirmed(switch_on: Callable[..., IosConsole]) -> None:
    async def scenario() -> None:
        console = switch_on("cisco_ios")
        console.type("reload in 1:05", "x")
        assert console.device.minutes_to_reboot is None
        console.type("reload in 1:05")
        assert "[confirm]" in console.prompt
        console.type("y")
        assert 64 < (console.device.minutes_to_reboot or 0) <= 65
        assert console.type("reload cancel") == "\n\n***\n*** --- SHUTDOWN ABORTED ---\n***\n"
        assert console.type("reload cancel") == "%No reload is scheduled.\n"
        assert console.device.minutes_to_reboot is None

    asyncio.run(scenario())


def test_a_ruijies_reloads(switch_on: Callable[..., IosConsole]) -> None:
    async def scenario() -> None:
        console = switch_on("ruijie_os", boot_seconds=0.02)
        states = _watched(console)
        console.configure("vlan 7", "end")
        console.type("reload in 10")
        assert console.prompt == "Reload system in 10 minutes?(Y/N)"
        console.type("n")
        assert console.type("show reload") == "No reload is scheduled.\n"
        console.type("reload in 10", "y")
        assert console.type("show reload") == "System will reload in 600 seconds.\n"
        assert console.type("reload cancel") == "Reload cancelled.\n"
        console.type("reload", "y")
        await _rebooted(console, states)
        assert "vlan 7\n" not in console.device.running_text

    asyncio.run(scenario())


@pytest.mark.parametrize("line", ["reload in 0", "reload in soon", "reload in 99999", "reload in a:10"])
def test_times_that_are_refused(console: IosConsole, line: str) -> None:
    assert console.type(line) == "%Invalid reload time\n\n"
    assert console.prompt == "hall-sw#"
