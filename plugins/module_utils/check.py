# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A check: one verdict on one clause for one terminal or site.

Runs on terminals too: standard library only, Python 3.8 syntax.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, Dict, Mapping

from .message import Message, recalled

PASS = "pass"
FAIL = "fail"
WAIVED = "waived"
NOT_RUN = "not_run"
ERROR = "error"
STATUSES = (PASS, FAIL, WAIVED, NOT_RUN, ERROR)
#: The parts of a check that people read.
SENTENCES = ("reason", "fix")


@dataclass(frozen=True)
class Check:
    """One verdict.

    Attributes:
        clause: id of the clause in `docs/clauses.md`, such as `6.4-e`.
        subject: the terminal's id, or the site's.
        name: what was checked, stable across runs, such as `egress/tcp/canary-a` or `item/SB-001`.
        status: `pass`, `fail`, `waived`, `not_run` or `error`; only `pass` and `waived` open a gate.
        reason: one sentence that says what was seen; a message, so that a form says it in Chinese.
        fix: what to do about it, empty when it passed; a message likewise.
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
        """Return the check as JSON types, as modules return it and evidence keeps it.

        Sentences are English texts; beside them, under `messages`, is what the reader finds other languages' by.
        """
        plain: Dict[str, Any] = {each.name: getattr(self, each.name) for each in fields(self)}
        texts = {name: plain[name] for name in SENTENCES}
        messages = {name: text.wire() for name, text in texts.items() if isinstance(text, Message) and text}
        plain.update({name: str(text) for name, text in texts.items()}, data=dict(self.data))
        return {**plain, **({"messages": messages} if messages else {})}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Check:
        """Return the check that `to_dict` gave, whose types were looked at; what an older release kept has no messages."""
        known = {each.name: plain[each.name] for each in fields(cls) if each.name in plain}
        messages = plain.get("messages") or {}
        return cls(
            **{**known, **{name: recalled(known[name], wire) for name, wire in messages.items() if name in known}}
        )
