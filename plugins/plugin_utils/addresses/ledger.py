# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The address ledger: all lines of all districts' files."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from ...module_utils.message import say
from ..base.errors import KioskError, KioskErrors
from ..base.folders import files_in, shown
from ..base.problem import Where
from . import ledger_lines
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
