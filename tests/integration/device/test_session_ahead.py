# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands typed ahead: no answer is taken for another, and a device that does not take them is read one by one."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import Device, DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import SESSIONS, connect

from lab.switch import platforms
from lab.switch.device import Device as LabDevice
from lab.switch.device import DeviceSettings
from lab.switch.forwarding import NoDataPlane
from lab.switch.session import Session
from tests.helpers.policy.policy_platforms import TYPED, PlatformCase
from tests.integration.device.lab_switch import PASSWORD, LabSwitch, lab_switch
from tests.integration.device.scripted_device import ScriptedDevice, Talk, serve
from tests.integration.device.slow_line import slow_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ansible_collections.govkiosk.site.plugins.plugin_utils.device.switch_session import SwitchSession
    from conftest import Reach

# Seconds of a round trip, and of them between two log lines.
WAYS = ((0.0, 0.011), (0.12, 0.037))
RUNNING, PORTS, MACS = "display current-configuration", "display interface brief", "display mac-address"
CONFIGURATION = (
    "#\nsysname SW1\n#\n" + "".join(f"interface GigabitEthernet0/0/{n}\n#\n" for n in range(1, 49)) + "return"
)
SAID = {RUNNING: CONFIGURATION, PORTS: "GE0/0/1 up up", MACS: "5489-9800-0102 110 GE0/0/1"}
LOG = "Dec  1 2026 01:02:03 SW1 %%01SHELL/5/CMDRECORD(l)[1]:Somebody did something."


def looks(session: SwitchSession) -> tuple[str, ...]:
    """Return what the toolkit asks at once after a change."""
    return (session.show_running, *session.show_ports)


def device_at(port: int, switch: LabSwitch, case: PlatformCase, folder: Path) -> Device:
    """Return the switch as it is reached on a port."""
    known_hosts = folder / f"known_hosts-{port}"
    known_hosts.write_text(f"[127.0.0.1]:{port} {switch.known_hosts.split(' ', 1)[1]}", encoding="utf-8")
    return Device("far-sw", "127.0.0.1", "govkiosk", PASSWORD, case.name, known_hosts, port, timeout=20.0)


def read_ahead(
    switch: LabSwitch, case: PlatformCase, way: tuple[float, float], folder: Path, truth: dict[str, str]
) -> list[tuple[str, str]]:
    """Read ahead while the device prints log lines; return the answers that differ by something else."""
    with slow_line(switch.port, way[0]) as port:
        wrong = []
        with connect(device_at(port, switch, case, folder)) as session:
            # It comes wherever it likes, and the prompt once more behind it if the device waits for a command.
            log = re.compile(rf"\n{re.escape(case.log_line)}\n(?:{re.escape(session.prompt)})?")

            def said(command: str) -> str:
                answer = log.sub("", f"\n{session.ask(command)}\n{session.prompt}")
                return answer.removesuffix(session.prompt).strip("\n")

            session._takes_ahead = True
            for commands in (looks(session), (session.show_running, session.show_saved), session.show_ports) * 3:
                session.ahead(*commands)
                wrong += [(c, answer) for c in commands if (answer := said(c)) != truth[c]]
            wrong += [] if session._takes_ahead else [("given up", "")]
        return wrong


@pytest.fixture(scope="module")
def differences(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[tuple[str, float], list[tuple[str, str]]]]:
    """Where answers differ, by platform and round trip."""
    with ExitStack() as stack, ThreadPoolExecutor(len(TYPED) * len(WAYS)) as pool:
        running = {}
        for case in TYPED:
            folder = tmp_path_factory.mktemp(case.name)
            switch = stack.enter_context(lab_switch(folder / "switch", startup=case.startup, platform=case.name))
            switch.console(SESSIONS[case.name].save_command, "y")
            with connect(device_at(switch.port, switch, case, folder)) as session:
                truth = {command: session.ask(command) for command in (*looks(session), session.show_saved)}
            switch.fault("split", bytes=61, seconds=0.0005)
            for way in WAYS:
                switch.fault("banner", text=case.log_line, seconds=way[1], every=way[1])
                running[case.name, way[0]] = pool.submit(read_ahead, switch, case, way, folder, truth)
        yield {key: future.result() for key, future in running.items()}


@pytest.mark.parametrize("round_trip", [way[0] for way in WAYS])
@pytest.mark.parametrize("platform", [case.name for case in TYPED])
def test_every_answer_is_the_command_s_own(
    differences: dict[tuple[str, float], list[tuple[str, str]]], platform: str, round_trip: float
) -> None:
    assert differences[platform, round_trip] == []


def read_all(session: SwitchSession) -> tuple[str, str, str]:
    """Read as the toolkit does after a change, once the device is known to take it."""
    assert session.running() == CONFIGURATION
    session.ahead(RUNNING, PORTS, MACS)
    return session.running(), session.ask(PORTS), session.ask(MACS)


RIGHT = tuple(SAID.values())


def test_three_are_typed_at_once_and_each_is_answered(reach: Reach) -> None:
    unasked: list[bytes] = []

    async def wait(talk: Talk) -> None:
        # What is typed while it prints stands in the buffer.
        await asyncio.sleep(0.1)
        unasked.append(bytes(b"".join(talk.process.stdin._session._recv_buf[None])))
        talk.say(CONFIGURATION + "\n")

    with serve(ScriptedDevice(answers={**SAID, RUNNING: wait})) as switch, connect(reach(switch)) as session:
        assert read_all(session) == RIGHT
    assert unasked == [b"", f"{PORTS}\n{MACS}\n".encode()]


async def _log(talk: Talk) -> None:
    talk.say(f"{LOG}\n{talk.prompt}")


async def _dropped(talk: Talk) -> None:
    talk.say(CONFIGURATION + "\n")
    await asyncio.sleep(0.05)
    with suppress(TimeoutError):
        while True:
            await asyncio.wait_for(talk.process.stdin.readline(), 0.05)


def broken(typed: str) -> str:
    """Have a log line come in the middle of one echo."""
    return typed.replace("interface b", f"interf\n{LOG}\nace b")


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    "device",
    [
        ScriptedDevice(answers={**SAID, RUNNING: _dropped}),
        ScriptedDevice(answers=SAID, echo=broken),
        ScriptedDevice(answers=SAID, echo=" \x1b[1D".join),
    ],
    ids=["drops what is typed ahead", "breaks an echo", "moves the cursor"],
)
def test_device_that_does_not_take_it_is_read_one_by_one(reach: Reach, device: ScriptedDevice) -> None:
    with serve(device) as switch, connect(reach(switch)) as session:
        assert read_all(session) == RIGHT
        assert session._takes_ahead is False
        typed = len(device.typed)
        session.ahead(RUNNING, PORTS)
        assert session.ask("display clock") == ""
        assert device.typed[typed:] == ["display clock"]


def test_log_line_between_two_answers_is_in_none(reach: Reach) -> None:
    async def then_log(talk: Talk) -> None:
        talk.say(f"{SAID[PORTS]}\n{talk.prompt}\n{LOG}\n")

    with serve(ScriptedDevice(answers={**SAID, PORTS: then_log})) as switch, connect(reach(switch)) as session:
        running, ports, macs = read_all(session)
    assert (running, macs) == (CONFIGURATION, SAID[MACS])
    assert ports == f"{SAID[PORTS]}\n<SW1>\n{LOG}"


@pytest.mark.parametrize(
    ("text", "times"),
    [
        (f'header shell information "\n<SW1>{PORTS}\n<SW1>{MACS}\n"', 2),
        (f'header shell information "\n{PORTS}\n<SW2>{MACS}\n"', 1),
    ],
)
def test_configuration_that_shows_the_next_command_is_read_whole(reach: Reach, text: str, times: int) -> None:
    whole = CONFIGURATION.replace("return", f"{text}\n#\nreturn")
    with serve(ScriptedDevice(answers={**SAID, RUNNING: whole})) as switch, connect(reach(switch)) as session:
        session._takes_ahead = True
        session.ahead(RUNNING, PORTS, MACS)
        assert (session.running(), session.ask(PORTS), session.ask(MACS)) == (whole, *RIGHT[1:])
    assert switch.typed.count(RUNNING) == times


def test_refusal_of_the_first_is_told_and_the_next_is_right(reach: Reach) -> None:
    refusal = "Error: No permission."
    with serve(ScriptedDevice(answers=SAID)) as switch, connect(reach(switch)) as session:
        session.running()
        switch.answers = {**SAID, PORTS: refusal}
        session.ahead(PORTS, MACS)
        with pytest.raises(DeviceError, match=f"the device refused '{PORTS}': {refusal}"):
            session.ask(PORTS)
        assert session.ask(MACS) == SAID[MACS]
        assert session.ask("system-view") == ""
    assert switch.typed.count(MACS) == 1


@pytest.mark.usefixtures("hurried")
def test_device_that_stops_at_the_end_of_a_page_is_told(reach: Reach) -> None:
    async def paged(talk: Talk) -> None:
        talk.say(f"{SAID[PORTS]}\n  ---- More ----")
        await talk.process.stdin.read(1)
        talk.say(f"\x1b[42D{' ' * 42}\x1b[42D\n")

    with serve(ScriptedDevice(answers=SAID)) as switch, connect(reach(switch)) as session:
        session.running()
        switch.answers = {**SAID, PORTS: paged, MACS[1:]: "Error: Unrecognized command."}
        session.ahead(PORTS, MACS)
        with pytest.raises(DeviceError, match="stops at the end of a page") as caught:
            session.ask(PORTS)
        assert caught.value.kind is Kind.QUESTION
    assert switch.typed == ["screen-length 0 temporary", RUNNING, PORTS, MACS[1:], PORTS]


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    ("at", "kind"), [(PORTS, Kind.SILENT), (MACS, Kind.SILENT), (RUNNING, Kind.DROPPED), (MACS, Kind.DROPPED)]
)
def test_device_that_dies_in_the_middle_is_told(reach: Reach, at: str, kind: Kind) -> None:
    async def dies(talk: Talk) -> None:
        talk.say(SAID[at][:10])
        if kind is Kind.DROPPED:
            raise EOFError
        await asyncio.sleep(2)

    with serve(ScriptedDevice(answers=dict(SAID))) as switch, connect(reach(switch)) as session:
        session.running()
        switch.answers[at] = dies
        session.ahead(RUNNING, PORTS, MACS)
        with pytest.raises(DeviceError, match=f"in the middle of '{at}'") as caught:
            _ = session.running(), session.ask(PORTS), session.ask(MACS)
        assert caught.value.kind is kind


def test_no_line_is_typed_before_what_was_typed_ahead_is_answered(reach: Reach) -> None:
    typed: list[str] = []

    async def slow(talk: Talk) -> None:
        with suppress(TimeoutError):
            typed.append((await asyncio.wait_for(talk.process.stdin.readline(), 0.2)).decode())
        talk.say(f"{SAID[MACS]}\n")

    with serve(ScriptedDevice(answers={**SAID, MACS: slow})) as switch, connect(reach(switch)) as session:
        session.running()
        session.ahead(PORTS, MACS)
        list(session.configure(["vlan 110"]))
    assert typed == []
    assert switch.typed[-5:] == [MACS, "system-view", "vlan 110", "return", "quit"]


def test_nothing_is_typed_ahead_before_a_long_answer_came_whole(reach: Reach) -> None:
    short = "#\nsysname SW1\n#\ninterface GigabitEthernet0/0/1\n#\nreturn"
    with serve(ScriptedDevice(answers={**SAID, RUNNING: short})) as switch, connect(reach(switch)) as session:
        session.ahead(RUNNING, PORTS)
        session.running()
        session.ahead(RUNNING, PORTS)
        assert session.ask("display clock") == ""
    assert switch.typed == ["screen-length 0 temporary", RUNNING, "display clock", "quit"]


@pytest.mark.parametrize("commands", [("save",), (PORTS, "display schedule reboot"), (PORTS, "undo schedule reboot")])
def test_what_may_do_harm_is_not_typed_ahead(reach: Reach, commands: tuple[str, ...]) -> None:
    device = ScriptedDevice(answers=SAID)
    with serve(device), connect(reach(device)) as session, pytest.raises(ValueError, match=commands[-1]):
        session.ahead(*commands)


@pytest.mark.parametrize("platform", [case.name for case in TYPED])
def test_no_end_of_what_is_typed_behind_another_is_a_command(platform: str) -> None:
    """A device that stops at the end of a page takes what is typed for keys, and what is left of it for a command."""
    startup = next(case.startup for case in TYPED if case.name == platform)
    device = LabDevice(platforms.get(platform), startup, NoDataPlane(), DeviceSettings())
    device.boot()
    kind = SESSIONS[platform]
    for command in (kind.show_saved, *kind.show_ports):
        for end in {command[at:].strip() for at in range(1, len(command))}:
            session = Session(device)
            answer = session.enter(end)
            assert kind.error.search(answer), (end, answer)
            assert not session.closed
            assert not session.asking
