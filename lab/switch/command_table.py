# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The table in which a platform collects its commands, and the pipe behind everything that it displays."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from lab.switch.context import Answer, Context, RefusedError
from lab.switch.matcher import Command

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab.switch.matcher import Match

    Show = Callable[[Context, Match], str]


@dataclass(frozen=True)
class DisplayWords:
    """How a platform displays.

    Attributes:
        verb: the word in front.
        view: where it may be typed.
        filters: the words after the pipe.
        bad_pattern: the refusal of a pattern that is none.
    """

    verb: str
    view: str
    filters: str
    bad_pattern: str

    def syntax(self, what: str) -> str:
        """The whole syntax of a display, with its pipe."""
        return f"{self.verb} {what} [ <pipe> {{ {self.filters} }} <text:pattern> ]"


class CommandTable:
    """Commands by view; some views are parts of others, which is the platform's to know."""

    def __init__(self, words: DisplayWords) -> None:
        self.views: dict[str, list[Command]] = defaultdict(list)
        self._words = words

    def command(self, views: str, *syntaxes: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Enter a function as what these syntaxes do in these views (separated by blanks)."""

        def enter(run: Callable[..., Any]) -> Callable[..., Any]:
            for view in views.split():
                self.views[view] += [Command(syntax, run) for syntax in syntaxes]
            return run

        return enter

    def display(self, *syntaxes: str) -> Callable[[Show], Show]:
        """Enter a function as a display of what runs, whatever the session has not committed yet."""

        def enter(show: Show) -> Show:
            def run(context: Context, match: Match) -> Answer:
                running = replace(context, configuration=context.box.configuration)
                return self._filtered(show(running, match), match)

            self.command(self._words.view, *(self._words.syntax(syntax) for syntax in syntaxes))(run)
            return show

        return enter

    def _filtered(self, text: str, match: Match) -> str:
        """The output after the pipe."""
        if match.get("pattern") is None:
            return text
        try:
            wanted = re.compile(match.get("pattern"))
        except re.error:
            raise RefusedError(self._words.bad_pattern) from None
        lines = text.splitlines()
        if match.has("begin"):
            first = next((at for at, line in enumerate(lines) if wanted.search(line)), len(lines))
            kept = lines[first:]
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
