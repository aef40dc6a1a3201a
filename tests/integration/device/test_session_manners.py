# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Manners of devices in the field: keys to press, broken echoes, names of any letters, last words, a second question."""

from __future__ import annotations

import io
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import paramiko
import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import SESSIONS, connect

from tests.integration.device.scripted_device import PASSWORD, ScriptedDevice, Talk, scripted_ios, serve

if TYPE_CHECKING:
    from tests.integration.device.fixture_types import Reach

LONG = "rule 5 permit tcp source 10.96.128.2 0 destination 10.96.8.11 0 destination-port eq 443 fragment-type any"
SHUTDOWN = "\n\n***\n*** --- SHUTDOWN in 0:05:00 ---\n***\n"
LOG = "\n*Nov 25 09:00:00.123: %LINK-3-UPDOWN: Interface GigabitEthernet1/0/9, changed state to up\n"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("hp_comware", "  Press Y or ENTER to continue, N to exit."),
        ("hp_comware", "Please press ENTER."),
        ("hp_comware", "Press ENTER to get started"),
        ("huawei_vrp", "Press any key to continue"),
        ("huawei_vrp", "Please Press ENTER."),
        ("cisco_ios", "Press RETURN to get started!"),
        ("ruijie_os", "Press RETURN to get started."),
        ("huawei_vrpv8", "Press the Enter key to continue..."),
    ],
)
def test_key_to_press_at_log_in(reach: Reach, name: str, words: str) -> None:
    async def wait(talk: Talk) -> None:
        talk.say(words + "\n" * (len(words) % 2))
        assert await talk.line() == ""

    device = scripted_ios() if name in ("cisco_ios", "ruijie_os") else ScriptedDevice(banner="")
    device.login = wait
    with serve(device) as switch, connect(reach(switch, platform=name)) as session:
        assert session.base_prompt == "SW1"
    assert switch.typed[0] == ""


@pytest.mark.parametrize(
    ("name", "words", "kind"),
    [
        ("huawei_vrp", "Press Ctrl+B and then the key of your card reader", Kind.QUESTION),
        ("hp_comware", "Press F4 or any key but Enter to erase", Kind.QUESTION),
        ("huawei_vrp", "Bitte warten", Kind.SILENT),
        ("cisco_ios", "Waiting for the card", Kind.SILENT),
    ],
)
@pytest.mark.usefixtures("impatient")
def test_words_that_nobody_knows_at_log_in_are_told(reach: Reach, name: str, words: str, kind: Kind) -> None:
    async def wait(talk: Talk) -> None:
        talk.say(words)
        await talk.line()

    with serve(ScriptedDevice(banner="", login=wait)) as switch, pytest.raises(DeviceError) as caught:
        connect(reach(switch, platform=name))
    assert caught.value.kind is kind
    assert words in str(caught.value)
    assert switch.typed == []


@pytest.mark.parametrize(
    "question",
    [
        "Are you sure to continue? (y/n)[n]:",
        "Are you sure to continue ? [y/n]",
        "Warning: Continue ? (y/n) [n] :",
        "The current configuration will be written to the device.\nContinue? [Y/N]:",
    ],
)
def test_question_in_other_brackets(reach: Reach, question: str) -> None:
    async def save(talk: Talk) -> None:
        talk.say(question)
        assert await talk.line() == "y"
        talk.say("Info: Save the configuration successfully.\n")

    with serve(ScriptedDevice(banner="", answers={"save": save})) as switch, connect(reach(switch)) as session:
        assert "successfully" in session.ask("save")


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Info: Your password has expired.\nPlease enter old password:", "Please enter old password:"),
        (
            "Your login password will expire after 3 days. Do you want to change it now? [Y/N]:",
            "Your login password will expire after 3 days. Do you want to change it now? [Y/N]:",
        ),
        ("Enter the password of the card reader:", "Enter the password of the card reader:"),
    ],
)
@pytest.mark.usefixtures("hurried")
def test_question_about_a_password_is_readable(reach: Reach, said: str, asked: str) -> None:
    async def ask(talk: Talk) -> None:
        talk.say(said)
        await talk.line()

    with serve(ScriptedDevice(banner="", login=ask)) as switch, pytest.raises(DeviceError) as caught:
        connect(reach(switch))
    assert caught.value.kind is Kind.QUESTION
    assert asked in str(caught.value)
    assert "******" not in str(caught.value)


@pytest.mark.parametrize(
    "words",
    [
        "Info: The number of VTY users has reached the maximum. Please try again later.",
        "% Connection refused: too many sessions",
        "Your account is locked until 18:00",
    ],
)
def test_last_words_at_log_in(reach: Reach, words: str) -> None:
    async def hang_up(talk: Talk) -> None:
        talk.say(f"{words}\n")
        raise EOFError

    with serve(ScriptedDevice(banner="\nWelcome\n", login=hang_up)) as switch, pytest.raises(DeviceError) as caught:
        connect(reach(switch))
    assert str(caught.value) == (
        f"lianhua-hall-sw: the device ended the session during the log-in; its last words: {words}"
    )


def test_last_words_say_no_password(reach: Reach) -> None:
    async def hang_up(talk: Talk) -> None:
        talk.say(f"bad password: {PASSWORD}\n")
        raise EOFError

    with serve(ScriptedDevice(banner="", login=hang_up)) as switch, pytest.raises(DeviceError) as caught:
        connect(reach(switch))
    assert "its last words: bad password: ******" in str(caught.value)


@pytest.mark.usefixtures("impatient")
def test_prompt_of_another_name_is_told(reach: Reach) -> None:
    """IOS's `prompt HALL-A%p` names the first view only."""
    device = scripted_ios()
    device.name = "HALL-A"
    device.prompts = ("HALL-A#", "SW-REAL(config)#")
    with (
        serve(device) as switch,
        pytest.raises(DeviceError) as caught,
        connect(reach(switch, platform="cisco_ios")) as session,
    ):
        list(session.configure(["vlan 110"]))
    assert str(caught.value) == (
        "lianhua-hall-sw: the device stopped answering in the middle of 'configure terminal'; its last words: SW-REAL(config)#"
    )


@pytest.mark.parametrize(
    ("name", "prompts"),
    [
        ("huawei_vrp", ("<Hall A 2F>", "[Hall A 2F]")),
        ("huawei_vrp", ("<SW[2F]>", "[SW[2F]]")),
        ("huawei_vrpv8", ("<Hall (2F)>", "[~Hall (2F)]")),
        ("hp_comware", ("<Hall A [2F]>", "[Hall A [2F]]")),
        ("hp_comware", ("<莲花 大厅>", "[莲花 大厅]")),
        ("cisco_ios", ("SW(2F)#", "SW(2F)(config)#")),
        ("cisco_ios", ("SW[2F]#", "SW[2F](config)#")),
        ("ruijie_os", ("Hall A 2F#", "Hall A 2F(config)#")),
        ("ruijie_os", ("SW<2F#", "SW<2F(config)#")),
        ("cisco_ios", ("futian-lianhua-hall(2F)-switch#", "futian-lianhua-hall((config)#")),
    ],
)
def test_name_of_any_letters(reach: Reach, name: str, prompts: tuple[str, str]) -> None:
    device = scripted_ios() if name in ("cisco_ios", "ruijie_os") else ScriptedDevice(banner="")
    device.prompts = prompts
    device.name = re.sub(r"^<|[>#]$", "", prompts[0])
    driver = SESSIONS[name]
    with serve(device) as switch, connect(reach(switch, platform=name)) as session:
        assert not session.check_config_mode()
        session.ask(driver.enter_configuration)
        assert session.check_config_mode()
        session.ask(driver.leave_configuration)
        assert not session.check_config_mode()
        assert [line for line, _answer in session.configure(["vlan 110"])] == ["vlan 110"]


def at(column: int, inserted: str) -> object:
    return lambda typed: typed[:column] + inserted + typed[column:] if typed == LONG else typed


@pytest.mark.parametrize(
    "echo",
    [
        at(72, "\n"), at(80, "\n"), at(79, " \r"), at(80, "\r\n "[:2]), at(40, SHUTDOWN), at(0, SHUTDOWN), at(40, LOG),
        at(40, LOG + LOG), at(80, SHUTDOWN + LOG), at(104, "\n"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["cisco_ios", "huawei_vrp"])
def test_echo_that_is_broken(reach: Reach, name: str, echo: object) -> None:
    device = scripted_ios(**{LONG: "% Invalid input detected at '^' marker."}) if name == "cisco_ios" else ScriptedDevice(
        banner="", answers={LONG: "Error: Unrecognized command found at '^' position."}
    )  # fmt: skip
    device.echo = echo  # type: ignore[assignment]
    with (
        serve(device) as switch,
        connect(reach(switch, platform=name)) as session,
        pytest.raises(DeviceError) as caught,
    ):
        list(session.configure(["vlan 110", LONG, "vlan 111"]))
    assert caught.value.kind is Kind.REFUSED
    assert "vlan 111" not in switch.typed


def test_announcement_behind_an_echo_is_no_refusal(reach: Reach) -> None:
    device = scripted_ios(**{"vlan 110": SHUTDOWN.strip("\n")})
    with serve(device) as switch, connect(reach(switch, platform="cisco_ios")) as session:
        assert [line for line, _answer in session.configure(["vlan 110", "vlan 111"])] == ["vlan 110", "vlan 111"]


class _Asks(paramiko.ServerInterface):
    """A log-in that asks, and takes no password in another way."""

    def __init__(self, rounds: tuple[tuple[str, ...], ...]) -> None:
        self._rounds = list(rounds)
        self.answered: list[str] = []

    def get_allowed_auths(self, username: str) -> str:  # noqa: ARG002 - paramiko's signature
        return "keyboard-interactive"

    def check_auth_interactive(self, username: str, submethods: str) -> object:  # type: ignore[override]  # noqa: ARG002
        return paramiko.InteractiveQuery("", "", *self._rounds.pop(0))

    def check_auth_interactive_response(self, responses: list[str]) -> object:  # type: ignore[override]
        self.answered += responses
        if self._rounds:
            return paramiko.InteractiveQuery("", "", *self._rounds.pop(0))
        return paramiko.AUTH_SUCCESSFUL

    def check_channel_request(self, kind: str, chanid: int) -> int:  # noqa: ARG002
        return paramiko.OPEN_FAILED_ADMINISTRATIVELY_PROHIBITED


@contextmanager
def asking(*rounds: tuple[str, ...]) -> Iterator[tuple[_Asks, ScriptedDevice]]:
    """Serve one such log-in; the device is where to find it."""
    server, device = _Asks(rounds), ScriptedDevice()
    key = paramiko.Ed25519Key.from_private_key(io.StringIO(device.key.export_private_key("openssh").decode()))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        device.port = listener.getsockname()[1]

        def accept() -> None:
            transport = paramiko.Transport(listener.accept()[0])
            transport.add_server_key(key)
            with suppress(paramiko.SSHException, EOFError):
                transport.start_server(server=server)

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        yield server, device


@pytest.mark.parametrize("rounds", [(("Password:",), ("Verification code:",)), (("Password:", "Verification code:"),)])
def test_second_question_at_the_log_in_is_told_and_not_answered(
    reach: Reach, rounds: tuple[tuple[str, ...], ...]
) -> None:
    with asking(*rounds) as (server, switch), pytest.raises(DeviceError) as caught:
        connect(reach(switch))
    assert caught.value.kind is Kind.LOGIN
    assert str(caught.value) == (
        "lianhua-hall-sw: 127.0.0.1 asks govkiosk for more than a password at the log-in: 'Verification code:'\n"
        "    fix: let this account log in with its password alone; a code of one use is for people"
    )
    assert server.answered in ([PASSWORD], [])


def test_one_question_at_the_log_in_is_answered(reach: Reach) -> None:
    with asking(("Password:",)) as (server, switch), pytest.raises(DeviceError, match="took the log-in of govkiosk"):
        connect(reach(switch))
    assert server.answered == [PASSWORD]


@pytest.mark.parametrize(
    "answer",
    [
        "Current privilege level is 1",
        "Current privilege level is 2",
        "Current privilege level is 14",
        "Current privilege level is 150",
        "Currently in View Context with view 'operator'",
        "Command authorization failed.",
        "% Invalid input detected at '^' marker.",
        "",
    ],
)
@pytest.mark.parametrize("name", ["cisco_ios", "ruijie_os"])
def test_account_that_is_shown_a_part(reach: Reach, name: str, answer: str) -> None:
    device = scripted_ios(**{"show privilege": answer})
    with serve(device) as switch, pytest.raises(DeviceError) as caught:
        connect(reach(switch, platform=name))
    assert caught.value.kind in (Kind.LOGIN, Kind.REFUSED)
    assert "privilege" in str(caught.value)
    assert "show running-config" not in switch.typed
