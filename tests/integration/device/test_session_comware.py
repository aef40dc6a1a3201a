# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A session with Comware: its way of refusing, its log lines, its reboot timer, its slow lines."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import connect

from tests.integration.device.scripted_device import ScriptedDevice, Talk, serve

if TYPE_CHECKING:
    from tests.integration.device.fixture_types import Reach

RUNNING = (
    "#\n version 7.1.070, Release 3507P18\n#\n sysname SW1\n#\nvlan 1\n#\ninterface GigabitEthernet1/0/1\n#\nreturn"
)
LOG = "%Nov 25 09:00:00:123 2026 SW1 SHELL/5/SHELL_LOGIN: engineer logged in from 10.96.0.9."


def comware(**answers: object) -> ScriptedDevice:
    said = {"display current-configuration": RUNNING, **answers}
    return ScriptedDevice(banner="", answers=said)  # type: ignore[arg-type]


def test_answer_is_the_command_s_own_even_when_a_prompt_comes_late(reach: Reach) -> None:
    device = comware(**{"display version": "7.1.070"})
    device.late = "late\n<SW1>\nmore"
    with serve(device) as switch, connect(reach(switch, platform="hp_comware")) as session:
        time.sleep(0.1)
        assert session.ask("display version") == "7.1.070"
        assert session.running() == RUNNING


def test_log_line_in_the_configuration_is_read_over(reach: Reach) -> None:
    garbled = RUNNING.replace("vlan 1", f"vlan 1\n{LOG}")
    times = iter([garbled, RUNNING])

    async def once(talk: Talk) -> None:
        talk.say(next(times) + "\n")

    device = comware(**{"display current-configuration": once})
    with serve(device) as switch, connect(reach(switch, platform="hp_comware")) as session:
        assert session.running() == RUNNING


@pytest.mark.parametrize(
    "answer",
    [
        "     ^\n % Unrecognized command found at '^' position.",
        " % Incomplete command found at '^' position.",
        "The VLAN does not exist.",
        "Failed to apply the ACL to the interface.",
    ],
)
def test_refusal(reach: Reach, answer: str) -> None:
    with (
        serve(comware(**{"port access vlan 4094": answer})) as switch,
        connect(reach(switch, platform="hp_comware")) as session,
        pytest.raises(DeviceError) as caught,
    ):
        session.ask("port access vlan 4094")
    assert caught.value.kind is Kind.REFUSED


def configured(reach: Reach, answer: str) -> list[tuple[str, str]]:
    with (
        serve(comware(**{"packet-filter 3902 inbound": answer})) as switch,
        connect(reach(switch, platform="hp_comware")) as session,
    ):
        return list(session.configure(["packet-filter 3902 inbound"]))


def test_refusal_of_a_configuration_line_in_words_that_nobody_has_listed(reach: Reach) -> None:
    with pytest.raises(DeviceError, match="refused 'packet-filter 3902 inbound': A packet filter") as caught:
        configured(reach, "A packet filter has already been applied.")
    assert caught.value.kind is Kind.REFUSED


@pytest.mark.parametrize(
    "answer",
    [
        LOG,
        (
            "Edge port should only be connected to terminal. It will cause temporary loops if port\n"
            "GigabitEthernet1/0/1 is connected to bridges. Please use it carefully."
        ),
    ],
)
def test_what_a_device_may_say_of_a_line_that_it_carries_out(reach: Reach, answer: str) -> None:
    assert configured(reach, answer) == [("packet-filter 3902 inbound", answer)]


def test_prompt_that_is_shown_again_after_a_log_line_is_no_refusal(reach: Reach) -> None:
    assert [answer.splitlines()[0] for _line, answer in configured(reach, f"{LOG}\n[SW1]\n[SW1]")] == [LOG]


@pytest.mark.parametrize("answer", [LOG, " description 5 % Cannot", "Validating file. Please wait..."])
def test_no_refusal(reach: Reach, answer: str) -> None:
    with (
        serve(comware(**{"display this": answer})) as switch,
        connect(reach(switch, platform="hp_comware")) as session,
    ):
        assert session.ask("display this") == answer


def test_reboot_is_scheduled_after_the_device_has_asked(reach: Reach) -> None:
    async def ask(talk: Talk) -> None:
        talk.say("Reboot system at 16:32:00 11/25/2026 Wed (in 1 hours and 10 minutes). Confirm? [Y/N]:")
        await asyncio.sleep(0)
        assert await talk.line() == "y"

    device = comware(
        **{
            "scheduler reboot delay 70": ask,
            "display scheduler reboot": "System will reboot at 16:32:00 11/25/2026 Wed (in 1 hours and 9 minutes).",
        }
    )
    with serve(device) as switch, connect(reach(switch, platform="hp_comware")) as session:
        session.schedule_reboot(70)
        assert session.scheduled_reboot() == 69
        switch.answers["display scheduler reboot"] = ""
        session.cancel_reboot()
        assert session.scheduled_reboot() is None
    assert "undo scheduler reboot" in switch.typed
