# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The one base error, which says what is wrong, where, against which clause, and how to mend it."""

from __future__ import annotations

import copyreg
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from ...module_utils.message import Message, join
from .language import translated
from .problem import Problem, Where


class KioskError(Exception):
    """One thing that is wrong.

    Attributes:
        problem: what was found, where, against which clause, and what to do about it.
    """

    def __init__(
        self,
        what: str,
        *,
        where: Where | str | None = None,
        clause: str = "",
        fix: str = "",
        id: str = "",  # noqa: A002 - as everybody calls it
    ) -> None:
        super().__init__(what)
        self.problem = Problem(what, id=id, clause=clause, where=where, fix=fix)

    @staticmethod
    def of(problem: Problem) -> KioskError:
        """Return the error that raises a problem."""
        return KioskError(
            problem.text,
            where=problem.where or problem.subject or None,
            clause=problem.clause,
            fix=problem.fix,
            id=problem.id,
        )

    @property
    def what(self) -> str:
        """Return the sentence."""
        return self.problem.text

    @property
    def where(self) -> Where | str | None:
        """Return the place."""
        return self.problem.where

    @property
    def clause(self) -> str:
        """Return the clause."""
        return self.problem.clause

    @property
    def fix(self) -> str:
        """Return what to do about it."""
        return self.problem.fix

    def amend(self, what: str) -> None:
        """Say the sentence anew, with what only a larger step knows."""
        self.problem = replace(self.problem, text=what)

    def message(self) -> Message:
        """Return it as a message, so that a sentence that has it as a value keeps its languages."""
        return self.problem.message()

    def __reduce__(self) -> tuple[Any, ...]:
        """Let it be pickled, whatever arguments a subclass is made with."""
        # pickle's own way to make an object without its `__init__`; typeshed does not know it.
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]

    @property
    def place(self) -> Where:
        """Give the place as something that sorts: a host is a file without lines, no place comes first."""
        return self.where if isinstance(self.where, Where) else Where(self.where or "")

    def __str__(self) -> str:
        return str(self.problem)

    def shown(self, language: str = "") -> str:
        """Return it as a person reads it, in the chosen language unless one is given."""
        return self.problem.shown(language)


class KioskErrors(KioskError):
    """Several things that are wrong, all found in one pass and told together.

    Attributes:
        errors: each of them once, by file, line and column; errors that are themselves several are taken apart.
    """

    def __init__(self, errors: Iterable[KioskError]) -> None:
        by_text = {str(error): error for several in errors for error in _each(several)}
        self.errors: tuple[KioskError, ...] = tuple(
            sorted(by_text.values(), key=lambda error: (error.place, error.what))
        )
        super().__init__("\n".join(str(error) for error in self.errors))

    def __str__(self) -> str:
        return self.what

    def message(self) -> Message:
        """Return all of them as one message."""
        return join([error.message() for error in self.errors], "\n")

    @property
    def amended(self) -> Message | None:
        """Return what a larger step made of them, nothing if none did."""
        return self.problem.text if isinstance(self.problem.text, Message) else None

    def shown(self, language: str = "") -> str:
        """Return all of them as a person reads them, with what a larger step said of them."""
        each = "\n".join(error.shown(language) for error in self.errors)
        larger = self.amended
        return (
            translated(Message(larger.template, {**larger.values, "what": each}, larger.id), language)
            if larger
            else each
        )


def _each(error: KioskError) -> Iterable[KioskError]:
    return error.errors if isinstance(error, KioskErrors) else (error,)
