# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A run's forms say where the evidence behind them is anchored, or 未锚定."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import errors
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import signing
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.archive import Archive
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms import acceptance_run as handover
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.outcome import Outcome

from tests.helpers.printed_forms import text
from tests.unit.acceptance import lianhua
from tests.unit.acceptance.lianhua import ONE, heard, site

NOW = datetime(2026, 11, 24, 11, 36, tzinfo=UTC)
BEFORE = Path(__file__).resolve().parents[1] / "evidence/before_anchoring/records"
FORM = "安装部署验收确认单"


@pytest.fixture
def office(tmp_path: Path) -> handover.Office:
    """A city that keeps its log in the records, as the lab's does, with a key that it can sign with."""
    city = lianhua.folder()
    city = replace(city, city=city.city.model_copy(update={"anchors": "records"}))
    made = handover.Office(city, tmp_path / "records", "20261124T113600Z-abc123", "0.1.0", NOW, ())
    signing.make_key(tmp_path / "key", made.anchors.signers, NOW - timedelta(days=1))
    return replace(made, signer=signing.Signer(tmp_path / "key"))


def run(office: handover.Office) -> Outcome:
    kept = handover.keep(office, site(), [heard()])
    return handover.issue(office, kept, handover.anchor(office, [kept]))[ONE]


def stamp(outcome: Outcome) -> dict[str, str]:
    twin = outcome.papers[-1].pdf.with_suffix(".json")
    return dict(json.loads(twin.read_text(encoding="utf-8"))["stamp"])


def test_a_form_prints_the_number_of_its_anchor_which_the_archive_knows(
    office: handover.Office, tmp_path: Path
) -> None:
    outcome = run(office)
    told = stamp(outcome)
    assert told["anchor"].startswith("1 / ")
    assert f"锚定编号{told['anchor']}".replace(" ", "") in text(outcome.papers[-1].pdf.read_bytes(), tmp_path)
    chain = office.records / "lianhua-hall/evidence.jsonl"
    report = Archive(office.records, office.anchors).verify([told["evidence"], told["anchor"]])
    assert report.found == []
    assert [line.split(": ", 1)[1] for line in report.said] == [
        f"record {len(chain.read_bytes().splitlines())} of lianhua-hall; anchor 1 of 2026-11-24T11:36:00Z has it",
        "anchor 1 of 2026-11-24T11:36:00Z, run 20261124T113600Z-abc123",
    ]


def test_without_a_key_a_form_says_that_it_is_not_anchored(office: handover.Office, tmp_path: Path) -> None:
    outcome = run(replace(office, signer=None))
    assert stamp(outcome)["anchor"] == "未锚定"
    assert "锚定编号未锚定" in text(outcome.papers[-1].pdf.read_bytes(), tmp_path)
    assert not office.anchors.path.exists()


def test_a_form_of_the_release_before_stands_and_without_its_pdf_is_printed_anew(
    office: handover.Office, tmp_path: Path
) -> None:
    paper = run(replace(office, signer=None)).papers[-1].pdf
    twin = json.loads(paper.with_suffix(".json").read_text(encoding="utf-8"))
    del twin["stamp"]["anchor"]
    paper.with_suffix(".json").write_text(json.dumps(twin), encoding="utf-8")
    assert run(replace(office, run="later", signer=None)).papers[-1].pdf == paper
    paper.unlink()
    anew = run(replace(office, run="later still", signer=None)).papers[-1].pdf
    assert (anew, paper.exists()) == (paper, True), "under its own number"
    assert "锚定编号未锚定" in text(anew.read_bytes(), tmp_path)


def test_an_anchor_alone_issues_no_form_again(office: handover.Office) -> None:
    first = run(replace(office, signer=None))
    second = run(replace(office, run="later"))
    assert [paper.changed for paper in second.papers] == [False, False]
    assert [paper.number for paper in second.papers] == [paper.number for paper in first.papers]


def test_a_log_that_does_not_hold_costs_the_forms_and_not_the_evidence(office: handover.Office) -> None:
    run(office)
    office.anchors.path.write_bytes(office.anchors.path.read_bytes().replace(b"lianhua", b"lianhue"))
    for signer in (office.signer, None):
        later = replace(office, run=f"later-{bool(signer)}", signer=signer)
        kept = handover.keep(later, site(), [heard()])
        with pytest.raises(errors.KioskError, match="the log of anchors does not hold"):
            handover.anchor(later, [kept])
    chain = office.records / "lianhua-hall/evidence.jsonl"
    assert chain.read_bytes().count(b'"kind":"run"') == 3


def test_the_evidence_of_the_release_before_is_verified_whole_and_anchored_once(office: handover.Office) -> None:
    shutil.copytree(BEFORE, office.records, dirs_exist_ok=True)
    archive = Archive(office.records, office.anchors)
    assert archive.anchor("step", NOW, office.signer, look=True) is None
    assert not office.anchors.path.exists()
    made = archive.anchor("step", NOW, office.signer, look=False)
    assert made
    assert made.seq == 1
    assert archive.anchor("step-2", NOW, office.signer, look=False) is None
    old = "20261120T093000Z-0a1b2c / 4ca8b216ae15"  # as the form says that was issued then
    report = archive.verify([old])
    assert report.found == []
    assert report.line == "2 sites verified against 1 anchor: all holds"
    assert report.said == [f"{old}: record 78 of lianhua-hall; anchor 1 of 2026-11-24T11:36:00Z has it"]
    run(office)  # and it goes on
    assert archive.verify().line == "2 sites verified against 2 anchors: all holds"


def test_evidence_of_the_release_before_that_does_not_hold_is_not_anchored(office: handover.Office) -> None:
    shutil.copytree(BEFORE, office.records, dirs_exist_ok=True)
    chain = office.records / "shajing-hall/evidence.jsonl"
    chain.write_bytes(chain.read_bytes().replace(b'"rules":12', b'"rules":13'))
    with pytest.raises(errors.KioskError) as error:
        Archive(office.records, office.anchors).anchor("step", NOW, office.signer, look=False)
    assert f"{chain}:2:1: the evidence does not hold (edited): its content does not match its seal" in str(error.value)
    assert office.anchors.read().head("shajing-hall") is None  # the others are, so that one chain stops no city
    assert office.anchors.read().head("lianhua-hall")


def test_without_a_key_nothing_is_anchored_by_hand_either(office: handover.Office) -> None:
    with pytest.raises(errors.KioskError) as error:
        Archive(office.records, office.anchors).anchor("step", NOW, None, look=False)
    assert str(error.value) == (
        "GOVKIOSK_SIGNING_KEY is not set\n"
        "    fix: set it to the key's file; ansible-playbook playbooks/evidence.yml -e key=new makes the key"
    )


def test_a_clock_set_back_closes_the_verdict_once_and_issues_no_form(office: handover.Office) -> None:
    run(office)
    back = replace(office, run="back", now=NOW - timedelta(days=2), signer=None)
    outcome = run(back)
    assert (outcome.verdict.accepted, outcome.good, outcome.papers) == (True, False, ())
    chain = office.records / "lianhua-hall/evidence.jsonl"
    assert outcome.trouble == (
        f"{chain}: this run's time is 2026-11-22T11:36:00Z, the record before it is of 2026-11-24T11:36:00Z:"
        " the clock was set back\n"
        "    fix: set the controller's clock (timedatectl), run again"
    )
    assert run(replace(office, run="again")).good
    assert Archive(office.records, office.anchors).verify().found == []
