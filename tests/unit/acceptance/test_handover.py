# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From registered results to evidence, papers and one verdict per terminal."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import clauses
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import errors
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms import acceptance_run as handover
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms import fonts
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.outcome import undecided

from tests.unit.acceptance import lianhua
from tests.unit.acceptance.lianhua import ONE, TWO, heard, results, site

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 23, 11, 36, tzinfo=UTC)
SECRET = "Gov#Kiosk9"


@pytest.fixture
def office(tmp_path: Path) -> handover.Office:
    return handover.Office(lianhua.folder(), tmp_path / "records", "20261123T113600Z-abc123", "0.1.0", NOW, (SECRET,))


def said(terminal: str, **more: Any) -> handover.Said:
    on_terminal = {f"{source}_result": raw for source, raw in results(terminal).items()}
    on_switch = {"network_policy_result": lianhua.switch(), "network_policy_confirm_result": lianhua.confirm()}
    return handover.Said({**on_terminal, "ansible_host": lianhua.ADDRESS[terminal], **more}, on_switch)


def pictured(folder: Path, picture: bytes) -> dict[str, Any]:
    """Keep a picture of the screen as the step does, and return what the step then registers."""
    folder.mkdir(parents=True)
    (folder / "screen.png").write_bytes(picture)
    return results()[clauses.HOME_PAGE] | {"picture": str(folder / "screen.png")}


def chain(office: handover.Office) -> list[dict[str, Any]]:
    path = office.records / "lianhua-hall" / "evidence.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_what_was_registered_and_the_real_survey_open_every_gate(office: handover.Office) -> None:
    entries = [handover.hear(office.folder, site(), t, said(t.id), office.today) for t in site().terminals]
    outcomes = handover.hand_over(office, site(), entries)
    assert {name: outcome.good for name, outcome in outcomes.items()} == {ONE: True, TWO: True}
    assert [paper.number for paper in outcomes[ONE].papers] == [
        "SXTS-2026-lianhua-hall-01-01", "AZYS-2026-lianhua-hall-01-01",
    ]  # fmt: skip


def test_a_record_of_this_morning_is_none_of_tomorrow(office: handover.Office) -> None:
    """At seven in the morning in Beijing it is still yesterday in UTC."""
    morning = replace(office, now=datetime(2026, 11, 22, 23, 0, tzinfo=UTC))
    receipt = site().delivery[0].receipt
    assert receipt
    today = site(receipt=receipt.model_copy(update={"date": date(2026, 11, 23)}))
    entries = [handover.hear(office.folder, today, today.terminals[0], said(ONE), morning.today)]
    assert handover.hand_over(morning, today, entries)[ONE].good


def test_a_survey_that_fails_for_one_terminal_holds_up_that_one_only() -> None:
    one, two = site().terminals
    cramped = site().model_copy(update={"terminals": (one, two.model_copy(update={"floor_mm": two.base_mm}))})
    for terminal, good in ((one, True), (two, False)):
        checks = handover.surveyed(cramped, terminal, date(2026, 11, 23))
        space = [check for check in checks if check.clause == "6.2-b"]
        assert [check.good for check in space] == [good]


def test_every_finding_is_in_the_evidence_once(office: handover.Office) -> None:
    handover.hand_over(office, site(), [heard(), heard(results(TWO), terminal=TWO)])
    records = chain(office)
    run, checks = records[0], records[1:]
    assert (run["kind"], run["run"], run["checks"], run["tool"]) == ("run", office.run, len(checks), "0.1.0")
    assert run["inventory"] == handover.inventory_digest(office.folder, site())
    keys = [(check["source"], check["clause"], check["subject"], check["name"]) for check in checks]
    assert len(keys) == len(set(keys))
    assert ("survey", "6.1", "lianhua-hall", "survey/venue") in keys
    assert all(("service_check", "7.7", host, "item/RS-001") in keys for host in (ONE, TWO))
    assert evidence.verify(office.records / "lianhua-hall" / "evidence.jsonl").broken is None


def test_the_inventory_digest_follows_the_files_that_decide(tmp_path: Path) -> None:
    folder = tmp_path / "lab"
    shutil.copytree(lianhua.INVENTORY, folder, ignore=shutil.ignore_patterns("records", "known_hosts", "*.pem"))
    copied = replace(lianhua.folder(), path=folder)
    before = handover.inventory_digest(copied, site())
    assert before == handover.inventory_digest(lianhua.folder(), site())
    for name in ("city.yml", "catalogue.yml", "sites/futian/lianhua-hall.yml", "addresses/futian.csv"):
        content = (folder / name).read_bytes()
        (folder / name).write_bytes(content + b"\n")
        assert handover.inventory_digest(copied, site()) != before
        (folder / name).write_bytes(content)
    (folder / "sites" / "futian" / "other.yml").write_text("site: other", encoding="utf-8")
    assert handover.inventory_digest(copied, site()) == before


def test_a_secret_in_a_result_reaches_neither_evidence_nor_forms(office: handover.Office) -> None:
    steps = results()
    steps[clauses.SERVICE_CHECK]["checks"][0].update(
        status="fail", reason=f"login {SECRET} refused", data={"x": [SECRET]}
    )
    steps[clauses.TERMINAL_HOST] = {"failed": True, "msg": f"sshpass -p {SECRET} failed"}
    steps[clauses.HOME_PAGE]["version"] = SECRET
    outcome = handover.hand_over(office, site(), [heard(steps)])[ONE]
    assert SECRET not in outcome.message
    files = [file for file in office.records.rglob("*") if file.suffix in (".json", ".jsonl")]
    assert len(files) == 3
    for file in files:
        assert SECRET not in file.read_text(encoding="utf-8")


def test_without_fonts_the_evidence_is_kept_and_the_terminal_told_why_it_has_no_papers(
    office: handover.Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fonts.folders, "__defaults__", ((tmp_path,),))
    outcome = handover.hand_over(office, site(), [heard()])[ONE]
    assert (outcome.verdict.accepted, outcome.good, outcome.papers) == (True, False, ())
    assert outcome.message == (
        "lianhua-hall-01 is ready for acceptance: every gate of 7.7.1 is open\n"
        "the forms cannot be printed: the font file NotoSerifCJK-Regular.ttc is not installed\n"
        "    fix: apt-get install fonts-noto-cjk, then run the play again"
    )
    assert outcome.reason() == "the forms cannot be printed: the font file NotoSerifCJK-Regular.ttc is not installed"
    assert len(chain(office)) > 40


def test_evidence_that_cannot_be_kept_issues_no_form(office: handover.Office) -> None:
    folder = office.records / "lianhua-hall"
    (folder / "evidence.jsonl").mkdir(parents=True)
    with pytest.raises(errors.KioskError, match="the evidence cannot be opened"):
        handover.hand_over(office, site(), [heard()])
    assert [file.name for file in folder.iterdir()] == ["evidence.jsonl"]


def test_a_terminal_whose_site_cannot_be_decided_on_is_told_why_in_the_errors_own_words() -> None:
    outcome = undecided(ONE).despite(errors.KioskError("it was changed", where="evidence.jsonl", fix="keep it"))
    assert (outcome.good, outcome.papers, outcome.verdict.accepted) == (False, (), False)
    assert outcome.message == "evidence.jsonl: it was changed\n    fix: keep it"
    assert outcome.reason() == "evidence.jsonl: it was changed"
    assert undecided(ONE).verdict.findings == ()


def test_what_was_decided_is_still_told_where_the_rest_cannot_be_kept(office: handover.Office) -> None:
    outcome = handover.hand_over(office, site(), [heard()])[ONE]
    despite = outcome.despite(OSError(28, "No space left on device", "remaining.limit"))
    assert (despite.good, despite.papers, despite.verdict) == (False, outcome.papers, outcome.verdict)
    assert despite.message == (
        "lianhua-hall-01 is ready for acceptance: every gate of 7.7.1 is open\n"
        "[Errno 28] No space left on device: 'remaining.limit'"
    )


def test_a_torn_line_is_told_to_the_engineer(office: handover.Office) -> None:
    path = office.records / "lianhua-hall" / "evidence.jsonl"
    path.parent.mkdir(parents=True)
    path.write_bytes(b'{"clause":"7.7"')
    outcome = handover.hand_over(office, site(), [heard()])[ONE]
    assert outcome.good
    assert outcome.message.endswith("note: a torn line of 15 bytes after record 0 was moved to evidence.jsonl.torn")


def test_the_picture_of_the_screen_goes_with_the_item_check_form(office: handover.Office) -> None:
    from tests.helpers.printed_forms import png

    folder = office.records / "lianhua-hall" / ONE
    handover.hand_over(office, site(), [heard(results() | {clauses.HOME_PAGE: pictured(folder, png(10))})])
    assert (folder / "事项调试检查表-v1.png").read_bytes() == png(10)
    assert not (folder / "安装部署验收确认单-v1.png").exists()


def test_a_picture_that_is_named_but_gone_is_none(office: handover.Office) -> None:
    home = results()[clauses.HOME_PAGE] | {"picture": str(office.records / "screen.png")}
    outcome = handover.hand_over(office, site(), [heard(results() | {clauses.HOME_PAGE: home})])[ONE]
    assert outcome.good
    assert json.loads(outcome.papers[0].pdf.with_suffix(".json").read_text(encoding="utf-8"))["picture"] == ""


def test_the_summary_counts_the_sites_own_checks_once(office: handover.Office) -> None:
    steps = results(TWO)
    steps[clauses.SERVICE_CHECK]["checks"][1].update(status="fail", reason="refused")
    outcomes = handover.hand_over(office, site(), [heard(), heard(steps, terminal=TWO)])
    told = handover.summary(outcomes, office.records)
    assert told["clauses"]["6.1"] == {"pass": 1}
    assert told["clauses"]["7.7"] == {"pass": 25, "fail": 1}
    assert told["terminals"][ONE]["accepted"] is True
    assert told["terminals"][TWO]["reason"] == "7.7 item RS-001 社保参保证明打印: fail: refused"
    assert told["records"] == str(office.records)
