# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How a display is entered in a table of commands, and what `|` does to its output."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab.switch.ios_style.words import Table
    from lab.switch.matcher import Match

_PIPE = "[ <pipe> { include | exclude | begin | section } <text:pattern> ]"


def display(
    table: Table, *syntaxes: str
) -> Callable[[Callable[[Context, Match], str]], Callable[[Context, Match], str]]:
    """Enter a function as what `show` prints."""

    def enter(show: Callable[[Context, Match], str]) -> Callable[[Context, Match], str]:
        def run(context: Context, match: Match) -> Answer:
            return _filtered(show(context, match), match)

        table.command("exec", *(f"show {syntax} {_PIPE}" for syntax in syntaxes))(run)
        return show

    return enter


def _filtered(text: str, match: Match) -> str:
    """The output after a filter."""
    if match.get("pattern") is None:
        return text
    try:
        wanted = re.compile(match.get("pattern"))
    except re.error:
        raise RefusedError("% Invalid regular expression\n") from None
    lines = text.splitlines()
    if match.has("begin"):
        kept = lines[next((at for at, line in enumerate(lines) if wanted.search(line)), len(lines)) :]
    elif match.has("section"):
        kept = _sections(lines, wanted)
    else:
        kept = [line for line in lines if bool(wanted.search(line)) == match.has("include")]
    return "".join(f"{line}\n" for line in kept)


def _sections(lines: list[str], wanted: re.Pattern[str]) -> list[str]:
    """The lines that fit, each with what is indented under it."""
    kept: list[str] = []
    inside = False
    for line in lines:
        inside = bool(wanted.search(line)) or (inside and line.startswith(" "))
        kept += [line] if inside else []
    return kept
