# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which terminal a host stands for."""

from __future__ import annotations

import dataclasses
import datetime as dt
import shutil
from collections.abc import Collection
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import terminal_place
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder


def test_found_with_its_ledger_address(root: Path) -> None:
    place = terminal_place.find(
        {
            "govkiosk_city_folder": str(root / "tests/one_site"),
            "inventory_hostname": "lianhua-hall-02",
            "govkiosk_site": "lianhua-hall",
        }
    )
    assert str(place.address(dt.date(2026, 11, 23))) == "10.96.128.3/27"
    assert {"address": "10.96.8.12", "port": 9001} in place.endpoints()
    assert len(place.endpoints()) == len({tuple(each.items()) for each in place.endpoints()})


def test_unknown_terminal(root: Path) -> None:
    folder = root / "tests/one_site"
    with pytest.raises(KioskError) as caught:
        terminal_place.find(
            {"govkiosk_city_folder": str(folder), "inventory_hostname": "web1", "govkiosk_site": "lianhua-hall"}
        )
    assert str(caught.value) == (
        f"web1: no terminal web1 of a site lianhua-hall is in {folder}\n"
        "    fix: run this on the terminals of an inventory made by govkiosk.site.sites"
    )


def second(root: Path) -> terminal_place.TerminalPlace:
    folder = str(root / "tests/one_site")
    return terminal_place.find(
        {"govkiosk_city_folder": folder, "inventory_hostname": "lianhua-hall-02", "govkiosk_site": "lianhua-hall"}
    )


def test_only_its_own_site_is_read_where_the_ledger_is_sure(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[object] = []
    load = city_folder.load

    def counted(folder: Path, only: Collection[str] | None = None) -> city_folder.CityFolder:
        read.append(only)
        return load(folder, only)

    monkeypatch.setattr(city_folder, "load", counted)
    second(root).address(dt.date(2026, 11, 23))
    assert read == [["lianhua-hall"]]


def test_without_a_line_in_the_ledger_the_whole_city_tells_which_address_is_free(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "tests/one_site", tmp_path / "city", ignore=shutil.ignore_patterns("records", "addresses"))
    place = dataclasses.replace(second(root), folder=city_folder.load(tmp_path / "city", only=["lianhua-hall"]))
    assert str(place.address(dt.date(2026, 11, 23))) == "10.96.128.3/27"


def test_where_this_run_reaches_it(root: Path) -> None:
    place = second(root)
    assert str(place.reached_at("10.96.128.9")) == "10.96.128.9/27"
    with pytest.raises(KioskError) as caught:
        place.reached_at("kiosk-2.lab")
    assert str(caught.value) == "lianhua-hall-02: ansible_host is 'kiosk-2.lab', which is no IPv4 address"
    assert caught.value.shown("zh_CN") == "lianhua-hall-02: ansible_host 为 'kiosk-2.lab'，不是 IPv4 地址"
