# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A file is whole at every moment, also while several processes put it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.base import atomic_file

SIZE = 20_000

WRITER = f"""
import sys
from pathlib import Path
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.atomic_file import put
for _ in range(100):
    put(Path(sys.argv[1]), sys.argv[2].encode() * {SIZE})
"""


def test_two_processes_put_one_file(tmp_path: Path) -> None:
    file = tmp_path / "hall-sw.running.cfg"
    atomic_file.put(file, b"a" * SIZE)
    path = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(file), letter], env=path) for letter in "abc"]
    while any(writer.poll() is None for writer in writers):
        read = file.read_bytes()
        assert read == read[:1] * SIZE
    assert [writer.returncode for writer in writers] == [0, 0, 0]
    assert [*tmp_path.iterdir()] == [file]
