# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Writing the ledger: one writer at a time, and after a kill at any moment each file is whole and the ledger true."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ...module_utils.message import say
from ..base import atomic_file, gc_pause, own_file
from ..base.errors import KioskError
from ..base.folders import shown
from ..model.city_folder import CityFolder
from .allocation import Assignment, assign
from .ledger import Ledger
from .ledger_lines import ACTIVE, QUARANTINE, Line

LOCK = ".ledger.lock"


@dataclass(frozen=True)
class Committed:
    """What was written.

    Attributes:
        assignment: who has which address.
        before, after: the files' texts by district, of those that changed only.
    """

    assignment: Assignment
    before: dict[str, str]
    after: dict[str, str]

    @property
    def changed(self) -> bool:
        """Tell whether anything was written."""
        return bool(self.after)


@gc_pause.paused()
def propose(folder: CityFolder, today: date) -> Committed:
    """Assign as `commit` would, and write nothing.

    Raises:
        KioskErrors: the ledger contradicts itself and no terminal can be held for it.
    """
    return _committed(Ledger.load(folder.addresses), folder, today)


@gc_pause.paused()
def commit(folder: CityFolder, today: date) -> Committed:
    """Assign by the ledger as it stands, and write what changed.

    Raises:
        KioskErrors: as `propose`.
        KioskError: the folder can not be written.
    """
    try:
        with _locked(folder.addresses):
            before = Ledger.load(folder.addresses)
            committed = _committed(before, folder, today)
            if committed.changed:
                _write(folder.addresses, before, committed)
            return committed
    except OSError as error:
        fix = say("give the user who deploys write access to the folder, and the disk room")
        raise KioskError(
            say("cannot be written: {reason}", reason=error.strerror),
            where=shown(folder.addresses),
            clause="6.4-b",
            fix=fix,
            id="ledger-not-writable",
        ) from None


def _committed(ledger: Ledger, folder: CityFolder, today: date) -> Committed:
    assignment = assign(folder, ledger, today)
    if sorted(ledger.lines) == sorted(assignment.ledger.lines):  # What is not read is kept as it stands.
        return Committed(assignment, {}, {})
    before, after = ledger.texts(), assignment.ledger.texts()
    changed = [district for district in after if after[district] != before.get(district)]
    return Committed(
        assignment, {name: before.get(name, "") for name in changed}, {name: after[name] for name in changed}
    )


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Hold the one lock of the ledger; the kernel lets go of it when the process ends, however it ends."""
    folder.mkdir(parents=True, exist_ok=True)
    descriptor = own_file.opened(folder / LOCK, os.O_RDWR)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _write(folder: Path, before: Ledger, committed: Committed) -> None:
    """Write releases before grants where several files change.

    A terminal that moves between districts would otherwise, after a kill between two files, be active in both.
    """
    if len(committed.after) > 1:
        for district, text in _released(before, committed.assignment.ledger).texts().items():
            if text != before.texts().get(district):
                atomic_file.put(folder / f"{district}.csv", text.encode())
    for district, text in committed.after.items():
        atomic_file.put(folder / f"{district}.csv", text.encode())


def _released(before: Ledger, after: Ledger) -> Ledger:
    """Give the ledger before, with every use ended that does not go on in the ledger after.

    Without a quarantine an address may go from one terminal to the next in one run; in between it is nobody's.
    """
    later = {(line.district, line.address): line for line in after.lines}

    def ended(line: Line) -> Line:
        now = later.get((line.district, line.address), line)
        if line.state == now.state == ACTIVE and line.terminal != now.terminal:
            return line._replace(state=QUARANTINE, since=now.since, until=now.since)
        return line if now.state == ACTIVE else now

    return replace(before, lines=tuple(ended(line) for line in before.lines))
