# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The table in which a dialect collects its commands, and the pipe behind every display."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from lab.switch.context import Answer, Context, RefusedError
from lab.switch.matcher import Command

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab.switch.matcher import Match

_PIPE = "[ <pipe> { include | exclude | begin } <text:pattern> ]"


class CommandTable:
    """Commands by view. The views `any` and `configuration` are parts of others (`dialect.py`)."""

    def __init__(self) -> None:
        self.views: dict[str, list[Command]] = defaultdict(list)

    def command(self, views: str, *syntaxes: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Enter a function as what these syntaxes do in these views (separated by blanks)."""

        def enter(run: Callable[..., Any]) -> Callable[..., Any]:
            for view in views.split():
                self.views[view] += [Command(syntax, run) for syntax in syntaxes]
            return run

        return enter

    def display(self, *syntaxes: str) -> Callable[[Callable[[Context, Match], str]], Callable[[Context, Match], str]]:
        """Enter a function as a display: it may be typed in any view, and its output may be filtered."""

        def enter(show: Callable[[Context, Match], str]) -> Callable[[Context, Match], str]:
            def run(context: Context, match: Match) -> Answer:
                return _filtered(show(context, match), match)

            self.command("any", *(f"display {syntax} {_PIPE}" for syntax in syntaxes))(run)
            return show

        return enter


def _filtered(text: str, match: Match) -> str:
    """The output after `| include`, `| exclude` or `| begin`."""
    if match.get("pattern") is None:
        return text
    try:
        wanted = re.compile(match.get("pattern"))
    except re.error:
        raise RefusedError("Error: The regular expression is invalid.") from None
    lines = text.splitlines()
    if match.has("begin"):
        first = next((at for at, line in enumerate(lines) if wanted.search(line)), len(lines))
        kept = lines[first:]
    else:
        kept = [line for line in lines if bool(wanted.search(line)) == match.has("include")]
    return "".join(f"{line}\n" for line in kept)
