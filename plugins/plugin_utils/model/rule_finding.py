# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a rule finds wrong in a record, before the file's place is looked up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..base.problem import Problem, Where


@dataclass(frozen=True)
class RuleFinding:
    """One thing that is wrong.

    Attributes:
        path: the keys and list indices that lead to the value.
        what: what was found, and what is allowed.
        clause: the clause that is not met.
        fix: what to do.
        key: the key itself is wrong, not its value.
        id: what sort of problem it is (`Problem.id`).
    """

    path: tuple[Any, ...]
    what: str
    clause: str = ""
    fix: str = ""
    key: bool = False
    id: str = ""

    def problem(self, where: Where) -> Problem:
        """Return it as a problem at its place in the file."""
        return Problem(self.what, id=self.id, clause=self.clause, where=where, fix=self.fix)
