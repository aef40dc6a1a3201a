# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What runs beside the browser: it comes back when it fails, stays away when it is done, and is not run all the time."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from govkiosk_terminal import companion, session
from govkiosk_terminal.companion import Companion


def until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def counting(log: Path, script: str) -> Companion:
    return Companion(["sh", "-c", f"echo run >> {log}; {script}"])


def runs(log: Path) -> int:
    return log.read_text().count("run") if log.exists() else 0


def test_one_that_fails_is_started_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companion, "PAUSE_S", 0.1)
    failing = counting(tmp_path / "log", "exit 1")
    until(lambda: failing.keep() or runs(tmp_path / "log") >= 3)
    assert not failing.keep()
    failing.end()


def test_one_that_fails_at_once_is_not_run_all_the_time(tmp_path: Path) -> None:
    failing = counting(tmp_path / "log", "exit 1")
    end = time.monotonic() + 0.5
    while time.monotonic() < end:
        assert not failing.keep()
    assert runs(tmp_path / "log") == 1
    failing.end()


def test_one_that_ended_well_is_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companion, "PAUSE_S", 0.0)
    done = counting(tmp_path / "log", "exit 0")
    until(done.keep)
    assert done.keep()
    assert runs(tmp_path / "log") == 1


def test_one_that_runs_runs_once_until_it_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(companion, "PAUSE_S", 0.0)
    running = counting(tmp_path / "log", "exec sleep 60")
    running.end()
    until(lambda: running.keep() or runs(tmp_path / "log") == 1)
    assert not running.keep()
    running.end()
    assert not running.keep()
    until(lambda: runs(tmp_path / "log") == 2)
    running.end()


def test_a_way_back_that_died_is_shown_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log"
    monkeypatch.setattr(companion, "PAUSE_S", 0.1)
    monkeypatch.setattr(session.WayBack, "COMMAND", ("sh", "-c", f"echo run >> {log}; kill -9 $$"))
    way_back = session.WayBack()
    until(lambda: way_back.touched("返回首页") or runs(log) >= 2)
    assert not way_back.touched("")


def test_another_message_is_another_bar(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = tmp_path / "log"
    monkeypatch.setattr(session.WayBack, "COMMAND", ("sh", "-c", f"echo run $0 >> {log}; exec sleep 60"))
    way_back = session.WayBack()
    for number, message in enumerate(("one", "two"), 1):
        assert not way_back.touched(message)
        until(lambda number=number: runs(log) == number)
        assert not way_back.touched(message)
    assert not way_back.touched("")
    assert log.read_text() == "run one\nrun two\n"


def test_the_touch_that_changes_the_message_may_be_on_the_button(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session.WayBack, "COMMAND", ("sh", "-c", "exit 0"))
    way_back = session.WayBack()
    way_back.touched("长时间无操作")
    time.sleep(0.3)
    assert way_back.touched("办理完毕")
