# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The times that a scheduled reboot is given: a delay, or a moment."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.switch.matcher import Match
    from lab.switch.vrp_style.style import Style

_HOUR = 60
_MAX_MINUTES = 720 * _HOUR


def minutes(style: Style, match: Match, now: dt.datetime) -> float:
    """Minutes from now to what `delay <word:delay>` or `at <word:time> [ <word:date> ]` says.

    Raises:
        RefusedError: the time is none, is past, or is more than 720 hours away.
    """
    return _delay(style, match.get("delay")) if match.has("delay") else _until(style, match, now)


def _delay(style: Style, text: str) -> float:
    """Minutes of `mm` or `hh:mm`."""
    hours, colon, rest = text.rpartition(":")
    if not rest.isdigit() or (colon and (not hours.isdigit() or int(rest) >= _HOUR)):
        raise style.refuse("The delay time is invalid.")
    total = int(rest) + _HOUR * int(hours or 0)
    if total > _MAX_MINUTES:
        raise style.refuse("The delay time must not be longer than 720 hours.")
    return total


def _until(style: Style, match: Match, now: dt.datetime) -> float:
    """Minutes until `hh:mm [YYYY/MM/DD]`; without a date a time that is past means tomorrow."""
    date = match.get("date")
    try:
        day = dt.date(*map(int, date.split("/"))) if date else now.date()
        hour, minute = map(int, match.get("time").split(":"))
        clock = dt.time(hour, minute)
    except (ValueError, TypeError):
        raise style.refuse("The reboot time is invalid.") from None
    due = dt.datetime.combine(day, clock, now.tzinfo)
    due += dt.timedelta(days=1) if not date and due <= now else dt.timedelta()
    wait = (due - now).total_seconds() / 60
    if not 0 < wait <= _MAX_MINUTES:
        raise style.refuse("The reboot time must be later than the current time by less than 720 hours.")
    return wait


def hours_text(wait: float) -> str:
    """A time in whole minutes."""
    hours, rest = divmod(round(wait), _HOUR)
    return f"{hours} hours and {rest} minutes"
