# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A violation: one thing in a configuration that keeps its proof from passing."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..base.errors import KioskError
from ..base.problem import Problem
from ..config.line import Line


@dataclass(frozen=True)
class Violation:
    """One thing that is wrong.

    Attributes:
        kind: what sort of thing, stable, such as `leak`, `shut_out` or `binding`.
        subject: the terminal's id, or the site's code where no one terminal is concerned.
        what: one sentence, with the line to blame.
        packet: one packet that shows it, empty where packets are not concerned.
        line: the line to blame, with its number in the text that was proven.
    """

    kind: str
    subject: str
    what: str
    clause: str
    fix: str
    packet: str = ""
    line: Line = field(default=Line(0, ""))

    @property
    def where(self) -> str:
        """Return the line to blame in words, empty if there is none."""
        return str(self.line) if self.line.number else ""

    @property
    def problem(self) -> Problem:
        """Return it in the shape of all that is wrong."""
        return Problem(
            self.what, id=self.kind.replace("_", "-"), clause=self.clause, subject=self.subject, fix=self.fix
        )

    def error(self) -> KioskError:
        """Return it as an error about its subject."""
        return KioskError.of(self.problem)

    def __str__(self) -> str:
        return str(self.problem)
