# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is kept of a change: whole at any moment, nothing twice, and without it nothing is sent."""

from __future__ import annotations

import resource
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.change_record import ChangeRecord
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import SESSIONS
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.accepted_plans import Accepted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime(2026, 11, 23, 4, 5, 6, tzinfo=UTC)
BEFORE = "sysname SW1\nlocal-user govkiosk password irreversible-cipher $1a$x$y\n"
KEPT = "sysname SW1\nlocal-user govkiosk password irreversible-cipher ******\n"


@contextmanager
def disk_of(size: int) -> Iterator[None]:
    """Let no file grow beyond `size` bytes, as a disk that has no more room."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)


def made(folder: Path, now: datetime = NOW) -> ChangeRecord:
    return ChangeRecord.of(folder / "lianhua-hall", "lianhua-hall-sw", now, ["hunter2"])


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_record(tmp_path: Path) -> None:
    record = made(tmp_path)
    assert not record.folder.exists()
    record.begin(BEFORE, ["acl number 3901", "rule 5 permit ip"])
    sending = record.announced(["acl number 3901", "rule 5 permit ip"])
    next(sending)
    assert (record.folder / "sent.txt").read_text() == "acl number 3901\n"
    record.answered("")
    next(sending)
    record.answered("Error: no hunter2\n")
    record.answered("Error: no hun\nter2 here")
    record.finish("sysname SW1\n")
    record.note("guard.txt", "hunter2 watches")
    assert record.folder == tmp_path / "lianhua-hall" / "network" / "20261123T040506Z-lianhua-hall-sw"
    assert files(record.folder) == ["after.cfg", "before.cfg", "guard.txt", "sent.txt"]
    assert (record.folder / "guard.txt").read_text() == "****** watches\n"
    assert (record.folder / "before.cfg").read_text() == KEPT
    assert (record.folder / "sent.txt").read_text() == (
        "acl number 3901\nrule 5 permit ip\n    Error: no ******\n    Error: no ****** here\n"
    )
    assert record.latest.name == "lianhua-hall-sw.running.cfg"
    assert record.latest.read_text() == "sysname SW1\n"
    assert "hunter2" not in repr(record)


def test_two_changes_of_one_second_have_a_folder_each(tmp_path: Path) -> None:
    one, two = made(tmp_path), made(tmp_path)
    one.begin(BEFORE, [])
    two.begin("sysname SW2\n", [])
    assert two.folder.name == "20261123T040506Z-lianhua-hall-sw-2"
    assert (one.folder / "before.cfg").read_text() == KEPT


def test_unchanged_configuration_is_not_written_again(tmp_path: Path) -> None:
    record = made(tmp_path)
    record.keep(BEFORE)
    written = record.latest.stat().st_ino
    record.keep(BEFORE + "\n")
    assert record.latest.stat().st_ino == written


@pytest.mark.parametrize("size", [0, 40, len(KEPT)], ids=["no file", "half a file", "no room for what follows"])
def test_full_disk_is_told_before_anything_is_sent(tmp_path: Path, size: int) -> None:
    record = made(tmp_path)
    with disk_of(size), pytest.raises(KioskError) as caught:
        record.begin(BEFORE, ["acl number 3901"])
    assert str(caught.value) == (
        f"{record.folder}: the configuration before the change cannot be kept, so nothing was sent: File too large\n"
        "    fix: free disk space or repair the folder's permissions, then run again"
    )
    assert not record.folder.exists()
    assert files(tmp_path) in ([], ["lianhua-hall/network/lianhua-hall-sw.running.cfg"])
    made(tmp_path).begin(BEFORE, ["acl number 3901"])


def test_disk_that_fills_up_in_the_middle_keeps_the_next_line_from_being_sent(tmp_path: Path) -> None:
    record = made(tmp_path)
    record.begin(BEFORE, ["acl number 3901", "rule 5 permit ip"])
    sending = record.announced(["acl number 3901", "rule 5 permit ip"])
    next(sending)
    with disk_of(16), pytest.raises(KioskError, match="cannot be kept any more, so nothing more was sent"):
        next(sending)
    with pytest.raises(StopIteration):
        next(sending)


def test_accepted_plans(tmp_path: Path) -> None:
    accepted = Accepted.of(tmp_path / "lianhua-hall", "lianhua-hall-sw")
    assert accepted.read() is None
    assert accepted.versions() == {}
    for hours, text in enumerate(["acl number 3901\n", "acl number 3902\n", "acl number 3902\n", "acl number 3901\n"]):
        accepted.write(text, NOW + timedelta(hours=hours))
    assert accepted.read() == "acl number 3901\n"
    assert {time: file.read_text() for time, file in accepted.versions().items()} == {
        "20261123T040506Z": "acl number 3901\n",
        "20261123T050506Z": "acl number 3902\n",
        "20261123T070506Z": "acl number 3901\n",
    }
    with disk_of(4), pytest.raises(KioskError, match="the accepted plan cannot be kept: File too large"):
        accepted.write("acl number 3902\n", NOW + timedelta(hours=4))
    assert accepted.read() == "acl number 3901\n"
    assert len(accepted.versions()) == 3


def test_accepted_plans_keep_their_order_when_the_clock_is_put_back(tmp_path: Path) -> None:
    accepted = Accepted.of(tmp_path / "lianhua-hall", "lianhua-hall-sw")
    for hours, text in enumerate(["one\n", "two\n", "three\n", "two\n"]):
        accepted.write(text, NOW + timedelta(days=int(text == "two\n"), hours=hours))
    # The third and the fourth are accepted at a time that is before the second's, and again at the second's own.
    accepted.write("four\n", NOW + timedelta(days=1, hours=3))
    assert [file.read_text() for file in accepted.versions().values()] == [
        "one\n",
        "two\n",
        "three\n",
        "two\n",
        "four\n",
    ]
    assert list(accepted.versions())[1:3] == ["20261124T050506Z", "20261124T050507Z"]
    assert accepted.at() == accepted.path
    assert accepted.path.read_text() == "four\n"


def test_accepted_plan_of_a_run_that_was_killed_in_between_is_not_kept_twice(tmp_path: Path) -> None:
    accepted = Accepted.of(tmp_path / "lianhua-hall", "lianhua-hall-sw")
    accepted.write("one\n", NOW)
    accepted.write("two\n", NOW + timedelta(hours=1))
    accepted.path.write_text("one\n")
    (accepted.history / ".20261123T060506Z.cfg.part").write_text("tw")
    accepted.write("two\n", NOW + timedelta(hours=2))
    assert accepted.read() == "two\n"
    assert [path.name for path in sorted(accepted.history.iterdir())] == [
        "20261123T040506Z.cfg",
        "20261123T050506Z.cfg",
    ]


def test_what_killed_runs_have_half_written_is_taken_away(tmp_path: Path) -> None:
    began, filled, other = (made(tmp_path, NOW + timedelta(hours=hours)) for hours in range(3))
    began.folder.mkdir(parents=True)
    (began.folder / ".before.cfg.part").write_text("sysn")
    filled.begin(BEFORE, [])
    (filled.folder / ".after.cfg.part").write_text("sysn")
    (filled.folder / ".room.part").write_bytes(bytes(9))
    neighbour = ChangeRecord.of(tmp_path / "lianhua-hall", "lianhua-hall-gw", NOW)
    neighbour.begin(BEFORE, [])
    other.begin(BEFORE, [])
    assert sorted(path.name for path in other.folder.parent.iterdir() if path.is_dir()) == sorted(
        record.folder.name for record in (filled, neighbour, other)
    )
    assert [path.name for path in filled.folder.iterdir()] == ["before.cfg"]


CHANGING = {
    "huawei_vrp": (
        "!Last configuration was updated at 2026-11-{} 10:00:00 UTC by engineer",
        "!Software Version V200R005",
    ),
    "hp_comware": ("# Last configuration was saved at 2026-11-{}", " version 7.1.070, Release 3507P18"),
    "cisco_ios": ("Current configuration : 40{} bytes\n!\n! Last configuration change at 10:00:{} UTC", "version 15.2"),
    "ruijie_os": ("Building configuration...\nCurrent configuration : 40{} bytes", "version RGOS 11.4(1)B70P1"),
}


@pytest.mark.parametrize("name", sorted(CHANGING))
def test_what_changes_by_itself_is_not_kept(name: str) -> None:
    changing, version = CHANGING[name]
    session = SESSIONS[name].__new__(SESSIONS[name])
    one, two = (session.lasting(f"{changing.replace('{}', day)}\n{version}\n#\nvlan 110 \n") for day in ("21", "22"))
    assert one == two
    assert one.endswith(f"{version}\n#\nvlan 110")
