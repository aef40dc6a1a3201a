# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ansible's own inventory cache, by its jsonfile plugin and its own command: it is used, and it is never stale."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory.hosts import fingerprint

from tests.helpers.read_inventory import read_inventories

SITE = "lab/sites/futian/lianhua-hall.yml"
LEDGER = "lab/addresses/futian.csv"
ADDRESS = "10.96.128.3"
ELSEWHERE = "10.99.99.99"
OPTIONS = "plugin: govkiosk.site.sites\ncache: true\ncache_plugin: ansible.builtin.jsonfile\ncache_connection: {}\n"


def made(root: Path, folder: Path) -> Path:
    """Make a copy of the lab's inventory that asks for the cache."""
    shutil.copytree(root / "tests/one_site", folder / "lab", ignore=shutil.ignore_patterns("records"))
    options = OPTIONS.format(folder / "cache")
    (folder / "lab/govkiosk.yml").write_text(options, encoding="utf-8")
    return folder


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    return made(root, tmp_path)


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
    return plant_again(folder)


def plant_again(folder: Path) -> Path:
    """Change an address in what the filled cache holds."""
    (kept,) = (folder / "cache").iterdir()
    text = kept.read_text(encoding="utf-8")
    assert ADDRESS in text
    kept.write_text(text.replace(ADDRESS, ELSEWHERE), encoding="utf-8")
    return kept


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def edit_in_no_time(path: Path, old: str, new: str) -> None:
    """Neither git nor an editor promises a new time."""
    status = path.stat()
    edit(path, old, new)
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def write_cache(content: str) -> Callable[[Path], object]:
    """Put something else into the cache."""
    return lambda folder: next((folder / "cache").iterdir()).write_text(content, encoding="utf-8")


#: What becomes of a folder whose cache is planted; none of it may be answered by the cache.
STALE: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _folder: None,
    "a site has changed": lambda folder: edit_in_no_time(folder / SITE, "lianhua-hall-02", "lianhua-hall-03"),
    "the city has changed": lambda folder: edit_in_no_time(
        folder / "lab/city.yml", "quarantine_days: 180", "quarantine_days: 181"
    ),
    "the catalogue has changed": lambda folder: edit_in_no_time(folder / "lab/catalogue.yml", "RS-001", "RS-901"),
    "a ledger has changed": lambda folder: edit_in_no_time(folder / LEDGER, "active,2026-11-02", "active,2026-11-01"),
    "a site is gone": lambda folder: (folder / SITE).unlink(),
    "a ledger is gone": lambda folder: (folder / LEDGER).unlink(),
    "nothing is in the cache": write_cache(""),
    "the cache breaks off": write_cache("{"),
    "the cache is a list": write_cache("[]"),
    "the cache has no hosts": write_cache('{"fingerprint": 1}'),
}


def test_it_is_not_used_once_a_file_has_changed_or_it_is_broken(root: Path, tmp_path: Path) -> None:
    """Ansible reads all of them twice, in two processes: once to fill their caches, and once more after what happens."""
    folders = {what: tmp_path / str(number) for number, what in enumerate(STALE)}
    for folder in folders.values():
        made(root, folder)
    cached = [(folder / "lab", "lianhua-hall-02") for folder in folders.values()]
    first = read_inventories(cached)
    assert [hosts["lianhua-hall-02"]["ansible_host"] for hosts in first] == [ADDRESS] * len(STALE)
    for what, folder in folders.items():
        plant_again(folder)
        STALE[what](folder)
    found = dict(zip(STALE, read_inventories((folder / "lab", "all") for folder in folders.values()), strict=True))
    told = {what: hosts.get("lianhua-hall-02", {}).get("ansible_host") for what, hosts in found.items()}
    # The first one shows that it is their cache that they would have been answered by.
    gone = dict.fromkeys(("a site has changed", "a site is gone"))
    assert told == dict.fromkeys(STALE, ADDRESS) | gone | {"nothing": ELSEWHERE}


def test_what_it_holds_is_used_until_it_is_flushed(folder: Path) -> None:
    plant(folder)
    assert address(folder) == ELSEWHERE
    assert address(folder, "--flush-cache") == ADDRESS


def test_a_mistake_is_told_although_the_cache_holds_the_city_as_it_was(folder: Path) -> None:
    plant(folder)
    edit(folder / SITE, "venue: a1", "venu: a1")
    done = inventory(folder)
    assert (done.returncode, done.stdout) == (4, "")
    assert f"{SITE}:5:1: venu: unknown key\n" in done.stderr
    edit(folder / SITE, "venu: a1", "venue: a1")
    assert address(folder) == ELSEWHERE


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
