# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which terminal has which address (6.4-b): unique city-wide, stable, never reused inside the quarantine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatch
from ipaddress import IPv4Interface
from pathlib import Path

from ...module_utils.message import say
from ..base import gc_pause
from ..base.errors import KioskError, KioskErrors
from ..base.folders import files_in, shown
from ..base.problem import Where
from ..model.city_folder import CityFolder
from . import ledger_lines
from .ledger_book import Book
from .ledger_contradictions import contradictions
from .ledger_lines import Broken, Line


def files(folder: Path) -> list[Path]:
    """Give the files of the ledger in `folder`.

    Raises:
        KioskErrors: the folder cannot be read.
    """
    return sorted(path for path in files_in(folder) if fnmatch(path.name, "[!.]*.csv"))


@dataclass(frozen=True)
class Ledger:
    """All lines of all districts' files.

    Attributes:
        lines: what could be read, by district and line.
        broken: what could not.
        folder: the folder as messages name it.
        districts: those that have a file, be it without lines.
    """

    lines: tuple[Line, ...] = ()
    broken: tuple[Broken, ...] = ()
    folder: str = "addresses"
    districts: tuple[str, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> Ledger:
        """Read the folder's `<district>.csv`; no folder is an empty ledger.

        Raises:
            KioskErrors: a file is no ledger at all, or the folder cannot be read. Single lines that are wrong are kept as `broken`.
        """
        lines: list[Line] = []
        broken: list[Broken] = []
        errors: list[KioskError] = []
        paths = files(folder)
        for path in paths:
            try:
                more_lines, more_broken = ledger_lines.parse(_text(path), path.stem)
            except ValueError as error:
                errors.append(ledger_lines.header_error(shown(path), str(error)))
            except KioskError as error:
                errors.append(error)
            else:
                lines += more_lines
                broken += more_broken
        if errors:
            raise KioskErrors(errors)
        return cls(tuple(lines), tuple(broken), shown(folder), tuple(path.stem for path in paths))

    def where(self, line: Line | Broken) -> Where:
        """Give the place of a line."""
        return Where(f"{self.folder}/{line.district}.csv", line.number, 1)

    def in_use(self) -> dict[int, str]:
        """Give the site that each address in use is given to, addresses as integers; none for one in quarantine."""
        return {line.address: line.site for line in self.lines if line.state == ledger_lines.ACTIVE}

    def texts(self) -> dict[str, str]:
        """Give each district's file as it is to be written."""
        districts: dict[str, tuple[list[Line], list[Broken]]] = {district: ([], []) for district in self.districts}
        for line in self.lines:
            districts.setdefault(line.district, ([], []))[0].append(line)
        for broken in self.broken:
            districts.setdefault(broken.district, ([], []))[1].append(broken)
        return {district: ledger_lines.text(*parts) for district, parts in sorted(districts.items())}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        fix = say("restore it from git, or save it as UTF-8")
        raise KioskError(
            say("is not UTF-8 text"), where=shown(path), clause="6.4-b", fix=fix, id="ledger-not-utf-8"
        ) from None
    except OSError as error:
        fix = say("give the user who deploys read access to it")
        what = say("cannot be read: {reason}", reason=error.strerror)
        raise KioskError(what, where=shown(path), clause="6.4-b", fix=fix, id="ledger-unreadable") from None


@dataclass(frozen=True)
class Assignment:
    """Who gets what.

    Attributes:
        addresses: each terminal's address with its subnet's length.
        held: terminals that get none until a person has mended the ledger, and why.
        ledger: the ledger as it is to be written.
    """

    addresses: Mapping[str, IPv4Interface]
    held: Mapping[str, KioskError]
    ledger: Ledger


@gc_pause.paused()
def assign(folder: CityFolder, ledger: Ledger, today: date) -> Assignment:
    """Give every terminal of every site its address.

    Kept: an active line inside the site's subnet. Else a terminal gets back the address it had there, or the lowest
    free one. What no terminal of the city uses any more goes into quarantine.

    Raises:
        ValueError: the folder was not read whole: what was left out would lose its addresses.
        KioskErrors: the ledger contradicts itself and no terminal of the city can be held for it.
    """
    if not folder.whole:
        raise ValueError("addresses are assigned for the whole city only")
    book = Book.open(folder, ledger, today, contradictions(folder, ledger))
    for site in folder.sites.values():
        book.keep(site)
    book.release()
    for site in folder.sites.values():
        book.give(site)
    return Assignment(book.addresses, book.held, replace(ledger, lines=book.lines()))


@gc_pause.paused()
def standing(folder: CityFolder, ledger: Ledger, today: date) -> Mapping[str, IPv4Interface] | None:
    """Tell the addresses that the terminals of some sites have and keep, whatever the other sites are.

    Returns:
        What `assign` would give them for the whole city; None where only that can tell: nothing in the ledger may
        contradict itself, and each terminal must have a line under its own name in its site's subnet.
    """
    try:
        held = contradictions(folder, ledger)
    except KioskErrors:
        return None
    book = Book.open(folder, ledger, today, held)
    for site in folder.sites.values():
        book.keep(site)
    own = all(terminal.id in book.active and terminal.id in book.addresses for _site, terminal in folder.terminals())
    return book.addresses if own else None
