# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The cache of read sites changes nothing but time, whatever happens to the files, to it and to its folder."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder, site_cache
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Site
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site_cache import SiteCache

HALL = Path("lab/sites/futian/lianhua-hall.yml")

SECOND = HALL.with_stem("second-hall")


@pytest.fixture(autouse=True)
def cache_home(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a city of two sites and a cache of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.copytree(root / "tests/one_site", "lab", ignore=shutil.ignore_patterns("records"))
    text = HALL.read_text(encoding="utf-8")
    for old, new in (
        ("lianhua-hall", "second-hall"),
        ("莲花街道行政服务大厅", "莲花街道第二大厅"),
        ("10.96.192.11", "10.96.192.12"),
        ("5489-9800", "5489-9801"),
        ("ZW2026", "ZX2026"),
        ("10.96.128.0", "10.96.128.32"),
    ):
        text = text.replace(old, new)
    SECOND.write_text(text, encoding="utf-8")
    return tmp_path / "cache" / "govkiosk"


def load() -> dict[str, Site]:
    return dict(city_folder.load(Path("lab")).sites)


def cache_file(home: Path) -> Path:
    (path,) = home.iterdir()
    return path


def save_often() -> None:
    site = load()["lianhua-hall"]
    for _ in range(25):
        cache = SiteCache.of(Path("lab"))
        for _ in range(20):
            cache.keep(os.urandom(32), site)
        cache.save()


def test_runs_at_once_never_leave_half_a_file(cache_home: Path) -> None:
    load()
    path = cache_file(cache_home)
    context = multiprocessing.get_context("fork")
    runs = [context.Process(target=save_often) for _ in range(4)]
    for run in runs:
        run.start()
    while any(run.is_alive() for run in runs):
        assert site_cache._entries(site_cache._trusted(path))
    assert [run.exitcode for run in runs] == [0] * 4
    assert cache_file(cache_home) == path
