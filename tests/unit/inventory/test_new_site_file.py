# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A new site's file: any answer reads back as it was given, and the file is put in its place whole or not at all."""

from __future__ import annotations

import json
import os
import re
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError, KioskErrors
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.survey import survey
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import new_site
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder, reading, source
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Site

from schema import json_schema

TODAY = date(2026, 11, 23)
ANSWERS: dict[str, Any] = {
    "site": "meilin-hall",
    "name": "梅林街道行政服务大厅",
    "district": "futian",
    "address": "福田区梅林路1号",
    "venue": "a1",
    "vlan": 110,
    "subnet": "10.96.128.32/27",
    "switch_address": "10.96.192.12",
    "terminals": [
        {
            "model": "T",
            "serial": "0012345",
            "mac": "54:11:22:33:44:56",
            "port": "GigabitEthernet0/0/1",
            "base_mm": "700x600",
        }
    ],
}


@pytest.fixture
def folder(root: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(root / "tests/one_site", tmp_path / "lab", ignore=shutil.ignore_patterns("records")))


def test_values_that_yaml_would_misread_are_quoted(folder: Path) -> None:
    drafted = new_site.draft(folder, {**ANSWERS, "name": "no", "vlan": "0110"}, TODAY)
    assert '\nname: "no"\n' in drafted.text
    assert "\n  vlan: 110\n" in drafted.text
    assert '    serial: "0012345"\n    mac: "54:11:22:33:44:56"\n' in drafted.text
    assert drafted.site.terminals[0].id == "meilin-hall-01"
    assert not drafted.path.exists()


def test_the_first_site_of_a_city_has_no_neighbour(folder: Path) -> None:
    shutil.rmtree(folder / "sites")
    with pytest.raises(KioskErrors, match=r"^answer `vendor`: is not given: The terminals' maker"):
        new_site.draft(folder, {**ANSWERS, "platform": "huawei_vrp"}, TODAY)
    with pytest.raises(KioskErrors) as error:
        new_site.draft(folder, {**ANSWERS, "vendor": "厂家"}, TODAY)
    assert str(error.value) == (
        "answer `platform`: is not given: The language it is configured in\n"
        "    fix: add -e platform=... with one of cisco_ios, hp_comware, huawei_vrp, huawei_vrpv8, ruijie_os"
    )
    drafted = new_site.draft(folder, {**ANSWERS, "vendor": "厂家", "platform": "huawei_vrp"}, TODAY)
    assert drafted.site.owner == "实验市政务服务和数据管理局"
    new_site.keep(drafted)
    assert list(city_folder.load(folder).sites) == ["meilin-hall"]


def test_what_is_still_to_come_is_right_once_uncommented(folder: Path) -> None:
    """As an engineer does who fills in the comments; the survey's gate then opens, and editors find nothing wrong."""
    drafted = new_site.draft(folder, ANSWERS, TODAY)
    assert not all(check.good for check in survey(drafted.site, TODAY))
    text = re.sub(r"(?m)^(  )?# (?= *- |[ a-z_0-9]+:)", r"\1", drafted.text)
    document = source.read(text.encode(), "file")
    site = reading.record(Site, document)
    assert (len(site.grants), site.network.approval is None) == (1, False)
    assert [delivery.serials for delivery in site.delivery] == [tuple(terminal.serial for terminal in site.terminals)]
    assert [check.reason for check in survey(site, TODAY) if not check.good] == []
    for data in (document.data, source.read(drafted.text.encode(), "file").data):
        jsonschema.validate(json.loads(json.dumps(data, default=str)), json_schema.schema("site"))


def test_another_place_needs_a_note(folder: Path) -> None:
    with pytest.raises(KioskErrors, match=r"^answer `venue`: venue: `other` needs a reason"):
        new_site.draft(folder, {**ANSWERS, "venue": "other"}, TODAY)
    assert new_site.draft(folder, {**ANSWERS, "venue": "other", "venue_note": "机场"}, TODAY).site.venue_note == "机场"


def test_another_platform_has_other_ports(folder: Path) -> None:
    with pytest.raises(KioskErrors, match="is no port's full name in ruijie_os"):
        new_site.draft(folder, {**ANSWERS, "platform": "ruijie_os"}, TODAY)


def test_a_terminal_with_an_unknown_key(folder: Path) -> None:
    wrong = {**ANSWERS, "terminals": [{**ANSWERS["terminals"][0], "colour": "blue"}]}
    with pytest.raises(KioskErrors, match=r"^answer `terminals`: terminals\[1\].colour: unknown key"):
        new_site.draft(folder, wrong, TODAY)


def test_the_ledger_has_no_address_left(folder: Path) -> None:
    lines = "10.96.128.34,gone-01,gone,quarantine,2026-11-01,2027-05-01\n"
    with (folder / "addresses/futian.csv").open("a", encoding="utf-8") as file:
        file.write(lines)
    with pytest.raises(KioskErrors) as refused:
        new_site.draft(folder, {**ANSWERS, "subnet": "10.96.128.32/30"}, TODAY)
    assert str(refused.value) == (
        "answer `subnet`: no address is free for meilin-hall-01 in 10.96.128.32/30: 0 in use, 1 in quarantine, the first"
        " until 2027-05-01 [DB4403/T 503.5 6.4-b]\n    fix: give the site a larger subnet"
    )


def test_a_file_that_came_meanwhile_is_kept(folder: Path) -> None:
    drafted = new_site.draft(folder, ANSWERS, TODAY)
    drafted.path.write_text("somebody else's\n", encoding="utf-8")
    with pytest.raises(KioskError, match="is there already and is not overwritten"):
        new_site.keep(drafted)
    assert drafted.path.read_text(encoding="utf-8") == "somebody else's\n"
    assert sorted(path.name for path in drafted.path.parent.iterdir()) == ["lianhua-hall.yml", "meilin-hall.yml"]


def test_a_full_disk_leaves_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(28, "No space left on device")

    drafted = new_site.draft(folder, ANSWERS, TODAY)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KioskError, match="can not be written: No space left on device"):
        new_site.keep(drafted)
    assert [path.name for path in drafted.path.parent.iterdir()] == ["lianhua-hall.yml"]


def test_a_city_that_is_wrong_gets_no_new_site(folder: Path) -> None:
    path = folder / "sites/futian/lianhua-hall.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("venue: a1", "venu: a1"), encoding="utf-8")
    with pytest.raises(KioskErrors, match="venu: unknown key"):
        new_site.draft(folder, ANSWERS, TODAY)
