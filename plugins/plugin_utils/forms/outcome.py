# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What became of one terminal: decided or not, with which papers, and what is to be told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ...module_utils.message import say
from ..acceptance.acceptance import Gate, Verdict, described
from ..acceptance.clauses import GATES
from ..base.errors import KioskError
from ..base.language import ENGLISH, translated
from .papers import Paper


@dataclass(frozen=True)
class Outcome:
    """What became of one terminal.

    Attributes:
        verdict: what acceptance says.
        papers: the forms that lie there.
        errors: what went wrong with them, or with the records of its site.
        note: what else is to be told of the evidence.
    """

    verdict: Verdict
    papers: tuple[Paper, ...] = ()
    errors: tuple[Exception, ...] = ()
    note: str = ""

    @property
    def trouble(self) -> str:
        """Say what went wrong, in English."""
        return "\n".join(map(str, self.errors))

    @property
    def message(self) -> str:
        """Return `shown` in English."""
        return self.shown(ENGLISH)

    def shown(self, language: str = "") -> str:
        """Say it to the engineer: the verdict if there is one, what went wrong, and what was found in the evidence."""
        verdict = translated(self.verdict.message, language) if self.verdict.findings else ""
        note = translated(say("note: {note}", note=self.note), language) if self.note else ""
        return "\n".join(filter(None, [verdict, *(_shown(error, language) for error in self.errors), note]))

    def reason(self, language: str = "") -> str:
        """Say in one line why the terminal is not accepted, or that it is."""
        if self.verdict.missing:
            first, *more = described(self.verdict.missing, self.verdict.items)
            line = translated(first, language).split("\n")[0].strip(" -")
            return line + translated(say(" (and {count} more)", count=len(more)), language) if more else line
        if self.errors:
            return _shown(self.errors[0], language).split("\n")[0]
        return translated(say("every gate of 7.7.1 is open"), language)

    @property
    def good(self) -> bool:
        """Tell whether the terminal is ready and its papers lie there."""
        return self.verdict.accepted and not self.errors

    def despite(self, error: Exception) -> Outcome:
        """Return what is left of it when something of its site could not be kept."""
        return replace(self, errors=(*self.errors, error))


def _shown(error: Exception, language: str) -> str:
    return error.shown(language) if isinstance(error, KioskError) else str(error)


def undecided(terminal: str) -> Outcome:
    """Return what there is of a terminal before its site is decided on: every gate is shut."""
    return Outcome(Verdict(terminal, tuple(Gate(title, ()) for title in GATES)))
