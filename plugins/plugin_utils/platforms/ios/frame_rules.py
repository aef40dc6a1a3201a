# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The rule line of a list of frames as IOS writes it: `permit any any 0x806 0x0`.

Source: Cisco Catalyst 3560 software configuration guide OL-8553-06, 33-28 (`type mask`, where the bits of the mask do not
count). Only the conditions that we write are understood. How a device prints a mask of which every bit counts is
unverified: both forms are read.
"""

from __future__ import annotations

import re

from ...config.access_list import FRAMES, AddressMatch, Rule
from ...config.line import Line
from ...config.notation import read_mac, write_mac
from ..rule_reading import ANY_FRAME, HEX, NotUnderstood, frame_rule

_MAC = r"[0-9a-f]{4}(?:\.[0-9a-f]{4}){2}"
_IOS = re.compile(rf"(?:(\d+) )?(permit|deny) any (any|({_MAC}) ({_MAC}))(?: {HEX} {HEX})?", re.IGNORECASE)


def parse_frame_rule(line: Line, place: int) -> Rule:
    """Read a line, the `place`th of its list, in whose masks the zeros count.

    Raises:
        NotUnderstood: any word of it has no meaning here.
    """
    found = _IOS.fullmatch(line.text)
    if not found:
        raise NotUnderstood(line.text)
    to = ANY_FRAME if found[3] == "any" else AddressMatch(FRAMES, _mac_number(found[4]), _mac_number(found[5]))
    return frame_rule(int(found[1] or 10 * place), found[2], to, found[6], int(found[7] or "0", 16), line)


def format_frame_rule(rule: Rule) -> str:
    """Write a rule without its number, as `parse_frame_rule` reads it."""
    words = ["permit" if rule.permit else "deny", "any"]
    words += (
        ["any"] if rule.destination.is_any else map(_mac_words, (rule.destination.value, rule.destination.wildcard))
    )
    if rule.protocol is not None:
        words += [f"{value:#x}" for value in (rule.protocol, rule.wildcard)]
    return " ".join(words)


def _mac_number(text: str) -> int:
    return int(read_mac(text).replace(":", ""), 16)


def _mac_words(number: int) -> str:
    digits = f"{number:012x}"
    return write_mac(":".join(digits[place : place + 2] for place in range(0, 12, 2)), ".")
