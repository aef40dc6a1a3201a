# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From item results to checks on 7.7 and 7.3."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import item_checks
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city_folder import CityFolder


@pytest.fixture(scope="module")
def folder(root: Path) -> CityFolder:
    return city_folder.load(root / "tests/one_site")


def result(code: str, **changes: object) -> dict[str, object]:
    good = {
        "status": "pass",
        "reason": "answers in 12 ms",
        "problem": "",
        "latency_ms": 12.0,
        "method": "http",
        "tries": 1,
        "endpoint": "rs",
    }
    return {"code": code, **good, **changes}


def test_every_item_of_the_list_gets_its_check(folder: CityFolder) -> None:
    items = folder.catalogue.items
    results = [result(item.code) for item in items]
    results[0] = result(items[0].code, status="fail", problem="网络", reason="refuses the connection")
    checks = item_checks.checks("hall-01", folder.catalogue, items, results)
    assert [check.name for check in checks] == ["grants", *(f"item/{item.code}" for item in items)]
    assert {check.subject for check in checks} == {"hall-01"}
    assert [check.status for check in checks[:3]] == ["pass", "fail", "pass"]
    assert checks[1].reason == f"{items[0].name}: refuses the connection"
    assert checks[1].fix
    assert checks[1].data["problem"] == "网络"
    assert checks[2].data["latency_ms"] == 12.0


def test_what_is_not_granted_is_shown_and_not_probed(folder: CityFolder) -> None:
    granted = folder.catalogue.items[1:]
    checks = item_checks.checks("hall-01", folder.catalogue, granted, [result(item.code) for item in granted])
    (missing,) = item_checks.not_granted("hall-01", folder.catalogue, granted)
    assert missing.name not in [check.name for check in checks]
    assert [(c.clause, c.name) for c in checks] == [item_checks.GRANTS, *item_checks.names(granted)]
    assert (missing.clause, missing.status, missing.data["granted"]) == ("7.7", "not_run", False)
    assert "has not granted it to this terminal (7.3)" in missing.reason
    assert checks[0].status == "pass"
    assert checks[0].data["missing"] == [folder.catalogue.items[0].code]


def test_nothing_granted_fails_7_3(folder: CityFolder) -> None:
    checks = item_checks.checks("hall-01", folder.catalogue, (), [])
    assert (checks[0].clause, checks[0].status) == ("7.3", "fail")


def test_a_granted_item_without_a_result_is_never_a_pass(folder: CityFolder) -> None:
    checks = item_checks.checks("hall-01", folder.catalogue, folder.catalogue.items, [])
    assert {check.status for check in checks[1:]} == {"not_run"}


def test_request_is_what_the_catalogue_says(folder: CityFolder) -> None:
    request = item_checks.request(folder.catalogue.items[:1])
    assert request == [
        {
            "code": "RS-001",
            "endpoints": [
                {
                    "name": "rs.zw.test",
                    "address": "10.96.8.11",
                    "port": 443,
                    "check": "http",
                    "tls": True,
                    "path": "/rs-001",
                    "expect": "参保证明",
                }
            ],
        }
    ]
