# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What earlier runs found on a terminal: the newest one that did every step, out of its site's evidence.

A chain that does not hold is not read. Runs of a release before this one do not say whether they did every step, and count
as if they had not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ...module_utils.check import ERROR, FAIL, NOT_RUN, Check
from ...module_utils.message import Message, say
from ...module_utils.verify_evidence import parse, shown, verify
from ..base.errors import KioskError
from ..base.problem import Where
from ..checks.check_reading import read_checks
from ..evidence.evidence import Known, wrong_with
from . import silences
from .basis import Basis
from .expectation import ON_TERMINAL
from .finding import Finding

if TYPE_CHECKING:
    from pathlib import Path

_UNANCHORED = Known()
_WORST = (FAIL, ERROR, NOT_RUN)
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass
class PastRun:
    """What one run found on one terminal.

    Attributes:
        id: the run's.
        tool: the toolkit's version then.
        time: when it was decided on, UTC.
        seal: of the run's last record.
        basis: what its verdicts rest on; None if the run did not do every step there.
        findings: its verdicts on this terminal, those of survey and records left out: they are judged anew each day.
        elsewhere: what it found wrong with the city's servers, for others, that this terminal is let to as well.
        due: how many records of the run are still to come; more than none is a run that was killed, or whose end was cut off.
    """

    id: str
    tool: str
    time: datetime
    basis: Basis | None
    due: int
    seal: str = ""
    findings: list[Finding] = field(default_factory=list)
    elsewhere: list[Check] = field(default_factory=list)

    @property
    def off(self) -> bool:
        """Tell whether the terminal did not answer from the first step to the last."""
        said = (finding.check for finding in self.findings if finding.source in ON_TERMINAL)
        return all(check.status == ERROR and silences.is_of_dark(check.reason) for check in said)

    @property
    def objections(self) -> list[Check]:
        """Return why no earlier run is the last word any more, failures first.

        A terminal that was off says nothing about what was found before; whatever else is not good does, and so does a run
        whose end is missing: nobody knows what stood there.
        """
        if self.due:
            missing = say("{count} of its records are missing: it was killed, or its end was cut off", count=self.due)
            if self.due == 1:
                missing = say("1 of its records is missing: it was killed, or its end was cut off")
            if self.due < 0:
                missing = say("it has more records than it promised")
            return [Check("7.7.1", "", "run", ERROR, missing)]
        bad = [f for f in self.findings if not f.check.good and not (self.off and f.source in ON_TERMINAL)]
        return [finding.check for finding in sorted(bad, key=lambda f: _WORST.index(f.check.status))] + self.elsewhere


@dataclass(frozen=True)
class History:
    """What is known of one terminal.

    Attributes:
        newest: the newest run that did every step on it, None if there is none.
        later: the runs since, which did not, or whose end is missing.
    """

    newest: PastRun | None = None
    later: tuple[PastRun, ...] = ()


def history(records: Iterable[Mapping[str, Any]], terminal: str, servers: Collection[str]) -> History:
    """Tell what a site's evidence says of one terminal.

    Args:
        records: the evidence (`read`).
        terminal: its id.
        servers: the names of what is due of the city's servers that it is let to: a failure holds for it, too, whichever
            terminal the server was asked for.
    """
    newest: PastRun | None = None
    later: list[PastRun] = []
    for run in _runs(records, terminal, servers):
        if run.basis and not run.due:
            newest, later = run, []
        else:
            later.append(run)
    return History(newest, tuple(later))


def read(path: Path, known: Known = _UNANCHORED) -> list[Mapping[str, Any]]:
    """Return the records of a site's evidence, none if there is no such file.

    Args:
        path: the chain.
        known: what the log of anchors knows of the site: a chain that was made anew holds by itself.

    Raises:
        KioskError: the chain does not hold, cannot be read, or has a run that says nonsense.
    """
    try:
        audit = verify(path) if path.exists() else None
        content = path.read_bytes()[: audit.size] if audit else b""
    except OSError as error:
        what = say("the evidence cannot be read: {error}", error=error.strerror)
        raise KioskError(what, where=str(path), id="evidence-unreadable") from error
    if wrong := wrong_with(audit, known):
        raise KioskError(
            say("the evidence does not hold, so nothing is decided on it: {why}", why=wrong[0].what),
            id="evidence-broken",
            where=Where(str(path), wrong[0].line, 1) if wrong[0].line else str(path),
            fix=say("ansible-playbook playbooks/evidence.yml says what is wrong with it (docs/evidence.md)"),
        )
    records: list[Mapping[str, Any]] = [parse(line) for line in content.split(b"\n") if line]
    for number, record in enumerate(records, start=1):
        if record.get("kind") == "run" and (nonsense := _nonsense(record)):
            raise KioskError(
                say("nothing is decided on this evidence: {why}", why=nonsense),
                id="evidence-nonsense",
                where=Where(str(path), number, 1),
                fix=say(
                    "put the file back as the controller wrote it, from a copy; docs/evidence.md says how to begin anew"
                ),
            )
    return records


def _nonsense(record: Mapping[str, Any]) -> Message | None:
    """Say why a record of a run cannot be one, None if it can."""
    if not isinstance(record.get("run"), str):
        return say("the run has no id")
    if type(record.get("checks")) is not int or record["checks"] < 0:
        return say("the run does not say how many checks it has")
    try:
        _time(record)
    except ValueError:
        time = shown(record.get("time"))
        return say("the run's time is {time}, and has to be as in 2026-11-23T11:36:00Z", time=time)
    return None


def _runs(records: Iterable[Mapping[str, Any]], terminal: str, servers: Collection[str]) -> Iterator[PastRun]:
    run: PastRun | None = None
    for record in records:
        if record.get("kind") == "run":
            if run:
                yield run
            run = _begun(record, terminal)
        elif run and record.get("kind") == "check" and record.get("run") == run.id:
            run.due, run.seal = run.due - 1, str(record["hash"])
            if _holds_for(record, terminal):
                run.findings += _finding(record)
            elif record.get("name") in servers and record.get("status") == FAIL:
                run.elsewhere += (finding.check for finding in _finding(record))
    if run:
        yield run


def _begun(record: Mapping[str, Any], terminal: str) -> PastRun:
    terminals = record.get("terminals")
    basis = Basis.read(terminals.get(terminal)) if isinstance(terminals, Mapping) else None
    return PastRun(str(record["run"]), str(record.get("tool")), _time(record), basis, int(record["checks"]))


def _time(record: Mapping[str, Any]) -> datetime:
    return datetime.strptime(str(record.get("time")), _TIME).replace(tzinfo=UTC)


def _holds_for(record: Mapping[str, Any], terminal: str) -> bool:
    """Tell whether a record is about a terminal; one on the city names the terminals that it was found for."""
    terminals = record.get("terminals")
    return terminal in (record.get("subject"), *(terminals if isinstance(terminals, list) else ()))


def _finding(record: Mapping[str, Any]) -> Iterator[Finding]:
    """Read one record back, if it is a verdict that is not judged anew each day."""
    source = str(record.get("source"))
    if source in ("survey", "records") or record.get("remark"):
        return
    (check,) = read_checks([record])
    yield Finding(source, check, str(record.get("chinese") or ""))
