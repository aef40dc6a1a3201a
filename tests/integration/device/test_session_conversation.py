# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a session has to stand: late lines, odd echoes, small packets, questions, errors, silence, hang-ups."""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.device import cli
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import connect

from tests.integration.device.scripted_device import PASSWORD, ScriptedDevice, Talk, serve

if TYPE_CHECKING:
    from tests.integration.device.fixture_types import Reach

RUNNING = (
    "!Software Version V200R005C00SPC500\n#\nsysname SW1\n#\nvlan batch 110 4000\n#\n"
    "interface GigabitEthernet0/0/1\n#\nreturn"
)


def test_answer_is_exactly_what_the_device_said(reach: Reach) -> None:
    with (
        serve(ScriptedDevice(answers={"display current-configuration": RUNNING})) as switch,
        connect(reach(switch)) as session,
    ):
        assert session.running() == RUNNING


def test_late_banner_lines_and_a_second_prompt_are_no_answer(reach: Reach) -> None:
    late = "Warning: The initial password is not changed.\n<SW1>\nInfo: in <SW1> of late"
    with (
        serve(ScriptedDevice(answers={"display version": "V200R005"}, late=late)) as switch,
        connect(reach(switch)) as session,
    ):
        time.sleep(0.1)
        assert session.ask("display version") == "V200R005"
        assert session.ask("display version") == "V200R005"


def test_banner_that_looks_like_a_prompt(reach: Reach) -> None:
    device = ScriptedDevice(banner="\n<RESTRICTED>\n", answers={"display clock": "12:00"})
    with serve(device) as switch, connect(reach(switch)) as session:
        assert session.base_prompt == "SW1"
        assert session.ask("display clock") == "12:00"


def test_echo_with_cursor_movements(reach: Reach) -> None:
    device = ScriptedDevice(echo=" \x1b[1D".join, answers={"display clock": "12:00"})
    with serve(device) as switch, connect(reach(switch)) as session:
        assert session.ask("display clock") == "12:00"


def test_one_byte_at_a_time(reach: Reach) -> None:
    async def dribble(talk: Talk) -> None:
        for byte in "说明 ok\r\nsysname SW1\r\n".encode():
            talk.process.stdout.write(bytes([byte]))
            await asyncio.sleep(0.002)

    with serve(ScriptedDevice(answers={"display this": dribble})) as switch, connect(reach(switch)) as session:
        assert session.ask("display this") == "说明 ok\nsysname SW1"


def test_views_are_told_from_the_prompt_without_waiting(reach: Reach) -> None:
    with serve(ScriptedDevice()) as switch, connect(reach(switch)) as session:
        before = len(switch.typed)
        assert not session.check_config_mode()
        session.ask("system-view")
        assert session.check_config_mode()
        session.ask("return")
        assert not session.check_config_mode()
        assert switch.typed[before:] == ["system-view", "return"]


def test_first_failing_line_ends_it(reach: Reach) -> None:
    answers = {"undo rule 5 permit ip": "                 ^\nError: Unrecognized command found at '^' position."}
    with serve(ScriptedDevice(answers=answers)) as switch, connect(reach(switch)) as session:
        sent = []
        steps = session.configure(["acl number 3901", "undo rule 5 permit ip", "rule 10 deny ip"])
        with pytest.raises(DeviceError) as caught:
            sent.extend(steps)
        assert sent == [("acl number 3901", "")]
        assert caught.value.kind is Kind.REFUSED
        assert caught.value.line == "undo rule 5 permit ip"
        assert "Error: Unrecognized command found at '^' position." in caught.value.answer
        assert str(caught.value) == (
            "lianhua-hall-sw: the device refused 'undo rule 5 permit ip': "
            "Error: Unrecognized command found at '^' position."
        )
    assert "rule 10 deny ip" not in switch.typed


@pytest.mark.parametrize("error", ["Error: x", "Error[2]: x", "Error:x", "  Error : x"])
def test_every_way_of_saying_error(reach: Reach, error: str) -> None:
    with (
        serve(ScriptedDevice(answers={"vlan 5000": error})) as switch,
        connect(reach(switch)) as session,
        pytest.raises(DeviceError, match="refused"),
    ):
        session.ask("vlan 5000")


def test_word_error_in_a_text_is_none(reach: Reach) -> None:
    answers = {"display this": " description Error: none\nInfo: no error: found"}
    with serve(ScriptedDevice(answers=answers)) as switch, connect(reach(switch)) as session:
        assert session.ask("display this") == answers["display this"]


def test_known_question_is_answered(reach: Reach) -> None:
    async def save(talk: Talk) -> None:
        talk.say("The current configuration will be written to flash:/vrpcfg.zip.\nAre you sure to continue?[Y/N]")
        assert await talk.line() == "y"
        talk.say("Please input the file name(*.cfg, *.zip, *.dat)[vrpcfg.zip]:")
        assert await talk.line() == ""
        talk.say("flash:/vrpcfg.zip exists, overwrite? [Y/N]:")
        assert await talk.line() == "y"
        talk.say("It will take several minutes to save configuration file, please wait.")
        for _ in range(4):
            await asyncio.sleep(0.2)
            talk.say("....")
        talk.say("\nSave the configuration successfully.\n")

    with serve(ScriptedDevice(answers={"save": save})) as switch, connect(reach(switch)) as session:
        assert session.ask("save").endswith("Save the configuration successfully.")
    assert switch.typed == ["screen-length 0 temporary", "save", "y", "", "y", "quit"]


@pytest.mark.parametrize(
    "question",
    [
        "Warning: All key pairs will be erased. Continue?[Y/N]:",
        "Please enter the slot number[0]:",
        "Enter the new name:",
        "Sure?",
    ],
)
@pytest.mark.usefixtures("hurried")
def test_unknown_question_is_left_unanswered(reach: Reach, question: str) -> None:
    async def ask(talk: Talk) -> None:
        talk.say(question)
        await talk.line()

    with serve(ScriptedDevice(answers={"undo acl number 3901": ask})) as switch:
        with pytest.raises(DeviceError) as caught, connect(reach(switch)) as session:
            list(session.configure(["undo acl number 3901", "undo acl number 3902"]))
        time.sleep(0.1)
    assert caught.value.kind is Kind.QUESTION
    assert question in str(caught.value)
    assert "undo acl number 3901" in str(caught.value)
    # Not even "quit" may follow: whatever is typed now is an answer.
    assert switch.typed[-1] == "undo acl number 3901"


def test_question_at_log_in(reach: Reach) -> None:
    async def change(talk: Talk) -> None:
        talk.say(
            "Warning: The initial password poses security risks.\nThe password needs to be changed. Change now? [Y/N]:"
        )
        assert await talk.line() == "N"

    with serve(ScriptedDevice(login=change)) as switch, connect(reach(switch)) as session:
        assert session.base_prompt == "SW1"


@pytest.mark.usefixtures("hurried")
def test_unknown_question_at_log_in(reach: Reach) -> None:
    async def erase(talk: Talk) -> None:
        talk.say("Do you want to erase the configuration? [Y/N]:")
        await talk.line()

    with serve(ScriptedDevice(login=erase)) as switch, pytest.raises(DeviceError) as caught:
        connect(reach(switch))
    assert caught.value.kind is Kind.QUESTION
    assert switch.typed == []


def test_session_ends_in_the_middle(reach: Reach) -> None:
    async def die(talk: Talk) -> None:
        talk.say("half an ans")
        raise EOFError

    device = ScriptedDevice(answers={"display clock": die})
    with serve(device) as switch, pytest.raises(DeviceError) as caught, connect(reach(switch)) as session:
        # Who took the end for silence would wait for an hour.
        session.ask("display clock", timeout=3600.0)
    assert caught.value.kind is Kind.DROPPED
    assert str(caught.value) == (
        "lianhua-hall-sw: the device ended the session in the middle of 'display clock'; its last words: half an ans"
    )


def test_device_falls_silent(reach: Reach) -> None:
    async def stall(talk: Talk) -> None:
        talk.say("sysname SW1\n")
        await asyncio.sleep(2)

    device = ScriptedDevice(answers={"display this": stall})
    with serve(device) as switch, pytest.raises(DeviceError) as caught, connect(reach(switch)) as session:
        session.ask("display this", timeout=0.5)
    assert caught.value.kind is Kind.SILENT
    assert "stopped answering in the middle of 'display this'" in str(caught.value)


def test_an_answer_without_end_is_not_read_to_it(reach: Reach, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "MOST", 100_000)

    async def print_on(talk: Talk) -> None:
        for _ in range(1000):
            talk.say("vlan 1 to 20000000\n" * 100)
            await asyncio.sleep(0)

    device = ScriptedDevice(answers={"display this": print_on})
    with serve(device) as switch, pytest.raises(DeviceError) as caught, connect(reach(switch)) as session:
        session.ask("display this")
    assert caught.value.kind is Kind.GARBLED
    assert str(caught.value) == (
        "lianhua-hall-sw: the device printed more than 100000 characters in the middle of 'display this'"
    )


def test_missing_echo_is_noticed(reach: Reach) -> None:
    device = ScriptedDevice(echo=lambda typed: "" if "clock" in typed else typed, answers={"display clock": "12:00"})
    with serve(device) as switch, pytest.raises(DeviceError) as caught, connect(reach(switch)) as session:
        session.ask("display clock", timeout=0.5)
    assert "did not echo 'display clock'" in str(caught.value)


@pytest.mark.parametrize(
    "garbled",
    [
        RUNNING.removesuffix("#\nreturn"),
        RUNNING.replace("vlan batch", "vlan ba\nWarning: somebody logged in\n<SW1>tch"),
        RUNNING.replace("vlan batch", "vlan ba\nNov 23 2026 12:00:00 SW1 %%01SHELL/5/LOGIN(s)[1]:VTY login\ntch"),
    ],
)
def test_garbled_configuration_is_read_again(reach: Reach, garbled: str) -> None:
    answers = iter([garbled, RUNNING])

    async def display(talk: Talk) -> None:
        talk.say(next(answers) + "\n")

    device = ScriptedDevice(answers={"display current-configuration": display})
    with serve(device) as switch, connect(reach(switch)) as session:
        assert session.running() == RUNNING
    with (
        serve(ScriptedDevice(answers={"display current-configuration": garbled})) as switch,
        connect(reach(switch)) as session,
        pytest.raises(DeviceError, match="could not be read in one piece"),
    ):
        session.running()


def test_error_that_comes_after_a_stray_prompt_is_not_lost(reach: Reach) -> None:
    async def late(talk: Talk) -> None:
        talk.say(f"\nWarning: somebody logged in\n{talk.prompt}")
        await asyncio.sleep(0.2)
        talk.say("\nError: Wrong parameter found at '^' position.\n")

    device = ScriptedDevice(answers={"rule 5 permit": late})
    with serve(device) as switch, connect(reach(switch)) as session, pytest.raises(DeviceError) as caught:
        list(session.configure(["rule 5 permit", "rule 10 deny"]))
    assert caught.value.kind is Kind.REFUSED
    assert caught.value.line == "rule 5 permit"


def test_device_that_has_never_saved_anything(reach: Reach) -> None:
    answers = {"display saved-configuration": "Error: There is no correct configuration file."}
    with serve(ScriptedDevice(answers=answers)) as switch, connect(reach(switch)) as session:
        assert session.saved() == ""
        assert not session.is_saved("sysname SW1")


def test_save_is_verified_by_reading_back(reach: Reach) -> None:
    answers = {
        "save": "Save the configuration successfully.",
        "display current-configuration": RUNNING,
        "display saved-configuration": RUNNING.replace("110 4000", "110"),
    }
    with serve(ScriptedDevice(answers=answers)) as switch, connect(reach(switch)) as session:
        with pytest.raises(DeviceError, match="saved something else than what it runs") as caught:
            session.save()
        answers["display saved-configuration"] = RUNNING.replace("V200R005C00SPC500", "V200R005")
        session.save()
    assert caught.value.kind is Kind.SAVE


def test_wrong_password(reach: Reach) -> None:
    with serve(ScriptedDevice()) as switch, pytest.raises(DeviceError) as caught:
        connect(reach(switch, password="not-the-right-one"))
    assert caught.value.kind is Kind.LOGIN
    assert "refused the log-in of govkiosk" in str(caught.value)
    assert "not-the-right-one" not in str(caught.value)


def test_nobody_listens(reach: Reach) -> None:
    with serve(ScriptedDevice()) as switch:
        device = reach(switch)
    with pytest.raises(DeviceError) as caught:
        connect(device)
    assert caught.value.kind is Kind.UNREACHABLE
    assert str(caught.value).splitlines()[0] == (
        f"lianhua-hall-sw: 127.0.0.1 port {device.port} is unreachable: connection refused"
    )


def test_password_is_nowhere(reach: Reach, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.DEBUG)
    answers = {"display this": f"Error: bad line with {PASSWORD} in it"}
    with serve(ScriptedDevice(answers=answers)) as switch:
        device = reach(switch)
        with pytest.raises(DeviceError) as caught, connect(device) as session:
            session.ask("display this")
    printed = capfd.readouterr()
    for text in (str(caught.value), repr(vars(caught.value)), repr(device), caplog.text, printed.out, printed.err):
        assert PASSWORD not in text
