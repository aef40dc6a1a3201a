# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How the rule lines of access lists are read in every platform: port numbers, and rules about frames."""

from __future__ import annotations

from collections import deque

from ..config.access_list import FRAMES, AddressMatch, Rule
from ..config.line import Line

ANY_FRAME = AddressMatch.any(FRAMES)
#: An EtherType, or a mask of one.
HEX = r"(?:0x)?([0-9a-f]{1,4})"


class NotUnderstood(ValueError):
    """A word of the line that this reader has no meaning for; the whole line must then count as not understood."""


def read_ports(words: deque[str], names: dict[str, int]) -> tuple[int, int]:
    """Read `eq 80`, `gt 1023`, `lt 1024` or `range 80 90`."""

    def port() -> int:
        word = words.popleft()
        return names[word] if word in names else int(word)

    operator = words.popleft()
    first = port()
    ranges = {"eq": (first, first), "gt": (first + 1, 65535), "lt": (0, first - 1)}
    low, high = (first, port()) if operator == "range" else ranges.get(operator, (1, 0))
    if not 0 <= low <= high <= 65535:
        raise NotUnderstood(f"{operator} {first}")
    return low, high


def frame_rule(number: int, action: str, to: AddressMatch, kind: str | None, wildcard: int, line: Line) -> Rule:
    """Return a rule about frames to somewhere.

    Args:
        number: the rule's own.
        action: `permit` or `deny`.
        to: which MAC addresses the frames are for.
        kind: their EtherType in hexadecimal digits, None for any.
        wildcard: the bits of the EtherType that do not count.
        line: the line that says so.
    """
    protocol = None if kind is None else int(kind, 16) & ~wildcard
    mask = wildcard if protocol is not None else 0
    return Rule(number, action == "permit", ANY_FRAME, to, protocol, wildcard=mask, line=line)
