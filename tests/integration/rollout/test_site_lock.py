# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Who holds a site, among real processes that live, end and are killed."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.process import Process
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.site_lock import SiteLocks

NOW = datetime(2026, 11, 25, 9, 12, 44, tzinfo=UTC)

SITES = [f"s{n}" for n in range(20)]

TAKER = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.process import Process
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.site_lock import SiteLocks
refused = SiteLocks(Path(sys.argv[1])).take(sys.argv[2:], Process.of(os.getpid()), datetime.now(UTC))
print(" ".join(sorted(set(sys.argv[2:]) - set(refused))), flush=True)
sys.stdin.read()
"""


@contextmanager
def taker(records: Path, *sites: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", TAKER, str(records), *sites], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def got(process: subprocess.Popen[str]) -> list[str]:
    assert process.stdout is not None
    return process.stdout.readline().split()


@pytest.fixture
def me() -> Process:
    return Process.of(os.getpid())


def test_the_second_is_told_who_and_gets_the_others(tmp_path: Path, me: Process) -> None:
    locks = SiteLocks(tmp_path)
    with taker(tmp_path, "a", "b") as first:
        assert got(first) == ["a", "b"]
        refused = locks.take(["b", "c"], me, NOW)
        assert list(refused) == ["b"]
        what = re.escape(f"b: is held by {me.user} on {me.host} since 20")
        assert re.match(
            rf"{what}[-0-9T:]+Z \(process {first.pid}\); nothing was touched\n    fix: wait", str(refused["b"])
        )
        assert locks.take(["b"], me, NOW, unlock="b"), "a holder that is seen to live keeps the site"
        locks.release(["a", "b", "c"], me)
        assert locks.holder("a")
        assert locks.holder("c") is None
        first.kill()
        first.wait()
    assert locks.take(["a", "b"], me, NOW) == {}


def test_killed_but_not_yet_reaped_is_dead(tmp_path: Path, me: Process) -> None:
    with taker(tmp_path, "a") as first:
        assert got(first) == ["a"]
        first.kill()
        os.waitid(os.P_PID, first.pid, os.WEXITED | os.WNOWAIT)
        assert SiteLocks(tmp_path).take(["a"], me, NOW) == {}


def test_of_many_at_once_each_site_goes_to_one(tmp_path: Path, me: Process) -> None:
    for round_ in range(3):
        # From the second round on, every site has the lock of a run that was killed.
        takers = [taker(tmp_path, *(SITES if n % 2 else reversed(SITES))) for n in range(4)]
        processes = [each.__enter__() for each in takers]
        try:
            held = [site for process in processes for site in got(process)]
        finally:
            for each in takers:
                each.__exit__(None, None, None)
        assert sorted(held) == sorted(SITES), round_
    assert SiteLocks(tmp_path).take(SITES, me, NOW) == {}
