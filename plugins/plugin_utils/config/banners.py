# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Texts inside a configuration, such as greetings and macros: whatever they look like, they are not configured.

Sources: Huawei CloudEngine command reference, header; HPE 5120 and A5800 configuration guides, banners (a text ends with
the character that it begins with, one that begins on the next line with `%`); Cisco Catalyst 2950 and 2955 software
configuration guide, Smartports macros (`macro name` ends with `@`), menus; Cisco IOS configuration fundamentals command
reference, refuse-message, vacant-message; Cisco IOS security command reference, ip admission (auth-proxy-banner,
consent-banner). IOS prints the character between which such a text stands as `^C`; Catalyst 4500 configuration guide 22,
Auto Smartport macros of one's own, in braces. That RGOS prints its texts in the same way is unverified.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from .line import Line, plain, printed_lines

OPENING = re.compile(
    r"(?i:header (?:incoming|legal|login|motd|shell)(?: information)?|banner (?!file|title)[a-z-]+|"
    r"aaa authentication (?:banner|fail-message))(?: (?!file )(?P<text>.+))?"
)
# Texts that begin on the line that opens them, whatever stands around them.
OPENING_AT_ONCE = re.compile(
    r"(?i:menu \S+ (?:title|prompt)|(?:refuse|vacant)-message|"
    # A file's path is none.
    r"ip (?:admission|auth-proxy) \S+-banner (?:http|telnet|ftp|text)(?! (?:\w+:|/)\S*$)) (?P<text>.+)"
)
# The control character, as it is and as IOS prints it. It begins a word, and none behind a number: a secret may have the
# same two letters inside, and one of type 6 may begin with them.
DELIMITER = re.compile(r"(?<![^ ])(?<! \d )(?P<mark>\x03|\^C)")
DELIMITED = re.compile(
    r"(?i)banner |menu \S+ (?:title|prompt|status-line|line-mode|default) |ip (?:admission|auth-proxy) |aaa authentication |"
    r"(?:refuse|vacant)-message "
)
# What is one line, whatever it says.
ONE_LINE = re.compile(
    r"(?:\d+ )?(?:description|(?:list-)?remark|name|alias|prompt|menu \S+ (?:text|command)|password|key|"
    r"snmp-server (?:contact|location)) "
)
MACRO = re.compile(r"(?i)macro name \S+")
SCRIPT = re.compile(r"(?i)macro auto execute [^{]*\{.*")
SEPARATORS = ("#", "!")
SECTION = re.compile(r"(?:interface|ip access-list|ipv6 access-list|vlan|line) ")


class EndlessTextError(ValueError):
    """A text of which nobody can tell where it ends, though the configuration goes on; `line` opens it."""

    def __init__(self, line: Line) -> None:
        super().__init__(f"{line} opens a text of which nobody can tell where it ends")
        self.line = line


@dataclass(frozen=True)
class _Text:
    """A text that a line opens.

    Attributes:
        mark: its last line ends with this.
        begun: what of it stands on the line that opens it.
        whole: its last line is the mark alone.
        braces: how many it leaves open; its last line closes them, whatever the mark.
        certain: hardly anything else can have the mark: a separator belongs to the text, but for one before a section.
    """

    mark: str
    begun: str = ""
    whole: bool = False
    braces: int = 0
    certain: bool = False

    def ends(self, lines: Iterator[tuple[int, str]]) -> bool:
        """Go on behind the text, and tell whether its end was found for certain."""
        if self.braces:
            depths = accumulate((_open_braces(raw) for _, raw in lines), initial=self.braces)
            return any(depth <= 0 for depth in depths)
        if self.mark in self.begun:
            return self.begun.endswith(self.mark)
        if self.mark.isalnum():
            return False
        separated = False
        for _number, raw in lines:
            content = raw.strip()
            if content == self.mark if self.whole else self.mark in content:
                return content.endswith(self.mark)
            if content in SEPARATORS if not self.certain else separated and not self.whole and SECTION.match(content):
                # Between any two sections stands such a line: the text was never closed.
                return False
            separated = content in SEPARATORS
        return False


def without_banners(text: str) -> Iterator[tuple[int, str]]:
    """Return the lines of a configuration with their numbers, but for texts that it only keeps.

    Raises:
        EndlessTextError: nobody can tell where such a text ends, and the configuration goes on.
    """
    lines = enumerate(printed_lines(text), start=1)
    for number, raw in lines:
        opened = _opened(plain(raw))
        if opened is None:
            yield number, raw
        elif not opened.ends(lines):
            raise EndlessTextError(Line(number, raw.strip()))


def _open_braces(text: str) -> int:
    return text.count("{") - text.count("}")


def _opened(content: str) -> _Text | None:
    """Return the text that a line opens, None if the line is configuration."""
    if MACRO.fullmatch(content):
        return _Text("@", whole=True, certain=True)
    if SCRIPT.fullmatch(content) and (braces := _open_braces(content)) > 0:
        return _Text("}", braces=braces)
    if delimiter := DELIMITER.search(content):
        mark, rest, known = delimiter["mark"], content[delimiter.end() :], DELIMITED.match(content)
        opens = known or (mark not in rest and not ONE_LINE.match(content))
        return _Text(mark, rest, certain=known is not None) if opens else None
    if opening := OPENING.fullmatch(content) or OPENING_AT_ONCE.fullmatch(content):
        begun = opening["text"] or "%"
        return _Text(begun[0], begun[1:])
    return None
