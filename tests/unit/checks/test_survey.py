# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Every requirement of the survey: met, not met, not recorded, waived."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.govkiosk.site.plugins.module_utils.check import Check
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.survey import VENUES, survey
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Site

DAY = date(2026, 11, 23)
STAFFED = {"service": {"mode": "staffed", "hours": {"mon-fri": "09:00-17:30"}}}
CLOSED = {"office_safe": True, "gate": True, "power_off": True}
POLICE = {"class": "police", "profile": "police"}


@pytest.fixture
def lab(root: Path) -> dict[str, Any]:
    text = (root / "tests/one_site/sites/futian/lianhua-hall.yml").read_text(encoding="utf-8")
    return {"district": "futian", **yaml.safe_load(text)}


def judged(lab: dict[str, Any], **changes: Any) -> dict[str, Check]:
    """Give the checks by clause, the last of each, with mappings changed key by key and None taking a key away."""
    data = {**lab, **{key: value for key, value in changes.items() if not isinstance(value, dict)}}
    for key, value in changes.items():
        if isinstance(value, dict):
            data[key] = {name: each for name, each in {**data[key], **value}.items() if each is not None}
    return {check.clause: check for check in survey(Site.model_validate(data), DAY)}


def test_the_lab_passes_every_requirement(lab: dict[str, Any]) -> None:
    checks = survey(Site.model_validate(lab), DAY)
    assert {check.status for check in checks} == {"pass"}
    assert {check.subject for check in checks} == {"lianhua-hall"}
    assert {check.fix for check in checks} == {""}
    assert len({(check.clause, check.name) for check in checks}) == len(checks)
    clauses = {check.clause for check in checks}
    assert clauses == {
        "5", "6.1", "6.2-a", "6.2-b", "6.3-a", "6.3-b", "6.4-c", "6.5.1-a", "6.5.1-b", "6.5.1-c", "7.1", "7.2", "7.3",
    }  # fmt: skip


@pytest.mark.parametrize("venue", VENUES)
def test_every_venue_of_the_standard(lab: dict[str, Any], venue: str) -> None:
    assert judged(lab, venue=venue)["6.1"].reason == f"{venue} ({VENUES[venue]})"


def test_another_venue_says_which(lab: dict[str, Any]) -> None:
    assert judged(lab, venue="other", venue_note="图书馆")["6.1"].reason == "other: 图书馆"


@pytest.mark.parametrize(
    ("floor", "status"),
    [
        ("1050x1200", "pass"),
        ("1049x1200", "fail"),
        ("1050x1199", "fail"),
        ("3000x600", "fail"),  # Three times the base's area, and yet not twice its depth.
        ("700x3000", "fail"),
        ("9000x9000", "pass"),
    ],
)
def test_space_needs_both_width_and_depth(lab: dict[str, Any], floor: str, status: str) -> None:
    assert judged(lab, survey={"floor_mm": floor})["6.2-b"].status == status


def test_space_has_its_figures(lab: dict[str, Any]) -> None:
    check = judged(lab, survey={"floor_mm": "3000x600"})["6.2-b"]
    assert check.reason == "lianhua-hall-02: width 3000 mm >= 1.5 x 700 = 1050 mm, depth 600 mm < 2 x 600 = 1200 mm"
    assert check.data == {"floor_mm": "3000x600", "base_mm": "700x600"}


def test_space_of_an_odd_width_is_not_rounded(lab: dict[str, Any]) -> None:
    lab["terminals"][1]["base_mm"] = "701x600"
    assert judged(lab, survey={"floor_mm": "1051x1200"})["6.2-b"].status == "fail"
    assert judged(lab, survey={"floor_mm": "1052x1200"})["6.2-b"].status == "pass"


def test_a_terminal_may_have_a_floor_of_its_own(lab: dict[str, Any]) -> None:
    lab["terminals"][1]["floor_mm"] = "1000x1200"
    checks = [check for check in survey(Site.model_validate(lab), DAY) if check.clause == "6.2-b"]
    assert [check.status for check in checks] == ["pass", "fail"]


FAILING = [
    ({"survey": {"date": date(2026, 11, 24)}}, "5", "surveyed on 2026-11-24, which is after today, 2026-11-23"),
    ({"survey": {"indoor": False}}, "6.2-a", "outdoors"),
    (
        {"survey": {"socket": False}},
        "6.3-a",
        "no three-hole wall socket for each terminal; 221 V (allowed 198 to 235), 10 A (at least 2)",
    ),
    (
        {"survey": {"supply_v": 197}},
        "6.3-a",
        "a three-hole wall socket for each terminal; 197 V (allowed 198 to 235), 10 A (at least 2)",
    ),
    (
        {"survey": {"supply_v": 236}},
        "6.3-a",
        "a three-hole wall socket for each terminal; 236 V (allowed 198 to 235), 10 A (at least 2)",
    ),
    (
        {"survey": {"supply_a": 1}},
        "6.3-a",
        "a three-hole wall socket for each terminal; 221 V (allowed 198 to 235), 1 A (at least 2)",
    ),
    (
        {"survey": {"ups": {"model": "U1", "protections": ["overload", "surge"]}}},
        "6.3-b",
        "U1 lacks single_unit, short_circuit",
    ),
    ({"survey": {"wall_ports": 1}}, "6.4-c", "RJ45 wall ports: 1, terminals: 2"),
    ({"survey": {"gbt_18789": False}}, "6.5.1-a", "GB/T 18789.1-2013 is not met"),
    ({"survey": {"entry": ["key"]}}, "6.5.1-b", "the room opens by: key"),
    ({"survey": {"entry": []}}, "6.5.1-b", "the room opens by: nothing"),
    ({"survey": {"cctv": False}}, "6.5.1-c", "no video surveillance"),
    ({**STAFFED, "survey": {**CLOSED, "office_safe": False}}, "6.5.2-a", "not safe in office hours"),
    (
        {**STAFFED, "survey": {**CLOSED, "gate": False}},
        "6.5.2-b",
        "outside office hours: gate not shut, terminals off",
    ),
    (
        {**STAFFED, "survey": {**CLOSED, "power_off": False}},
        "6.5.2-b",
        "outside office hours: gate shut, terminals not off",
    ),
    ({**STAFFED, "survey": {**CLOSED, "cctv": False}}, "6.5.2-c", "no video surveillance"),
    ({"survey": {"power_on": False}}, "7.1", "6.2 holds, power off, network on"),
    ({"survey": {"network_on": False}}, "7.1", "6.2 holds, power on, network off"),
    ({"survey": {"indoor": False}}, "7.1", "6.2 does not hold, power on, network on"),
    (
        {"network": {"approval": {"number": "W", "date": date(2026, 12, 1)}}},
        "7.2",
        "W of 2026-12-01, which is after today, 2026-11-23",
    ),
    (
        {"grants": [{"items": ["RS-001"], "approval": "Y", "date": date(2026, 12, 1)}]},
        "7.3",
        "lianhua-hall-02: RS-001 by Y of 2026-12-01, which is after today, 2026-11-23",
    ),
]


@pytest.mark.parametrize(("changes", "clause", "reason"), FAILING)
def test_what_fails(lab: dict[str, Any], changes: dict[str, Any], clause: str, reason: str) -> None:
    check = judged(lab, **changes)[clause]
    assert (check.status, check.reason) == ("fail", reason)
    assert check.fix
    assert not check.good


MISSING = [
    ({"survey": {"date": None}}, "5", "`survey.date`"),
    ({"survey": {"indoor": None}}, "6.2-a", "`survey.indoor`"),
    ({"survey": {"floor_mm": None}}, "6.2-b", "`survey.floor_mm`"),
    ({"survey": {"socket": None, "supply_a": None}}, "6.3-a", "`survey.socket`, `survey.supply_a`"),
    ({"survey": {"ups": None}}, "6.3-b", "`survey.ups`"),
    ({"survey": {"wall_ports": None}}, "6.4-c", "`survey.wall_ports`"),
    ({"survey": {"gbt_18789": None}}, "6.5.1-a", "`survey.gbt_18789`"),
    ({"survey": {"entry": None}}, "6.5.1-b", "`survey.entry`"),
    ({"survey": {"cctv": None}}, "6.5.1-c", "`survey.cctv`"),
    ({**STAFFED}, "6.5.2-a", "`survey.office_safe`"),
    ({"service": {"mode": "staffed"}}, "6.5.2-b", "`survey.gate`, `survey.power_off`, `service.hours`"),
    ({**STAFFED, "survey": {**CLOSED, "cctv": None}}, "6.5.2-c", "`survey.cctv`"),
    ({"survey": {"power_on": None, "network_on": None}}, "7.1", "`survey.power_on`, `survey.network_on`"),
    ({"network": {"approval": None}}, "7.2", "`network.approval`"),
    ({"network": POLICE}, "6.4-f", "`network.own_rules`"),
    ({"grants": []}, "7.3", "a grant for lianhua-hall-02"),
]


@pytest.mark.parametrize(("changes", "clause", "reason"), MISSING)
def test_what_is_not_recorded_passes_nothing(
    lab: dict[str, Any], changes: dict[str, Any], clause: str, reason: str
) -> None:
    check = judged(lab, **changes)[clause]
    assert (check.status, check.reason) == ("not_run", f"not recorded: {reason}")
    assert check.fix
    assert not check.good


def test_a_staffed_site_is_judged_by_its_own_clauses(lab: dict[str, Any]) -> None:
    checks = judged(lab, **STAFFED, survey=CLOSED)
    assert {check.status for check in checks.values()} == {"pass"}
    assert [clause for clause in checks if clause.startswith("6.5")] == ["6.5.2-a", "6.5.2-b", "6.5.2-c"]


def waiver(clause: str, expires: date) -> dict[str, Any]:
    return {"clause": clause, "reason": "试运行", "approver": "李四", "expires": expires}


def test_a_waiver_waives_and_never_passes(lab: dict[str, Any]) -> None:
    check = judged(lab, survey={"cctv": False}, waivers=[waiver("6.5.1-c", DAY)])["6.5.1-c"]
    assert check.status == "waived"
    assert check.reason == "no video surveillance; waived: 试运行 (李四, until 2026-11-23)"
    assert check.good


def test_a_waiver_of_what_was_not_recorded(lab: dict[str, Any]) -> None:
    assert judged(lab, survey={"cctv": None}, waivers=[waiver("6.5.1-c", DAY)])["6.5.1-c"].status == "waived"


def test_an_expired_waiver_fails(lab: dict[str, Any]) -> None:
    check = judged(lab, survey={"cctv": False}, waivers=[waiver("6.5.1-c", date(2026, 11, 22))])["6.5.1-c"]
    assert check.status == "fail"
    assert check.reason == "no video surveillance; its waiver has expired: 试运行 (李四, until 2026-11-22)"
    assert check.fix.startswith("renew the waiver, or ")


def test_the_waiver_that_holds_longest_counts(lab: dict[str, Any]) -> None:
    waivers = [waiver("6.5.1-c", date(2027, 1, 1)), waiver("6.5.1-c", date(2026, 1, 1))]
    assert judged(lab, survey={"cctv": False}, waivers=waivers)["6.5.1-c"].status == "waived"


def test_a_waiver_changes_nothing_that_passes(lab: dict[str, Any]) -> None:
    assert judged(lab, waivers=[waiver("6.5.1-c", DAY)])["6.5.1-c"].status == "pass"


def test_where_space_is_waived_readiness_is_no_more_than_waived(lab: dict[str, Any]) -> None:
    check = judged(lab, survey={"floor_mm": "1000x1000"}, waivers=[waiver("6.2-b", DAY)])["7.1"]
    assert (check.status, check.reason) == ("waived", "6.2 is waived, power on, network on")


def test_a_waiver_of_space_does_not_switch_the_power_on(lab: dict[str, Any]) -> None:
    checks = judged(lab, survey={"floor_mm": "1000x1000", "power_on": False}, waivers=[waiver("6.2-b", DAY)])
    assert checks["7.1"].status == "fail"


def test_a_police_site_names_its_own_rules(lab: dict[str, Any]) -> None:
    rules = {"own_rules": {"number": "公网〔2026〕1号", "date": date(2026, 1, 1)}}
    check = judged(lab, network={**POLICE, **rules})["6.4-f"]
    assert (check.status, check.reason) == ("pass", "公网〔2026〕1号 of 2026-01-01")


def test_a_grant_for_one_terminal_opens_nothing_on_the_other(lab: dict[str, Any]) -> None:
    grants = [{"items": "all", "terminals": ["lianhua-hall-01"], "approval": "Y", "date": date(2026, 11, 1)}]
    checks = [check for check in survey(Site.model_validate({**lab, "grants": grants}), DAY) if check.clause == "7.3"]
    assert [check.status for check in checks] == ["pass", "not_run"]
