# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A painter of screens: the mark as the page paints it, on a picture of any size."""

from __future__ import annotations

from ansible_collections.govkiosk.site.plugins.module_utils import screen_mark
from ansible_collections.govkiosk.site.plugins.module_utils.screen_mark import CELL, Mark
from ansible_collections.govkiosk.site.plugins.module_utils.screen_picture import Picture

INK, GROUND, PAPER = bytes.fromhex("8fb8e0"), bytes.fromhex("0b3a6f"), bytes.fromhex("eaf2fb")


class Painter:
    """A screen to paint on."""

    def __init__(self, width: int, height: int, colour: bytes = PAPER) -> None:
        self.width, self.height = width, height
        self.pixels = bytearray(colour * (width * height))

    def cell(self, x: int, y: int, colour: bytes) -> None:
        """Paint one cell; what lies outside the screen is lost."""
        for row in range(y, y + CELL):
            for column in range(x, x + CELL):
                if 0 <= row < self.height and 0 <= column < self.width:
                    at = (row * self.width + column) * 3
                    self.pixels[at : at + 3] = colour

    def mark(self, mark: Mark, dx: int = 0, dy: int = 0) -> Painter:
        """Paint the whole mark, moved by some pixels."""
        for name, origin in screen_mark.corner_origins(self.width, self.height).items():
            cells = [cell for row in screen_mark.corner(name) for cell in row]
            self._cells(cells, (origin[0] + dx, origin[1] + dy), 5)
        origin = screen_mark.strip_origin(self.width, self.height)
        self._cells(screen_mark.encode(mark), (origin[0] + dx, origin[1] + dy), screen_mark.COLUMNS)
        return self

    def _cells(self, cells: list[int], origin: tuple[int, int], columns: int) -> None:
        places = screen_mark.cells_at(origin, columns, len(cells) // columns)
        for (x, y), cell in zip(places, cells, strict=True):
            self.cell(x, y, INK if cell else GROUND)

    def picture(self) -> Picture:
        """Return what is on the screen."""
        return Picture(self.width, self.height, bytes(self.pixels))
