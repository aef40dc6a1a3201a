# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ansible's own inventory cache, by its jsonfile plugin and its own command: it is used, and it is never stale."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory.hosts import fingerprint

SITE = "lab/sites/futian/lianhua-hall.yml"
LEDGER = "lab/addresses/futian.csv"
ADDRESS = "10.96.128.3"
ELSEWHERE = "10.99.99.99"
OPTIONS = "plugin: govkiosk.site.sites\ncache: true\ncache_plugin: ansible.builtin.jsonfile\ncache_connection: cache\n"


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    """Make a copy of the lab's inventory that asks for the cache."""
    shutil.copytree(root / "tests/one_site", tmp_path / "lab", ignore=shutil.ignore_patterns("records"))
    (tmp_path / "lab/govkiosk.yml").write_text(OPTIONS, encoding="utf-8")
    return tmp_path


def inventory(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    argv = [str(Path(sys.executable).with_name("ansible-inventory")), "-i", "lab", "--list", *arguments]
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    return subprocess.run(argv, cwd=folder, env=environment, capture_output=True, text=True, timeout=300, check=False)


def address(folder: Path, *arguments: str) -> Any:
    """Give the second terminal's address as Ansible has it, None where it has none."""
    done = inventory(folder, *arguments)
    assert done.returncode == 0, done.stderr
    host = json.loads(done.stdout)["_meta"]["hostvars"].get("lianhua-hall-02", {})
    found = host.get("ansible_host")
    return found["__ansible_unsafe"] if isinstance(found, dict) else found


def plant(folder: Path) -> Path:
    """Fill the cache, and change an address in what it holds, so that it shows whether it is used."""
    assert address(folder) == ADDRESS
    (kept,) = (folder / "cache").iterdir()
    text = kept.read_text(encoding="utf-8")
    assert ADDRESS in text
    kept.write_text(text.replace(ADDRESS, ELSEWHERE), encoding="utf-8")
    return kept


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_it_holds_is_used_until_it_is_flushed(folder: Path) -> None:
    plant(folder)
    assert address(folder) == ELSEWHERE
    assert address(folder, "--flush-cache") == ADDRESS


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (SITE, "lianhua-hall-02", "lianhua-hall-03"),
        ("lab/city.yml", "quarantine_days: 180", "quarantine_days: 181"),
        ("lab/catalogue.yml", "RS-001", "RS-901"),
        (LEDGER, "active,2026-11-02", "active,2026-11-01"),
    ],
)
def test_it_is_not_used_once_a_file_has_changed(folder: Path, file: str, old: str, new: str) -> None:
    plant(folder)
    status = (folder / file).stat()
    edit(folder / file, old, new)
    # Neither git nor an editor promises a new time.
    os.utime(folder / file, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert address(folder) != ELSEWHERE


@pytest.mark.parametrize("file", [SITE, LEDGER])
def test_it_is_not_used_once_a_file_is_gone(folder: Path, file: str) -> None:
    plant(folder)
    (folder / file).unlink()
    assert address(folder) != ELSEWHERE


def test_a_mistake_is_told_although_the_cache_holds_the_city_as_it_was(folder: Path) -> None:
    plant(folder)
    edit(folder / SITE, "venue: a1", "venu: a1")
    done = inventory(folder)
    assert (done.returncode, done.stdout) == (4, "")
    assert f"{SITE}:5:1: venu: unknown key\n" in done.stderr
    edit(folder / SITE, "venu: a1", "venue: a1")
    assert address(folder) == ELSEWHERE


@pytest.mark.parametrize("content", ["", "{", "[]", '{"fingerprint": 1}'])
def test_a_broken_cache_is_passed_over(folder: Path, content: str) -> None:
    kept = plant(folder)
    kept.write_text(content, encoding="utf-8")
    assert address(folder) == ADDRESS


def test_a_new_day_is_another_state(folder: Path) -> None:
    """An address whose quarantine ends is free from that day on."""
    day = today()
    assert fingerprint(folder / "lab", day) == fingerprint(folder / "lab", day)
    assert fingerprint(folder / "lab", day) != fingerprint(folder / "lab", day + timedelta(days=1))


def test_no_template_in_the_cache_is_ever_run(folder: Path) -> None:
    kept = plant(folder)
    edit(kept, ELSEWHERE, "{{ lookup('pipe', 'id') }}")
    play = "- hosts: lianhua-hall-02\n  tasks: [{ansible.builtin.debug: {msg: '{{ ansible_host }}'}}]\n"
    (folder / "play.yml").write_text(play, encoding="utf-8")
    argv = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "lab", "play.yml"]
    done = subprocess.run(argv, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert "lookup(" in done.stdout
    assert "uid=" not in done.stdout + done.stderr
