# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How much of a city a batch reads: its own sites where the ledger is sure of them, else all."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_store
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy import batch as batches
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.batch import Batch

from tests.integration.device.lab_switch import ROOT

if TYPE_CHECKING:
    from pathlib import Path

HALL, PARK = "lianhua-hall", "xiangmi-park"


@pytest.fixture
def inventory(tmp_path: Path) -> Path:
    """Return the lab's city; its ledger has one site only."""
    ignored = shutil.ignore_patterns("records", "known_hosts")
    city = shutil.copytree(ROOT / "inventory" / "lab", tmp_path / "city", ignore=ignored)
    for path in (city / "addresses").glob("*.csv"):
        header, *lines = path.read_text(encoding="utf-8").splitlines()
        kept = [header, *(line for line in lines if HALL in line)]
        path.write_text("\n".join(kept) + "\n", encoding="utf-8")
    return city


def read(inventory: Path, *sites: str) -> Batch:
    return Batch.load(inventory, records=inventory / "records", sites=sites)


def test_a_batch_reads_its_own_sites_and_plans_them_as_the_whole_city_would(inventory: Path) -> None:
    whole = read(inventory)
    ledger_store.commit(whole.folder, batches.utc_now().date())
    part = read(inventory, PARK)
    assert list(part.folder.sites) == [PARK]
    assert part.plan(PARK).text == whole.plan(PARK).text
    assert set(part.addresses) == {terminal.id for terminal in whole.folder.sites[PARK].terminals}


def test_a_site_whose_addresses_are_not_written_yet_needs_the_whole_city(inventory: Path) -> None:
    assert set(read(inventory, HALL).folder.sites) == {HALL}
    assert set(read(inventory, HALL, PARK).folder.sites) == set(read(inventory).folder.sites)


def test_many_sites_are_read_with_all_others(inventory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "FEW", 0)
    assert len(read(inventory, HALL).folder.sites) > 1


def test_a_site_that_is_not_there(inventory: Path) -> None:
    with pytest.raises(KioskError, match="no-such: there is no site no-such in"):
        read(inventory, HALL, "no-such").plan("no-such")
