# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A file is whole at every moment, also while several processes put it."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_store
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import append_only, atomic_file, errors
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.change_record import ChangeRecord
from ansible_collections.govkiosk.site.plugins.plugin_utils.host_keys import known_hosts
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout import rollout_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.process import Process
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.site_lock import SiteLocks

from tests.helpers.evidence_chain import NOW


def test_what_a_killed_run_left_is_written_over(tmp_path: Path) -> None:
    file = tmp_path / "futian.csv"
    (tmp_path / ".futian.csv.part").write_bytes(b"longer than what is put now")
    atomic_file.put(file, b"new", mode=0o600)
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o600)
    assert [*tmp_path.iterdir()] == [file]


def test_without_room_the_old_file_stays_and_no_part_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "futian.csv"
    atomic_file.put(file, b"old")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        atomic_file.put(file, b"new")
    assert file.read_bytes() == b"old"
    assert [*tmp_path.iterdir()] == [file]


def _tear(path: Path) -> None:
    with append_only.locked(path.with_suffix(""), "it") as fd:
        append_only.write(fd, b"torn")
        append_only.set_aside(path.with_suffix(""), fd, 0)


def _enter(held: AbstractContextManager[object]) -> None:
    with held:
        pass


def _announce(path: Path) -> None:
    list(ChangeRecord(path.parent, path.with_name("running.cfg")).announced(["vlan 10"]))


#: Each file that is opened to be written to under a name that is known before ({pid} is ours), and what opens it: add a row.
WRITERS: dict[str, Callable[[Path], object]] = {
    "hall/evidence.jsonl": lambda path: _enter(append_only.locked(path, "it")),
    "hall/evidence.jsonl.torn": _tear,
    "hall/.x.part": lambda path: atomic_file.put(path.with_name("x"), b"new"),
    "rollout/.turn.lock": lambda path: _enter(rollout_folder.turn(path.parents[1])),
    "hall/.site.lock.here.{pid}": lambda path: SiteLocks(path.parents[1]).take(
        ["hall"], replace(Process.of(os.getpid()), host="here"), NOW
    ),
    "addresses/.ledger.lock": lambda path: _enter(ledger_store._locked(path.parent)),
    "hall/.known_hosts.lock": lambda path: _enter(known_hosts._locked(path.with_name("known_hosts"))),
    "hall/network/change/sent.txt": _announce,
    "hall/network/change/.room.part": lambda path: ChangeRecord(path.parent, path.with_name("x"))._room(1),
}


def _said(write: Callable[[Path], object], path: Path) -> str:
    """Write; return what was said if it could not be."""
    try:
        write(path)
    except (errors.KioskError, OSError) as error:
        return str(error)
    return ""


@pytest.mark.parametrize(("name", "write"), WRITERS.items(), ids=WRITERS)
def test_nothing_is_written_through_a_symbolic_link(name: str, write: Callable[[Path], object], tmp_path: Path) -> None:
    path, secret = tmp_path / name.format(pid=os.getpid()), tmp_path / "vault-password"
    path.parent.mkdir(parents=True)
    secret.write_text("Zq7x")
    for target in (secret, tmp_path / "not-there"):
        path.symlink_to(target)
        assert "it is a symbolic link; remove it" in _said(write, path)
        path.unlink(missing_ok=True)
    assert (secret.read_text(), (tmp_path / "not-there").exists()) == ("Zq7x", False)
    os.mkfifo(path)
    assert re.search("it is no plain file; remove it|No such device or address", _said(write, path))
    path.unlink(missing_ok=True)
    assert _said(write, path) == ""


def test_what_is_set_aside_is_read_by_no_more_people_than_the_file(tmp_path: Path) -> None:
    _tear(tmp_path / "evidence.jsonl.torn")
    assert {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()} == {
        "evidence.jsonl": 0o640, "evidence.jsonl.torn": 0o640,
    }  # fmt: skip
