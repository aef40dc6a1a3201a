# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Handover: what a run found on a site goes into the evidence, onto the forms, and into one verdict per terminal.

The evidence is written first: a form that cannot be printed must not cost the record of what was measured.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...module_utils.check import Check
from ...module_utils.message import Message, join, say
from ...module_utils.redaction import redacted
from ..acceptance import clauses, expectation, step_results
from ..acceptance.acceptance import Verdict, judge, tally
from ..acceptance.basis import Basis, whole
from ..acceptance.finding import Finding
from ..acceptance.step_results import Answer, Heard
from ..base.errors import KioskError
from ..base.language import ENGLISH
from ..base.local_date import day_of
from ..base.problem import Where
from ..checks import relays
from ..checks.survey import survey
from ..evidence import evidence
from ..evidence.anchor_log import AnchorLog
from . import papers, terminal_forms
from .form import Stamp
from .outcome import Outcome
from .typesetting import Press

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import date, datetime

    from ..evidence.anchor_log import Anchor, Book
    from ..evidence.signing import Signer
    from ..model.city_folder import CityFolder
    from ..model.site import Site, Terminal


@dataclass(frozen=True)
class Office:
    """Where and when papers are made: the city, the folder of records, the run, its time, and what must stay secret."""

    folder: CityFolder
    records: Path
    run: str
    tool: str
    now: datetime
    secrets: Sequence[str] = field(default=(), repr=False)
    signer: Signer | None = None

    @cached_property
    def anchors(self) -> AnchorLog:
        """The log of the city's anchors."""
        return AnchorLog(self.folder.anchors(self.records), self.records)

    @cached_property
    def book(self) -> Book:
        """How the log stood when this run first looked.

        Raises:
            KioskError: it does not hold.
        """
        return self.anchors.read(self.now)

    def known(self, site: Site) -> evidence.Known:
        """Return what the log of anchors knows of a site; of a log that does not hold, nothing.

        That costs every site its forms (`anchor`), but none the record of what was measured.
        """
        try:
            return self.book.known(site.site)
        except KioskError:
            return evidence.Known()

    @property
    def today(self) -> date:
        """The day that recorded dates are held against: it has begun in Beijing while UTC is still at yesterday."""
        return day_of(self.now)

    @cached_property
    def press(self) -> Press:
        """The one compiler of the run, started with the first form."""
        return Press()


@dataclass(frozen=True)
class Said:
    """What a run registered: the variables of a terminal's host and of its switch's host."""

    terminal: Mapping[str, Any]
    switch: Mapping[str, Any]


def hear(folder: CityFolder, site: Site, terminal: Terminal, said: Said, today: date) -> Heard:
    """Gather everything about one terminal from what was registered, the site file and its survey."""
    on_terminal, on_switch = said.terminal, said.switch
    held = {"msg": on_terminal.get("govkiosk_held"), "problem": on_terminal.get("govkiosk_held_problem")}
    why_held, held_fix = step_results.trouble(held)
    return Heard(
        terminal=terminal.id,
        site=site.site,
        items={item.code: item.name for item in folder.granted(site, terminal)},
        expectation=expectation.of(folder, site, terminal),
        steps={
            source: step_results.read(source, on_terminal.get(f"{source}_result")) for source in expectation.ON_TERMINAL
        },
        switch=step_results.read(clauses.NETWORK_POLICY, on_switch.get("network_policy_result")),
        confirm=step_results.read(clauses.NETWORK_POLICY, on_switch.get("network_policy_confirm_result")),
        survey=surveyed(site, terminal, today),
        held=why_held,
        held_fix=held_fix,
        address=str(on_terminal.get("ansible_host") or ""),
    )


def surveyed(site: Site, terminal: Terminal, today: date) -> tuple[Check, ...]:
    """Return the survey's checks without those that are named after another terminal of the site."""
    others = tuple(f"/{other.id}" for other in site.terminals if other.id != terminal.id)
    return tuple(check for check in survey(site, today) if not check.name.endswith(others or ("\n",)))


@dataclass(frozen=True)
class Kept:
    """What is in a site's evidence now: what was heard of its terminals, the verdicts, the end of the chain."""

    site: Site
    heard: Sequence[Heard]
    verdicts: Mapping[str, Verdict]
    appended: evidence.Appended


def hand_over(office: Office, site: Site, heard: Sequence[Heard]) -> dict[str, Outcome]:
    """Judge the terminals of one site, keep the evidence, issue the forms, without an anchor.

    Raises:
        KioskError: the evidence cannot be kept; then no form is issued either.
    """
    return issue(office, keep(office, site, heard))


def keep(office: Office, site: Site, heard: Sequence[Heard]) -> Kept:
    """Judge the terminals of one site and keep the evidence, after its chain was verified.

    Raises:
        KioskError: it cannot be kept, or the chain does not hold.
    """
    heard = [_clean(entry, office.secrets) for entry in heard]
    verdicts = {entry.terminal: judge(site, entry, office.today) for entry in heard}
    bases = {entry.terminal: _basis(office, site, entry) for entry in heard if whole(entry)}
    run = evidence.Run(office.run, office.tool, inventory_digest(office.folder, site), bases)
    records = [_record(finding) for finding in distinct(verdicts.values())]
    path = office.records / site.site / "evidence.jsonl"
    bodies = evidence.bodies(run, site.site, records, office.now, office.secrets)
    return Kept(site, heard, verdicts, evidence.append(path, bodies, office.known(site)))


def _basis(office: Office, site: Site, heard: Heard) -> dict[str, str]:
    terminal = next(entry for entry in site.terminals if entry.id == heard.terminal)
    plan = str(heard.switch.details.get("plan") or "")
    return Basis.of(office.folder, site, terminal, plan, heard.expectation.digest).to_dict()


def _record(finding: Finding) -> dict[str, Any]:
    """Return a finding as evidence keeps it; what most have not is left out."""
    more = {"chinese": finding.chinese, "remark": finding.remark, "terminals": list(finding.terminals)}
    return {**finding.check.to_dict(), "source": finding.source, **{key: said for key, said in more.items() if said}}


def anchor(office: Office, kept: Sequence[Kept]) -> Anchor | None:
    """Anchor what the sites of this run have kept, together with all other sites; None if this controller has no key.

    Raises:
        KioskError: the log of anchors does not hold, or nobody signs.
    """
    book = office.book
    if not office.signer or not kept:
        return None
    heads = {each.site.site: each.appended.head for each in kept}
    return office.anchors.append(heads, office.run, office.now, office.signer, book=book)


def verified(kept: Sequence[Kept], made: Anchor | None) -> Message | None:
    """Say in one line what a run found in the evidence that it added to; None if it added to none."""
    if not kept:
        return None
    records = sum(each.appended.head.seq for each in kept)
    # As the forms print it: it is what somebody looks for.
    anchored = f"锚定编号 {made.number}" if made else "未锚定"
    return say(
        "chains verified whole: {count}, {records} records with those of this run; {anchored}",
        count=len(kept),
        records=records,
        anchored=anchored,
    )


def issue(office: Office, kept: Kept, made: Anchor | None = None) -> dict[str, Outcome]:
    """Issue the forms of one site's terminals, which say where the evidence behind them is anchored."""
    appended = kept.appended
    if appended.clock:
        # A form would be dated by it.
        path = office.records / kept.site.site / "evidence.jsonl"
        fix = say("set the controller's clock (timedatectl), run again")
        wrong = KioskError(appended.clock, where=Where(str(path)), fix=fix, id="clock-set-back")
        return {name: Outcome(verdict).despite(wrong) for name, verdict in kept.verdicts.items()}
    stamp = Stamp(office.now, office.tool, f"{office.run} / {appended.head.hash[:12]}", made.number if made else "")
    outcomes = {
        each.terminal: issue_papers(office, kept.site, each, kept.verdicts[each.terminal], stamp) for each in kept.heard
    }
    notes = [appended.note, appended.cut, made.note if made else ""]
    if note := join([note for note in notes if note], "; "):
        outcomes = {name: replace(outcome, note=note) for name, outcome in outcomes.items()}
    return outcomes


def _clean(heard: Heard, secrets: Sequence[str]) -> Heard:
    """Mask secrets before anything is judged or printed."""
    known = heard.expectation.words

    def clean(answer: Answer) -> Answer:
        checks = tuple(_without(check, secrets, known) for check in answer.checks)
        message = redacted(answer.message, secrets)
        return replace(answer, message=message, checks=checks, details=redacted(answer.details, secrets))

    steps = {source: clean(answer) for source, answer in heard.steps.items()}
    return replace(heard, steps=steps, switch=clean(heard.switch), confirm=clean(heard.confirm))


def _without(check: Check, secrets: Sequence[str], known: Collection[str]) -> Check:
    """Mask secrets in a check. A word of ours is none, though a password may be the same: it would shut the gate for good."""
    said = check.to_dict()
    ours = {key: said.pop(key) for key in evidence.IDENTITY if said[key] in known}
    return Check.of({**redacted(said, secrets), **ours})


def distinct(verdicts: Iterable[Verdict]) -> list[Finding]:
    """Return every finding once: those about the site are found again at each of its terminals.

    So are those about the city, but not at all of them, and not always alike: each names the terminals that it holds for.
    """
    found: dict[tuple[str, ...], Finding] = {}
    for verdict in verdicts:
        for each in verdict.findings:
            said = each.check
            key: tuple[str, ...] = (each.source, said.clause, said.subject, said.name)
            if said.name.startswith(relays.PREFIX):
                key = (*key, said.status, said.reason)
                before = found[key].terminals if key in found else ()
                found[key] = replace(each, terminals=(*before, verdict.terminal))
            else:
                found[key] = each
    return list(found.values())


def issue_papers(office: Office, site: Site, heard: Heard, verdict: Verdict, stamp: Stamp) -> Outcome:
    """Issue both forms of one terminal; what keeps them from being printed is told with the verdict."""
    terminal = next(entry for entry in site.terminals if entry.id == heard.terminal)
    picture = _picture(heard)
    subject = terminal_forms.Subject(office.folder, site, terminal, heard.address, verdict, picture is not None)
    drawer = papers.Drawer(office.records / site.site / terminal.id, terminal.id, office.now)
    try:
        form = terminal_forms.item_check(subject, stamp)
        items = papers.issue(drawer, form, office.press, picture)
        final = papers.issue(drawer, terminal_forms.acceptance_form(subject, stamp, items.number), office.press)
        return Outcome(verdict, (items, final))
    except KioskError as error:
        return Outcome(verdict).despite(error)


def _picture(heard: Heard) -> Path | None:
    """Return the picture of the screen that this run took; one that lies in the records may be an earlier run's."""
    home = heard.steps.get(clauses.HOME_PAGE)
    named = str(home.details.get("picture") or "") if home and home.state == "answered" else ""
    return Path(named) if named and Path(named).is_file() else None


def inventory_digest(folder: CityFolder, site: Site) -> str:
    """Return the SHA-256 of the files that decide about a site: city, catalogue, site file, district ledger."""
    ledger = folder.addresses / f"{site.district}.csv"
    files = (folder.path / "city.yml", folder.path / "catalogue.yml", folder.site_file(site), ledger)
    total = hashlib.sha256()
    for file in files:
        content = file.read_bytes() if file.is_file() else b""
        total.update(f"{file.name} {len(content)}\n".encode() + content)
    return total.hexdigest()


def summary(outcomes: Mapping[str, Outcome], records: Path) -> dict[str, Any]:
    """Return what the callback prints at the end of a run."""
    return {
        "clauses": tally(finding.check for finding in distinct(o.verdict for o in outcomes.values())),
        "terminals": {
            name: {
                "accepted": o.good,
                "decided": bool(o.verdict.findings),
                "reason": o.reason(),
                "problem": {"text": o.reason(ENGLISH)},
                "papers": [str(paper.pdf) for paper in o.papers],
            }
            for name, o in outcomes.items()
        },
        "records": str(records),
    }
