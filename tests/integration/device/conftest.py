# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the tests of sessions share: a device to talk to, and the file with its host key."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import Device
from ansible_collections.govkiosk.site.plugins.plugin_utils.device import cli
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.cli import CommandLine

from tests.integration.device.fixture_types import Reach, When
from tests.integration.device.guard_cases import GUARDS, GuardCase
from tests.integration.device.scripted_device import PASSWORD, ScriptedDevice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.push import Job

    from tests.integration.device.lab_switch import LabSwitch


@pytest.fixture(autouse=True)
def _unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a line that ends with a colon stands for long on a busy machine, and is no question for that."""
    monkeypatch.setattr(cli, "QUIET", cli.PATIENCE)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take a line that looks like a question for one soon: for tests in which the device asks."""
    monkeypatch.setattr(cli, "QUIET", 0.3)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a device up soon: for tests in which it never shows what is waited for."""
    monkeypatch.setattr(cli, "QUIET", 0.3)
    monkeypatch.setattr(cli, "PATIENCE", 1.0)


@pytest.fixture
def reach(tmp_path: Path) -> Reach:
    """Return how to reach a scripted device, whose key is on file."""

    def device(
        scripted: ScriptedDevice, *, password: str = PASSWORD, known: str | None = None, platform: str = "huawei_vrp"
    ) -> Device:
        known_hosts = tmp_path / "known_hosts"
        key, name = scripted.key.export_public_key().decode().strip(), quote(scripted.name, safe="")
        line = f"[127.0.0.1]:{scripted.port} {key} hostname={name}\n"
        known_hosts.write_text(line if known is None else known, encoding="utf-8")
        return Device(
            "lianhua-hall-sw", "127.0.0.1", "govkiosk", password, platform, known_hosts, scripted.port, timeout=5.0
        )

    return device


@pytest.fixture
def when(monkeypatch: pytest.MonkeyPatch) -> When:
    """Do something just before a command is sent first, knowing the how many-th of its session it is."""

    def at(command: str, act: Callable[[int], None]) -> None:
        ask, numbers, done = CommandLine.ask, Counter[CommandLine](), set[str]()

        def counted(session: CommandLine, line: str, **how: Any) -> str:
            numbers[session] += 1
            if line == command and line not in done:
                done.add(line)
                act(numbers[session])
            return ask(session, line, **how)

        monkeypatch.setattr(CommandLine, "ask", counted)

    return at


@pytest.fixture(params=GUARDS, ids=str)
def case(request: pytest.FixtureRequest) -> GuardCase:
    """Each guard on a platform that has it."""
    found: GuardCase = request.param
    return found


@pytest.fixture
def switch(case: GuardCase, tmp_path: Path) -> Iterator[LabSwitch]:
    """The lab's switch that has the guard."""
    with case.switch(tmp_path) as running:
        yield running


@pytest.fixture
def job(case: GuardCase, switch: LabSwitch, tmp_path: Path) -> Job:
    """A change of it that is to be pushed."""
    return case.job(switch, tmp_path)
