# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Who holds a site, among real processes that live, end and are killed."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.process import Life, Process
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.site_lock import SiteLocks

NOW = datetime(2026, 11, 25, 9, 12, 44, tzinfo=UTC)


@pytest.fixture
def me() -> Process:
    return Process.of(os.getpid())


def test_taking_again_what_one_holds_is_no_quarrel(tmp_path: Path, me: Process) -> None:
    locks = SiteLocks(tmp_path)
    assert locks.take(["a"], me, NOW) == {}
    assert locks.take(["a"], me, NOW) == {}
    locks.release(["a"], me)
    assert not (tmp_path / "a/site.lock").exists()


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
