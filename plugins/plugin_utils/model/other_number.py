# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whole numbers that YAML 1.1 reads otherwise than people and YAML 1.2 do."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...module_utils.message import say

LONGEST = 40
"""Characters; what is longer is shown as it is written, for Python writes no number of thousands of digits."""

_PLAIN = re.compile("[-+]?(0|[1-9][0-9]*)")


@dataclass(frozen=True)
class OtherNumber:
    """`0110` (YAML 1.1: 72), `1:50` (110), `0x1f` (31), `1_0` (10): no field takes it, neither as number nor as text.

    Attributes:
        written: how it stands in the file.
        value: what YAML 1.1 takes it for; of a very long one, nothing.
    """

    written: str
    value: int | None

    def __str__(self) -> str:
        return self.written if self.value is None else str(self.value)

    @property
    def fix(self) -> str:
        """Say how to write the number that was meant."""
        digits = self.written.lstrip("-+")
        if digits.isdecimal():
            return say(
                "write {sign}{digits}, without the leading 0",
                sign=self.written.removesuffix(digits),
                digits=digits.lstrip("0") or "0",
            )
        return say("write it in decimal digits alone")


def is_plain(written: str) -> bool:
    """Tell whether a whole number is written so that everybody reads the same."""
    return bool(_PLAIN.fullmatch(written))
