# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Checks as somebody else states them, read back into typed ones.

A terminal may state what it measured about itself: under names that the caller expects, each once, with the clause that
belongs to the name. It may not waive, speak for another terminal, or add a statement of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...module_utils.check import ERROR, FAIL, NOT_RUN, PASS, SENTENCES, STATUSES, Check
from ...module_utils.message import Message, say
from ...module_utils.plain_text import one_line
from ..base.language import genuine
from ..base.untrusted import choice, exact, free, list_of, record, refuse, text
from ..base.untrusted_message import messages_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

#: What a terminal may state of itself, and what a step of ours may say of one: probes of sixteen canaries, and of the items
#: of a long list each, and each of its servers once more.
MOST, MOST_OF_OURS = 2000, 8000
REASON = 2000


def _data(value: Any, place: str) -> Any:
    """Take the figures behind a verdict; the verdicts among them are read as they were written."""
    taken = free(value, place)
    if isinstance(taken, dict):
        _same(value, taken, place)
        rows = taken.get("probes")
        for number, row in enumerate(rows if isinstance(rows, list) else ()):
            if isinstance(row, dict):
                _same(value["probes"][number], row, f"{place}.probes[{number}]")
    return taken


def _same(value: Mapping[str, Any], taken: Mapping[str, Any], place: str) -> None:
    if {*value} != {*taken}:
        raise refuse(place, say("has a key with characters that cannot be seen"))
    for key in ("verdict", "address"):
        if value.get(key) != taken.get(key):
            raise refuse(f"{place}.{key}", say("has characters that cannot be seen"))


_FIELDS = {
    "clause": exact(16),
    "subject": exact(100),
    "name": exact(200),
    "reason": text(REASON),
}
_MAY = {
    "fix": text(REASON),
    "data": _data,
    "messages": messages_of(SENTENCES, REASON),
}
_ANYBODY = list_of(record(_MAY, status=exact(20), **_FIELDS), MOST_OF_OURS)
_TERMINAL = list_of(record(_MAY, status=choice(PASS, FAIL, NOT_RUN, ERROR), **_FIELDS), MOST)


def read_checks(raw: Any, place: str = "checks") -> tuple[Check, ...]:
    """Return checks that a step of ours registered; a status that nobody knows is `error`.

    Raises:
        ShapeError: one of them is none; its place says which.
    """
    entries = _ANYBODY(_plain(raw), place)
    checks = tuple(Check.of({**e, "status": e["status"] if e["status"] in STATUSES else ERROR}) for e in entries)
    for number, check in enumerate(checks):
        if not isinstance(check.data, dict):
            raise refuse(f"{place}[{number}].data", say("is not a mapping"))
    return checks


def stated_checks(
    raw: Any, terminal: str, expected: Collection[tuple[str, str]], place: str = "checks"
) -> tuple[Check, ...]:
    """Return what a terminal states about itself.

    Args:
        raw: its own words.
        terminal: its id, which every statement has to name.
        expected: what it may state something about: clauses, each with a name.
        place: where it stands in the answer.

    Raises:
        ShapeError: a statement is none, is about another, is not expected or is there twice.
    """
    checks = tuple(_of_ours(Check.of(entry)) for entry in _TERMINAL(raw, place))
    stated = set()
    for number, check in enumerate(checks):
        at = f"{place}[{number}]"
        if check.subject != terminal:
            raise refuse(f"{at}.subject", say("is not {terminal}", terminal=terminal))
        if (check.clause, check.name) not in expected:
            known = ", ".join(name for _, name in expected)
            raise refuse(f"{at}.name", say("is none of {known} with its clause", known=known))
        if check.name in stated:
            raise refuse(at, say("states {name} twice", name=check.name))
        if not isinstance(check.data, dict):
            raise refuse(f"{at}.data", say("is not a mapping"))
        stated.add(check.name)
    return checks


def _of_ours(check: Check) -> Check:
    """Return a check whose sentences are messages only where they say in English what ours say."""
    texts = {name: getattr(check, name) for name in SENTENCES}
    forged: dict[str, Any] = {
        name: str(text) for name, text in texts.items() if isinstance(text, Message) and not genuine(text)
    }
    return replace(check, **forged)


def registered(checks: Iterable[Check]) -> list[dict[str, Any]]:
    """Return checks of ours as they are registered: the terminal's words in a reason may have made it long."""
    return [
        {**check.to_dict(), "reason": one_line(check.reason, REASON), "fix": one_line(check.fix, REASON)}
        for check in checks
    ]


def _plain(raw: Any) -> Any:
    """Return checks that are objects already as JSON types."""
    if isinstance(raw, (list, tuple)):
        return [entry.to_dict() if isinstance(entry, Check) else entry for entry in raw]
    return raw
