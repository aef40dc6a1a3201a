# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Answers are right however long the way is: kiosks of the field hang on 4G, whose round trips reach half a second.

Every platform is spoken to at once, at every delay, with small packets and a log line that comes late.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import Device, DeviceError
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import connect
from netmiko import ConnectHandler

from tests.helpers.policy.policy_platforms import CASES, TYPED, PlatformCase
from tests.integration.device.lab_switch import PASSWORD, LabSwitch, lab_switch
from tests.integration.device.slow_line import slow_line

if TYPE_CHECKING:
    from pathlib import Path

# Seconds, with the moment of each session's log line: in the log-in, in an answer, between two.
ROUND_TRIPS = (0.0, 0.02, 0.06, 0.12, 0.25, 0.5)


def session_over(switch: LabSwitch, case: PlatformCase, number: int, folder: Path) -> str:
    """Read, configure a port of one's own, and read again; return what went wrong."""
    with slow_line(switch.port, ROUND_TRIPS[number]) as port:
        known_hosts = folder / f"known_hosts-{number}"
        known_hosts.write_text(f"[127.0.0.1]:{port} {switch.known_hosts.split(' ', 1)[1]}", encoding="utf-8")
        device = Device("far-sw", "127.0.0.1", "govkiosk", PASSWORD, case.name, known_hosts, port, timeout=20.0)
        name = case.port.format(10 + number)
        try:
            with connect(device) as session:
                before = session.running()
                lines = (f"interface {name}", f"description far {number}", case.commit)
                answers, prompts = [], {session.prompt}
                for answered in session.configure(filter(None, lines)):
                    answers.append(answered)
                    prompts.add(session.prompt)
                after = session.running()
        except DeviceError as error:
            return str(error)
    # The log line stands where it came, with the prompt once more after it if the device was waiting there.
    own = {"", case.log_line, *prompts}
    wrong = [line for line, answer in answers if not own.issuperset(answer.splitlines())]
    if session.significant(before)[-1:] != [session.last_line]:
        wrong.append(f"the configuration is cut short: {before[-60:]!r}")
    if f"description far {number}" in before or f"description far {number}" not in after:
        wrong.append("one answer was taken for another")
    return "; ".join(wrong)


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, float], str]:
    """What went wrong, by platform and round trip."""
    with ExitStack() as stack, ThreadPoolExecutor(len(TYPED) * len(ROUND_TRIPS)) as pool:
        running = {}
        for case in TYPED:
            folder = tmp_path_factory.mktemp(case.name)
            switch = stack.enter_context(lab_switch(folder / "switch", startup=case.startup, platform=case.name))
            switch.fault("split", bytes=61, seconds=0.0005)
            switch.fault("banner", text=case.log_line, seconds=0.4)
            for number, round_trip in enumerate(ROUND_TRIPS):
                running[case.name, round_trip] = pool.submit(session_over, switch, case, number, folder)
        return {key: future.result() for key, future in running.items()}


@pytest.mark.parametrize("round_trip", ROUND_TRIPS)
@pytest.mark.parametrize("platform", [case.name for case in TYPED])
def test_every_answer_is_the_command_s_own(
    outcomes: dict[tuple[str, float], str], platform: str, round_trip: float
) -> None:
    assert outcomes[platform, round_trip] == ""


def test_netmiko_s_own_comware_driver_answers_wrongly(tmp_path: Path) -> None:
    """Why there is a driver of ours: at 120 ms the one of netmiko returns nothing, and raises nothing (dependencies.md)."""
    case = CASES["hp_comware"]
    with (
        lab_switch(tmp_path / "switch", startup=case.startup, platform=case.name) as switch,
        slow_line(switch.port, 0.12) as port,
        ThreadPoolExecutor(4) as pool,
    ):

        def read(_number: int) -> str:
            login = {"host": "127.0.0.1", "port": port, "username": "govkiosk", "password": PASSWORD}
            with ConnectHandler(device_type="hp_comware", **login) as session:
                session.send_command("display clock")
                return str(session.send_command("display current-configuration"))

        answers = list(pool.map(read, range(4)))
    assert [answer for answer in answers if "sysname" not in answer], (
        "netmiko has learned to wait: is ours still needed?"
    )
