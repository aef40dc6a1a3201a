# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How a platform writes the name of an Ethernet port in full, as its running configuration shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

NUMBER = "(0|[1-9][0-9]*)"
"""Without leading zeros, as a switch prints it: the same port has one name only."""


@dataclass(frozen=True)
class PortNames:
    """One platform's port names.

    Attributes:
        pattern: a full name.
        example: one such name.
        short: what engineers type for each full word.
    """

    pattern: re.Pattern[str]
    example: str
    short: Mapping[str, str]

    def full(self, name: str) -> str:
        """Give the full name that `name` is short for, or has with leading zeros, or nothing."""
        plain = without_zeros(name)
        if self.pattern.fullmatch(plain):
            return plain
        match = re.fullmatch(r"([A-Za-z-]+) ?([0-9/]+)", plain)
        word = self.short.get(match[1].lower(), "") if match else ""
        full = f"{word}{match[2]}" if match and word else ""
        return full if self.pattern.fullmatch(full) else ""


def without_zeros(name: str) -> str:
    """Take the leading zeros off the numbers of a name."""
    return re.sub("(?<![0-9])0+(?=[0-9])", "", name)


def port_names(words: str, numbers: str, example: str, short: Mapping[str, str]) -> PortNames:
    """Build a platform's port names: the words, the numbers behind them, an example, the short words."""
    return PortNames(re.compile(f"({words}){numbers}", re.ASCII), example, short)
