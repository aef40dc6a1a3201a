# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The log of anchors: one signed line per anchor, which holds the heads of all sites' evidence chains together.

A run reads its last line and the heads that the last run left beside the evidence (`records/anchors.heads`). Those are
believed only as far as the signed root says the same, so the other sites' chains need not be read.
"""

from __future__ import annotations

import hashlib
import io
import os
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from ...module_utils import verify_evidence
from ...module_utils.message import join, say
from ...module_utils.verify_evidence import Break, Entry, Found, Head, Heads, Line, Log, canonical
from ..base import append_only, atomic_file
from ..base.errors import KioskError
from ..base.problem import Where
from .anchor_keys import WHAT, AnchorKeys
from .evidence import Known, stamp

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from .signing import Signer

HEADS = "anchors.heads"


@dataclass(frozen=True)
class Anchor:
    """One anchor that was made: its number, the digest of the log with it, and what is to be told."""

    seq: int
    digest: str
    note: str = ""

    @property
    def number(self) -> str:
        """Return 锚定编号, as forms print it."""
        return f"{self.seq} / {self.digest[:12]}"


@dataclass(frozen=True)
class Book:
    """How the log stands: what was read, the hash object that has read it, the lines that hold.

    `forgot` tells that this controller does not remember it, nothing if it does.
    """

    log: Log
    hashed: Any
    whole: bytes = field(repr=False)
    forgot: str = ""

    @property
    def size(self) -> int:
        """How many bytes of it hold."""
        return len(self.whole)

    @property
    def digest(self) -> str:
        """The digest of the log, in hex."""
        return str(self.hashed.hexdigest())

    def head(self, site: str) -> Head | None:
        """Return the head of a site's chain as it was anchored last."""
        return self.log.heads.of.get(site)

    def known(self, site: str) -> Known:
        """Return what its evidence is held against."""
        return Known(self.log.count, self.digest, self.head(site))


@dataclass(frozen=True)
class AnchorLog:
    """The log of one city, the keys beside it, and the folder of records with the heads that were anchored last."""

    folder: Path
    records: Path

    @property
    def path(self) -> Path:
        """The log."""
        return self.folder / verify_evidence.LOG

    @property
    def signers(self) -> Path:
        """The public keys, with their dates."""
        return self.folder / verify_evidence.SIGNERS

    @property
    def keys(self) -> AnchorKeys:
        """What it is held against."""
        return AnchorKeys(self.signers, self.path)

    @property
    def _heads(self) -> Path:
        return self.records / HEADS

    def read(self, now: datetime | None = None) -> Book:
        """Return how the log stands.

        Args:
            now: when it is to be continued; an anchor that says a later time was then made by a clock that was ahead.

        Raises:
            KioskError: it does not hold, or cannot be read.
        """
        try:
            data = self.path.read_bytes() if self.path.is_file() else b""
        except OSError as error:
            what = say("{what} cannot be read: {error}", what=WHAT, error=error.strerror)
            fix = say("repair the file's permissions")
            raise KioskError(what, where=Where(str(self.path)), fix=fix, id="log-unreadable") from error
        return self._book(data, stamp(now) if now else "")

    def forgot(self) -> str:
        """Tell that this controller does not remember the log, nothing if it does; a log that does not hold is told elsewhere."""
        try:
            return self.read().forgot
        except KioskError:
            return ""

    def ready(self, signer: Signer | None, now: datetime) -> None:
        """See to it before a run that what it leaves can be anchored; nothing is written.

        Raises:
            KioskError: the log does not hold, or the key that is named does not sign.
        """
        book = self.read(now)
        if signer:
            entry = Entry(book.log.count + 1, stamp(now), "", book.digest, book.log.heads.root, {})
            signed = replace(signer, sm2=None, tsa="").sign(canonical(entry.body()))
            self.keys.accept(Line(entry, signed.signatures))
            self.keys.hold(book.whole, entry.time, follows=True)

    def append(
        self,
        heads: Mapping[str, Head],
        run: str,
        now: datetime,
        signer: Signer,
        *,
        restarts: Collection[str] = (),
        book: Book | None = None,
    ) -> Anchor:
        """Anchor new heads of sites' chains, together with those of all others.

        Args:
            heads: the ends of the chains.
            run: whose.
            now: when.
            signer: what signs.
            restarts: those of the sites whose chains were begun anew.
            book: how the log stood when the run began; not read again if it still stands so. Of no use afterwards.

        Raises:
            KioskError: the log does not hold, nobody signs, or the disk is full: the log is then as it was.
        """
        with append_only.locked(self.path, WHAT) as fd:
            data = os.pread(fd, os.fstat(fd).st_size, 0)
            time = stamp(now)
            if not book or book.digest != hashlib.sha256(data).hexdigest():
                book = self._book(data, time)
            note = self._mend(fd, book)
            log = book.log
            new = {
                site: head for site, head in heads.items() if _is_new(head, log.heads.of.get(site), site in restarts)
            }
            if not new and log.last:
                return Anchor(log.count, book.digest, note)  # another run has anchored them together with its own
            before = log.last.entry.time if log.last else ""
            late = verify_evidence.behind(time, before)
            clock: str = say("the anchor before it is of {time}", time=before) if late else ""
            log.heads.put(new)
            again = tuple(sorted(set(restarts) & set(new)))
            entry = Entry(log.count + 1, time, run, book.digest, log.heads.root, new, again, clock)
            signed = signer.sign(canonical(entry.body()))
            line = Line(entry, signed.signatures)
            self.keys.accept(line)
            self.keys.hold(book.whole, time, follows=True)
            block = canonical({"entry": entry.body(), **signed.signatures}) + b"\n"
            append_only.write(fd, block)
            book.hashed.update(block)
            self._keep(log.heads, entry.seq, book.size + len(block), book.digest)
        notes = [note, clock and say("the clock was set back: {why}", why=clock), signed.note, book.forgot]
        return Anchor(entry.seq, book.digest, join([each for each in notes if each], "; "))

    def _book(self, data: bytes, now: str) -> Book:
        """Read what is new in the log since the heads were kept; all of it if they do not say what the log says."""
        whole = data[: data.rfind(b"\n") + 1]
        log, size = self._known(whole)
        forgot: str = ""
        if whole and not size:
            forgot = say(
                "{file} is not there, or is not the log's: whether the log has lost lines, only git's copy of it tells",
                file=self._heads,
            )
        digested = hashlib.sha256(whole[:size])
        for line in io.BytesIO(whole[size:]):
            try:
                log.take(log.count + 1, line, digested.hexdigest())
            except Break:
                self.keys.refuse(verify_evidence.read_log(io.BytesIO(whole)).found[-1])
            digested.update(line)
        self.keys.hold(whole, now)
        return Book(log, digested, whole, forgot)

    def _known(self, whole: bytes) -> tuple[Log, int]:
        """Return the log as the heads that were kept have it, and how many of its bytes that are; nothing if they are of no use."""
        try:
            first, *rest = self._heads.read_text(encoding="ascii").splitlines()
            seq, size, digest = first.split()
            rows = (row.split() for row in rest)
            read = int(size)
            heads = Heads({site: Head(int(number), seal) for site, number, seal in rows})
        except (OSError, ValueError):
            return Log(), 0
        if read > len(whole) or hashlib.sha256(whole[:read]).hexdigest() != digest:
            what = say(
                "this controller has seen {count} anchors that the log has no more: lines were taken away or changed",
                count=seq,
            )
            self.keys.refuse(Found(verify_evidence.ROLLED_BACK, whole.count(b"\n"), what))
        last = whole[:read].splitlines()[-1:]
        try:
            line = Line.parse(last[0])
        except (Break, IndexError):
            return Log(), 0
        if read < 0 or line.entry.root != heads.root or str(line.entry.seq) != seq:
            return Log(), 0
        return Log(heads=heads, count=line.entry.seq, last=line), read

    def _keep(self, heads: Heads, seq: int, size: int, digest: str) -> None:
        rows = [f"{site} {head.seq} {head.hash}\n" for site, head in sorted(heads.of.items())]
        atomic_file.put(self._heads, f"{seq} {size} {digest}\n{''.join(rows)}".encode())

    def _mend(self, fd: int, book: Book) -> str:
        """Set a line aside that a killed run has left torn."""
        if os.fstat(fd).st_size == book.size:
            return ""
        length, aside = append_only.set_aside(self.path, fd, book.size)
        return say(
            "a torn line of {length} bytes of {what} was moved to {place}", length=length, what=WHAT, place=aside
        )


def _is_new(head: Head, anchored: Head | None, restarted: bool) -> bool:
    return anchored is None or restarted or head.seq > anchored.seq
