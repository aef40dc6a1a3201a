# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a YAML parser's complaint means to the person who wrote the file."""

from __future__ import annotations

import re
import unicodedata

from yaml.error import Mark, MarkedYAMLError, YAMLError
from yaml.reader import ReaderError

from ...module_utils.message import say
from ..base.errors import KioskError
from ..base.problem import Where

_ODD_BLANKS = r"[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"

_FULL_WIDTH = {"：": say("`: `, with a space"), "－": say("`- `, with a space")}
_WIDE_KEY = re.compile(r"\s*(?:[-－]\s*)?(?:\w+\s*(：)|(－))", re.ASCII)
# Blanks that editors and web pages put in for a space: in the indentation, or right after the colon.
_ODD_BLANK = re.compile(rf" *(?:[^#\"'\s]*: ?)?({_ODD_BLANKS})")
_BARE_COLON = re.compile(r"\s*(?:- )?\w+(:)[^\s:/]", re.ASCII)

_FIXES = {
    "but found another document": say("keep one document in a file; delete the line `---` and what follows"),
    "mapping values are not allowed in this context": say(
        "start the line in the same column as its neighbours, and put quotes around a text that holds `: `"
    ),
    "did not find expected key": say("start the line in the same column as its neighbours"),
    "found unexpected end of stream": say("close the quote that the text begins with"),
}
_OTHERWISE = say("close every quote and bracket, and put quotes around a text with special characters")


def explain(error: YAMLError, text: str, file: str) -> KioskError:
    """Say in one error what is wrong with the text, where, and what to do."""
    if isinstance(error, ReaderError):
        # The reader of a Python string counts characters, not lines.
        line = text.count("\n", 0, error.position)
        where = Where(file, line + 1, error.position - text.rfind("\n", 0, error.position))
        return KioskError(
            say("holds the control character U+{code:04X}", code=_code(error)),
            where=where,
            fix=say("delete it"),
            id="control-character",
        )
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return KioskError(say("is not YAML: {error}", error=error), where=Where(file), fix=_OTHERWISE, id="not-yaml")
    return _typed(error.problem_mark, text, file) or _structural(error, error.problem_mark, text, file)


def _code(error: ReaderError) -> int:
    # The C reader has it as a number already.
    return error.character if isinstance(error.character, int) else ord(error.character)


def _typed(mark: Mark, text: str, file: str) -> KioskError | None:
    """Find what hands do wrong, on the line of the complaint or the one before."""
    for number in (mark.line, mark.line - 1):
        line = _line(text, number)
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            where = Where(file, number + 1, indent.index("\t") + 1)
            what = say("is indented with a tab; YAML allows spaces only")
            return KioskError(what, where=where, fix=say("put two spaces for each step"), id="tab-indent")
        blank = _ODD_BLANK.match(line)
        if blank:
            sign = f"U+{ord(blank[1]):04X} ({unicodedata.name(blank[1]).lower()})"
            what = say("holds {sign}, which looks like a space and is none to YAML", sign=sign)
            return KioskError(
                what,
                where=Where(file, number + 1, blank.end()),
                fix=say("type a plain space in its place"),
                id="odd-blank",
            )
        wide = _WIDE_KEY.match(line)
        if wide:
            sign = wide[1] or wide[2]
            what = say("holds the full-width `{sign}`", sign=sign)
            return KioskError(
                what,
                where=Where(file, number + 1, wide.end()),
                fix=say("type {full_width}", full_width=_FULL_WIDTH[sign]),
                id="full-width-mark",
            )
        bare = _BARE_COLON.match(line)
        if bare:
            what = say("has no space after the colon")
            return KioskError(
                what,
                where=Where(file, number + 1, bare.end(1)),
                fix=say("put a space after the colon"),
                id="bare-colon",
            )
    return None


def _structural(error: MarkedYAMLError, mark: Mark, text: str, file: str) -> KioskError:
    start = error.context_mark
    if start and error.context in ("while parsing a flow sequence", "while parsing a flow mapping"):
        bracket = _line(text, start.line)[start.column : start.column + 1]
        what = say("`{bracket}` is not closed, or a comma is missing after it", bracket=bracket)
        return KioskError(what, where=_where(file, start), fix=say("close it in the same line"), id="open-bracket")
    if start and error.problem == "found unexpected end of stream":
        return KioskError(
            say("the quote is not closed"), where=_where(file, start), fix=_FIXES[error.problem], id="open-quote"
        )
    fix = _FIXES.get(error.problem or "", _OTHERWISE)
    return KioskError(
        say("is not YAML: {problem}", problem=error.problem), where=_where(file, mark), fix=fix, id="yaml-structure"
    )


def _where(file: str, mark: Mark) -> Where:
    return Where(file, mark.line + 1, mark.column + 1)


def _line(text: str, number: int) -> str:
    lines = text.split("\n")
    return lines[number] if 0 <= number < len(lines) else ""
