# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The chain holds, and says where it does not."""

from __future__ import annotations

import json
import multiprocessing
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence

from tests.helpers.evidence_chain import records

NOW = datetime(2026, 11, 23, 11, 36, tzinfo=UTC)

ROOT = Path(__file__).resolve().parents[3]


def test_the_seal_is_sha256_over_the_canonical_json_without_the_seal(tmp_path: Path) -> None:
    path = tmp_path / "lianhua-hall" / "evidence.jsonl"
    evidence.append(path, records(count=1))
    body = json.loads(path.read_bytes().splitlines()[1])
    seal = body.pop("hash")
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    outside = subprocess.run(["sha256sum"], input=text.encode(), capture_output=True, check=True).stdout.split()[0]
    assert outside.decode() == seal


def _write_many(path: Path, name: str) -> None:
    for n in range(20):
        evidence.append(path, records(f"{name}-{n}", count=2))


def test_concurrent_writers_make_one_chain(tmp_path: Path) -> None:
    path = tmp_path / "lianhua-hall" / "evidence.jsonl"
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write_many, args=(path, name)) for name in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0, 0, 0, 0]
    audit = evidence.verify(path)
    assert (audit.broken, audit.head.seq, audit.incomplete) == (None, 4 * 20 * 3, ())
    assert not path.with_name("evidence.jsonl.torn").exists()


def test_a_writer_killed_while_it_writes_holds_nobody_up(tmp_path: Path) -> None:
    path = tmp_path / "lianhua-hall" / "evidence.jsonl"
    code = (
        "import os, sys\n"
        f"sys.path[:0] = {[str(ROOT / 'collections'), str(ROOT)]!r}\n"
        "from pathlib import Path\n"
        "from ansible_collections.govkiosk.site.plugins.plugin_utils.base import append_only\n"
        "from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence\n"
        "from tests.helpers.evidence_chain import records\n"
        "real = os.write\n"
        "def half(fd, block):\n"
        "    real(fd, bytes(block)[: len(block) // 2]); os.kill(os.getpid(), 9)\n"
        "append_only.os.write = half\n"
        f"evidence.append(Path({str(path)!r}), records())\n"
    )
    killed = subprocess.run([sys.executable, "-c", code], check=False, timeout=300, cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    assert path.stat().st_size > 0
    done = evidence.append(path, records("run-2"))
    assert done.note
    audit = evidence.verify(path)
    assert (audit.broken, audit.incomplete) == (None, ("run-1",))
