# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Verify evidence: the chains of a city's sites, read whole, and every line that does not hold named.

One file that an auditor copies and runs alone, with nothing else of ours:

    python3 verify_evidence.py inventory/city

Standard library only, Python 3.8 syntax. The toolkit itself verifies with this very file whatever it appends to.
Ends 0 if all holds, 1 if anything was found, 2 if there is nothing to verify.
"""

from __future__ import annotations

import argparse
import calendar
import hashlib
import json
import os
import re
import sys
import time
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

GENESIS = "0" * 64
EVIDENCE = "evidence.jsonl"
LONGEST_LINE = 1 << 24  # bytes; a record is some hundred, with a long message some thousand
SKEW_SECONDS = 300  # two controllers' clocks, or two runs that overtake each other, differ by no more

# What can be found, by name.
EDITED = "edited"  # a line is not what was sealed
TORN = "torn"  # the last line has no end
REMOVED = "removed"  # records before a line are missing
REORDERED = "reordered"  # a record stands further down than it was written
REPEATED = "repeated"  # a line stands there twice
FOREIGN = "foreign"  # a line continues another chain
TWICE = "run twice"  # one run, written down twice
CLOCK = "clock set back"  # a record is older than the one before it, and the chain itself does not say so
INCOMPLETE = "incomplete"  # the last run has fewer checks than it promised

EMPTY_LINE = "it is empty"

_HEX = re.compile(r"[0-9a-f]{64}\Z")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z\Z")
_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode


@dataclass(frozen=True)
class Head:
    """The end of a chain: how many records it has and the seal of the last one."""

    seq: int = 0
    hash: str = GENESIS


@dataclass(frozen=True)
class Found:
    """One thing that does not hold: its name, the line (0: the whole file), what was seen, in plain English."""

    kind: str
    line: int
    what: str


@dataclass(frozen=True)
class Audit:
    """What reading a whole chain found.

    Attributes:
        head: the last record that holds.
        broken: number of the first line that does not hold, counted from 1; None if all hold.
        reason: what is wrong with that line.
        incomplete: runs that promised more checks than the chain holds, after a kill or a cut tail.
        kind: the name of what is wrong with the broken line.
        hint: what else is known about it.
        others: what does not hold although every line is sealed.
        seals: the seal of each record that holds, in order.
        runs: the run of each of these records.
        last_time: when the last of them was written, UTC.
        size: how many bytes of the file hold.
    """

    head: Head
    broken: Optional[int] = None
    reason: str = ""
    incomplete: Tuple[str, ...] = ()
    kind: str = field(default="", compare=False)
    hint: str = field(default="", compare=False)
    others: Tuple[Found, ...] = field(default=(), compare=False)
    seals: Sequence[str] = field(default=(), compare=False, repr=False)
    runs: Sequence[str] = field(default=(), compare=False, repr=False)
    last_time: str = field(default="", compare=False)
    size: int = field(default=0, compare=False)

    @property
    def found(self) -> Tuple[Found, ...]:
        """Return all that does not hold, the broken line first."""
        what = ": ".join(part for part in (self.reason, self.hint) if part)
        broken = (Found(self.kind, self.broken, what),) if self.broken else ()
        return broken + self.others


class Break(ValueError):
    """A line that does not hold: the name of what is wrong, and the words."""

    def __init__(self, kind: str, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.kind, self.reason, self.hint = kind, reason, hint


def canonical(record: Mapping[str, Any]) -> bytes:
    """Return the one spelling of a record that seals are made over: sorted keys, no blanks, UTF-8."""
    return _encode(record).encode()


def digest(record: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a record's canonical JSON, in hex."""
    return hashlib.sha256(canonical(record)).hexdigest()


def shown(text: Any, longest: int = 80) -> str:
    """Return text out of a file without control characters, second lines or bidirectional marks, and not too long."""
    kept = "".join(letter if letter.isprintable() else "?" for letter in str(text)[:longest])
    return kept + ("…" if len(str(text)) > longest else "")


def parse(line: bytes) -> Dict[str, Any]:
    """Read one line as the toolkit writes it.

    Raises:
        Break: it is no JSON object in the one spelling.
    """
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        raise Break(EDITED, "it is not JSON" if line else EMPTY_LINE) from None
    try:
        spelled = isinstance(record, dict) and canonical(record) == line
    except (ValueError, RecursionError):
        spelled = False
    if not spelled:
        raise Break(EDITED, "it is not spelled as the toolkit writes it")
    return dict(record)


def follow(line: bytes, head: Head) -> Tuple[Head, Dict[str, Any]]:
    """Check one line against the end of the chain before it.

    Raises:
        Break: it says what is wrong.
    """
    record = parse(line)
    _unbroken(line, record)
    if record.get("prev") != head.hash:
        raise Break(FOREIGN, "it does not follow the record before it")
    if record.get("seq") != head.seq + 1 or isinstance(record["seq"], bool):
        raise Break(FOREIGN, f"its number is {shown(record.get('seq'))}, {head.seq + 1} was due")
    return Head(head.seq + 1, str(record["hash"])), record


def _unbroken(line: bytes, record: Mapping[str, Any]) -> None:
    """Check a line's own seal, which is made over the line without it."""
    seal = record.get("hash")
    if not isinstance(seal, str) or not _HEX.match(seal):
        raise Break(EDITED, "its content does not match its seal")
    # A record cannot hold its own seal a second time.
    content = line.replace(f'"hash":"{seal}",'.encode(), b"", 1)
    if hashlib.sha256(content).hexdigest() != seal:
        raise Break(EDITED, "its content does not match its seal")


def lines(stream: BinaryIO) -> Iterator[bytes]:
    """Give the lines of a file, none of them longer than one that is already too long."""
    while True:
        line = stream.readline(LONGEST_LINE + 1)
        if not line:
            return
        yield line


class _Reader:
    """Walks along a chain and remembers what the judgement on the whole needs."""

    def __init__(self) -> None:
        self.head = Head()
        self.size = 0
        self.seals: List[str] = []
        self.runs: List[str] = []
        self.others: List[Found] = []
        self.time = ""
        self.steps: Dict[int, Found] = {}
        self.due: Dict[str, int] = {}
        self.begun: Dict[str, int] = {}

    def take(self, line: bytes) -> None:
        """Take the next line, or raise Break."""
        if len(line) > LONGEST_LINE:
            raise Break(EDITED, "it is longer than any record")
        if not line.endswith(b"\n"):
            raise Break(TORN, "it is torn: it has no end of line")
        self.head, record = follow(line[:-1], self.head)
        self.size += len(line)
        run = str(record.get("run", ""))
        self.seals.append(self.head.hash)
        self.runs.append(run)
        self._count(record, run)
        self._clock(record)

    def _count(self, record: Mapping[str, Any], run: str) -> None:
        kind, promised = record.get("kind"), record.get("checks")
        if kind == "run":
            if run in self.begun:
                what = f"the run {shown(run)} is written down twice: here and in line {self.begun[run]}"
                self.others.append(Found(TWICE, self.head.seq, what))
            self.begun.setdefault(run, self.head.seq)
            self.due[run] = self.due.get(run, 0) + (promised if isinstance(promised, int) else 0)
        elif kind == "check":
            self.due[run] = self.due.get(run, 0) - 1

    def _clock(self, record: Mapping[str, Any]) -> None:
        now = record.get("time")
        if isinstance(now, str) and _TIME.match(now):
            if behind(now, self.time):
                what = f"its time is {now}, the record before it is of {self.time}: the clock was set back"
                self.steps[self.head.seq] = Found(CLOCK, self.head.seq, what)
                self.time = now
            self.time = max(self.time, now)
        if record.get("kind") == "clock":  # the toolkit saw it itself, and closed that run's verdict
            self.steps.pop(_whole(record.get("record")), None)

    def audit(self, broken: int = 0, fault: Optional[Break] = None) -> Audit:
        """Return what was found up to here."""
        incomplete = tuple(run for run, missing in self.due.items() if missing > 0)
        others = [*self.others, *self.steps.values()]
        if not broken and self.runs and self.runs[-1] in incomplete:
            missing = self.due[self.runs[-1]]
            what = f"the run {shown(self.runs[-1])} promised {missing} more checks: it was killed, or they were cut off"
            others.append(Found(INCOMPLETE, self.head.seq, what))
        return Audit(
            self.head,
            broken or None,
            fault.reason if fault else "",
            incomplete,
            fault.kind if fault else "",
            fault.hint if fault else "",
            tuple(others),
            self.seals,
            self.runs,
            self.time,
            self.size,
        )


def _whole(value: Any) -> int:
    return value if isinstance(value, int) else 0


def behind(now: str, before: str) -> bool:
    """Tell whether a moment is earlier than one before it by more than clocks differ; both as evidence writes them."""
    if now >= before:
        return False
    try:
        return _seconds(before) - _seconds(now) > SKEW_SECONDS
    except (ValueError, OverflowError):
        return True  # a day that no calendar has


def _seconds(moment: str) -> int:
    return calendar.timegm(time.strptime(moment, "%Y-%m-%dT%H:%M:%SZ"))


def read(stream: BinaryIO) -> Audit:
    """Read a whole chain and name what does not hold."""
    reader = _Reader()
    rest = lines(stream)
    for number, line in enumerate(rest, start=1):
        try:
            reader.take(line)
        except Break as fault:
            if fault.kind == FOREIGN:
                fault = _misplaced(parse(line[:-1]), reader, number, rest)
            return reader.audit(number, fault)
    return reader.audit()


def _misplaced(record: Mapping[str, Any], reader: _Reader, number: int, rest: Iterator[bytes]) -> Break:
    """Say what became of the order, when a line that is sealed stands where it does not belong."""
    reason = "it does not follow the record before it"
    if record["hash"] in reader.seals:
        return Break(REPEATED, reason, f"it repeats record {reader.seals.index(record['hash']) + 1}")
    for further, line in enumerate(rest, start=number + 1):
        try:
            follow(line.rstrip(b"\n"), reader.head)
        except Break:
            continue
        return Break(REORDERED, reason, f"record {reader.head.seq + 1} stands in line {further}")
    seq, due = _whole(record.get("seq")), reader.head.seq + 1
    if seq > due:
        gone = f"record {due} is" if seq == due + 1 else f"records {due} to {seq - 1} are"
        return Break(REMOVED, reason, f"{gone} missing before it")
    return Break(FOREIGN, reason, "it continues another chain")


def verify(path: Any) -> Audit:
    """Read a whole chain and name the first line that does not hold, and what else does not.

    Raises:
        OSError: the file cannot be read.
    """
    with open(path, "rb") as stream:
        return read(stream)


def chains(folder: str) -> Dict[str, str]:
    """Return the evidence file of each site below a city's folder, or its folder of records; itself, if it is one."""
    if os.path.isfile(folder):
        return {os.path.basename(os.path.dirname(os.path.abspath(folder))): folder}
    records = os.path.join(folder, "records")
    records = records if os.path.isdir(records) else folder
    files = {site: os.path.join(records, site, EVIDENCE) for site in sorted(os.listdir(records))}
    return {site: file for site, file in files.items() if os.path.isfile(file)}


def told(file: str, audit: Audit) -> List[str]:
    """Give a line for each thing that was found in a file."""
    return [f"{shown(file, 300)}:{found.line}: {found.kind}: {found.what}" for found in audit.found]


def summary(sites: int, found: int) -> str:
    """Say in one line how it went."""
    told = f"{_counted(found, 'thing')} found" if found else "all holds"
    return f"{_counted(sites, 'site')} verified: {told}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Verify what the command line names; print what was found; return the exit code."""
    parser = argparse.ArgumentParser(description="Verify the evidence of a city's sites.")
    parser.add_argument("folder", help="the city's folder, its folder of records, or one evidence.jsonl")
    options = parser.parse_args(arguments)
    found = []
    try:
        files = chains(options.folder)
        for site, file in files.items():
            audit = verify(file)
            found += told(file, audit)
            if not audit.found:
                print(f"{shown(site)}: {audit.head.seq} records hold; the last seal is {audit.head.hash}")
    except OSError as error:
        print(f"{shown(error.filename, 300)}: cannot be read: {error.strerror}", file=sys.stderr)
        return 2
    if not files:
        print(f"{shown(options.folder, 300)}: there is no {EVIDENCE} in it", file=sys.stderr)
        return 2
    print("\n".join([*found, summary(len(files), len(found))]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
