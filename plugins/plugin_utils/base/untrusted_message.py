# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Shapes of messages from outside (`module_utils/message.py`): bounded, and ours only where they say what our own sentence says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from ...module_utils.message import recalled, say
from ...module_utils.plain_text import one_line
from .language import genuine
from .untrusted import LARGEST, Shape, ShapeError, cut, exact, kind_of, map_of, number, record, refuse

#: The most values of a message, how often one may be in another, and of how many characters all of it may be.
MOST_NAMES, MOST_WITHIN, MOST_LETTERS = 24, 8, 16_000
#: Characters of what a step of ours said that are looked at.
MOST_SAID = 20_000


def message_of(limit: int) -> Shape:
    """Return the shape of what `Message.wire` gives: an id, and values of bounded length; messages among them with their text."""

    def take(value: Any, place: str) -> dict[str, Any]:
        taken = _message(value, place, limit, 0)
        if (letters := _letters(taken)) > MOST_LETTERS:
            raise refuse(
                place, say("has {count} characters, {limit} at most are read", count=letters, limit=MOST_LETTERS)
            )
        return taken

    return take


def _letters(value: Any) -> int:
    if isinstance(value, Mapping):
        return sum(len(name) + _letters(each) for name, each in value.items())
    return len(str(value))


def said(limit: int) -> Shape:
    """Return the shape of what a terminal's `module_utils/message.said` gives: a text, cut to the limit, or a message of ours.

    A message that is none of ours, or that cannot be read, is the text that it has.
    """

    def take(value: Any, place: str) -> str:
        if isinstance(value, str):
            return one_line(str(value), limit)
        if not isinstance(value, Mapping):
            raise refuse(place, say("is {kind}, not text", kind=kind_of(value)))
        line: str = cut(limit)(value.get("text"), f"{place}.text")
        try:
            message = recalled(line, message_of(limit)(value, place))
        except ShapeError:
            return line
        return message if genuine(message) else line

    return take


_PARTS = record(text=said(MOST_SAID), fix=said(MOST_SAID))


def parts(problem: Mapping[str, Any]) -> tuple[str, str]:
    """Return text and fix of what `host_result` keeps of a problem: as messages where they are ours, else as texts."""
    with suppress(ShapeError):
        read = _PARTS(problem.get("said"), "problem.said")
        # A later step may have said it anew, in English only.
        if str(read["text"]) == problem.get("text"):
            return read["text"], read["fix"]
    return str(problem.get("text") or "")[:MOST_SAID], str(problem.get("fix") or "")[:MOST_SAID]


def messages_of(names: Iterable[str], limit: int) -> Shape:
    """Return the shape of messages by the names of their sentences, whose texts stand beside: what cannot be read is left out."""

    def take(value: Any, place: str) -> dict[str, Any]:
        found = {}
        for name in names if isinstance(value, Mapping) else ():
            with suppress(ShapeError):
                if name in value:
                    found[name] = message_of(limit)(value[name], f"{place}.{name}")
        return found

    return take


def _message(value: Any, place: str, limit: int, depth: int) -> dict[str, Any]:
    if depth > MOST_WITHIN:
        raise refuse(place, say("is more than {most} messages deep", most=MOST_WITHIN))

    def part(each: Any, at: str) -> Any:
        if isinstance(each, str):
            return one_line(str(each), limit)
        if isinstance(each, Mapping):
            return {"text": cut(limit)(each.get("text"), f"{at}.text"), **_message(each, at, limit, depth + 1)}
        return each if isinstance(each, bool) else number(-LARGEST, LARGEST)(each, at)

    taken: dict[str, Any] = record(id=exact(400), values=map_of(exact(40), part, MOST_NAMES))(value, place)
    return taken
