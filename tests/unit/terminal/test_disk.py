# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Files are compared for what counts and replaced in one step."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from govkiosk_terminal import disk
from govkiosk_terminal.settings import Settings
from govkiosk_terminal.wanted import WantedFile, wanted_files

FILE = WantedFile("/etc/deep/file.conf", "文字\n")


def test_a_written_file_does_not_differ(tmp_path: Path) -> None:
    assert disk.differs(FILE, str(tmp_path))
    disk.write(FILE, str(tmp_path))
    assert not disk.differs(FILE, str(tmp_path))
    assert [path.name for path in (tmp_path / "etc/deep").iterdir()] == ["file.conf"]


@pytest.mark.parametrize("spoil", ["content", "mode", "link"])
def test_content_mode_and_kind_count(tmp_path: Path, spoil: str) -> None:
    disk.write(FILE, str(tmp_path))
    path = tmp_path / "etc/deep/file.conf"
    if spoil == "content":
        path.write_text("other")
    elif spoil == "mode":
        path.chmod(0o666)
    else:
        path.rename(path.with_suffix(".real"))
        path.symlink_to("file.real")
    assert disk.differs(FILE, str(tmp_path))
    disk.write(FILE, str(tmp_path))
    assert not disk.differs(FILE, str(tmp_path))


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk.write(FILE, str(tmp_path))

    def refuse(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OSError, match="No space left"):
        disk.write(WantedFile(FILE.path, "new"), str(tmp_path))
    assert (tmp_path / "etc/deep/file.conf").read_text() == FILE.text
    assert [path.name for path in (tmp_path / "etc/deep").iterdir()] == ["file.conf"]


def test_all_files_of_a_terminal_settle_in_one_go(tmp_path: Path, settings: Settings) -> None:
    files = wanted_files(settings, interface="eth0", policy={}, version="1")
    assert disk.changed_files(files, str(tmp_path)) == files
    for one in files:
        disk.write(one, str(tmp_path))
    assert disk.changed_files(files, str(tmp_path)) == ()
