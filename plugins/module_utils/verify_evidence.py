# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Verify evidence: the chains of a city's sites, read whole, and every line that does not hold named.

One file that an auditor copies and runs alone, with nothing else of ours:

    python3 verify_evidence.py inventory/city

Standard library only, Python 3.8 syntax; one file on purpose, however long. The toolkit itself verifies with this very file
whatever it appends to. Signatures need `ssh-keygen` (OpenSSH 9.1 or newer); SM2 signatures and RFC 3161 time stamps, where a
city has them, `openssl` 3.
Ends 0 if all holds, 1 if anything was found, 2 if there is nothing to verify.
"""

from __future__ import annotations

import argparse
import base64
import calendar
import errno
import hashlib
import itertools
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

GENESIS = "0" * 64
EVIDENCE = "evidence.jsonl"
LOG, SIGNERS, SM2, TSA = "log.jsonl", "signers", "sm2.pem", "tsa.pem"  # in the folder of anchors
NAMESPACE = "govkiosk-anchor"  # what a key signs for, so that no signature made for something else counts
PRINCIPAL = "govkiosk"
SM2_ID = "distid:1234567812345678"  # the identity of GB/T 32918 where none is agreed on (GM/T 0009)
LONGEST_LINE = 1 << 24  # bytes; a record is some hundred, with a long message some thousand
PATIENCE = 60  # seconds for one signature
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
ELSEWHERE = "another site's"  # a run was made of another site than its folder's
INCOMPLETE = "incomplete"  # the last run has fewer checks than it promised
# What only the log of anchors can tell.
MISSING = "missing"  # a chain that was anchored is not there
EMPTIED = "emptied"  # its file is empty
DROPPED = "last run dropped"  # it ends where it was anchored before the last time
OLD = "old copy"  # it ends where it was anchored at some time before that
CUT = "cut off"  # it ends before its anchor, anywhere
REWRITTEN = "rewritten"  # all its seals hold, and they are others than were anchored
UNANCHORED = "not anchored"  # its last records are in no anchor
UNSIGNED = "signature"  # an anchor is not signed by a key that was valid then
ROLLED_BACK = "log cut off"  # the log has fewer anchors than a chain or a form has seen
UNKNOWN = "unknown number"  # a form's number that neither the evidence nor the log has
UNSEEN = "not looked at"  # what this machine cannot check

EMPTY_LINE = "it is empty"
FOLLOWS_NOT = "it does not follow the record before it"

_HEX = re.compile(r"[0-9a-f]{64}\Z")
_BASE64 = re.compile(r"[A-Za-z0-9+/]{1,20000}={0,2}\Z")
_NUMBER = re.compile(r"([A-Za-z0-9._:-]{1,80}) / ([0-9a-f]{12})\Z")
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
        logs: where a run has noted how the log of anchors stood: record, number of anchors, digest of the log.
        anew: whether its first record says that it was begun anew.
    """

    head: Head
    broken: Optional[int]
    reason: str
    incomplete: Tuple[str, ...]
    kind: str
    hint: str
    others: Tuple[Found, ...]
    seals: Sequence[str]
    runs: Sequence[str]
    last_time: str
    size: int
    logs: Tuple[Tuple[int, int, str], ...]
    anew: bool

    @property
    def found(self) -> Tuple[Found, ...]:
        """Return all that does not hold, the broken line first."""
        what = ": ".join(part for part in (self.reason, self.hint) if part)
        broken = (Found(self.kind, self.broken, what),) if self.broken else ()
        return broken + self.others


class Break(ValueError):
    """A line that does not hold: the name of what is wrong, and the words."""

    def __init__(self, kind: str, reason: str, hint: str = "") -> None:
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
    if record.get("prev") != head.hash or type(record.get("seq")) is not int or record["seq"] != head.seq + 1:
        raise Break(FOREIGN, FOLLOWS_NOT)
    return Head(head.seq + 1, str(record["hash"])), record


def _unbroken(line: bytes, record: Mapping[str, Any]) -> None:
    """Check a line's own seal, which is made over the line without it."""
    seal = record.get("hash")
    own = f'"hash":"{seal}",'.encode()
    # Once: what stands in the line a second time would be taken out of it, too, and could be put in by anybody.
    if line.count(own) != 1 or hashlib.sha256(line.replace(own, b"")).hexdigest() != seal:
        raise Break(EDITED, "its content does not match its seal")


def lines(stream: BinaryIO) -> Iterator[bytes]:
    """Give the lines of a file, none of them longer than one that is already too long."""
    while True:
        line = stream.readline(LONGEST_LINE + 1)
        if not line:
            return
        yield line


class _Reader:
    """Walks along the chain of a site (nothing: of any) and remembers what the judgement on the whole needs."""

    def __init__(self, site: str = "") -> None:
        self.site = site
        self.strangers: Dict[str, int] = {}
        self.anew = False
        self.head = Head()
        self.size = 0
        self.seals: List[str] = []
        self.runs: List[str] = []
        self.others: List[Found] = []
        self.time = ""
        self.steps: Dict[int, Found] = {}
        self.due: Dict[str, int] = {}
        self.begun: Dict[str, int] = {}
        self.logs: List[Tuple[int, int, str]] = []

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
        self.anew = self.anew or (self.head.seq == 1 and record.get("kind") == "restart")
        self._place(record)
        self._count(record, run)
        self._clock(record)

    def _place(self, record: Mapping[str, Any]) -> None:
        """Look whether a record that names a site, as every run does, names the one of its folder."""
        if not self.site or (record.get("kind") != "run" and "site" not in record):
            return
        site = shown(record.get("site"))
        if record.get("site") != self.site and site not in self.strangers:
            self.strangers[site] = self.head.seq
            what = (
                f"the run {shown(record.get('run'))} is one of the site {site}, and its folder is {shown(self.site)}'s"
            )
            self.others.append(Found(ELSEWHERE, self.head.seq, what))

    def _count(self, record: Mapping[str, Any], run: str) -> None:
        kind, promised = record.get("kind"), record.get("checks")
        if kind == "run":
            if run in self.begun:
                what = f"the run {shown(run)} is written down twice: here and in line {self.begun[run]}"
                self.others.append(Found(TWICE, self.head.seq, what))
            self.begun.setdefault(run, self.head.seq)
            log = record.get("log")
            if isinstance(log, dict) and isinstance(log.get("seq"), int):
                self.logs.append((self.head.seq, log["seq"], str(log.get("digest"))))
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
            tuple(self.logs),
            self.anew,
        )


def _whole(value: Any) -> int:
    return value if type(value) is int else 0


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


def read(stream: BinaryIO, site: str = "") -> Audit:
    """Read the whole chain of a site and name what does not hold."""
    reader = _Reader(site)
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
    if record["hash"] in reader.seals:
        return Break(REPEATED, FOLLOWS_NOT, f"it repeats record {reader.seals.index(record['hash']) + 1}")
    for further, line in enumerate(rest, start=number + 1):
        try:
            follow(line.rstrip(b"\n"), reader.head)
        except Break:
            continue
        return Break(REORDERED, FOLLOWS_NOT, f"record {reader.head.seq + 1} stands in line {further}")
    seq, due = _whole(record.get("seq")), reader.head.seq + 1
    if seq > due:
        gone = f"record {due} is" if seq == due + 1 else f"records {due} to {seq - 1} are"
        return Break(REMOVED, FOLLOWS_NOT, f"{gone} missing before it")
    return Break(FOREIGN, FOLLOWS_NOT, "it continues another chain")


def verify(path: Any) -> Audit:
    """Read a whole chain, of the site that its folder is named after; name the first line that does not hold, and what else.

    Raises:
        OSError: the file cannot be read.
    """
    with open(path, "rb") as stream:
        return read(stream, site_of(path))


def site_of(path: Any) -> str:
    """Return the site that a chain is of: the name of its folder."""
    return str(os.path.basename(os.path.dirname(os.path.abspath(path))))


# The log of anchors: one line per anchor, `{"entry": {...}, "ssh": signature, ...}`. An entry names the heads that are new, the
# root over the heads of all sites, and the digest of the whole log before it; the signature is over the entry's canonical JSON.


class Heads:
    """The heads of all sites, and the root of the Merkle tree over them (RFC 9162 2.1.1; a leaf is `site number seal`)."""

    def __init__(self, heads: Mapping[str, Head]) -> None:
        self.of = dict(heads)
        self._plant()

    def _plant(self) -> None:
        self._sites = {site: at for at, site in enumerate(sorted(self.of))}
        self._levels = [[_leaf(site, self.of[site]) for site in self._sites]]
        while len(self._levels[-1]) > 1:
            below = self._levels[-1]
            self._levels.append([_node(below, at) for at in range((len(below) + 1) // 2)])

    def put(self, heads: Mapping[str, Head]) -> None:
        """Take new heads; what the root then costs depends on how many they are, not on how many sites there are."""
        strangers = [site for site in heads if site not in self.of]
        self.of.update(heads)
        if strangers:
            self._plant()
            return
        for site, head in heads.items():
            at = self._sites[site]
            self._levels[0][at] = _leaf(site, head)
            for below, above in zip(self._levels, self._levels[1:]):
                at //= 2
                above[at] = _node(below, at)

    @property
    def root(self) -> str:
        """Return the root, in hex."""
        return (self._levels[-1][0] if self.of else hashlib.sha256().digest()).hex()


def _leaf(site: str, head: Head) -> bytes:
    return hashlib.sha256(b"\0" + f"{site} {head.seq} {head.hash}".encode()).digest()


def _node(below: Sequence[bytes], at: int) -> bytes:
    pair = below[2 * at : 2 * at + 2]
    return hashlib.sha256(b"\1" + b"".join(pair)).digest() if len(pair) == 2 else pair[0]


@dataclass(frozen=True)
class Entry:
    """One anchor: its number, time, run; the heads that are new in it; the root over all; the digest of the log before it."""

    seq: int
    time: str
    run: str
    prev: str
    root: str
    heads: Mapping[str, Head]
    restarts: Tuple[str, ...] = ()
    clock: str = ""

    def body(self) -> Dict[str, Any]:
        """Return what is signed."""
        more: Dict[str, Any] = {"restarts": list(self.restarts)} if self.restarts else {}
        if self.clock:
            more["clock"] = self.clock
        heads = {site: [head.seq, head.hash] for site, head in self.heads.items()}
        return {
            "kind": "anchor", "seq": self.seq, "time": self.time, "run": self.run, "prev": self.prev, "root": self.root,
            "heads": heads, **more,
        }  # fmt: skip

    @staticmethod
    def parse(body: Any) -> Entry:
        """Read what is signed.

        Raises:
            Break: it is no anchor.
        """
        try:
            heads = {str(site): Head(int(seq), str(seal)) for site, (seq, seal) in body["heads"].items()}
            entry = Entry(
                int(body["seq"]), str(body["time"]), str(body["run"]), str(body["prev"]), str(body["root"]), heads,
                tuple(map(str, body.get("restarts", ()))), str(body.get("clock", "")),
            )  # fmt: skip
            known = (
                set(entry.restarts) <= set(heads)
                and canonical(entry.body()) == canonical(body)  # to Python 3 is 3.0, and 1 is true
                and _TIME.match(entry.time)
                and all(map(_HEX.match, (entry.prev, entry.root)))
            )
        except (AttributeError, KeyError, TypeError, ValueError, OverflowError):
            known = None
        if not known:
            raise Break(EDITED, "it is no anchor")
        return entry


@dataclass(frozen=True)
class Line:
    """One line of the log: the anchor, and what was signed over its canonical JSON by which means, in base64."""

    entry: Entry
    signatures: Mapping[str, str]

    @staticmethod
    def parse(line: bytes) -> Line:
        """Read one line.

        Raises:
            Break: it is not spelled as the toolkit writes it, or no anchor.
        """
        record = parse(line)
        entry = Entry.parse(record.pop("entry", None))
        if not all(isinstance(value, str) for value in record.values()) or not set(record) <= {"ssh", "sm2", "tsa"}:
            raise Break(EDITED, "it is no anchor")
        return Line(entry, record)


@dataclass
class Log:
    """What reading the log of anchors found.

    Attributes:
        entries: the anchors that hold, in order.
        digests: of each of them, the digest of the log up to and with it.
        found: what does not hold, the first broken line last.
        signed: of each line its number, and what was signed how.
        heads: the heads of all sites after the last anchor.
        history: of each site, the anchors that had it, and the head that it had; from its last new beginning on.
        begun: of each site that was begun anew, the anchor that said so last.
        count: how many anchors there are, those that were read earlier among them.
        last: the last anchor.
    """

    entries: List[Entry] = field(default_factory=list)
    digests: List[str] = field(default_factory=list)
    found: List[Found] = field(default_factory=list)
    signed: List[Tuple[int, Line]] = field(default_factory=list)
    heads: Heads = field(default_factory=lambda: Heads({}))
    history: Dict[str, List[Tuple[int, Head]]] = field(default_factory=dict)
    begun: Dict[str, int] = field(default_factory=dict)
    count: int = 0
    last: Optional[Line] = None

    def take(self, number: int, line: bytes, prev: str) -> None:
        """Take the next line, which stands after a log of that digest, or raise Break."""
        if len(line) > LONGEST_LINE or not line.endswith(b"\n"):
            raise Break(TORN, "it is torn: it has no end of line")
        read_line = Line.parse(line[:-1])
        entry = read_line.entry
        if entry.prev != prev:
            raise Break(FOREIGN, "it was not signed over the lines before it", str(entry.seq))
        if entry.seq != self.count + 1:
            raise Break(EDITED, f"its number is {entry.seq}, {self.count + 1} was due")
        self.heads.put(entry.heads)
        if self.heads.root != entry.root:
            raise Break(EDITED, "its root is not the one over the heads of all sites")
        before = self.last.entry.time if self.last else ""
        if behind(entry.time, before) and not entry.clock:
            what = f"its time is {entry.time}, the anchor before it is of {before}: the clock was set back"
            self.found.append(Found(CLOCK, number, what))
        self.count, self.last = entry.seq, read_line
        self.entries.append(entry)
        self.signed.append((number, read_line))
        for site, head in entry.heads.items():
            if site in entry.restarts:
                self.history[site], self.begun[site] = [], entry.seq
            self.history.setdefault(site, []).append((entry.seq, head))


def read_log(stream: BinaryIO) -> Log:
    """Read the whole log of anchors and name what does not hold, but for the signatures."""
    log, digested = Log(), hashlib.sha256()
    seen: Dict[bytes, int] = {}
    rest = lines(stream)
    for number, line in enumerate(rest, start=1):
        try:
            log.take(number, line, digested.hexdigest())
        except Break as fault:
            log.found.append(_log_fault(fault, number, line, seen, rest, digested.hexdigest()))
            return log
        digested.update(line)
        log.digests.append(digested.hexdigest())
        seen[line] = number
    return log


def _log_fault(
    fault: Break, number: int, line: bytes, seen: Mapping[bytes, int], rest: Iterator[bytes], prev: str
) -> Found:
    """Say what became of the order, when an anchor stands where it does not belong."""
    if fault.kind != FOREIGN:
        return Found(fault.kind, number, fault.reason)
    if line in seen:
        return Found(REPEATED, number, f"{fault.reason}: it repeats line {seen[line]}")
    for further, other in enumerate(rest, start=number + 1):
        try:
            belongs = Line.parse(other.rstrip(b"\n")).entry.prev == prev
        except Break:
            continue
        if belongs:
            return Found(REORDERED, number, f"{fault.reason}: the one that follows stands in line {further}")
    if fault.hint.isdigit() and int(fault.hint) > number:
        return Found(REMOVED, number, f"{fault.reason}: anchors {number} to {int(fault.hint) - 1} are missing")
    return Found(EDITED, number, f"{fault.reason}: they were changed since")


def compare(
    audit: Optional[Audit], history: Sequence[Tuple[int, Head]], anchors: int, digests: Sequence[str] = ()
) -> Tuple[Found, ...]:
    """Hold a chain against the log of anchors: what its own seals cannot tell.

    Args:
        audit: what the chain is like; None if its file is gone.
        history: the anchors that had it, and the head that it had.
        anchors: how many there are.
        digests: of each of them, the digest of the log with it; what runs noted of them is not looked at without.
    """
    found = [] if audit is None else list(_seen(audit, anchors, digests))
    if not history:
        if audit and audit.seals and anchors:
            found.append(Found(UNANCHORED, 1, f"its {_counted(len(audit.seals), 'record')} are in no anchor"))
        return tuple(found)
    last, head = history[-1]
    if audit is None:
        return (Found(MISSING, 0, f"the file is gone; anchor {last} had {head.seq} records"),)
    have = len(audit.seals)
    for number, anchored in history:
        if 0 < anchored.seq <= have and audit.seals[anchored.seq - 1] != anchored.hash:
            what = f"its record {anchored.seq} is not the one that anchor {number} had: the chain was made anew"
            return (*found, Found(REWRITTEN, anchored.seq, what))
    if have < head.seq and audit.kind in ("", TORN):
        found.append(_short(audit, history))
    elif have > head.seq:
        found.append(Found(UNANCHORED, head.seq + 1, f"records {head.seq + 1} to {have} are in no anchor"))
    return tuple(found)


def _short(audit: Audit, history: Sequence[Tuple[int, Head]]) -> Found:
    """Name a chain that ends before its anchor."""
    have, (last, head) = len(audit.seals), history[-1]
    gone = f"records {have + 1} to {head.seq}, which anchor {last} had, are missing"
    if not have:
        return Found(EMPTIED, 0, gone)
    earlier = [number for number, anchored in history if anchored == audit.head]
    if not earlier:
        return Found(CUT, have, gone)
    if earlier[-1] == history[-2][0]:  # the last one had more, so there are two
        return Found(DROPPED, have, f"it ends where anchor {earlier[-1]} had it: {gone}")
    return Found(OLD, have, f"it ends where anchor {earlier[-1]} had it: {gone}")


def _seen(audit: Audit, anchors: int, digests: Sequence[str]) -> Iterator[Found]:
    """Hold the log against what runs noted of it: it can be shortened, but not in the memory of every chain."""
    for record, seq, digested in audit.logs:
        if seq > anchors:
            what = f"record {record} was written when the log had {_counted(seq, 'anchor')}, now {anchors} of them hold"
            yield Found(ROLLED_BACK, record, what)
        elif 0 < seq <= len(digests) and digests[seq - 1] != digested:
            what = f"record {record} has seen another anchor {seq} than stands in the log: the log was made anew"
            yield Found(REWRITTEN, record, what)


def moments(times: Sequence[str]) -> List[Tuple[str, ...]]:
    """Return for each anchor, in order, when it may have been made: its key has to be valid at one of these times.

    Each anchor is signed over all before it, so it was made after them. One whose own time lies behind that of a later one was
    made by a clock that was ahead: after the anchor before it, and before the earliest that follows. Any other is of the time
    that it says. An ended key that dates an anchor back says by this that all later ones are of that day, when their key was
    not valid.
    """
    earliest = list(itertools.accumulate(reversed(times), min))[::-1]
    before = ["", *earliest]
    return [(end, start or end) if behind(end, time) else (time,) for time, end, start in zip(times, earliest, before)]


def unsigned(log: Log, signers: str, sm2: str = "", tsa: str = "") -> List[Found]:
    """Check the signatures of all anchors; give what does not hold, and what this machine cannot look at.

    Args:
        log: the log.
        signers: file of the public keys that sign anchors, each with its dates (ssh-keygen(1), ALLOWED SIGNERS).
        sm2: certificate that SM2 signatures are held against; they are not looked at without.
        tsa: certificates that RFC 3161 time stamps are held against; they are not looked at without.
    """
    if not log.signed:
        return []
    if not os.path.isfile(signers):
        return [Found(UNSIGNED, 0, f"there is no file {shown(signers, 300)} of the keys that sign")]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        made = moments([line.entry.time for _number, line in log.signed])
        problems = list(pool.map(lambda each, at: _unsigned(each[1], signers, sm2, tsa, at), log.signed, made))
    found = [Found(kind, number, what) for (number, _line), each in zip(log.signed, problems) for kind, what in each]
    for name, means, file in (("SM2 signatures", "sm2", sm2), ("time stamps", "tsa", tsa)):
        have = sum(means in line.signatures for _number, line in log.signed)
        if have and not file:
            found.append(
                Found(UNSEEN, 0, f"{_counted(have, 'anchor')} with {name}, and no certificate to hold them against")
            )
    return found


def _unsigned(line: Line, signers: str, sm2: str, tsa: str, made: Sequence[str]) -> List[Tuple[str, str]]:
    try:
        return _not_signed(line, signers, sm2, tsa, made)
    except TimeoutError as late:
        return [(UNSEEN, f"anchor {line.entry.seq}: {late.filename} {late.strerror}")]


def _not_signed(line: Line, signers: str, sm2: str, tsa: str, made: Sequence[str]) -> List[Tuple[str, str]]:
    entry, found = line.entry, []
    ahead = made[0] != entry.time
    if not any(signed_by_ssh(line, signers, at) for at in made):
        what = (
            f"anchor {entry.seq} is not signed by a key of {os.path.basename(signers)} that was valid at {entry.time}"
        )
        if ahead:
            what = f"anchor {entry.seq} says {entry.time}, but an anchor after it is of {made[0]}, and its key was not valid then"
        found.append((UNSIGNED, what))
    if sm2 and "sm2" in line.signatures and not any(signed_by_sm2(line, sm2, at) for at in made):
        what = f"anchor {entry.seq} is not signed by the key of {os.path.basename(sm2)}, or not while that was valid"
        found.append((UNSIGNED, what))
    if tsa and "tsa" in line.signatures:
        stamped = stamped_at(line, tsa)
        if not stamped:
            found.append((UNSIGNED, f"the time stamp of anchor {entry.seq} does not hold"))
        elif not ahead and (behind(entry.time, stamped) or behind(stamped, entry.time)):
            what = f"anchor {entry.seq} says {entry.time}, its time stamp says {stamped}: the clock was not right"
            found.append((CLOCK, what))
    return found


def signed_by_ssh(line: Line, signers: str, at: str = "") -> bool:
    """Tell whether an anchor has the Ed25519 signature of a key that was valid at a time, its own unless one is given."""
    text = line.signatures.get("ssh", "")
    if not _decoded(text):
        return False
    rows = "\n".join(text[start : start + 70] for start in range(0, len(text), 70))
    armoured = f"-----BEGIN SSH SIGNATURE-----\n{rows}\n-----END SSH SIGNATURE-----\n"
    when = "verify-time=" + re.sub(r"[-:T]", "", at or line.entry.time)
    with _file(armoured.encode()) as signature:
        command = ["ssh-keygen", "-Y", "verify", "-f", signers, "-I", PRINCIPAL, "-n", NAMESPACE, "-s", signature]
        return _run([*command, "-O", when], canonical(line.entry.body())).returncode == 0


def signed_by_sm2(line: Line, certificate: str, at: str) -> bool:
    """Tell whether an anchor has the SM2 signature (with SM3) of a certificate's key, if it was made at a time."""
    dates = _run(["openssl", "x509", "-in", certificate, "-noout", "-startdate", "-enddate"])
    valid = [_openssl_time(each) for each in re.findall(r"=(.*)", dates.stdout.decode("latin-1"))]
    if len(valid) != 2 or not valid[0] <= at <= valid[1]:
        return False
    key = _run(["openssl", "x509", "-in", certificate, "-noout", "-pubkey"]).stdout
    with _file(key) as public, _file(_decoded(line.signatures["sm2"])) as signature:
        command = ["openssl", "dgst", "-sm3", "-verify", public, "-sigopt", SM2_ID, "-signature", signature]
        return _run(command, canonical(line.entry.body())).returncode == 0


def stamped_at(line: Line, certificates: str) -> str:
    """Return the time, as evidence writes it, that an RFC 3161 server has seen an anchor at; empty if that does not hold."""
    with _file(_decoded(line.signatures["tsa"])) as reply, _file(canonical(line.entry.body())) as body:
        if _run(["openssl", "ts", "-verify", "-data", body, "-in", reply, "-CAfile", certificates]).returncode != 0:
            return ""
        text = _run(["openssl", "ts", "-reply", "-in", reply, "-text"]).stdout.decode("latin-1")
    said = re.search(r"^Time stamp: (.*)$", text, re.MULTILINE)
    return _openssl_time(said.group(1)) if said else ""


def _openssl_time(text: str) -> str:
    """Return a time such as `Nov 30 13:37:52 2026 GMT` as evidence writes it."""
    try:
        moment = time.strptime(re.sub(r"\.[0-9]+", "", text.strip()), "%b %d %H:%M:%S %Y GMT")
    except ValueError:
        return ""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", moment)


def _decoded(text: str) -> bytes:
    """Return what base64 text stands for, nothing if it is another spelling of that than the toolkit's."""
    try:
        data = base64.b64decode(text) if _BASE64.match(text) else b""
    except ValueError:
        return b""
    return data if base64.b64encode(data).decode() == text else b""


@contextmanager
def _file(content: bytes) -> Iterator[str]:
    """Give a file with that content, as long as it is needed."""
    with tempfile.NamedTemporaryFile(prefix="govkiosk-") as file:
        file.write(content)
        file.flush()
        yield file.name


def _run(command: Sequence[str], data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run a program.

    Raises:
        OSError: it is not there, or (TimeoutError) does not answer.
    """
    environment = {**os.environ, "LC_ALL": "C"}
    try:
        return subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE, check=False, env=environment)
    except subprocess.TimeoutExpired:
        raise TimeoutError(errno.ETIMEDOUT, f"did not answer within {PATIENCE} s", command[0]) from None


class Number:
    """A number that a form prints: 证据编号 `run / twelve digits of a seal`, or 锚定编号 `number / twelve digits of the log`."""

    def __init__(self, text: str) -> None:
        """Read one.

        Raises:
            ValueError: it is none.
        """
        found = _NUMBER.match(text.strip())
        if not found:
            raise ValueError(
                f"{shown(text)} is no number of a form: it is read off its foot, such as 20261123T113600Z-abc123 / 9f86d081884c"
            )
        self.text, self.of, self.digits = text.strip(), found.group(1), found.group(2)
        self.said: List[str] = []
        self.wrong = True

    def seek(self, site: str, audit: Audit, log: Log) -> None:
        """Look for it in a site's chain."""
        for at, (run, seal) in enumerate(zip(audit.runs, audit.seals), start=1):
            if run == self.of and seal.startswith(self.digits):
                anchors = (number for number, head in log.history.get(site, ()) if head.seq >= at)
                number = next(anchors, 0)
                where = (
                    f"anchor {number} of {log.entries[number - 1].time} has it"
                    if number
                    else "未锚定: no anchor has it"
                )
                self.said.append(f"{self.text}: record {at} of {shown(site)}; {where}")
                self.wrong = False

    def conclude(self, log: Log) -> None:
        """Look for it in the log, where it is not in a chain or is the number of an anchor."""
        for entry, digested in zip(log.entries, log.digests):
            if str(entry.seq) == self.of and digested.startswith(self.digits):
                self.said.append(f"{self.text}: anchor {entry.seq} of {entry.time}, run {shown(entry.run)}")
                self.wrong = False
            for site, head in entry.heads.items():
                if self.wrong and entry.run == self.of and head.hash.startswith(self.digits):
                    what = (
                        f"anchor {entry.seq} had it as record {head.seq} of {shown(site)}, whose chain has it no more"
                    )
                    self.said.append(f"{self.text}: {MISSING}: {what}")
        if not self.said:
            self.said.append(f"{self.text}: {UNKNOWN}: neither evidence nor log has it")


@dataclass
class Report:
    """What was verified.

    Attributes:
        sites: of each site the end of its chain.
        sound: the sites whose chains hold.
        found: what does not hold, a line each.
        said: the answer to each number of a form that was asked for.
        line: all of it in one line.
    """

    sites: Dict[str, Head] = field(default_factory=dict)
    sound: List[str] = field(default_factory=list)
    found: List[str] = field(default_factory=list)
    said: List[str] = field(default_factory=list)
    line: str = ""


@dataclass(frozen=True)
class Witnesses:
    """Where the log of anchors lies, and the keys and certificates that it is held against; empty if there are none."""

    log: str = ""
    signers: str = ""
    sm2: str = ""
    tsa: str = ""

    @staticmethod
    def beside(folder: str, signers: str = "", sm2: str = "", tsa: str = "") -> Witnesses:
        """Return those of a folder of anchors, some of them from elsewhere."""
        own = {name: os.path.join(folder, name) for name in (LOG, SIGNERS, SM2, TSA)}
        sm2, tsa = (
            given or (own[name] if os.path.isfile(own[name]) else "") for given, name in ((sm2, SM2), (tsa, TSA))
        )
        return Witnesses(own[LOG], os.path.abspath(signers or own[SIGNERS]), sm2, tsa)


def inspect(files: Mapping[str, str], witnesses: Witnesses, numbers: Sequence[Number], *, whole: bool) -> Report:
    """Verify the chains of a city's sites, the log of its anchors, and each against the other.

    Args:
        files: of each site its chain.
        witnesses: the log, and the keys that it is held against.
        numbers: numbers of forms to be looked up.
        whole: whether these are all the sites of the city.

    Raises:
        OSError: a file cannot be read, or a program is not there.
    """
    report, log, about = Report(), Log(), []
    if os.path.isfile(witnesses.log):
        with open(witnesses.log, "rb") as stream:
            log = read_log(stream)
        about += log.found + unsigned(log, witnesses.signers, witnesses.sm2, witnesses.tsa)
        report.found += described(witnesses.log, about)
    for site, file in files.items():
        audit = verify(file)
        report.sites[site] = audit.head
        found = (*audit.found, *compare(audit, log.history.get(site, ()), log.count, log.digests))
        if site in log.begun and audit.seals and not audit.anew:
            what = f"anchor {log.begun[site]} begins it anew, and its first record does not say so"
            found += (Found(REWRITTEN, 1, what),)
        report.found += described(file, found)
        if not found:
            report.sound.append(site)
        for number in numbers:
            number.seek(site, audit, log)
    for site in sorted(set(log.history) - set(files)) if whole else ():
        report.found += described(site, compare(None, log.history[site], log.count))
    if os.path.lexists(witnesses.signers) and not log.count and not about:
        # Not if there is a line that does not hold: that is told already.
        what = (
            "there are keys that sign anchors, and no anchor: the log was taken away or emptied, or none was made yet"
        )
        report.found += described(witnesses.log, [Found(MISSING, 0, what)])
    for number in numbers:
        number.conclude(log)
        (report.found if number.wrong else report.said).extend(number.said)
    report.line = summary(len(report.sites), len(report.found), log.count)
    return report


def chains(folder: str) -> Dict[str, str]:
    """Return the evidence file of each site below a city's folder, or its folder of records; itself, if it is one."""
    if os.path.isfile(folder):
        return {site_of(folder): folder}
    records = os.path.join(folder, "records")
    records = records if os.path.isdir(records) else folder
    files = {site: os.path.join(records, site, EVIDENCE) for site in sorted(os.listdir(records))}
    return {site: file for site, file in files.items() if os.path.isfile(file)}


def anchors_of(folder: str) -> str:
    """Return the folder of anchors of a city, its records, or one chain; the city's own before that in its records."""
    place = os.path.abspath(folder)
    if os.path.isdir(os.path.join(place, "records")):
        city, records = place, os.path.join(place, "records")
    else:
        records = os.path.dirname(os.path.dirname(place)) if os.path.isfile(place) else place
        city = os.path.dirname(records)
    places = [os.path.join(each, "anchors") for each in (city, records)]
    names = (LOG, SIGNERS)
    return next(
        (each for each in places if any(os.path.lexists(os.path.join(each, name)) for name in names)), places[0]
    )


def described(file: str, found: Sequence[Found]) -> List[str]:
    """Give a line for each thing that was found in a file."""
    return [f"{shown(file, 300)}:{each.line}: {each.kind}: {each.what}" for each in found]


def summary(sites: int, found: int, anchors: int) -> str:
    """Say in one line how it went."""
    of_anchors = f" against {_counted(anchors, 'anchor')}" if anchors else ", 未锚定 (no log of anchors)"
    wrong = f"{_counted(found, 'thing')} found" if found else "all holds"
    return f"{_counted(sites, 'site')} verified{of_anchors}: {wrong}"


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Verify what the command line names; print what was found; return the exit code."""
    parser = argparse.ArgumentParser(description="Verify the evidence of a city's sites.")
    parser.add_argument("folder", help="the city's folder, its folder of records, or one evidence.jsonl")
    parser.add_argument(
        "--anchors", help="the folder of the log of anchors; 'anchors' in the city's folder or its records unless given"
    )
    parser.add_argument("--signers", default="", help="the keys that sign anchors; those beside the log unless given")
    parser.add_argument("--sm2", default="", help="certificate (PEM) that SM2 signatures are held against")
    parser.add_argument("--tsa", default="", help="certificates (PEM) that RFC 3161 time stamps are held against")
    parser.add_argument("--form", action="append", default=[], help="证据编号 or 锚定编号 of a form, to be looked up")
    options = parser.parse_args(arguments)
    anchors = options.anchors or anchors_of(options.folder)
    try:
        numbers = [Number(text) for text in options.form]
        files = chains(options.folder)
        if options.anchors and not os.path.isfile(os.path.join(anchors, LOG)):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), os.path.join(anchors, LOG))
        witnesses = Witnesses.beside(anchors, options.signers, options.sm2, options.tsa)
        report = inspect(files, witnesses, numbers, whole=os.path.isdir(options.folder))
    except OSError as error:
        print(f"{shown(error.filename, 300)}: cannot be read: {error.strerror}", file=sys.stderr)
        return 2
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    if not report.sites:
        print(f"{shown(options.folder, 300)}: there is no {EVIDENCE} in it", file=sys.stderr)
        return 2
    for site in report.sound:
        print(f"{shown(site)}: {report.sites[site].seq} records hold; the last seal is {report.sites[site].hash}")
    print("\n".join([*report.found, *report.said, report.line]))
    return 1 if report.found else 0


if __name__ == "__main__":
    sys.exit(main())
