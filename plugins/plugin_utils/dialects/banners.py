# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Texts that a switch greets with: whatever they look like, they are not its configuration.

Sources: Huawei CloudEngine command reference, header; HPE 5120 and A5800 configuration guides, banners (a text ends with
the character that it begins with, one that begins on the next line with `%`); IOS prints that character as `^C`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import KioskError
from ..policy.objects import Line

OPENING = re.compile(
    r"(?:header (?:incoming|legal|login|motd|shell)(?: information)?|banner [a-z-]+|"
    r"aaa authentication (?:banner|fail-message))(?: (?!file )(?P<text>.+))?"
)
FIX = (
    "begin it with a character that is in no word of it, end a line with the same character, and leave out lines that are "
    '"#" or "!" alone, or take the text off the switch'
)


def without_banners(text: str) -> Iterator[tuple[int, str]]:
    """Return the lines of a configuration with their numbers, but for texts of greeting.

    Raises:
        KioskError: nobody can tell where such a text ends, and the configuration goes on.
    """
    lines = enumerate(text.splitlines(), start=1)
    for number, raw in lines:
        opening = OPENING.fullmatch(raw.strip())
        if opening is None:
            yield number, raw
        elif not _skipped(opening["text"] or "%", lines):
            what = f"{Line(number, raw.strip())} opens a text of which nobody can tell where it ends"
            raise KioskError(what, fix=FIX)


def _skipped(begun: str, lines: Iterator[tuple[int, str]]) -> bool:
    """Go on behind a text, and tell whether its end was found for certain."""
    mark = "^C" if begun.startswith("^C") else begun[0]
    rest = begun.removeprefix(mark)
    if mark in rest:
        return rest.endswith(mark)
    if mark.isalnum():
        return False
    for _number, raw in lines:
        content = raw.strip()
        if mark in content:
            return content.endswith(mark)
        if content in ("#", "!"):
            # Between any two sections stands such a line: the text was never closed.
            return False
    return False
