# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`configuration commit delay`: the device itself takes back what nobody commits."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from lab.switch.session import Session
from tests.unit.switch.comware.conftest import STARTUP

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab.switch.forwarding import ForwardingState
    from tests.unit.switch.conftest import Console

# Minutes of the device in a test: no time at all for a timer that shall fire, hours for one that shall not.
AT_ONCE, NEVER = 0.0, 3600.0


async def _settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def _state(console: Console) -> ForwardingState:
    return console.device.data_plane.state  # type: ignore[attr-defined, no-any-return]


def test_what_is_not_committed_is_taken_back(switch_on: Callable[..., Console]) -> None:
    async def scenario() -> None:
        console = switch_on(minute_seconds=AT_ONCE)
        console.configure("configuration commit delay 10", "interface g1/0/4", "shutdown", "vlan 7")
        assert not _state(console).ports[3].up, "it takes effect at once"
        await _settle()
        assert console.device.running_text == STARTUP
        assert _state(console).ports[3].up
        assert not console.device.rollback.is_armed

    asyncio.run(scenario())


def test_what_is_committed_stays(switch_on: Callable[..., Console]) -> None:
    async def scenario() -> None:
        console = switch_on(minute_seconds=AT_ONCE)
        console.configure("configuration commit delay 10", "vlan 7", "configuration commit")
        await _settle()
        assert "vlan 7\n" in console.device.running_text
        assert console.type("configuration commit") == "", "there is nothing left to commit"

    asyncio.run(scenario())


def test_a_second_delay_changes_the_time_and_not_the_point(switch_on: Callable[..., Console]) -> None:
    async def scenario() -> None:
        console = switch_on(minute_seconds=AT_ONCE)
        console.configure("configuration commit delay 10", "vlan 7", "configuration commit delay 20", "vlan 8")
        await _settle()
        assert console.device.running_text == STARTUP

    asyncio.run(scenario())


def test_every_session_goes_on_with_what_runs_then(switch_on: Callable[..., Console]) -> None:
    async def scenario() -> None:
        console = switch_on(minute_seconds=AT_ONCE)
        other = Session(console.device)
        console.device.sessions.add(other)
        console.configure("configuration commit delay 10", "vlan 7")
        await _settle()
        assert console.prompt == "<hall>"
        other.enter("system-view")
        other.enter("sysname after")
        assert console.prompt == "<after>"
        assert " sysname after\n" in console.device.running_text

    asyncio.run(scenario())


def test_saving_is_not_undone_and_a_reboot_forgets_the_timer(switch_on: Callable[..., Console]) -> None:
    async def scenario() -> None:
        console = switch_on(minute_seconds=NEVER, boot_seconds=0.0)
        console.configure("configuration commit delay 10", "vlan 7")
        console.type("save force")
        console.device.reboot()
        assert not console.device.rollback.is_armed
        await _settle()
        assert console.device.is_up
        assert "vlan 7\n" in console.device.running_text

    asyncio.run(scenario())
