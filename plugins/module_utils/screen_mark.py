# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The mark that the home page paints so that a picture of the screen proves what is on it (7.6-a).

Four brackets, one in each corner, prove that the page reaches every edge, pixel for pixel: a page that is scaled, moved,
cut, or below a browser bar has them elsewhere. A strip of cells in the middle of the lower edge says, with a CRC-32, which
terminal's page of which version with how many items was painted in which minute: another terminal's page, an old version
and a frozen picture say something else. `terminal/root/usr/share/govkiosk/home/mark.js` is the other side.

Runs on terminals: standard library only, Python 3.8 syntax.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import Dict, Iterator, List, Tuple

from .message import say

CELL = 4
CORNER_CELLS = 5
COLUMNS = 132
ROWS = 5
MAGIC = 0xA7
_OVERHEAD = 6
CAPACITY = COLUMNS * ROWS // 8 - _OVERHEAD
# Luminance 0..255: ink at least, ground at most; anything between is not our paint.
INK_MIN = 140
GROUND_MAX = 90

CORNERS = ("top-left", "top-right", "bottom-left", "bottom-right")


class MarkError(ValueError):
    """The picture does not hold the mark; the text says what was seen instead."""


@dataclass(frozen=True)
class Mark:
    """What the strip says. `minute` counts minutes since 1970-01-01 UTC by the terminal's clock."""

    terminal: str
    version: str
    items: int
    minute: int

    def text(self) -> str:
        """Return the strip's text."""
        return f"{self.terminal} {self.version} {self.items} {self.minute}"

    @classmethod
    def parse(cls, text: str) -> Mark:
        """Read the strip's text; raise MarkError if it is no such text."""
        try:
            terminal, version, items, minute = text.split(" ")
            return cls(terminal, version, int(items), int(minute))
        except ValueError:
            raise MarkError(say("the strip says {text!r}, which is no mark", id="mark-strange", text=text)) from None


def encode(mark: Mark) -> List[int]:
    """Return the strip's cells, row by row: 1 is ink. Raise MarkError if the text is too long for it."""
    payload = mark.text().encode("utf-8")
    if len(payload) > CAPACITY:
        raise MarkError(f"{len(payload)} bytes do not fit into the strip's {CAPACITY}")
    body = bytes([MAGIC, len(payload)]) + payload
    data = body + zlib.crc32(body).to_bytes(4, "big")
    bits = [byte >> shift & 1 for byte in data for shift in range(7, -1, -1)]
    return bits + [0] * (COLUMNS * ROWS - len(bits))


def decode(cells: List[int]) -> Mark:
    """Read the strip's cells; raise MarkError if they are damaged or something else."""
    data = bytearray()
    for start in range(0, len(cells) - 7, 8):
        byte = 0
        for bit in cells[start : start + 8]:
            byte = byte << 1 | bit
        data.append(byte)
    if data[0] != MAGIC or data[1] > CAPACITY:
        raise MarkError(say("there is no strip at the lower edge", id="mark-missing"))
    end = 2 + data[1]
    if zlib.crc32(bytes(data[:end])).to_bytes(4, "big") != bytes(data[end : end + 4]):
        raise MarkError(say("the strip at the lower edge is damaged (its checksum is wrong)", id="mark-damaged"))
    return Mark.parse(bytes(data[2:end]).decode("utf-8", "replace"))


def corner(name: str) -> List[List[int]]:
    """Return one corner's cells: a bracket along the two edges, and a block of two by two inside it."""
    size = CORNER_CELLS
    rows = [[int(x == 0 or y == 0 or (x in (2, 3) and y in (2, 3))) for x in range(size)] for y in range(size)]
    if name.startswith("bottom"):
        rows.reverse()
    if name.endswith("right"):
        rows = [row[::-1] for row in rows]
    return rows


def corner_origins(width: int, height: int) -> Dict[str, Tuple[int, int]]:
    """Return the upper left pixel of each corner's mark on a screen of that size."""
    side = CORNER_CELLS * CELL
    return {
        "top-left": (0, 0),
        "top-right": (width - side, 0),
        "bottom-left": (0, height - side),
        "bottom-right": (width - side, height - side),
    }


def strip_origin(width: int, height: int) -> Tuple[int, int]:
    """Return the upper left pixel of the strip: centred on the lower edge."""
    return (width - COLUMNS * CELL) // 2, height - ROWS * CELL


def cells_at(origin: Tuple[int, int], columns: int, rows: int) -> Iterator[Tuple[int, int]]:
    """Give the first pixel of each cell, row by row."""
    for row in range(rows):
        for column in range(columns):
            yield origin[0] + column * CELL, origin[1] + row * CELL
