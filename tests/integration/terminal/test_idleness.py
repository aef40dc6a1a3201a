# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the session learns from swayidle, here played by a shell. tests/lab asks the real one."""

from __future__ import annotations

import time

import pytest
from govkiosk_terminal import idleness
from govkiosk_terminal.idleness import Idleness


def told(clock: Idleness, wanted: int) -> None:
    end = time.monotonic() + 10
    while clock.seconds() != wanted:
        assert time.monotonic() < end, f"{wanted} was not told"
        time.sleep(0.01)


def test_swayidle_writes_each_step_and_the_touch_after_it() -> None:
    assert idleness.command((90, 120)) == [
        "swayidle", "-C", "/dev/null", "-w",
        "timeout", "90", "echo 90", "resume", "echo 0", "timeout", "120", "echo 120", "resume", "echo 0",
    ]  # fmt: skip


def test_the_newest_step_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idleness, "command", lambda _steps: ["sh", "-c", "echo 90; echo 0; echo 90; echo 120"])
    clock = Idleness((90, 120))
    told(clock, 120)
    assert clock.seconds() == 120


def test_a_touch_sets_it_back(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "echo 90; sleep 0.3; echo 0; echo 0; sleep 0.3; echo 90"
    monkeypatch.setattr(idleness, "command", lambda _steps: ["sh", "-c", script])
    clock = Idleness((90, 120))
    for step in (90, 0, 90):
        told(clock, step)


def test_nothing_told_is_nothing_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(idleness, "command", lambda _steps: ["sh", "-c", "exit 0"])
    clock = Idleness((90, 120))
    assert [clock.seconds() for _ in range(3)] == [0, 0, 0]
