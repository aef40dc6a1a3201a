# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Many jobs at a time, on all processors: in a process of its own, since one that has threads is never forked."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import parallel

BEGIN = """
    import os, signal, time
    from ansible_collections.govkiosk.site.plugins.plugin_utils.base.parallel import spread
"""


def script(text: str) -> subprocess.Popen[str]:
    """Begin a program around `spread`."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(BEGIN + text)], stdout=subprocess.PIPE, text=True
    )


def told(text: str) -> str:
    """Return what a program prints."""
    return script(text).communicate(timeout=300)[0]


def test_each_job_is_done_once_by_as_many_processes_as_processors() -> None:
    said = told("""
    done = spread(lambda job: (job, os.getpid()), range(13), workers=6, processors=3)
    pids = {pid for _, pid in done}
    print(sorted(job for job, _ in done) == list(range(13)), len(pids), os.getpid() in pids)
    """)
    assert said == "True 3 False\n"


def test_a_worker_leaves_alone_what_was_there_before_it() -> None:
    said = told("""
    import gc
    print(min(spread(lambda job: gc.get_freeze_count() > 1000, range(8), workers=8, processors=2)), gc.get_freeze_count())
    """)
    assert said == "True 0\n"


def test_workers_are_shared_out() -> None:
    said = told("""
    import threading, tempfile, pathlib
    marks = pathlib.Path(tempfile.mkdtemp())
    def job(number):
        (marks / str(number)).touch()
        time.sleep(0.2)
        at_once = len(list(marks.iterdir()))
        (marks / str(number)).unlink()
        return at_once
    print(max(spread(job, range(20), workers=5, processors=2)) <= 5)
    """)
    assert said == "True\n"


def test_few_jobs_or_one_worker_need_no_process() -> None:
    said = told("""
    few = spread(lambda job: os.getpid(), range(7), workers=9, processors=2)
    alone = spread(lambda job: os.getpid(), range(20), workers=1, processors=2)
    print({*few, *alone} == {os.getpid()}, len(few), len(alone))
    """)
    assert said == "True 7 20\n"


def test_a_process_that_is_killed_takes_only_its_own_results_along() -> None:
    said = told("""
    def job(number):
        if number == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return number
    print(sorted(spread(job, range(12), workers=2, processors=2)))
    """)
    assert said == "[0, 2, 4, 6, 8, 10]\n"


def test_its_processes_end_with_the_run() -> None:
    run = script("""
    def job(number):
        # In one write: `print` makes two of them where Python's output is not buffered.
        os.write(1, b"%d\\n" % os.getpid())
        time.sleep(300)
    spread(job, range(8), workers=2, processors=2)
    """)
    assert run.stdout
    pids = [int(run.stdout.readline()) for _ in range(2)]
    assert all(map(_alive, pids))
    run.send_signal(signal.SIGKILL)
    run.wait()
    # The kernel's signal is on its way; nothing else would end them within five minutes.
    deadline = time.monotonic() + 30
    while any(map(_alive, pids)) and time.monotonic() < deadline:
        time.sleep(0.01)
    left = [pid for pid in pids if _alive(pid)]
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []


def test_a_process_with_threads_is_not_forked() -> None:
    over = threading.Event()
    thread = threading.Thread(target=over.wait)
    thread.start()
    try:
        assert set(parallel.spread(lambda _job: os.getpid(), range(20), workers=4, processors=2)) == {os.getpid()}
    finally:
        over.set()
        thread.join()


def test_errors_come_out_of_a_process_as_they_went_in() -> None:
    said = told("""
    from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskErrors
    from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import DeviceError, Kind
    def job(number):
        said = {"fix": "look", "clause": "6.4-e", "line": "x", "answer": "Error: no"}
        return DeviceError(Kind.REFUSED, "the device refused 'x'", host=f"{number}-sw", **said)
    several = lambda number: KioskErrors([job(number), DeviceError(Kind.SILENT, "silent", host="z-sw")])
    one = min(spread(job, range(8), workers=2, processors=2), key=str)
    two = min(spread(several, range(8), workers=2, processors=2), key=str)
    print(one, one.kind, one.line, one.answer, type(one).__name__)
    print(two, [error.kind.value for error in two.errors])
    """)
    refused = "0-sw: the device refused 'x' [DB4403/T 503.5 6.4-e]\n    fix: look"
    assert said == (f"{refused} refused x Error: no DeviceError\n{refused}\nz-sw: silent ['refused', 'silent']\n")


def _alive(pid: int) -> bool:
    """Tell whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("jobs", [3, 20], ids=["in this process", "in two"])
def test_jobs_that_bear_no_other_beside_them_have_none(jobs: int) -> None:
    """As the compiler of forms, which raises "Already borrowed"; three sites are planned in the process that asks."""
    borrowed = threading.Lock()

    def job(_number: int) -> bool:
        if not borrowed.acquire(blocking=False):
            return False
        time.sleep(0.02)
        borrowed.release()
        return True

    assert all(parallel.spread(job, range(jobs), workers=6, processors=2, alone=True))
    assert not all(parallel.spread(job, range(3), workers=6, processors=2))
