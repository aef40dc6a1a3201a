# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines that a device prints of its own accord, in the middle of whatever it is asked.

They come in every form that a device's time stamps and sequence numbers can be set to; the platforms know them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class LogForm(NamedTuple):
    """One form of such lines: what one begins with, one of them, and where it is from."""

    pattern: str
    example: str
    source: str


# Nor does a line of any configuration begin like these, outside of a greeting; as an answer they may be a refusal.
_NO_CONFIGURATION = re.compile(r"%|(?:Info|Warning|Error|Notice|Caution) ?(?:\[\d+\])?:")


class Sections(NamedTuple):
    """Which whole lines at the margin belong to a platform's configuration, since messages begin with such words, too.

    Attributes:
        watched: those that open a section whose further lines matter to the proof: a port's, a VLAN's, an access list's.
        others: what else may stand behind such a section without the separator between sections.
    """

    watched: re.Pattern[str]
    others: re.Pattern[str]


def one_of(forms: Iterable[LogForm]) -> re.Pattern[str]:
    """Return a pattern of how a line in one of these forms begins."""
    return re.compile("|".join(f"(?:{form.pattern})" for form in forms))


def strangers(lines: list[str], log_line: re.Pattern[str], sections: Sections) -> Iterator[str]:
    """Yield those lines of a configuration, its greetings left out, that are none of it; `log_line` is how a log's begin.

    A line at the margin that stands between a line of a port, a VLAN or an access list and further ones of the same
    section is none either, whatever it looks like and however many there are: what follows would be read as its own.
    """
    watched = False
    between: list[str] = []
    for line in lines:
        said = line.strip()
        if log_line.match(said) or _NO_CONFIGURATION.match(said):
            yield said
        elif not said:
            continue
        elif line[0] in " \t":
            yield from between
            between = []
        elif sections.watched.fullmatch(said) or sections.others.fullmatch(said) or not watched:
            watched, between = sections.watched.fullmatch(said) is not None, []
        else:
            between.append(said)
