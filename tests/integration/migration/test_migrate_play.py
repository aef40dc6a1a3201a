# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""playbooks/migrate.yml as an engineer runs it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
SITE = Path("lab/sites/futian/lianhua-hall.yml")


def files() -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(Path().rglob("*")) if path.is_file()}


def play(*arguments: str) -> str:
    program = str(Path(sys.executable).with_name("ansible-playbook"))
    command = [program, "-i", "localhost,", str(ROOT / "playbooks/migrate.yml"), "-e", "migrate_folder=lab", *arguments]
    environment = {
        **os.environ,
        "LC_ALL": "C.UTF-8",
        "ANSIBLE_NOCOLOR": "1",
        "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg"),
    }
    result = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def test_the_playbook_shows_it_does_it_and_does_nothing_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "tests/one_site", "lab", ignore=shutil.ignore_patterns("records"))
    SITE.write_text(SITE.read_text("utf-8").replace("platform: huawei_vrp", "dialect: huawei_vrp"), encoding="utf-8")
    before = files()
    said = f"{SITE}:21:3: switch.dialect is called platform now"
    shown = play("--check", "--diff")
    assert files() == before
    assert f"+++ after: {SITE}" in shown
    assert "\n-  dialect: huawei_vrp\n+  platform: huawei_vrp\n" in shown
    assert said in shown
    done = play()
    assert re.search(r"localhost .*changed=1 ", done)
    assert said in done
    changed = {path for path, content in files().items() if before.get(path) != content}
    assert changed == {str(SITE)}
    again = play()
    assert re.search(r"localhost .*changed=0 ", again)
    assert "nothing: every file is written as this version reads it" in again
