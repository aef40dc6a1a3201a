# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Who holds a site, among real processes that live, end and are killed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.process import Life, Process
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


def test_taking_again_what_one_holds_is_no_quarrel(tmp_path: Path, me: Process) -> None:
    locks = SiteLocks(tmp_path)
    assert locks.take(["a"], me, NOW) == {}
    assert locks.take(["a"], me, NOW) == {}
    locks.release(["a"], me)
    assert not (tmp_path / "a/site.lock").exists()


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


@pytest.mark.parametrize(
    ("change", "life"),
    [
        ({}, Life.ALIVE),
        ({"started": 1}, Life.DEAD),
        ({"pid": 2**22 + 1}, Life.DEAD),
        ({"boot": "another"}, Life.DEAD),
        ({"space": 7}, Life.UNSEEN),
        ({"host": "noc-2"}, Life.UNSEEN),
    ],
)
def test_life(me: Process, change: dict[str, str], life: Life) -> None:
    assert replace(me, **change).life() is life  # type: ignore[arg-type]


def test_a_holder_that_cannot_be_seen_is_released_by_hand(tmp_path: Path, me: Process) -> None:
    locks, other = SiteLocks(tmp_path), replace(me, host="noc-2", user="zhang")
    locks.take(["a", "b"], other, NOW)
    refused = str(locks.take(["a"], me, NOW)["a"])
    assert refused == (
        f"a: is held by zhang on noc-2 since 2026-11-25T09:12:44Z (process {me.pid}); nothing was touched\n"
        "    fix: ask zhang: from here nobody sees whether that run still lives. If it does not, run again with -e unlock=a"
    )
    assert locks.take(["a", "b"], me, NOW, unlock="a").keys() == {"b"}


def test_a_ruin_is_nobody_s(tmp_path: Path, me: Process) -> None:
    (tmp_path / "a").mkdir()
    for ruin in ("", "{", "[]", json.dumps({"process": {"pid": 1}, "since": ""})):
        (tmp_path / "a/site.lock").write_text(ruin)
        assert SiteLocks(tmp_path).take(["a"], me, NOW) == {}
        SiteLocks(tmp_path).release(["a"], me)
