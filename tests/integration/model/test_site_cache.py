# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The cache of read sites changes nothing but time, whatever happens to the files, to it and to its folder."""

from __future__ import annotations

import multiprocessing
import os
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import user_cache
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder, site_cache
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Site
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site_cache import SiteCache

from tests.helpers import two_sites


@pytest.fixture(autouse=True)
def cache_home(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return two_sites.made(root, tmp_path, monkeypatch)


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
        assert site_cache._entries(user_cache.trusted(path))
    assert [run.exitcode for run in runs] == [0] * 4
    assert cache_file(cache_home) == path
