# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`playbooks/acceptance.yml`: acceptance decided once more by the newest whole evidence, or refused with nothing written."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import acceptance, clauses, past_runs
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import allocation, ledger
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import errors
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms import acceptance_run as handover
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.outcome import Outcome
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.reconsideration import Reconsideration
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.accepted_plans import Accepted
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.planning import plan_site

from tests.unit.acceptance import lianhua
from tests.unit.acceptance.lianhua import ONE, TWO, results, switch

THEN = datetime(2026, 11, 23, 11, 36, tzinfo=UTC)
COMMAND = "ansible-playbook deploy.yml --limit lianhua-hall"
SITE = "sites/futian/lianhua-hall.yml"


class Hall:
    """The site in an inventory of its own, its runs, and what is decided without one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "city"
        shutil.copytree(lianhua.INVENTORY, self.folder, ignore=shutil.ignore_patterns("records", "known_hosts"))
        self.records = self.folder / "records"
        self.accept()

    @property
    def city(self) -> city_folder.CityFolder:
        """Its inventory, as it is now."""
        return city_folder.load(self.folder)

    @property
    def plan(self) -> Any:
        """Today's plan of its switch."""
        city = self.city
        addresses = allocation.standing(city, ledger.Ledger.load(city.addresses), THEN.date())
        assert addresses
        return plan_site(city, city.sites["lianhua-hall"], addresses)

    def accept(self) -> None:
        """Put on record that the switch was confirmed with today's plan."""
        Accepted.of(self.records / "lianhua-hall", "lianhua-hall-sw").write(self.plan.text, THEN)

    def office(self, now: datetime, run: str) -> handover.Office:
        """Where and when papers are made."""
        return handover.Office(self.city, self.records, run, "0.1.0", now)

    def run(self, run: str = "run-1", now: datetime = THEN, **more: Any) -> dict[str, Outcome]:
        """A deployment: `more` is said in place of what is well, by terminal and step."""
        office = self.office(now, run)
        site = office.folder.sites["lianhua-hall"]
        pushed = {"network_policy_result": more.get("switch", switch() | {"plan": self.plan.digest})}
        on_switch = pushed | {"network_policy_confirm_result": more.get("confirm", lianhua.confirm())}
        heard = []
        for terminal in (each for each in site.terminals if each.id in more.get("only", lianhua.ADDRESS)):
            steps = results(terminal.id) | more.get(terminal.id.replace("-", "_"), {})
            said = {f"{source}_result": raw for source, raw in steps.items()}
            said |= {"ansible_host": lianhua.ADDRESS[terminal.id]}
            heard.append(handover.hear(office.folder, site, terminal, handover.Said(said, on_switch), office.today))
        return handover.hand_over(office, site, heard)

    def again(self, now: datetime = THEN + timedelta(days=1), held: str = "") -> dict[str, Outcome]:
        """`playbooks/acceptance.yml`."""
        office = self.office(now, "run-again")
        site = office.folder.sites["lianhua-hall"]
        said = {
            t.id: handover.Said({"ansible_host": lianhua.ADDRESS[t.id], "govkiosk_held": held}, {})
            for t in site.terminals
        }
        heard = [handover.hear(office.folder, site, t, said[t.id], office.today) for t in site.terminals]
        command = lambda site: f"ansible-playbook deploy.yml --limit {site}"  # noqa: E731
        return Reconsideration(office, None, command).decide(site, heard)

    def written(self) -> dict[str, bytes]:
        """All that lies in the records."""
        return {str(p.relative_to(self.records)): p.read_bytes() for p in self.records.rglob("*") if p.is_file()}

    def edit(self, old: str, new: str, file: str = SITE) -> None:
        """Change a file of the inventory."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return Hall(tmp_path)


def refused(hall: Hall, terminal: str = ONE, now: datetime = THEN + timedelta(days=1)) -> str:
    """See that nothing is decided on a terminal and nothing at all written; return what is said."""
    before = hall.written()
    outcome = hall.again(now)[terminal]
    assert hall.written() == before
    assert (outcome.good, outcome.papers, outcome.verdict.findings) == (False, (), ())
    assert outcome.message.endswith(f"\n    fix: {COMMAND}")
    return outcome.message.split("\n")[0]


def test_an_accepted_site_stays_accepted_and_not_a_byte_is_written(hall: Hall) -> None:
    first = hall.run()
    before = hall.written()
    again = hall.again()
    assert {name: outcome.good for name, outcome in again.items()} == {ONE: True, TWO: True}
    assert hall.written() == before
    assert [paper.number for paper in again[ONE].papers] == [paper.number for paper in first[ONE].papers]
    assert not any(paper.changed for paper in again[ONE].papers)
    assert again[ONE].message == "lianhua-hall-01 is ready for acceptance: every gate of 7.7.1 is open"


def test_a_terminal_that_was_not_accepted_stays_so_in_the_same_words(hall: Hall) -> None:
    steps = results(TWO)
    steps[clauses.SERVICE_CHECK]["checks"][1].update(status="fail", reason="refused", fix="ask them")
    first = hall.run(lianhua_hall_02=steps)
    before = hall.written()
    again = hall.again()
    assert {name: outcome.good for name, outcome in again.items()} == {ONE: True, TWO: False}
    assert again[TWO].message == first[TWO].message
    assert hall.written() == before


def test_forms_that_were_lost_are_issued_again_and_name_the_evidence_they_rest_on(hall: Hall) -> None:
    hall.run()
    form = hall.records / "lianhua-hall" / ONE / "安装部署验收确认单-v1.json"
    before = json.loads(form.read_text(encoding="utf-8"))
    items = json.loads(form.with_name("事项调试检查表-v1.json").read_text(encoding="utf-8"))
    shutil.rmtree(form.parent)
    assert hall.again()[ONE].good
    after = json.loads(form.read_text(encoding="utf-8"))
    assert after["stamp"]["evidence"] == before["stamp"]["evidence"]
    assert after["stamp"]["evidence"].startswith("run-1 / ")
    assert after["digest"] == before["digest"]
    # What was seen was seen then, whenever the form is printed.
    again = json.loads(form.with_name("事项调试检查表-v1.json").read_text(encoding="utf-8"))
    assert again["items"] == items["items"]
    assert again["application"] == items["application"]


def test_the_newest_whole_run_counts(hall: Hall) -> None:
    steps = results()
    steps[clauses.LINK_CHECK]["checks"][0].update(status="fail", reason="two cards")
    hall.run(lianhua_hall_01=steps)
    assert not hall.again()[ONE].good
    hall.run("run-2", THEN + timedelta(hours=1))
    assert hall.again()[ONE].good
    hall.run("run-3", THEN + timedelta(hours=2), lianhua_hall_01=steps)
    assert not hall.again()[ONE].good
    assert hall.again()[TWO].good


@pytest.mark.parametrize("days", [7, 2])
def test_evidence_that_is_too_old_decides_nothing(hall: Hall, days: int) -> None:
    if days != 7:
        hall.edit("policy:\n", f"policy:\n  evidence_days: {days}\n", "city.yml")
    hall.run()
    assert hall.again(THEN + timedelta(days=days))[ONE].good
    assert refused(hall, now=THEN + timedelta(days=days, seconds=1)) == (
        "lianhua-hall-01: is not decided on: its newest whole evidence, of run run-1, 2026-11-23 19:36 (Beijing),"
        f" is {days} days old, and policy.evidence_days of city.yml is {days}; nothing was written [DB4403/T 503.5 7.7.1]"
    )


def test_evidence_of_tomorrow_decides_nothing(hall: Hall) -> None:
    hall.run()
    assert "is of a time that has not come yet: a clock is wrong" in refused(hall, now=THEN - timedelta(minutes=5))


def other_site_file(hall: Hall) -> None:
    hall.edit("name: 莲花街道行政服务大厅", "name: 莲花街道政务大厅")


def other_serial(hall: Hall) -> None:
    hall.edit("ZW2026110001", "ZW2027110009")


def other_prefix(hall: Hall) -> None:
    hall.edit("rate_kbps: 8192", "rate_kbps: 9216", "city.yml")


def other_authority(hall: Hall) -> None:
    (hall.folder / "ca.pem").write_text("another one", encoding="utf-8")


EXPECTED = "another list of what is to be checked (items granted and how, resolvers, canaries)"


def edited(file: str, old: str, new: str) -> Callable[[Hall], None]:
    return lambda hall: hall.edit(old, new, file)


def rolled_back(hall: Hall) -> None:
    Accepted.of(hall.records / "lianhua-hall", "lianhua-hall-sw").write("another plan", THEN + timedelta(hours=1))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (other_site_file, "another site file"),
        (other_serial, "a device of another serial number, ZW2026110001 and not ZW2027110009, another site file"),
        (other_prefix, "another plan of the switch"),
        (other_authority, "another authority of the items' certificates"),
        (edited("catalogue.yml", "JT-001", "JT-009"), EXPECTED),
        (edited("catalogue.yml", "path: /rs-001,", "path: /rs-009,"), EXPECTED),
        (edited("catalogue.yml", ", expect: 参保证明}", "}"), EXPECTED),
        (edited("catalogue.yml", "port: 8443, check: tls, tls: true}", "port: 8443, check: tcp, tls: true}"), EXPECTED),
        (edited("catalogue.yml", "tls: true, path: /rs-002", "tls: false, path: /rs-002"), EXPECTED),
        (edited("catalogue.yml", "rs.zw.test", "rs9.zw.test"), EXPECTED),
        (edited("catalogue.yml", "name: 社保参保证明打印", "name: 社保证明打印"), EXPECTED),
        (edited("city.yml", "[10.96.4.53]", "[10.96.4.53, 10.96.4.54]"), f"another plan of the switch, {EXPECTED}"),
        (rolled_back, "a switch that is not on record as confirmed with this plan"),
    ],
)
def test_evidence_made_under_something_else_decides_nothing(hall: Hall, change: Any, words: str) -> None:
    hall.run()
    assert hall.again()[ONE].good
    change(hall)
    assert f"was made under {words}" in refused(hall)


def test_a_site_without_evidence_and_one_of_a_release_before_decide_nothing(hall: Hall) -> None:
    none = (
        "lianhua-hall-01: is not decided on: no run in the evidence did every step on it; nothing was written"
        " [DB4403/T 503.5 7.7.1]"
    )
    assert refused(hall) == none
    hall.run()
    chain = hall.records / "lianhua-hall" / "evidence.jsonl"
    lines = [json.loads(line) for line in chain.read_text(encoding="utf-8").splitlines()]
    before = [
        {k: v for k, v in line.items() if k not in ("terminals", "hash", "prev", "seq", "chinese")} for line in lines
    ]
    chain.unlink()
    evidence.append(chain, before)
    assert refused(hall) == none


LATER = THEN + timedelta(hours=2)
DARK = {step: {"unreachable": True, "msg": "timed out"} for step in results()}


@pytest.mark.parametrize("step", [*results(), "switch", "confirm"])
@pytest.mark.parametrize("said", [None, {"skipped": True}, {"failed": True, "msg": "boom"}], ids=str)
def test_a_run_that_left_a_step_out_is_no_whole_one(hall: Hall, step: str, said: Any) -> None:
    more = {step: said or {"skipped": True}} if step in ("switch", "confirm") else {"lianhua_hall_01": {step: said}}
    hall.run(**more)
    assert "no run in the evidence did every step on it" in refused(hall)
    assert hall.again()[TWO].good == (step not in ("switch", "confirm"))


def test_a_terminal_that_was_off_in_a_later_run_keeps_its_acceptance(hall: Hall) -> None:
    hall.run()
    hall.run("run-2", LATER, lianhua_hall_01=DARK)
    assert hall.again()[ONE].good


def test_a_failure_that_a_later_run_found_is_not_passed_over(hall: Hall) -> None:
    hall.run()
    leak = results()[clauses.EGRESS_CHECK]
    leak["checks"][2].update(status="fail", reason="LEAK: canary-a saw it arrive")
    hall.run("run-2", LATER, lianhua_hall_01=DARK | {clauses.EGRESS_CHECK: leak})
    assert "is not the last word: run run-2 found 6.4-e egress/tcp/canary-a fail: LEAK" in refused(hall)
    assert hall.again()[TWO].good


def relayed(terminal: str, status: str, name: str = "") -> dict[str, Any]:
    """What a terminal's egress check says when a server that it may reach goes on into the internet for it."""
    steps = results(terminal)
    told = [check for check in steps[clauses.EGRESS_CHECK]["checks"] if check["name"].startswith("egress/relay/")]
    (check,) = [each for each in told if not name or each["name"] == name][:1]
    check.update(status=status, reason="RELAYED: canary-a heard it", data={"verdict": "RELAYED"})
    return {f"{terminal.replace('-', '_')}": steps, "name": check["name"]}


def test_what_a_later_run_found_of_a_server_holds_for_every_terminal_that_is_let_to_it(hall: Hall) -> None:
    shared = {c["name"] for c in results(ONE)[clauses.EGRESS_CHECK]["checks"]} & {
        c["name"] for c in results(TWO)[clauses.EGRESS_CHECK]["checks"] if c["name"].startswith("egress/relay/")
    }
    said = relayed(TWO, "fail", min(shared))
    hall.run()
    hall.run("run-2", LATER, only=(TWO,), **relayed(TWO, "error", min(shared)))
    assert hall.again()[ONE].good  # that a server was not asked for another says nothing
    hall.run("run-3", LATER, only=(TWO,), **said)
    assert f"is not the last word: run run-3 found 6.4-e {said['name']} fail: RELAYED" in refused(hall)
    hall.run("run-4", LATER + timedelta(hours=1), only=(ONE,))
    assert hall.again()[ONE].good
    hall.run("run-5", LATER + timedelta(hours=2), **said)  # in one run, and another terminal said so
    assert f"is not the last word: run run-5 found 6.4-e {said['name']} fail: RELAYED" in refused(hall)


UNSURE = results()[clauses.EGRESS_CHECK]
UNSURE["checks"][2].update(status="error", reason="INCONCLUSIVE")
FLUSHED = switch()
FLUSHED["checks"][4].update(status="error", reason="the text cannot be read")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"confirm": {"failed": True, "msg": "boom"}}, "6.4-e switch/confirm error: "),
        ({"switch": FLUSHED, "lianhua_hall_01": DARK}, "6.4-e switch/proof error: the text cannot be read"),
        (
            {"lianhua_hall_01": {clauses.EGRESS_CHECK: UNSURE, clauses.SERVICE_CHECK: None}},
            "6.4-e egress/tcp/canary-a error:",
        ),
        (
            {"lianhua_hall_01": {clauses.TERMINAL_HOST: {"failed": True, "msg": "disk full"}}},
            "7.4 terminal/installed error:",
        ),
        (
            {"lianhua_hall_01": dict.fromkeys(DARK) | {clauses.TERMINAL_HOST: {"failed": True, "msg": "disk full"}}},
            "7.5.1-b1 terminal/answers error:",
        ),
    ],
    ids=["confirmation", "proof", "probe", "installation", "nothing but a failure"],
)
def test_a_later_run_that_did_not_accept_is_not_passed_over(hall: Hall, said: Any, words: str) -> None:
    hall.run()
    hall.run("run-2", LATER, **said)
    assert f"is not the last word: run run-2 found {words}" in refused(hall)
    hall.run("run-3", LATER + timedelta(hours=1))
    assert hall.again()[ONE].good


def test_a_later_run_whose_end_is_missing_is_not_passed_over(hall: Hall) -> None:
    hall.run()
    kept = (hall.records / "lianhua-hall" / "evidence.jsonl").read_bytes()
    steps = results()
    steps[clauses.LINK_CHECK]["checks"][0].update(status="fail")
    hall.run("run-2", LATER, lianhua_hall_01=steps)
    chain = hall.records / "lianhua-hall" / "evidence.jsonl"
    lines = chain.read_bytes()[len(kept) :].splitlines(keepends=True)
    chain.write_bytes(kept + b"".join(lines[:-1]))
    assert (
        "is not the last word: run run-2 found 7.7.1 run error: 1 of its records is missing: it was killed, or its end was cut off"
    ) in refused(hall)
    hall.run("run-3", LATER + timedelta(hours=1))
    assert hall.again()[ONE].good


@pytest.mark.parametrize(
    ("change", "what"),
    [
        ({"time": None}, "the run's time is None, and has to be as in 2026-11-23T11:36:00Z"),
        (
            {"time": "2026-11-31T11:36:00Z"},
            "the run's time is 2026-11-31T11:36:00Z, and has to be as in 2026-11-23T11:36:00Z",
        ),
        ({"checks": "many"}, "the run does not say how many checks it has"),
        ({"checks": True}, "the run does not say how many checks it has"),
        ({"run": None}, "the run has no id"),
    ],
    ids=str,
)
def test_a_run_without_sense_decides_nothing(hall: Hall, change: Any, what: str) -> None:
    hall.run()
    chain = hall.records / "lianhua-hall" / "evidence.jsonl"
    bodies = [json.loads(line) for line in chain.read_bytes().splitlines()]
    bodies = [{k: v for k, v in body.items() if k not in ("seq", "prev", "hash")} for body in bodies]
    chain.write_bytes(evidence.seal([bodies[0] | change, *bodies[1:]], evidence.Head())[0])
    with pytest.raises(errors.KioskError) as error:
        hall.again()
    assert str(error.value) == (
        f"{chain}:1:1: nothing is decided on this evidence: {what}\n"
        "    fix: put the file back as the controller wrote it, from a copy; docs/evidence.md says how to begin anew"
    )


@pytest.mark.parametrize("secret", ["hall", "item", "pass", "switch"])
def test_a_password_that_is_a_word_of_ours_shuts_no_gate(hall: Hall, secret: str) -> None:
    office = replace(hall.office(THEN, "run-1"), secrets=[secret])
    hall.office = lambda _now, _run: office  # type: ignore[method-assign]
    steps = results()
    steps[clauses.LINK_CHECK]["checks"][0]["reason"] = f"said {secret} loudly"
    assert hall.run(lianhua_hall_01=steps)[ONE].good
    lines = (hall.records / "lianhua-hall" / "evidence.jsonl").read_text(encoding="utf-8")
    assert f"said {secret} loudly" not in lines
    assert "said ****** loudly" in lines


def test_a_name_that_is_no_word_of_ours_is_masked(hall: Hall) -> None:
    office = replace(hall.office(THEN, "run-1"), secrets=["Gov#Kiosk9"])
    hall.office = lambda _now, _run: office  # type: ignore[method-assign]
    steps = results()
    steps[clauses.LINK_CHECK]["checks"].append(lianhua.check("6.4-b", "link/Gov#Kiosk9"))
    assert not hall.run(lianhua_hall_01=steps)[ONE].good
    assert "Gov#Kiosk9" not in (hall.records / "lianhua-hall" / "evidence.jsonl").read_text(encoding="utf-8")


def test_evidence_that_does_not_hold_decides_nothing(hall: Hall) -> None:
    hall.run()
    chain = hall.records / "lianhua-hall" / "evidence.jsonl"
    chain.write_bytes(chain.read_bytes().replace(b"BLOCKED_PROVEN", b"BLOCKED_PROVEN ", 1))
    before = hall.written()
    with pytest.raises(errors.KioskError, match="the evidence does not hold, so nothing is decided on it"):
        hall.again()
    assert hall.written() == before


def test_what_is_due_today_is_asked_of_the_evidence_once_more(hall: Hall) -> None:
    """A whole run whose chain holds, but lacks a statement or passes what nobody expects, opens nothing."""
    hall.run()
    office = hall.office(THEN, "x")
    site = office.folder.sites["lianhua-hall"]
    records = past_runs.read(hall.records / "lianhua-hall" / "evidence.jsonl")
    run = past_runs.history(records, ONE, ()).newest
    assert run
    heard = handover.hear(office.folder, site, site.terminals[0], handover.Said({}, {}), office.today)
    assert acceptance.judge(site, heard, office.today, run.findings).accepted
    for number in range(len(run.findings)):
        left = [finding for at, finding in enumerate(run.findings) if at != number]
        name = run.findings[number].check.name
        assert acceptance.judge(site, heard, office.today, left).accepted == (name == "grants"), name
    waived = [replace(f, check=replace(f.check, status="waived")) for f in run.findings]
    assert not acceptance.judge(site, heard, office.today, waived).accepted
