# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Cut a configuration text into its blocks: a line at the margin and the indented lines under it."""

from __future__ import annotations

from dataclasses import dataclass

from ..policy.objects import Line

SEPARATORS = ("#", "!")
ENDS = ("return", "end")


@dataclass(frozen=True)
class Block:
    """A line at the margin, and the lines of the view that it opens."""

    header: Line
    body: tuple[Line, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks in their order; separators, empty lines and the closing line are left out."""
    found: list[tuple[Line, list[Line]]] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        content = raw.strip()
        if not content or content.startswith(SEPARATORS) or (raw == content and content in ENDS):
            continue
        line = Line(number, " ".join(content.split()))
        if raw[0].isspace() and found:
            found[-1][1].append(line)
        else:
            found.append((line, []))
    return tuple(Block(header, tuple(body)) for header, body in found)
