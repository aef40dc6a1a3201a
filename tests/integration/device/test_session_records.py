# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is kept of a change: whole at any moment, nothing twice, and without it nothing is sent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy import change_record as records_module

if TYPE_CHECKING:
    from pathlib import Path


def test_what_a_killed_run_has_sent_is_on_file(tmp_path: Path) -> None:
    code = f"""
import os, pathlib, signal
from datetime import UTC, datetime
from {records_module.__name__} import ChangeRecord
record = ChangeRecord.of(pathlib.Path({str(tmp_path)!r}), "sw", datetime.now(UTC))
record.begin("sysname SW1", [])
for line in record.announced(f"line {{n}}" for n in range(9)):
    if line == "line 5":
        os.kill(os.getpid(), signal.SIGKILL)
    record.answered("done")
"""
    path = os.pathsep.join(sys.path)
    done = subprocess.run([sys.executable, "-c", code], check=False, env={**os.environ, "PYTHONPATH": path})
    assert done.returncode == -signal.SIGKILL
    (sent,) = tmp_path.rglob("sent.txt")
    assert sent.read_text() == "".join(f"line {n}\n    done\n" for n in range(5)) + "line 5\n"
