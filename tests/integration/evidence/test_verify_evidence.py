# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""An auditor's copy of the one file, run alone, names what was done to a chain; a run adds nothing to such a chain."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils import verify_evidence
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence

from tests.helpers.evidence_chain import at
from tests.integration.evidence.anchored_city import audited

ROOT = Path(__file__).resolve().parents[3]

COMMAND = ROOT / "plugins/module_utils/verify_evidence.py"

BEFORE = Path(__file__).parent / "before_anchoring"

ANCHORED = Path(__file__).parent / "anchored"  # by three means, with certificates of a hundred years

OLD = [path for path in sorted(Path.home().glob(".pyenv/versions/3.8*/bin/python")) if path.exists()]


@pytest.fixture
def chain(tmp_path: Path) -> Path:
    path = tmp_path / "city" / "records" / "lianhua-hall" / "evidence.jsonl"
    evidence.append(path, at("run-1"))
    evidence.append(path, at("run-2", days=1))
    return path


def alone(folder: Path, tmp_path: Path, python: str = sys.executable) -> subprocess.CompletedProcess[str]:
    """Run a copy of the file in a folder of its own, isolated from everything of ours."""
    copy = tmp_path / "auditor" / "verify_evidence.py"
    copy.parent.mkdir(exist_ok=True)
    shutil.copy(COMMAND, copy)
    command = [python, "-I", "-B", str(copy), str(folder)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=300, cwd=copy.parent, env={"LC_ALL": "C.UTF-8"}
    )


def test_what_was_sealed_and_signed_once_holds_for_ever() -> None:
    """Whatever changes here, seals, roots and signatures are read as they were made on 2026-11-30."""
    done = audited(str(ANCHORED))
    assert done.stdout.splitlines()[-1] == "3 sites verified against 2 anchors: all holds"
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(not OLD, reason="no Python 3.8 under ~/.pyenv")
def test_it_runs_on_python_3_8(chain: Path, tmp_path: Path) -> None:
    assert alone(chain, tmp_path, str(OLD[-1])).stdout == audited(str(chain)).stdout


def test_chains_made_by_the_release_before_hold_whole(tmp_path: Path) -> None:
    done = alone(BEFORE, tmp_path)
    assert done.stdout.splitlines()[-1] == "2 sites verified, 未锚定 (no log of anchors): all holds"
    assert done.stdout.splitlines()[0].startswith("lianhua-hall: 157 records hold")
    assert done.returncode == 0
    copy = tmp_path / "lianhua-hall" / "evidence.jsonl"
    shutil.copytree(BEFORE / "records" / "lianhua-hall", copy.parent)
    evidence.append(copy, at("run-after"))
    assert verify_evidence.verify(copy).found == ()


def test_a_new_chain_says_what_became_of_the_old_one(chain: Path) -> None:
    lines = chain.read_bytes().splitlines(keepends=True)
    spoilt = b"".join([*lines[:2], lines[3]])
    chain.write_bytes(spoilt)
    done = evidence.restart(chain, "disk replaced", "run-9", datetime(2026, 11, 25, tzinfo=UTC))
    kept = chain.with_name("evidence.jsonl.broken-1")
    assert kept.read_bytes() == spoilt
    (first,) = map(json.loads, chain.read_bytes().splitlines())
    digest = subprocess.run(["sha256sum", str(kept)], capture_output=True, text=True, check=True).stdout.split()[0]
    assert first["former"] == {
        "file": kept.name, "sha256": digest, "records": 2, "hash": json.loads(lines[1])["hash"],
    }  # fmt: skip
    assert first["found"] == "line 3: removed: it does not follow the record before it: record 3 is missing before it"
    assert (first["kind"], first["reason"], first["run"], first["time"]) == (
        "restart", "disk replaced", "run-9", "2026-11-25T00:00:00Z",
    )  # fmt: skip
    assert done.head == evidence.append(chain, []).head
    evidence.append(chain, at("run-3", days=2))
    assert verify_evidence.verify(chain).found == ()
    chain.write_bytes(chain.read_bytes()[:50] + chain.read_bytes()[51:])
    evidence.restart(chain, "again", "run-10", datetime(2026, 11, 26, tzinfo=UTC))
    assert chain.with_name("evidence.jsonl.broken-2").is_file()
