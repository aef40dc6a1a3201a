# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`commit trial`: what nobody confirms in time is rolled back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from tests.unit.switch.vrpv8.conftest import STARTUP

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.unit.switch.vrpv8.conftest import Vrp8Console

# Minutes of the device: no time at all for a trial that shall be over, hours for one that shall not.
AT_ONCE, NEVER = 0.0, 3600.0
INFO = (
    "Info: The system enters the trial configuration mode.\n"
    "The system will revert to previous configuration if the trial configuration is not confirmed in {} seconds.\n"
)
ROLL_BACK = "Warning: The trial configuration will be rolled back. Continue? [Y/N]:"
IN_TRIAL = "Error: The system is in trial configuration mode.\n"
Play = Callable[[float, Callable[["Vrp8Console"], Awaitable[None]]], None] if TYPE_CHECKING else object


@pytest.fixture
def on_trial(switch_on: Callable[..., Vrp8Console]) -> Play:
    """Try VLAN 7 under the id `ours`, then play a scenario on it."""

    def play(minute_seconds: float, scenario: Callable[[Vrp8Console], Awaitable[None]]) -> None:
        async def run() -> None:
            console = switch_on(minute_seconds=minute_seconds, boot_seconds=0.01)
            console.edit("vlan batch 7")
            assert console.type("commit trial 120 persist ours") == INFO.format(120)
            assert "vlan batch 7 " in console.device.running_text
            async with asyncio.timeout(10):
                await scenario(console)

        asyncio.run(run())

    return play


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_it_is_rolled_back_when_its_time_is_over(on_trial: Play) -> None:
    async def scenario(console: Vrp8Console) -> None:
        console.device.leave(console.session)
        await settle()
        assert console.device.running_text == STARTUP
        assert not console.device.rollback.is_armed

    on_trial(AT_ONCE, scenario)


def test_it_stays_when_it_is_committed_from_any_session_that_knows_the_id(on_trial: Play) -> None:
    async def scenario(console: Vrp8Console) -> None:
        console.device.leave(console.session)
        other = console.beside()
        other.type("system-view")
        assert other.type("commit persist theirs") == IN_TRIAL
        assert other.type("commit persist ours") == ""
        assert not console.device.rollback.is_armed
        assert "vlan batch 7 " in console.device.running_text
        assert "persist ID" in other.type("commit persist ours"), "there is nothing left to confirm"

    on_trial(NEVER, scenario)


def test_nobody_else_commits_anything_meanwhile(on_trial: Play) -> None:
    async def scenario(console: Vrp8Console) -> None:
        other = console.beside()
        other.edit("vlan batch 8")
        for line in ("commit", "commit trial", "commit trial persist theirs", "abort trial"):
            assert other.type(line) == IN_TRIAL
        other.type("return")
        assert other.type("y") == IN_TRIAL
        assert other.prompt == "[*hall]"
        console.type("commit persist ours")
        assert other.type("commit") == ""
        assert "vlan batch 7 to 8 " in console.device.running_text

    on_trial(NEVER, scenario)


def test_status(on_trial: Play) -> None:
    async def scenario(console: Vrp8Console) -> None:
        told = "Trial status: ACTIVE\nPersist id: ours\nTrial time left (sec): 120\n"
        assert console.type("display configuration trial status") == told
        console.type("commit trial 600 persist ours")
        assert "left (sec): 600\n" in console.type("display configuration trial status")
        console.type("commit persist ours")
        idle = "Trial status: INACTIVE\nTrial time left (sec): 0\n"
        assert console.type("display configuration trial status") == idle

    on_trial(NEVER, scenario)


def test_it_can_be_aborted(on_trial: Play) -> None:
    async def scenario(console: Vrp8Console) -> None:
        console.type("abort trial persist ours")
        assert console.prompt == ROLL_BACK
        console.type("n")
        assert "vlan batch 7 " in console.device.running_text
        assert console.type("abort trial persist ours", "y") == "Info: The trial configuration rollback succeeded.\n"
        assert console.prompt == "[~hall]"
        assert console.device.running_text == STARTUP
        assert "not in trial" in console.type("abort trial")

    on_trial(NEVER, scenario)


def test_reboot_comes_up_with_the_saved_configuration(on_trial: Play) -> None:
    async def scenario(console: Vrp8Console) -> None:
        console.device.reboot()
        while not console.device.is_up:
            await asyncio.sleep(0.005)
        assert console.device.running_text == STARTUP
        assert not console.device.rollback.is_armed

    on_trial(NEVER, scenario)


def test_without_an_id_it_ends_with_its_session(switch_on: Callable[..., Vrp8Console]) -> None:
    async def scenario() -> None:
        console = switch_on(minute_seconds=NEVER)
        console.edit("vlan batch 7")
        assert console.type("commit trial") == INFO.format(600)
        other = console.beside()
        other.type("system-view")
        assert other.type("commit") == IN_TRIAL
        console.device.leave(console.session)
        assert console.device.running_text == STARTUP

    asyncio.run(scenario())


def test_without_an_id_its_session_confirms_it(switch_on: Callable[..., Vrp8Console]) -> None:
    async def scenario() -> None:
        console = switch_on(minute_seconds=NEVER)
        console.edit("vlan batch 7")
        console.type("commit trial 60")
        assert console.type("commit") == ""
        console.device.leave(console.session)
        assert "vlan batch 7 " in console.device.running_text

    asyncio.run(scenario())


def test_there_is_no_trial_of_nothing(console: Vrp8Console) -> None:
    console.type("system-view")
    assert console.type("commit trial 60") == ""
    assert not console.device.rollback.is_armed


@pytest.mark.parametrize("seconds", [59, 65536])
def test_its_time_has_limits(console: Vrp8Console, seconds: int) -> None:
    console.edit("vlan batch 7")
    assert "Wrong parameter" in console.type(f"commit trial {seconds}")


def test_a_line_refused_at_the_commit_starts_no_trial(console: Vrp8Console) -> None:
    other = console.beside()
    console.edit("interface Vlanif110")
    other.configure("undo vlan 110", "y")
    assert "cannot be committed" in console.type("commit trial 60 persist ours")
    assert not console.device.rollback.is_armed
