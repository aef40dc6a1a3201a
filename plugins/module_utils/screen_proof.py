# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Prove from a picture alone that this terminal's home page fills its screen (7.6-a). Pure.

Runs on terminals: standard library only, Python 3.8 syntax.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Tuple

from . import screen_mark
from .message import say
from .screen_mark import CELL, CORNER_CELLS, GROUND_MAX, INK_MIN, Mark, MarkError
from .screen_picture import Picture

# The page paints its mark anew every minute; one more is what a busy machine may take.
STALE_MINUTES = 2


@dataclass(frozen=True)
class Expected:
    """What the picture must show; `minute` is now, in minutes since 1970."""

    width: int
    height: int
    terminal: str
    version: str
    items: int
    minute: int


def _cell(picture: Picture, x: int, y: int) -> int:
    """Read one cell from its four outermost pixels; raise MarkError if they do not agree or are not our paint.

    Outermost, because then a page that lies one pixel off is seen.
    """
    values = [picture.luminance(x + dx, y + dy) for dx in (0, CELL - 1) for dy in (0, CELL - 1)]
    if min(values) >= INK_MIN:
        return 1
    if max(values) <= GROUND_MAX:
        return 0
    raise MarkError(say("the pixels at {place} are neither ink nor ground", id="mark-pixels", place=f"{x},{y}"))


def _corner_ok(picture: Picture, name: str, origin: Tuple[int, int]) -> bool:
    wanted = [cell for row in screen_mark.corner(name) for cell in row]
    try:
        seen = [_cell(picture, x, y) for x, y in screen_mark.cells_at(origin, CORNER_CELLS, CORNER_CELLS)]
    except MarkError:
        return False
    return seen == wanted


def geometry(picture: Picture, expected: Expected) -> str:
    """Return what is wrong with the page's place on the screen, or nothing."""
    if (picture.width, picture.height) != (expected.width, expected.height):
        return say(
            "the screen is {seen} pixels, the site file says {due}",
            id="screen-size",
            seen=f"{picture.width}x{picture.height}",
            due=f"{expected.width}x{expected.height}",
        )
    if len({picture.pixels[at : at + 3] for at in range(0, len(picture.pixels), 3 * 97)}) == 1:
        colour = picture.pixels[:3].hex()
        return say("the screen shows nothing but the colour #{colour}", id="screen-blank", colour=colour)
    origins = screen_mark.corner_origins(picture.width, picture.height)
    missing: List[str] = [name for name, origin in origins.items() if not _corner_ok(picture, name, origin)]
    if missing:
        return say(
            "the page does not reach the edge: no mark in {corners}", id="screen-edge", corners=", ".join(missing)
        )
    return ""


def read_mark(picture: Picture) -> Mark:
    """Read the strip; raise MarkError if there is none or it is damaged."""
    origin = screen_mark.strip_origin(picture.width, picture.height)
    if origin[0] < 0 or origin[1] < 0:
        size = f"{picture.width}x{picture.height}"
        raise MarkError(say("a screen of {size} pixels has no room for the strip", id="screen-small", size=size))
    cells = [_cell(picture, x, y) for x, y in screen_mark.cells_at(origin, screen_mark.COLUMNS, screen_mark.ROWS)]
    return screen_mark.decode(cells)


def content(picture: Picture, expected: Expected) -> Tuple[str, str]:
    """Return what is wrong with the page's content, or nothing, and what the strip says."""
    try:
        mark = read_mark(picture)
    except MarkError as error:
        return error.args[0], ""
    age, wrong = expected.minute - mark.minute, ""
    if mark.terminal != expected.terminal:
        wrong = say(
            "the screen shows the page of {shown}, this is {terminal}",
            id="screen-other",
            shown=mark.terminal,
            terminal=expected.terminal,
        )
    elif mark.version != expected.version:
        wrong = say(
            "the screen shows version {shown}, installed is {installed}",
            id="screen-version",
            shown=mark.version,
            installed=expected.version,
        )
    elif mark.items != expected.items:
        wrong = say(
            "the page lists {shown} items, the catalogue has {due}",
            id="screen-items",
            shown=mark.items,
            due=expected.items,
        )
    elif not -1 <= age <= STALE_MINUTES:
        wrong = say(
            "the picture was painted {minutes:.0f} minutes ago: the screen stands still",
            id="screen-still",
            minutes=float(age),
        )
    return wrong, mark.text()
