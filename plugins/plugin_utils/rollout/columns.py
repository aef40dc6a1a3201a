# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How wide a text is on a screen: a Chinese character takes two columns (Unicode Standard Annex 11)."""

from __future__ import annotations

from unicodedata import east_asian_width


def columns(text: str) -> int:
    """Return how many columns a text takes."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def padded(text: str, width: int) -> str:
    """Return a text with blanks behind it, so that it takes so many columns."""
    return text + " " * (width - columns(text))


def cut(line: str, width: int) -> str:
    """Return what of a line a screen shows in so many columns."""
    taken = 0
    for place, letter in enumerate(line):
        taken += columns(letter)
        if taken > width:
            return line[:place]
    return line
