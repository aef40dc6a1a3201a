# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A problem: one thing that is wrong, in the one shape that is raised, collected, kept in evidence, printed and shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...module_utils.message import Message, join, say
from ...module_utils.redaction import redact
from .language import ENGLISH, chosen, translated


@dataclass(frozen=True, order=True)
class Where:
    """A place in a file that a person can edit; line and column count from 1, 0 means the whole file."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong.

    Attributes:
        text: what was found, and what is allowed, in one sentence.
        id: what sort of thing, stable when the sentence is worded anew, such as `ledger-full`.
        clause: the id of the standard's clause that is not met, such as `6.4-e`, if one is (`docs/clauses.md`).
        subject: the terminal's id, the site's code or the device that it is about; shown where no place is.
        where: the place in a file, or the host, that the sentence is about.
        fix: what to do about it, in one imperative sentence.
    """

    text: str
    id: str = ""
    clause: str = ""
    subject: str = ""
    where: Where | str | None = None
    fix: str = ""

    @property
    def values(self) -> Mapping[str, Any]:
        """Return what the sentence was filled in with."""
        return self.text.values if isinstance(self.text, Message) else {}

    def message(self) -> Message:
        """Return all of it as one message, for a larger one that lists several."""
        place = self.where if isinstance(self.where, Message) else str(self.where or self.subject)
        clause = f" [DB4403/T 503.5 {self.clause}]" if self.clause else ""
        return join(
            [place, ": " if place else "", self.text, clause, *(("\n    ", _FIX, self.fix) if self.fix else ())], ""
        )

    def __str__(self) -> str:
        return self.shown(ENGLISH)

    def shown(self, language: str = "") -> str:
        """Return it as a person reads it, in the chosen language unless one is given: place, sentence, clause, fix.

        What is wrong is often a line of a device, and its place or what to do about it may quote one, too: all is redacted.
        """
        language = language or chosen()
        place = f"{redact(translated(self.where or self.subject, language))}: " if self.where or self.subject else ""
        clause = f" [DB4403/T 503.5 {self.clause}]" if self.clause else ""
        fix = f"\n    {translated(_FIX, language)}{redact(translated(self.fix, language))}" if self.fix else ""
        return f"{place}{redact(translated(self.text, language))}{clause}{fix}"


_FIX = say("fix: ")
