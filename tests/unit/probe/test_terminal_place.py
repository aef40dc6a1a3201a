# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which terminal a host stands for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import terminal_place


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
