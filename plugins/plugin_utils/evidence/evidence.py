# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Evidence: the append-only record of every check, one JSON object per line, each line sealed over the one before.

The seal of a record is the SHA-256 of its canonical JSON (sorted keys, no blanks, UTF-8) without the field `hash`
but with `prev`, the seal of the record before it. Times are UTC, ISO 8601.
"""

from __future__ import annotations

import hashlib
import itertools
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ...module_utils.message import join, say
from ...module_utils.redaction import redacted
from ...module_utils.verify_evidence import (
    CLOCK,
    EMPTY_LINE,
    GENESIS,
    INCOMPLETE,
    TORN,
    UNANCHORED,
    Audit,
    Break,
    Found,
    Head,
    behind,
    canonical,
    compare,
    digest,
    follow,
    read,
    site_of,
    verify,
)
from ..base import append_only, atomic_file
from ..base.errors import KioskError
from ..base.problem import Where

if TYPE_CHECKING:
    from pathlib import Path

__all__ = [
    "GENESIS", "Appended", "Audit", "Found", "Head", "Known", "Run", "append", "bodies", "canonical", "digest", "follow",
    "restart", "seal", "verify",
]  # fmt: skip
WHAT = say("the evidence")
# What the toolkit's own runs leave when they are killed, or were told of, and go on from.
_MENDED = (TORN, CLOCK, INCOMPLETE, UNANCHORED)


@dataclass(frozen=True)
class Run:
    """One run of the toolkit on one site.

    Attributes:
        id: the run's.
        tool: the toolkit's version.
        inventory: the digest of the inventory that it ran on.
        terminals: what the verdicts on each terminal rest on (`basis.Basis`), of those on which it did every step.
    """

    id: str
    tool: str
    inventory: str
    terminals: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What the log of anchors knows of a site: how many anchors there are, the digest of the log, the site's head in it."""

    anchors: int = 0
    digest: str = ""
    head: Head | None = None


_NOTHING = Known()
#: What a check is recognised by.
IDENTITY = ("clause", "subject", "name", "status")


@dataclass(frozen=True)
class Appended:
    """What an append did.

    Attributes:
        head: the end of the chain now.
        note: tells of a torn line that was set aside, empty if there was none.
        cut: tells of a last run that had fewer checks than it promised, empty if it had all.
        clock: tells of a clock that was set back, empty if none was.
    """

    head: Head
    note: str = ""
    cut: str = ""
    clock: str = ""


def bodies(
    run: Run, site: str, checks: Sequence[Mapping[str, Any]], now: datetime, secrets: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Return the unsealed records of one run on one site: the run itself, then one per check."""
    time = stamp(now)
    first = {
        "kind": "run",
        "run": run.id,
        "time": time,
        "site": site,
        "tool": run.tool,
        "inventory": run.inventory,
        "checks": len(checks),
        **({"terminals": dict(run.terminals)} if run.terminals else {}),
    }
    return [first, *({**_masked(check, secrets), "kind": "check", "run": run.id, "time": time} for check in checks)]


def _masked(check: Mapping[str, Any], secrets: Sequence[str]) -> dict[str, Any]:
    """Mask secrets in a check, but not in what it is found again by: those are words of ours, or were masked before."""
    known = (*IDENTITY, "source", "terminals")
    return {**redacted(check, secrets), **{key: check[key] for key in known if key in check}}


def seal(records: Iterable[Mapping[str, Any]], head: Head) -> tuple[bytes, Head]:
    """Return the lines that continue a chain, and its new end."""
    lines = []
    for record in records:
        body = {**record, "seq": head.seq + 1, "prev": head.hash}
        head = Head(head.seq + 1, digest(body))
        lines.append(canonical({**body, "hash": head.hash}) + b"\n")
    return b"".join(lines), head


def append(path: Path, records: Sequence[Mapping[str, Any]], known: Known = _NOTHING) -> Appended:
    """Verify the chain in a file and continue it; all records or none, on the disk when this returns.

    A record of a run notes how the log of anchors stood, so that neither can be shortened without the other.

    A torn last line, left by a kill, is moved to `<file>.torn`; its moving is itself a record, and so is a clock that was
    set back.

    Raises:
        KioskError: the chain does not hold, the run is in it already, or the disk is full: the file is then as it was.
    """
    if not path.exists() and (wrong := wrong_with(None, known)):
        raise refusal(path, wrong[0])
    if known.anchors:
        log = {"seq": known.anchors, "digest": known.digest}
        records = [{**record, "log": log} if record.get("kind") == "run" else record for record in records]
    with append_only.locked(path, WHAT) as fd:
        audit, torn = _sound(path, fd, known)
        _once(path, audit, records)
        cut = next((found.what for found in audit.others if found.kind == INCOMPLETE), "")
        notes = [{"kind": "torn", "note": torn}] if torn else []
        steps = list(_steps(audit, records, len(notes)))
        block, head = seal([*notes, *steps, *records], audit.head)
        append_only.write(fd, block)
    return Appended(head, torn, cut, join((step["note"] for step in steps), "; "))


def _sound(path: Path, fd: int, known: Known) -> tuple[Audit, str]:
    """Return what the chain is like, and what became of a torn last line.

    Raises:
        KioskError: it does not hold; nothing was touched.
    """
    audit = _audit(fd, path)
    if wrong := wrong_with(audit, known):
        raise refusal(path, wrong[0])
    if audit.kind != TORN:
        return audit, ""
    try:
        follow(os.pread(fd, os.fstat(fd).st_size, audit.size), audit.head)
    except Break:
        length, aside = append_only.set_aside(path, fd, audit.size)
        return audit, say(
            "a torn line of {length} bytes after record {number} was moved to {place}",
            length=length,
            number=audit.head.seq,
            place=aside,
        )
    append_only.write(fd, b"\n")  # the record is whole, only its end of line was lost
    return _audit(fd, path), ""


def wrong_with(audit: Audit | None, known: Known) -> list[Found]:
    """Return what is wrong with a chain, so that nothing may be added to it or rest on it; None is a file that is not there."""
    history = [(known.anchors, known.head)] if known.head else []
    found = (*(audit.found if audit else ()), *compare(audit, history, known.anchors))
    return [each for each in found if each.kind not in _MENDED]


def sound(path: Path, known: Known) -> Head:
    """Verify a chain and return its end.

    Raises:
        KioskError: it does not hold.
    """
    audit = verify(path)
    if wrong := wrong_with(audit, known):
        raise refusal(path, wrong[0])
    return audit.head


def _audit(fd: int, path: Path) -> Audit:
    with os.fdopen(os.dup(fd), "rb") as stream:
        stream.seek(0)
        return read(stream, site_of(path))


def refusal(path: Path, found: Found) -> KioskError:
    """Say what is wrong with a chain, which nothing is added to any more."""
    what = say("the evidence does not hold ({kind}): {what}; nothing was added to it", kind=found.kind, what=found.what)
    fix = say(
        "find out who changed it (playbooks/evidence.yml shows all), put its backup back, or begin a new chain that says so: "
        "ansible-playbook playbooks/evidence.yml -e restart={site} -e reason='...'",
        site=path.parent.name,
    )
    if found.what == EMPTY_LINE:
        fix = say("remove the empty lines at the end of {file} and run again", file=path.name)
    return KioskError(what, where=Where(str(path), found.line, 1), fix=fix, id="chain-broken")


def _once(path: Path, audit: Audit, records: Sequence[Mapping[str, Any]]) -> None:
    """Refuse a run that was written down before: its checks would count twice."""
    known = set(audit.runs)
    again = next((record for record in records if record.get("kind") == "run" and record.get("run") in known), None)
    if again:
        raise KioskError(
            say("the run {run} is in the evidence already; nothing was added to it", run=again["run"]),
            id="run-twice",
            where=Where(str(path), audit.runs.index(again["run"]) + 1, 1),
            fix=say("run the play again: each run has an id of its own"),
        )


def _steps(audit: Audit, records: Sequence[Mapping[str, Any]], before: int) -> Iterable[dict[str, Any]]:
    """Give a record for each time that the clock was set back and the chain does not say so yet, this time included."""
    time = next((str(record["time"]) for record in records if "time" in record), audit.last_time)
    step = {"kind": "clock", "time": time}
    if behind(time, audit.last_time):  # this very record is the first with that time
        note = say(
            "this run's time is {time}, the record before it is of {before}: the clock was set back",
            time=time,
            before=audit.last_time,
        )
        yield step | {"record": audit.head.seq + before + 1, "note": note}
    for found in audit.others:
        if found.kind == CLOCK:
            yield step | {
                "record": found.line,
                "note": say("record {number}: {what}", number=found.line, what=found.what),
            }


def restart(path: Path, reason: str, run: str, now: datetime, known: Known = _NOTHING) -> Appended:
    """Put a chain that does not hold away and begin a new one, whose first record says so.

    The file is kept under another name, and its digest stands in that record.

    Raises:
        KioskError: there is no such chain, it holds, or one of the two cannot be written.
    """
    had_chain = path.is_file()
    if not had_chain and not known.head:
        fix = say("name a site that has evidence; its folder in the records says which")
        what = say("there is no evidence that could be put away")
        raise KioskError(what, where=Where(str(path)), fix=fix, id="chain-missing")
    with append_only.locked(path, WHAT) as fd:
        audit = _audit(fd, path) if had_chain else None
        wrong = wrong_with(audit, known)
        if not wrong:
            what = say("the evidence holds: it is not begun anew")
            raise KioskError(what, where=Where(str(path)), fix=say("leave restart out"), id="chain-holds")
        names = (path.with_name(f"{path.name}.broken-{number}") for number in itertools.count(1))
        kept = next(name for name in names if not name.exists())
        content = hashlib.sha256(os.pread(fd, os.fstat(fd).st_size, 0)).hexdigest()
        head = audit.head if audit else Head()
        former = {"file": kept.name, "sha256": content, "records": head.seq, "hash": head.hash}
        problems = "; ".join(f"line {found.line}: {found.kind}: {found.what}" for found in wrong)
        entry = {
            "kind": "restart",
            "run": run,
            "time": stamp(now),
            "former": former,
            "found": problems,
            "reason": reason,
        }
        block, head = seal([entry], Head())
        # At every moment there is a file under its name: an old chain that is gone would look like one that was removed.
        kept.hardlink_to(path)
        atomic_file.put(path, block)
    return Appended(head)


def stamp(now: datetime) -> str:
    """Return a moment as evidence writes it."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
