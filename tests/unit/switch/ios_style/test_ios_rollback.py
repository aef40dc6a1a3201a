# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A Catalyst's change that is undone unless it is confirmed."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from lab.switch.forwarding import ForwardingState
from tests.unit.switch.ios_style.startups import CISCO

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.unit.switch.ios_style.conftest import IosConsole

PENDING = "%No Rollback Confirmed Change pending\n\n"
NEVER = 60.0
SOON = 0.02


@pytest.fixture
def on_a_guarded(switch_on: Callable[..., IosConsole]) -> Callable[..., None]:
    """Change a switch under a timer of one minute that lasts so long, then play a scenario on it."""

    def play(minute_seconds: float, scenario: Callable[[IosConsole], Awaitable[None]]) -> None:
        async def run() -> None:
            console = switch_on("cisco_ios", minute_seconds=minute_seconds, boot_seconds=0.01)
            assert console.type("configure terminal revert timer 1").startswith(
                "Rollback Confirmed Change: Backing up "
            )
            assert console.prompt == "hall-sw(config)#"
            console.type("hostname changed", "no vlan 110", "end")
            assert console.device.running_text != CISCO
            async with asyncio.timeout(10):
                await scenario(console)

        asyncio.run(run())

    return play


async def _until(console: IosConsole, text: str) -> None:
    while console.device.running_text != text:
        await asyncio.sleep(0.005)


def test_it_is_undone_without_any_session(on_a_guarded: Callable[..., None]) -> None:
    async def scenario(console: IosConsole) -> None:
        console.type("exit")
        await _until(console, CISCO)
        assert 110 in console.device.data_plane.state.vlans  # type: ignore[attr-defined]

    on_a_guarded(SOON, scenario)


def test_a_session_goes_on_with_the_old_configuration(on_a_guarded: Callable[..., None]) -> None:
    async def scenario(console: IosConsole) -> None:
        await _until(console, CISCO)
        assert console.prompt == "hall-sw#"
        console.configure("vlan 7")
        assert "vlan 7\n" in console.device.running_text
        assert console.type("do show archive config rollback timer") == PENDING

    on_a_guarded(SOON, scenario)


def test_a_confirmed_change_stays(on_a_guarded: Callable[..., None]) -> None:
    async def scenario(console: IosConsole) -> None:
        text = console.device.running_text
        assert console.type("configure confirm") == ""
        assert console.type("configure confirm") == PENDING
        await asyncio.sleep(3 * SOON)
        assert console.device.running_text == text

    on_a_guarded(SOON, scenario)


def test_it_can_be_undone_at_once_or_later(on_a_guarded: Callable[..., None]) -> None:
    async def scenario(console: IosConsole) -> None:
        shown = console.type("show archive config rollback timer")
        assert "Timer type: absolute timer\nTimer value: 1 min\nUser: console\n" in shown
        console.type("configure revert timer 7")
        assert "Timer value: 7 min\n" in console.type("show archive config rollback timer")
        console.type("configure revert now")
        assert console.device.running_text == CISCO
        assert console.type("configure revert now") == PENDING

    on_a_guarded(NEVER, scenario)


def test_what_was_saved_meanwhile_stays_saved(on_a_guarded: Callable[..., None]) -> None:
    async def scenario(console: IosConsole) -> None:
        console.type("write", "configure revert now")
        assert console.device.running_text == CISCO
        assert "hostname changed\n" in console.device.flash.saved

    on_a_guarded(NEVER, scenario)


def test_a_reboot_drops_the_timer(on_a_guarded: Callable[..., None]) -> None:
    async def scenario(console: IosConsole) -> None:
        console.type("write")
        text = console.device.running_text
        console.device.reboot()
        assert console.device.data_plane.state == ForwardingState()  # type: ignore[attr-defined]
        assert not console.device.rollback.is_armed
        while not console.device.is_up:
            await asyncio.sleep(0.005)
        await asyncio.sleep(2 * SOON)
        assert console.device.running_text == text

    on_a_guarded(SOON, scenario)


def test_it_needs_an_archive(cisco: IosConsole) -> None:
    cisco.configure("no archive", "end")
    assert cisco.type("configure terminal revert timer 5").startswith("%Turn config archive on before using")
    assert cisco.prompt == "hall-sw#"


def test_a_ruijie_has_none(ruijie: IosConsole) -> None:
    assert "Invalid input" in ruijie.type("configure terminal revert timer 5")
