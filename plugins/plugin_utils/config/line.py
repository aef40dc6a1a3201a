# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines of a configuration text, which objects and findings point to.

Where an object came from (`line`, the number of its line in the text, counting from 1, and `text`, that line) takes no part
in comparison.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from ...module_utils.message import Message, join, say


@dataclass(frozen=True)
class Line:
    """One line of a configuration text, without its indentation; `number` counts from 1, 0 means there is no line."""

    number: int = field(compare=False)
    text: str

    def __str__(self) -> str:
        return f'line {self.number} "{self.text}"' if self.number else f'"{self.text}"'

    def message(self) -> str:
        """Return it as a sentence of any language has it."""
        return say('line {number} "{text}"', number=self.number, text=self.text) if self.number else str(self)


def printed_lines(text: str) -> list[str]:
    """Return the lines that a device printed.

    A line feed ends a line, and nothing else does: for `str.splitlines` also a form feed, a next-line or another of ten
    characters would, and what somebody wrote behind one into a description would be read as configured.
    """
    lines = [line.rstrip("\r") for line in text.split("\n")]
    return lines if lines[-1] else lines[:-1]


def plain(line: str) -> str:
    """Return a line with one blank between its words: what a device takes for one, and no other white space."""
    text = line.replace("\t", " ").replace("\r", " ").strip(" ")
    return " ".join(filter(None, text.split(" "))) if "  " in text else text


def enumerated(things: Iterable[object]) -> Message:
    """Return several things, such as lines or ports, as one message: with "and" between."""
    first, *rest = things
    message = join([first])
    for each in rest:
        message = say("{first} and {second}", first=message, second=each)
    return message


@dataclass(frozen=True)
class Unjudged:
    """A line that no table knows: `vlans` are those of the section it stands in, `more` how many stand under it."""

    line: Line
    vlans: frozenset[int] = frozenset()
    more: int = 0
