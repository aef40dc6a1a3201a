# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Evidence: the append-only record of every check, one JSON object per line, each line sealed over the one before.

The seal of a record is the SHA-256 of its canonical JSON (sorted keys, no blanks, UTF-8) without the field `hash`
but with `prev`, the seal of the record before it. Times are UTC, ISO 8601.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ..errors import KioskError, Where

if TYPE_CHECKING:
    from pathlib import Path

GENESIS = "0" * 64
MASK = "***"
_TAIL = 1 << 16
_SHORTEST_SECRET = 4  # masking shorter strings would eat ordinary words

_SECRET_KEY = re.compile(r"passw|passphrase|secret|token|credential|private_?key|psk|community|cipher", re.IGNORECASE)
_SECRET_TEXT = re.compile(
    r"(?P<keep>"
    r"\bpass(?:word|phrase)\s*[=:]\s*"
    r"|\b(?:password|(?:pre-)?shared-key|community (?:read|write))\s+(?:(?:simple|hash|(?:irreversible-)?cipher)\s+)"
    r"|\bcommunity (?:read|write)\s+(?!simple|cipher)"
    r"|\bcipher\s+(?=[%$])"
    r")[^\s,;\"']+",
    re.IGNORECASE,
)
_SECRET_URL = re.compile(r"(?P<keep>://[^/\s:@]*:)[^/\s]*(?=@)")
_PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL)


@dataclass(frozen=True)
class Run:
    """One run of the toolkit: its id, the tool's version, the digest of the inventory that it ran on."""

    id: str
    tool: str
    inventory: str


@dataclass(frozen=True)
class Head:
    """The end of a chain: how many records it has and the seal of the last one."""

    seq: int = 0
    hash: str = GENESIS


@dataclass(frozen=True)
class Appended:
    """What an append did; `note` tells of a torn line that was set aside, empty if there was none."""

    head: Head
    note: str = ""


@dataclass(frozen=True)
class Audit:
    """What reading a whole chain found.

    Attributes:
        head: the last record that holds.
        broken: number of the first line that does not hold, counted from 1; None if all hold.
        reason: what is wrong with that line.
        incomplete: runs that promised more checks than the chain holds, after a kill or a cut tail.
    """

    head: Head
    broken: int | None = None
    reason: str = ""
    incomplete: tuple[str, ...] = ()


def canonical(record: Mapping[str, Any]) -> bytes:
    """Return the one spelling of a record that seals are made over."""
    text = json.dumps(record, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def digest(record: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a record's canonical JSON, in hex."""
    return hashlib.sha256(canonical(record)).hexdigest()


def redact(value: Any, secrets: Sequence[str] = ()) -> Any:
    """Mask what must never be kept: known secrets, values of secret-looking keys, passwords in CLI lines and URLs."""
    if isinstance(value, Mapping):
        return {str(k): MASK if _SECRET_KEY.search(str(k)) else redact(v, secrets) for k, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [redact(entry, secrets) for entry in value]
    if not isinstance(value, str):
        return value
    for secret in sorted((s for s in secrets if len(s) >= _SHORTEST_SECRET), key=len, reverse=True):
        value = value.replace(secret, MASK)
    value = _SECRET_URL.sub(rf"\g<keep>{MASK}", _PRIVATE_KEY.sub(MASK, value))
    return _SECRET_TEXT.sub(rf"\g<keep>{MASK}", value)


def bodies(
    run: Run, site: str, checks: Sequence[Mapping[str, Any]], now: datetime, secrets: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Return the unsealed records of one run on one site: the run itself, then one per check."""
    time = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    first = {
        "kind": "run",
        "run": run.id,
        "time": time,
        "site": site,
        "tool": run.tool,
        "inventory": run.inventory,
        "checks": len(checks),
    }
    return [first, *({**redact(check, secrets), "kind": "check", "run": run.id, "time": time} for check in checks)]


def seal(records: Iterable[Mapping[str, Any]], head: Head) -> tuple[bytes, Head]:
    """Return the lines that continue a chain, and its new end."""
    lines = []
    for record in records:
        body = {**record, "seq": head.seq + 1, "prev": head.hash}
        head = Head(head.seq + 1, digest(body))
        lines.append(canonical({**body, "hash": head.hash}) + b"\n")
    return b"".join(lines), head


def follow(line: bytes, head: Head) -> tuple[Head, dict[str, Any]]:
    """Check one line against the end of the chain before it; raise ValueError that says what is wrong."""
    try:
        record = json.loads(line)
    except ValueError:
        raise ValueError("it is not JSON") from None
    if not isinstance(record, dict) or canonical(record) != line:
        raise ValueError("it is not spelled as the toolkit writes it")
    if record.get("prev") != head.hash:
        raise ValueError("it does not follow the record before it")
    if record.get("seq") != head.seq + 1:
        raise ValueError(f"its number is {record.get('seq')}, {head.seq + 1} was due")
    sealed = record.pop("hash", None)
    if sealed != digest(record):
        raise ValueError("its content does not match its seal")
    return Head(head.seq + 1, str(sealed)), record


def verify(path: Path) -> Audit:
    """Read a whole chain and name the first line that does not hold."""
    head = Head()
    due: dict[str, int] = {}
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            if not line.endswith(b"\n"):
                return Audit(head, number, "it is torn: it has no end of line", _incomplete(due))
            try:
                head, record = follow(line[:-1], head)
            except ValueError as error:
                return Audit(head, number, str(error), _incomplete(due))
            run = str(record.get("run"))
            due[run] = due.get(run, 0) + (int(record["checks"]) if record.get("kind") == "run" else 0)
            due[run] -= record.get("kind") == "check"
    return Audit(head, incomplete=_incomplete(due))


def _incomplete(due: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(run for run, missing in due.items() if missing > 0)


def append(path: Path, records: Sequence[Mapping[str, Any]]) -> Appended:
    """Continue the chain in a file; all records or none, on the disk when this returns.

    A torn last line, left by a kill, is moved to `<file>.torn` and its moving is itself a record.

    Raises:
        KioskError: the last whole line was changed or is empty, or the disk is full (the file is then as it was).
    """
    with _locked(path) as fd:
        try:
            head, note = _mend(path, fd)
            torn = [{"kind": "torn", "note": note}] if note else []
            block, head = seal([*torn, *records], head)
            _write(fd, block)
        except OSError as error:
            raise KioskError(
                f"the evidence cannot be written: {error.strerror}; nothing was added",
                where=Where(str(path)),
                fix="free disk space or repair the file's permissions, then run the play again",
            ) from error
    return Appended(head, note)


@contextmanager
def _locked(path: Path) -> Iterator[int]:
    """Open the file for one writer at a time; the kernel drops the lock if the writer dies."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o640)
    except OSError as error:
        raise KioskError(
            f"the evidence cannot be opened: {error.strerror}",
            where=Where(str(path)),
            fix="repair the folder or its permissions",
        ) from error
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield fd
    finally:
        os.close(fd)


def _write(fd: int, block: bytes) -> None:
    """Write the whole block and force it to the disk, or leave the file as long as it was."""
    size = os.fstat(fd).st_size
    try:
        rest = memoryview(block)
        while rest:
            rest = rest[os.write(fd, rest) :]
        os.fsync(fd)
    except OSError:
        os.ftruncate(fd, size)
        raise


def _mend(path: Path, fd: int) -> tuple[Head, str]:
    """Return the end of the chain, after setting a torn last line aside."""
    last, torn = _tail(fd)
    head = _head(path, last)
    if not torn:
        return head, ""
    try:
        head, _ = follow(torn, head)
    except ValueError:
        aside = path.with_name(path.name + ".torn")
        with aside.open("ab") as file:
            file.write(torn + b"\n")
            file.flush()
            os.fsync(file.fileno())
        os.ftruncate(fd, os.fstat(fd).st_size - len(torn))
        return head, f"a torn line of {len(torn)} bytes after record {head.seq} was moved to {aside.name}"
    _write(fd, b"\n")  # the record is whole, only its end of line was lost
    return head, ""


def _tail(fd: int) -> tuple[bytes | None, bytes]:
    """Return the last whole line, None if there is none, and what stands after it, reading back as far as needed."""
    size, length = os.fstat(fd).st_size, _TAIL
    while True:
        start = max(0, size - length)
        lines = os.pread(fd, size - start, start).split(b"\n")
        if len(lines) > 2 or start == 0:
            return (lines[-2] if len(lines) > 1 else None), lines[-1]
        length *= 4


def _head(path: Path, last: bytes | None) -> Head:
    if last is None:
        return Head()
    if not last:
        # Going on from it would be a second chain, from its first number, that nobody ever verifies.
        raise KioskError(
            "the last line of the evidence is empty, and nothing can be checked beyond it",
            where=Where(str(path), path.read_bytes().count(b"\n"), 1),
            fix=f"remove the empty lines at the end of {path.name}, verify it (docs/evidence.md), and run again",
        )
    try:
        record = json.loads(last)
        before = Head(int(record["seq"]) - 1, str(record["prev"]))
        return follow(last, before)[0]
    except (ValueError, KeyError, TypeError) as error:
        raise KioskError(
            "the last line of the evidence was changed after it was written",
            where=Where(str(path)),
            fix=f"keep the file for examination under another name (mv {path.name} {path.name}.broken) and run again",
        ) from error
