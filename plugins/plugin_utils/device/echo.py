# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How a typed line comes back: with cursor movements in it, broken at a margin, or with an announcement in its middle."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_CONTROL = re.compile(r" \x1b\[\d+D|\x1b\[[0-9;?]*[A-Za-z]|\x1b[A-Z78=>]|[\x00\x07]")
_MAY_MOVE = re.compile(r"[\x00\x07\x1b]")
_MOVES = r"[\x00\x07]| ?\x1b\[[0-9;?]*[A-Za-z]"
# A terminal breaks a line that is too long for it, and a device prints what it has to say to all between two letters.
_BREAK = rf"{_MOVES}|[ \r]*\n[\r\x00\x07]*(?:[^\n]{{0,500}}(?:%|\*\*\*)[^\n]{{0,500}}\n[\r\x00\x07\n]*)*| \r"
# VRP 8 and Comware may print the time before each display, IOS its load as well (`terminal exec prompt timestamp`).
_DATE = re.compile(
    r"\A\s*(?:\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?: ?[+-]\d\d:\d\d)?(?: DST)?[ \t]*"
    r"|Load for five secs: [^\n]*\n(?:Time source is|No time source)[^\n]*)(?:\n+|\Z)"
)
# So far from the end of a text a broken echo is looked for: what a device says is not trusted to be short.
_FAR = 4096


def cleaned(text: str) -> str:
    """Return text without cursor movements and with one newline per line."""
    return re.sub(r"\r+\n", "\n", _CONTROL.sub("", text)).replace("\r", "")


def undated(answer: str) -> str:
    """Return an answer without the time that a device prints before each."""
    return _DATE.sub("", answer, count=1)


class Span(NamedTuple):
    """Where a text stands in another."""

    start: int
    end: int


def find(command: str, text: str) -> Span | None:
    """Return where a command's echo stands in what a device sent, None if it has not come yet.

    Nearly every echo is the command itself. To compile an expression for one costs a hundred times what the search
    does, so that one is made only for a text in which there is something that may stand between two letters.
    """
    if not _MAY_MOVE.search(text):
        start = text.find(command)
        if start >= 0:
            return Span(start, start + len(command))
        if "\n" not in text and " \r" not in text:
            return None
    elif whole := _echo(command).search(text):
        return Span(*whole.span())
    broken = _broken_echo(command).search(text, max(0, len(text) - _FAR - len(command)))
    return Span(*broken.span()) if broken else None


@lru_cache(maxsize=512)
def _echo(command: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_MOVES})*".join(re.escape(letter) for letter in command))


@lru_cache(maxsize=512)
def _broken_echo(command: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_BREAK})*".join(re.escape(letter) for letter in command))
