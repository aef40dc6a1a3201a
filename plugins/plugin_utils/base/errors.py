# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The one base error, which says what is wrong, where, against which clause, and how to mend it."""

from __future__ import annotations

import copyreg
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ...module_utils.redaction import redact


@dataclass(frozen=True, order=True)
class Where:
    """A place in a file that a person can edit; line and column count from 1, 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class KioskError(Exception):
    """One thing that is wrong.

    Attributes:
        what: what was found, and what is allowed, in one sentence.
        where: the place in a file, or the host, that the sentence is about.
        clause: the id of the standard's clause (`docs/clauses.md`) that is not met, if one is.
        fix: what to do about it, in one imperative sentence.
    """

    def __init__(self, what: str, *, where: Where | str | None = None, clause: str = "", fix: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.clause = clause
        self.fix = fix

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it be pickled, whatever arguments a subclass is made with."""
        # pickle's own way to make an object without its `__init__`; typeshed does not know it.
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]

    @property
    def place(self) -> Where:
        """Give the place as something that sorts: a host is a file without lines, no place comes first."""
        return self.where if isinstance(self.where, Where) else Where(self.where or "")

    def __str__(self) -> str:
        place = f"{redact(str(self.where))}: " if self.where else ""
        clause = f" [DB4403/T 503.5 {self.clause}]" if self.clause else ""
        fix = f"\n    fix: {redact(self.fix)}" if self.fix else ""
        # What is wrong is often a line of a device, and its place or what to do about it may quote one, too.
        return f"{place}{redact(self.what)}{clause}{fix}"


class KioskErrors(KioskError):
    """Several things that are wrong, all found in one pass and told together.

    Attributes:
        errors: each of them once, by file, line and column; errors that are themselves several are taken apart.
    """

    def __init__(self, errors: Iterable[KioskError]) -> None:
        told = {str(error): error for several in errors for error in _each(several)}
        self.errors: tuple[KioskError, ...] = tuple(sorted(told.values(), key=lambda error: (error.place, error.what)))
        super().__init__("\n".join(str(error) for error in self.errors))

    def __str__(self) -> str:
        return self.what


def _each(error: KioskError) -> Iterable[KioskError]:
    return error.errors if isinstance(error, KioskErrors) else (error,)
