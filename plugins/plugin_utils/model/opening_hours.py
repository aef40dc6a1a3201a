# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Opening hours as a site's file has them (6.5.2-b): days of the week, and the spans of time a site is open on them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from ...module_utils.message import say
from .reading import dotted
from .rule_finding import RuleFinding
from .scalars import Allowed, parsed

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_DAY = f"({'|'.join(WEEK)})"
_DAYS = f"{_DAY}(-{_DAY})?(, ?{_DAY}(-{_DAY})?)*"
_TIME = "([01][0-9]|2[0-3]):[0-5][0-9]"
_SPAN = f"{_TIME}-({_TIME}|24:00)"
_SPANS = f"{_SPAN}(, ?{_SPAN})*"

Span = tuple[int, int]
"""Minutes after midnight: open from the first one on, until before the second."""


def weekdays(text: str) -> tuple[int, ...]:
    """Give the days that a key such as `mon-fri` or `sat,sun` names, Monday as 0.

    Raises:
        ValueError: it names none, or one of them twice.
    """
    if not re.fullmatch(_DAYS, text, re.ASCII):
        raise ValueError(say("names no days"))
    days: list[int] = []
    for part in text.replace(" ", "").split(","):
        first, _, last = part.partition("-")
        low, high = WEEK.index(first), WEEK.index(last or first)
        if high < low:
            raise ValueError(
                say("ends before it begins"), say("write {days}", days=",".join((*WEEK[low:], *WEEK[: high + 1])))
            )
        days += range(low, high + 1)
    if len(set(days)) < len(days):
        raise ValueError(say("names a day twice"))
    return tuple(days)


def _days(text: str) -> str:
    weekdays(text)
    return text


def _spans(text: str) -> tuple[Span, ...]:
    plain = text.translate({0xFF1A: ":", 0xFF0C: ",", 0xFF0D: "-", 0x2013: "-", 0x2014: "-", 0x7E: "-", 0xFF5E: "-"})
    if not re.fullmatch(_SPANS, text, re.ASCII):
        meant = plain if plain != text and re.fullmatch(_SPANS, plain, re.ASCII) else ""
        raise ValueError(say("is no span of hours"), say("write {meant}", meant=meant) if meant else "")
    spans: list[Span] = []
    for part in text.replace(" ", "").split(","):
        opens, closes = (int(time[:2]) * 60 + int(time[3:]) for time in part.split("-"))
        if closes <= opens:
            fix = say("for a night write two days, the first until 24:00 and the next from 00:00")
            raise ValueError(say("closes before it opens ({part})", part=part), fix)
        if spans and opens < spans[-1][1]:
            raise ValueError(
                say("opens again before it has closed ({part})", part=part), say("write each hour once, in order")
            )
        spans.append((opens, closes))
    return tuple(spans)


Days = Annotated[
    str, parsed(_days), Allowed(say("days such as mon-fri or sat,sun"), pattern=_DAYS, examples=("mon-fri", "sat,sun"))
]
Spans = Annotated[
    tuple[Span, ...],
    parsed(_spans),
    Allowed(
        say("hours such as 09:00-17:30, several with commas, within one day, in order"),
        pattern=_SPANS,
        examples=("09:00-17:30", "09:00-12:00,14:00-17:30"),
    ),
]


def hours_findings(mode: str, hours: Mapping[str, tuple[Span, ...]]) -> Iterator[RuleFinding]:
    """Find what does not agree: a day that two keys name, hours of a site that never closes."""
    path = ("service", "hours")
    if hours and mode == "7x24":
        what = say("{path}: a site that is open day and night has no hours", path=dotted(path))
        yield RuleFinding(
            path, what, "6.5.2-b", say("delete them, or write `mode: staffed`"), key=True, id="hours-of-open-site"
        )
    first: dict[int, str] = {}
    for key in hours:
        for day in weekdays(key):
            known = first.setdefault(day, key)
            if known != key:
                here = (*path, key)
                what = say("{path}: {day} is also in `{known}`", path=dotted(here), day=WEEK[day], known=known)
                yield RuleFinding(
                    here, what, "6.5.2-b", say("write each day once, its hours with commas"), key=True, id="day-twice"
                )
                break
