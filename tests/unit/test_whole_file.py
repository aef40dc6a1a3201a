# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A file is whole at every moment, also while several processes put it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils import whole_file

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 20_000
WRITER = f"""
import sys
from pathlib import Path
from ansible_collections.govkiosk.site.plugins.plugin_utils.whole_file import put
for _ in range(100):
    put(Path(sys.argv[1]), sys.argv[2].encode() * {SIZE})
"""


def test_two_processes_put_one_file(tmp_path: Path) -> None:
    file = tmp_path / "hall-sw.running.cfg"
    whole_file.put(file, b"a" * SIZE)
    path = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(file), letter], env=path) for letter in "abc"]
    while any(writer.poll() is None for writer in writers):
        read = file.read_bytes()
        assert read == read[:1] * SIZE
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert [*tmp_path.iterdir()] == [file]


def test_what_a_killed_run_left_is_written_over(tmp_path: Path) -> None:
    file = tmp_path / "futian.csv"
    (tmp_path / ".futian.csv.part").write_bytes(b"longer than what is put now")
    whole_file.put(file, b"new", mode=0o600)
    assert (file.read_bytes(), file.stat().st_mode & 0o777) == (b"new", 0o600)
    assert [*tmp_path.iterdir()] == [file]


def test_without_room_the_old_file_stays_and_no_part_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "futian.csv"
    whole_file.put(file, b"old")

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        whole_file.put(file, b"new")
    assert file.read_bytes() == b"old"
    assert [*tmp_path.iterdir()] == [file]
