# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What became of one terminal: decided or not, with which papers, and what is to be told."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ..acceptance.acceptance import Gate, Verdict
from ..acceptance.clauses import GATES
from .papers import Paper


@dataclass(frozen=True)
class Outcome:
    """What became of one terminal: the verdict, the papers, what went wrong with them, what else is to be told."""

    verdict: Verdict
    papers: tuple[Paper, ...] = ()
    trouble: str = ""
    note: str = ""

    @property
    def message(self) -> str:
        """Say it to the engineer: the verdict if there is one, what went wrong, and what was found in the evidence."""
        verdict = self.verdict.message if self.verdict.findings else ""
        note = f"note: {self.note}" if self.note else ""
        return "\n".join(filter(None, [verdict, self.trouble, note]))

    @property
    def reason(self) -> str:
        """Say in one line why the terminal is not accepted, or that it is."""
        lines = [line.strip(" -") for line in self.verdict.message.split("\n") if line.startswith("  - ")]
        more = f" (and {len(lines) - 1} more)" if len(lines) > 1 else ""
        return lines[0] + more if lines else self.trouble.split("\n")[0] or "every gate of 7.7.1 is open"

    @property
    def good(self) -> bool:
        """Tell whether the terminal is ready and its papers lie there."""
        return self.verdict.accepted and not self.trouble

    def despite(self, error: Exception) -> Outcome:
        """Return what is left of it when something of its site could not be kept."""
        return replace(self, trouble="\n".join(filter(None, [self.trouble, str(error)])))


def undecided(terminal: str) -> Outcome:
    """Return what there is of a terminal before its site is decided on: every gate is shut."""
    return Outcome(Verdict(terminal, tuple(Gate(title, ()) for title in GATES)))
