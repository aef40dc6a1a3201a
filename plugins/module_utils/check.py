# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A check: one verdict on one clause for one terminal or site.

Runs on terminals too: standard library only, Python 3.8 syntax.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Dict

PASS = "pass"
FAIL = "fail"
WAIVED = "waived"
NOT_RUN = "not_run"
ERROR = "error"
STATUSES = (PASS, FAIL, WAIVED, NOT_RUN, ERROR)


@dataclass(frozen=True)
class Check:
    """One verdict.

    Attributes:
        clause: id of the clause in `docs/clauses.md`, such as `6.4-e`.
        subject: the terminal's id, or the site's.
        name: what was checked, stable across runs, such as `egress/tcp/canary-a` or `item/SB-001`.
        status: `pass`, `fail`, `waived`, `not_run` or `error`; only `pass` and `waived` open a gate.
        reason: one sentence that says what was seen.
        fix: what to do about it, empty when it passed.
        data: the measured figures behind the verdict, JSON types only.
    """

    clause: str
    subject: str
    name: str
    status: str
    reason: str
    fix: str = ""
    data: Dict[str, Any] = field(default_factory=dict)

    @property
    def good(self) -> bool:
        """Tell whether this check keeps no gate shut."""
        return self.status in (PASS, WAIVED)

    def to_dict(self) -> Dict[str, Any]:
        """Return the check as JSON types, as modules return it and evidence keeps it."""
        return asdict(self)
