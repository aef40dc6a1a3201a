# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is done apart comes back, leaves no memory behind, and is done here if the process apart comes to nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.apart import apart
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let pytest's own threads, as of its workers, be none: no work here takes a lock of theirs."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


def resident() -> int:
    """Memory of this process in MB."""
    return int(Path("/proc/self/statm").read_text(encoding="utf-8").split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


def test_its_memory_is_given_back() -> None:
    def large() -> tuple[int, int]:
        many = [str(number) for number in range(2_000_000)]
        return os.getpid(), len(many)

    before = resident()
    pid, count = apart(large)
    assert (pid != os.getpid(), count) == (True, 2_000_000)
    assert resident() - before < 20


def test_what_is_wrong_is_met_here() -> None:
    def wrong() -> None:
        raise KioskError("nothing there", where=str(os.getpid()))

    with pytest.raises(KioskError, match="nothing there") as met:
        apart(wrong)
    assert met.value.where == str(os.getpid())


def test_killed_or_unfit_to_come_back_it_is_done_here() -> None:
    here = os.getpid()

    def killed() -> int:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return os.getpid()

    assert apart(killed) == here
    assert apart(threading.Lock) is not None


def test_beside_other_threads_nothing_is_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    assert apart(os.getpid) != os.getpid()
    monkeypatch.undo()
    held = threading.Event()
    thread = threading.Thread(target=held.wait, daemon=True)
    thread.start()
    try:
        assert apart(os.getpid) == os.getpid()
    finally:
        held.set()
        thread.join()


def test_what_is_half_sent_is_none() -> None:
    """The memory ran out while a large answer went through the pipe."""
    here = os.getpid()

    class Killing:
        def __reduce__(self) -> tuple[Any, ...]:
            if os.getpid() != here:
                os.kill(os.getpid(), signal.SIGKILL)
            return (str, ())

    def half() -> list[object]:
        return ["x" * 1_000_000, Killing()]

    assert len(apart(half)) == 2


# In a run of its own, which takes Ctrl-C as a person's does: pytest's workers take none.
BROKEN_OFF = """
import os, signal, sys, time
from pathlib import Path
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.apart import apart
run, mark = os.getpid(), Path(sys.argv[1])
signal.signal(signal.SIGINT, signal.default_int_handler)
def write():
    if os.getpid() == run:
        return
    try:
        mark.write_text("half")
        os.kill(run, signal.SIGINT)
        time.sleep(60)
    except BaseException:
        mark.unlink()
        raise
try:
    apart(write)
except KeyboardInterrupt:
    print("broken off, left:", mark.exists())
"""


def test_a_run_that_is_broken_off_takes_away_what_it_has_half_written(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BROKEN_OFF, str(tmp_path / "half")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout == "broken off, left: False\n", done.stderr
