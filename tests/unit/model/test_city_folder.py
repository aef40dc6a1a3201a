# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab's folder as one value, and parts of it."""

from __future__ import annotations

import shutil
from datetime import date
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskErrors
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.problem import Where
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city_folder import CityFolder
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.scalars import Size


@pytest.fixture
def folder(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(root / "tests/one_site", tmp_path / "lab", ignore=shutil.ignore_patterns("records"))
    return Path("lab")


@pytest.fixture
def lab(folder: Path) -> CityFolder:
    return city_folder.load(folder)


def test_values_are_typed(lab: CityFolder) -> None:
    site = lab.sites["lianhua-hall"]
    assert site.district == "futian"
    assert site.network.class_ == "extranet"
    assert site.network.subnet == IPv4Network("10.96.128.0/27")
    assert site.gateway == site.network.gateway == IPv4Address("10.96.128.1")
    assert site.switch_name == "lianhua-hall-sw"
    assert site.terminals[0].mac == "54:89:98:00:01:01"
    assert site.terminals[0].screen == Size(1080, 1920)
    delivery = site.delivery_of(site.terminals[1])
    assert delivery
    assert delivery.receipt
    assert delivery.receipt.date == date(2026, 11, 5)
    assert lab.network(site).measure_server == (IPv4Address("10.96.4.80"), 8080)
    assert lab.city.prefixes == (IPv4Network("10.96.0.0/16"),)
    assert lab.ca_file == Path("lab/ca.pem")


def test_places_are_found_again(lab: CityFolder) -> None:
    site = lab.sites["lianhua-hall"]
    place = lab.where(site, "terminals", 1, "port")
    text = (lab.path / "sites/futian/lianhua-hall.yml").read_text(encoding="utf-8").splitlines()
    assert text[place.line - 1][place.column - 1 :] == "GigabitEthernet0/0/2"


def test_a_place_in_a_file_that_is_gone_is_the_file(lab: CityFolder) -> None:
    lab.site_file(lab.sites["lianhua-hall"]).unlink()
    assert lab.where(lab.sites["lianhua-hall"], "site") == Where("lab/sites/futian/lianhua-hall.yml")


def test_all_items_are_granted_in_the_catalogues_order(lab: CityFolder) -> None:
    site = lab.sites["lianhua-hall"]
    assert lab.granted(site, site.terminals[0]) == lab.catalogue.items
    assert {grant.approval for grant in lab.grants(site, site.terminals[0]).values()} == {"YW-2026-0007"}


def test_grants_by_terminal_and_item(folder: Path) -> None:
    path = folder / "sites/futian/lianhua-hall.yml"
    text = path.read_text(encoding="utf-8")
    old = "  - {items: all, approval: YW-2026-0007, date: 2026-11-03}\n"
    assert old in text
    new = (
        "  - {items: [GA-001, RS-001], approval: Y1, date: 2026-11-03}\n"
        "  - {items: [RS-001, WJ-001], terminals: [lianhua-hall-02], approval: Y2, date: 2026-11-03}\n"
    )
    path.write_text(text.replace(old, new), encoding="utf-8")
    lab = city_folder.load(folder)
    site = lab.sites["lianhua-hall"]
    first, second = (
        {code: grant.approval for code, grant in lab.grants(site, each).items()} for each in site.terminals
    )
    assert first == {"RS-001": "Y1", "GA-001": "Y1"}
    assert second == {"RS-001": "Y1", "GA-001": "Y1", "WJ-001": "Y2"}
    assert [item.code for item in lab.granted(site, site.terminals[1])] == ["RS-001", "GA-001", "WJ-001"]


def second_site(folder: Path, name: str = "second-hall.yml") -> Path:
    text = (folder / "sites/futian/lianhua-hall.yml").read_text(encoding="utf-8")
    for old, new in {
        "lianhua-hall": "second-hall",
        "莲花街道行政服务大厅": "莲花街道第二大厅",
        "10.96.192.11": "10.96.192.12",
        "5489-9800": "5489-9801",
        "ZW2026": "ZX2026",
        "10.96.128.0": "10.96.128.32",
    }.items():
        text = text.replace(old, new)
    path = folder / "sites/futian" / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_second_site(folder: Path) -> None:
    second_site(folder)
    assert list(city_folder.load(folder).sites) == ["lianhua-hall", "second-hall"]


@pytest.mark.parametrize("name", ["_example.yml", ".second-hall.yml", "second-hall.yml.example", "README.md", "x.yml~"])
def test_what_is_no_site_file_is_not_read(folder: Path, name: str) -> None:
    second_site(folder, name)
    assert list(city_folder.load(folder).sites) == ["lianhua-hall"]


def test_one_site_of_many(folder: Path) -> None:
    second_site(folder).write_text("nonsense", encoding="utf-8")
    part = city_folder.load(folder, only=["lianhua-hall"])
    assert list(part.sites) == ["lianhua-hall"]
    assert not part.whole
    with pytest.raises(KioskErrors):
        city_folder.load(folder)


def test_a_number_of_thousands_of_digits_is_shown_as_it_is_written(folder: Path) -> None:
    path = folder / "sites/futian/lianhua-hall.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("mac: 5489-9800-0101", f"mac: 0x{'5' * 6000}"), encoding="utf-8")
    with pytest.raises(KioskErrors) as refused:
        city_folder.load(folder)
    assert f"terminals[1].mac: `0x{'5' * 78}` without quotes is the number" in str(refused.value)
    assert len(str(refused.value)) < 1000


def test_a_city_without_sites(folder: Path) -> None:
    shutil.rmtree(folder / "sites")
    assert city_folder.load(folder).sites == {}


def test_the_shipped_city_is_right_and_empty(root: Path) -> None:
    city = city_folder.load(root / "inventory/city")
    assert city.sites == {}


def test_the_shipped_example_is_right_where_it_says_to_put_it(root: Path, tmp_path: Path) -> None:
    folder = tmp_path / "city"
    shutil.copytree(root / "inventory/city", folder)
    (folder / "sites/futian").mkdir()
    shutil.copy(folder / "sites/example-hall.yml.example", folder / "sites/futian/example-hall.yml")
    city = city_folder.load(folder)
    assert list(city.sites) == ["example-hall"]
    lines = (folder / "sites/futian/example-hall.yml").read_text(encoding="utf-8").splitlines()
    assert sum(1 for line in lines if line.strip() and not line.strip().startswith(("#", "---"))) <= 25
