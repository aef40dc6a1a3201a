# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How each dialect writes the name of an Ethernet port in full, as its running configuration shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

NUMBER = "(0|[1-9][0-9]*)"
"""Without leading zeros, as a switch prints it: the same port has one name only."""


@dataclass(frozen=True)
class PortNames:
    """One dialect's port names.

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


def _names(words: str, numbers: str, example: str, short: Mapping[str, str]) -> PortNames:
    return PortNames(re.compile(f"({words}){numbers}", re.ASCII), example, short)


PORT_NAMES: Mapping[str, PortNames] = {
    "huawei_vrp": _names(
        "Ethernet|GigabitEthernet|MultiGE|XGigabitEthernet|10GE",
        f"{NUMBER}/{NUMBER}/{NUMBER}",
        "GigabitEthernet0/0/1",
        {"g": "GigabitEthernet", "ge": "GigabitEthernet", "gi": "GigabitEthernet", "gigabitethernet": "GigabitEthernet",
         "e": "Ethernet", "eth": "Ethernet", "xge": "XGigabitEthernet"},
    ),
    "huawei_vrpv8": _names(
        "GE|10GE|25GE|40GE|100GE",
        f"{NUMBER}/{NUMBER}/{NUMBER}",
        "GE1/0/1",
        {"g": "GE", "gi": "GE", "gigabitethernet": "GE", "ge": "GE", "xge": "10GE"},
    ),
    "hp_comware": _names(
        "Ethernet|GigabitEthernet|Ten-GigabitEthernet|M-GigabitEthernet",
        f"{NUMBER}/{NUMBER}/{NUMBER}",
        "GigabitEthernet1/0/1",
        {"g": "GigabitEthernet", "ge": "GigabitEthernet", "gi": "GigabitEthernet",
         "gigabitethernet": "GigabitEthernet", "eth": "Ethernet", "xge": "Ten-GigabitEthernet"},
    ),
    "ruijie_os": _names(
        "FastEthernet |GigabitEthernet |TenGigabitEthernet ",
        f"{NUMBER}(/{NUMBER}){{1,2}}",
        "GigabitEthernet 0/1",
        {"g": "GigabitEthernet ", "gi": "GigabitEthernet ", "gigabitethernet": "GigabitEthernet ",
         "f": "FastEthernet ", "fa": "FastEthernet ", "te": "TenGigabitEthernet "},
    ),
    "cisco_ios": _names(
        "FastEthernet|GigabitEthernet|TenGigabitEthernet|TwoGigabitEthernet",
        f"{NUMBER}(/{NUMBER}){{1,2}}",
        "GigabitEthernet0/1",
        {"g": "GigabitEthernet", "gi": "GigabitEthernet", "gig": "GigabitEthernet",
         "gigabitethernet": "GigabitEthernet", "f": "FastEthernet", "fa": "FastEthernet", "te": "TenGigabitEthernet"},
    ),
}  # fmt: skip
