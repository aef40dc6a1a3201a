# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a built collection holds: what a controller needs, and nothing of a city that lies in the same folder."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
KEPT = {
    "CHANGELOG.md", "CONTRIBUTING.md", "FILES.json", "LICENSE", "MANIFEST.json", "README.md", "README.zh-CN.md",
    "deploy.yml", "docs", "meta", "playbooks", "plugins", "requirements", "roles", "schema", "terminal",
}  # fmt: skip
# What lies about where an engineer works.
STRAY = (
    "inventory/city/sites/futian/real-hall.yml", "inventory/city/records/real-hall/evidence.jsonl",
    "inventory/city/known_hosts", "inventory/city/group_vars/vault.yml", "inventory/other/city.yml",
    ".vault-password", "plugins/.idea/workspace.xml", "plugins/action/__pycache__/acceptance.pyc",
    "govkiosk-site-0.0.9.tar.gz", "schema/write.py",
)  # fmt: skip


def test_an_artifact_holds_what_a_controller_needs_and_no_more(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    ignored = shutil.ignore_patterns(".git", ".*_cache", "__pycache__", "output")
    shutil.copytree(ROOT, checkout, symlinks=True, ignore=ignored)
    for name in STRAY:
        path = checkout / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("secret", encoding="utf-8")
    galaxy = str(Path(sys.executable).with_name("ansible-galaxy"))
    subprocess.run(
        [galaxy, "collection", "build", "--output-path", str(tmp_path)],
        cwd=checkout, capture_output=True, text=True, timeout=120, check=True,
    )  # fmt: skip
    (artifact,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(artifact) as archive:
        files = {member.name for member in archive if member.isfile()}
        assert [member.name for member in archive if not (member.isfile() or member.isdir())] == []
    assert {name.partition("/")[0] for name in files} == KEPT
    assert files & {*STRAY} == set()
    needed = {
        str(path.relative_to(ROOT))
        for folder in ("meta", "playbooks", "plugins", "roles", "terminal")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert needed - files == set()
