# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What keeps a session from going on: pages that stop, a terminal that stays narrow, a configuration that is locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import SESSIONS, connect

from tests.integration.device.scripted_device import ScriptedDevice, Talk, scripted_ios, serve

if TYPE_CHECKING:
    from tests.integration.device.fixture_types import Reach


@pytest.mark.parametrize("name", sorted(SESSIONS))
@pytest.mark.usefixtures("impatient")
def test_end_of_a_page_is_told(reach: Reach, name: str) -> None:
    show, page = SESSIONS[name].show_running, " --More-- " if name in ("cisco_ios", "ruijie_os") else "  ---- More ----"

    async def stop(talk: Talk) -> None:
        talk.say(f"interface 1\n{page}")
        await talk.line()

    device = scripted_ios(**{show: stop}) if page == " --More-- " else ScriptedDevice(banner="", answers={show: stop})
    with (
        serve(device) as switch,
        connect(reach(switch, platform=name)) as session,
        pytest.raises(DeviceError) as caught,
    ):
        session.running()
    assert caught.value.kind is Kind.QUESTION
    assert str(caught.value) == (
        f"lianhua-hall-sw: the device stops at the end of a page in the middle of '{show}', and turning that off was of no "
        f"use\n    fix: have '{SESSIONS[name].unpaged[0]}' do so for the account (docs/device-account.md)"
    )


@pytest.mark.parametrize("said", ["% Invalid input detected at '^' marker.", "Command authorization failed."])
@pytest.mark.parametrize("name", ["cisco_ios", "ruijie_os"])
def test_terminal_that_stays_narrow(reach: Reach, name: str, said: str) -> None:
    width = SESSIONS[name].unpaged[1]
    with serve(scripted_ios(**{width: said})) as switch, connect(reach(switch, platform=name)) as session:
        assert session.ask("show version") == ""
    assert width in switch.typed


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Configuration mode is locked by process '104' user 'NETCONF' from terminal '64'. Please try later.",
        "Info: The system is locked by user root (10.96.0.9) for configuration.",
    ],
)
@pytest.mark.parametrize("name", sorted(SESSIONS))
def test_configuration_that_another_operator_has_locked(reach: Reach, name: str, said: str) -> None:
    enter = SESSIONS[name].enter_configuration

    async def stay(talk: Talk) -> None:
        talk.configuring = False
        talk.say(f"{said}\n" if said else "")

    ios = name in ("cisco_ios", "ruijie_os")
    device = scripted_ios(**{enter: stay}) if ios else ScriptedDevice(banner="", answers={enter: stay})
    with (
        serve(device) as switch,
        connect(reach(switch, platform=name)) as session,
        pytest.raises(DeviceError) as caught,
    ):
        list(session.configure(["first line"]))
    assert caught.value.kind is Kind.REFUSED
    left = f"lianhua-hall-sw: {enter} left the prompt at {'SW1#' if ios else '<SW1>'}"
    assert str(caught.value) == (f"{left}: {said}" if said else left)
    assert "first line" not in switch.typed
