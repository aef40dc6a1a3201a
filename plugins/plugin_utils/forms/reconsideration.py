# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reconsideration: acceptance decided anew on what the last whole run found, without asking anybody again.

Nothing is measured, so nothing is added to the evidence. Where the last whole run says nothing about today, nothing is
decided and nothing is written: what was accepted stays accepted, what was not stays so.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from ...module_utils.message import Message, join, say
from ..acceptance import clauses, past_runs
from ..acceptance.acceptance import judge
from ..acceptance.basis import Basis
from ..acceptance.step_results import ANSWERED, Answer
from ..addresses import allocation, ledger, ledger_store
from ..base.errors import KioskError
from ..base.local_date import BEIJING
from ..model import city_folder
from ..policy.accepted_plans import Accepted
from ..policy.planning import plan_site
from .acceptance_run import issue_papers
from .form import Stamp
from .outcome import Outcome, undecided

if TYPE_CHECKING:
    from datetime import datetime
    from ipaddress import IPv4Interface
    from pathlib import Path

    from ..acceptance.past_runs import History, PastRun
    from ..acceptance.step_results import Heard
    from ..model.site import Site
    from .acceptance_run import Office


@dataclass(frozen=True)
class Today:
    """What a past run is held against.

    Attributes:
        now: the time.
        days: how old evidence may be (`policy.evidence_days`).
        basis: what verdicts would rest on if they were made now.
        confirmed: SHA-256 of the plan that was confirmed on the switch last, empty if none is on record.
        command: what measures the terminal anew.
    """

    now: datetime
    days: int
    basis: Basis
    confirmed: str
    command: str


def usable(terminal: str, history: History, today: Today) -> PastRun:
    """Return the run that a terminal is decided on.

    Raises:
        KioskError: there is none that says anything about today; all reasons are told at once.
    """
    run = history.newest
    if run is None:
        what = say("is not decided on: no run in the evidence did every step on it; nothing was written")
        raise KioskError(what, where=terminal, clause="7.7.1", fix=today.command, id="never-measured")
    if wrong := [*_objections(run, history, today)]:
        what = say(
            "is not decided on: its newest whole evidence, of run {run}, {when} (Beijing), {objections}; nothing was written",
            run=run.id,
            when=f"{run.time.astimezone(BEIJING):%Y-%m-%d %H:%M}",
            objections=join(wrong, "; "),
        )
        raise KioskError(what, where=terminal, clause="7.7.1", fix=today.command, id="evidence-unusable")
    return run


def _objections(run: PastRun, history: History, today: Today) -> Iterator[Message]:
    age = today.now - run.time
    if age > timedelta(days=today.days):
        yield say("is {days} days old, and policy.evidence_days of city.yml is {most}", days=age.days, most=today.days)
    if age < timedelta(0):
        yield say("is of a time that has not come yet: a clock is wrong")
    if run.basis:
        changes = [*run.basis.changes(today.basis)]
        if run.basis.plan == today.basis.plan != today.confirmed:
            changes.append(say("a switch that is not on record as confirmed with this plan"))
        if changes:
            yield say("was made under {changes}", changes=join(changes))
    objections = [(run, run.elsewhere), *((later, later.objections) for later in history.later)]
    for each, (first, *_) in ((each, checks) for each, checks in objections if checks):
        yield say(
            "is not the last word: run {run} found {clause} {name} {status}: {reason}",
            run=each.id,
            clause=first.clause,
            name=first.name,
            status=first.status,
            reason=first.reason,
        )


@dataclass(frozen=True)
class Reconsideration:
    """One run that decides on acceptance without measuring.

    Attributes:
        office: where and when papers are made.
        templates: a folder of templates to use before the role's own.
        command: gives, for a site, the command that measures it anew.
    """

    office: Office
    templates: Path | None
    command: Callable[[str], str]

    @cached_property
    def _addresses(self) -> Mapping[str, IPv4Interface]:
        folder, day = self.office.folder, self.office.today
        sure = allocation.standing(folder, ledger.Ledger.load(folder.addresses), day)
        return (
            sure if sure is not None else ledger_store.propose(city_folder.load(folder.path), day).assignment.addresses
        )

    def decide(self, site: Site, heard: Sequence[Heard]) -> dict[str, Outcome]:
        """Decide on the terminals of one site, and issue the forms of those that could be decided on.

        Args:
            site: the site.
            heard: what is known of its terminals today; nobody was asked, so its steps are empty.

        Raises:
            KioskError: the site's evidence does not hold, or the site cannot be planned.
        """
        known = self.office.book.known(site.site)
        records = past_runs.read(self.office.records / site.site / "evidence.jsonl", known)
        plan = plan_site(self.office.folder, site, self._addresses, templates=self.templates).digest
        outcomes = {}
        for entry in heard:
            try:
                history = past_runs.history(records, entry.terminal, entry.expectation.of_servers)
                run = usable(entry.terminal, history, self._today(site, entry, plan))
                outcomes[entry.terminal] = self._again(site, entry, run)
            except KioskError as error:
                outcomes[entry.terminal] = undecided(entry.terminal).despite(error)
        return outcomes

    def _today(self, site: Site, heard: Heard, plan: str) -> Today:
        terminal = next(entry for entry in site.terminals if entry.id == heard.terminal)
        confirmed = Accepted.of(self.office.records / site.site, site.switch_name).read() or ""
        return Today(
            self.office.now,
            self.office.folder.city.policy.evidence_days,
            Basis.of(self.office.folder, site, terminal, plan, heard.expectation.digest),
            sha256(confirmed.encode()).hexdigest() if confirmed else "",
            self.command(site.site),
        )

    def _again(self, site: Site, heard: Heard, run: PastRun) -> Outcome:
        verdict = judge(site, heard, self.office.today, run.findings)
        number = f"{run.id} / {run.seal[:12]}"
        stamp = Stamp(self.office.now, run.tool, number, self._anchor(run), measured=run.time)
        picture = self._picture(site, heard, run)
        home = Answer(clauses.HOME_PAGE, ANSWERED, details={"picture": str(picture)} if picture else {})
        return issue_papers(self.office, site, replace(heard, steps={home.source: home}), verdict, stamp)

    def _picture(self, site: Site, heard: Heard, run: PastRun) -> Path | None:
        """Return the picture that the run took, if it still lies there; another run's is none of it."""
        kept = self.office.records / site.site / heard.terminal / "screen.png"
        digests = {finding.check.data.get("picture_sha256") for finding in run.findings} - {None}
        return kept if kept.is_file() and sha256(kept.read_bytes()).hexdigest() in digests else None

    def _anchor(self, run: PastRun) -> str:
        """Return the number of the anchor that the run made, as forms print it; nothing if it made none."""
        anchored = self.office.book.log.count and self.office.anchors.path.read_bytes()
        digested = sha256()
        for line in anchored.splitlines(keepends=True) if anchored else ():
            digested.update(line)
            if f'"run":"{run.id}"'.encode() in line:
                return f"{json.loads(line)['seq']} / {digested.hexdigest()[:12]}"
        return ""
