# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The city that comes with the project: every platform has a site, and a run has nothing to write into what git keeps."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_store
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city_folder import CityFolder
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import SESSIONS

CITY = Path(__file__).resolve().parents[3] / "inventory/lab"


@pytest.fixture(scope="module")
def city() -> CityFolder:
    return city_folder.load(CITY)


def test_every_platform_has_a_site(city: CityFolder) -> None:
    assert sorted(site.switch.platform for site in city.sites.values()) == sorted(SESSIONS)


def test_the_ledger_has_every_terminal(city: CityFolder) -> None:
    proposed = ledger_store.propose(city, today())
    assert proposed.after == {}
    assert proposed.assignment.addresses.keys() == {terminal.id for _, terminal in city.terminals()}
