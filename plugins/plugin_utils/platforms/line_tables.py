# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines that are none of ours, as data: what each does to terminals, why, and who says so.

A line is looked for from the top of its table and has to match a row as a whole. What no row matches, nobody has judged
(`policy.unjudged`). So a row without effect (`harmless`) says no more than it means, and one with an effect may say more:
its family ends in a row for every other form of it, which holds everywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ...module_utils.message import Message
from ..config.effects import KINDS

# No running configuration has a line that takes back what stands above it; whoever adds one means it.
TAKEN_BACK = "it takes back what stands above"
# No switch prints a longer line of its own; a hostile one's cost nothing.
LONGEST = 1000


@dataclass(frozen=True, eq=False)
class Row:
    """One form of line.

    Attributes:
        pattern: the whole line. Its groups narrow where the effect holds: `vlans` a list of VLANs, `ports` names of
            ports (`more_ports` others beside them), `mac` and `address` a terminal's (both: its address with another
            MAC; `into` the VLANs that frames of those come in as). A group that is not there, or that cannot be read,
            narrows nothing.
        effect: a key of `policy.effects.KINDS`, empty for none.
        why: what makes it so, in a few words.
        source: where that is said; `not looked up` where it is known from nowhere but practice.
        body: the rows for what stands under the line, whose VLANs are then those of the line; None where the line
            speaks for all that is under it.
        apart: the effect holds on the ports in every VLAN, and in the VLANs on every port.
    """

    pattern: re.Pattern[str]
    effect: str
    why: str
    source: str
    body: tuple[Row, ...] | None = None
    apart: bool = False


@dataclass(frozen=True)
class LineTables:
    """The rows of one platform: for the switch as a whole (sections too), inside a VLAN, and on a port."""

    switch: tuple[Row, ...] = ()
    vlan: tuple[Row, ...] = ()
    port: tuple[Row, ...] = ()


def harmless(pattern: str, why: str, source: str, body: tuple[Row, ...] | None = None) -> Row:
    """Return a row without effect on any terminal."""
    return Row(re.compile(pattern), "", why, source, body)


def effect(kind: str, pattern: str, why: str = "", source: str = "", *, apart: bool = False) -> Row:
    """Return a row with an effect.

    Raises:
        KeyError: there is no such effect.
    """
    KINDS[kind]  # a slip of the pen shows when the table is read
    return Row(re.compile(pattern), kind, _message(why), source, apart=apart)


def _message(why: str) -> str:
    """Return what makes it so as a message: `script/messages.py` reads the tables for its sentences."""
    return Message(why.replace("{", "{{").replace("}", "}}"), {}) if why else ""


@lru_cache(maxsize=8192)
def find(rows: tuple[Row, ...], text: str) -> tuple[Row, re.Match[str]] | None:
    """Return the first row that matches a line as a whole, None if there is none, or the line is too long for any."""
    if len(text) > LONGEST:
        return None
    return next(((row, match) for row in rows if (match := row.pattern.fullmatch(text))), None)
