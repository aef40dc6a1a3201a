# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Cut a configuration text into its blocks: a line and the lines under it, which are indented further.

Most devices print the first line of a block at the margin; Comware 7 indents by one space what belongs to no view.
"""

from __future__ import annotations

from dataclasses import dataclass

from .banners import without_banners
from .line import Line, plain

SEPARATORS = ("#", "!")
ENDS = ("return", "end")


@dataclass(frozen=True)
class Block:
    """The first line, and the lines of the view that it opens."""

    header: Line
    body: tuple[Line, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks in their order; separators, empty lines, greetings and the closing line are left out.

    Raises:
        EndlessTextError: nobody can tell where a greeting ends.
    """
    found: list[tuple[Line, list[Line]]] = []
    margin: int | None = None
    for number, raw in without_banners(text):
        content = plain(raw)
        indent = len(raw) - len(raw.lstrip(" \t\r"))
        if not content or content.startswith(SEPARATORS) or (not indent and content in ENDS):
            # A separator inside a view, as some devices print it, is indented and ends nothing.
            margin = margin if indent or not content else None
            continue
        line = Line(number, content)
        if margin is not None and indent > margin:
            found[-1][1].append(line)
        else:
            found.append((line, []))
            margin = indent
    return tuple(Block(header, tuple(body)) for header, body in found)
