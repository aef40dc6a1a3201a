# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Text from outside as it may reach a console, a log, a form or a page: one line of what can be seen, of bounded length.

A control character moves a console's cursor, an escape sequence rewrites what stands there or names the window, a second
line poses as a message of ours, a bidirectional override (Unicode UAX #9) shows `fail` as `liaf`. Whatever came over a
wire passes here before it becomes a sentence.

Runs on terminals too: standard library only, Python 3.8 syntax.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any, List

SENTENCE = 600  # characters of a sentence of ours with a device's words in it
UNSEEN = "\ufffd"
# No script that a device or a person here writes needs more; a heap of them covers the lines above and below.
MARKS = 2

# ECMA-48 5.4 (control sequences), 5.6 (control strings, which end with ST or, by xterm's habit, with BEL), 5.3 (others).
_ESCAPE = re.compile(
    "(?:\x1b\\[|\x9b)[0-?]*[ -/]*[@-~]"
    "|(?:\x1b[P\\]X^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\\\|\x9c)?"
    "|\x1b[ -/]*[0-~]"
)
_BREAK = re.compile("[\\s\u200b\u2060\ufeff]+")
# General categories Cc without line feed and tab, Cf, Cs, Zl and Zp of Unicode 15; what a later one adds is not known here.
_CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f]"
)

# What looks like nothing though it counts as a letter or a mark (fillers, the empty Braille pattern, the grapheme joiner,
# variation selectors), what every font shows as it likes (private use), and what no text may have (noncharacters).
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef"
    "\ue000-\uf8ff\U000f0000-\U0010ffff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plane << 16 | last) for plane in range(1, 15) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def seen(text: str) -> str:
    """Return text without escape sequences, with U+FFFD for what else cannot be seen; line feeds and tabs stay."""
    # Nearly every text is told by this, without a look at each of its letters in a long list.
    if text.replace("\n", "").replace("\t", "").isprintable() or not _CONTROL.search(text):
        return text
    return _CONTROL.sub(UNSEEN, _ESCAPE.sub("", text.replace("\r\n", "\n")))


def one_line(text: Any, limit: int = SENTENCE) -> str:
    """Return text as one line: breaks and blanks become a blank, what cannot be seen U+FFFD, heaps of marks and the rest are cut.

    Args:
        text: what came from outside; what is no text is written as Python does.
        limit: the most characters that are returned; a text that was longer ends with an ellipsis.
    """
    line = text if isinstance(text, str) else str(text)
    # Escape sequences are at most a small part of a text: what is cut here could not be shown anyway.
    line, whole = line[: 8 * limit], len(line) <= 8 * limit
    if not line.isprintable():
        line = seen(_BREAK.sub(" ", _ESCAPE.sub("", line)))
    if not line.isascii():
        line = _without_heaps(_BLANK.sub(UNSEEN, line))
    if not line.isprintable():
        # Of a Unicode that this Python does not know: it may be a letter or the next override.
        line = "".join(each if each.isprintable() else UNSEEN for each in line)
    if len(line) > limit or not whole:
        return line[: limit - 1] + "…"
    return line


def _without_heaps(line: str) -> str:
    """Drop the combining marks (Unicode categories Mn and Me) of a character behind its first `MARKS`."""
    kept: List[str] = []
    marks = 0
    for each in line:
        marks = marks + 1 if unicodedata.category(each) in ("Mn", "Me") else 0
        if marks <= MARKS:
            kept.append(each)
    return "".join(kept)


def lines(text: Any, limit: int = SENTENCE, most: int = 60) -> str:
    """Return text whose lines are meant, each as `one_line` gives it, and no more than `most` of them."""
    whole = text if isinstance(text, str) else str(text)
    split = whole[: 8 * limit * most].split("\n")
    shown = [one_line(line, limit).rstrip() for line in split[:most]]
    return "\n".join(shown if len(split) <= most else [*shown, "…"])
