# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How each dialect writes the name of an Ethernet port in full, as its running configuration shows it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


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
        """Give the full name that `name` is short for, or nothing."""
        match = re.fullmatch(r"([A-Za-z-]+) ?([0-9/]+)", name)
        word = self.short.get(match[1].lower(), "") if match else ""
        full = f"{word}{match[2]}" if match and word else ""
        return full if self.pattern.fullmatch(full) else ""


def _names(words: str, numbers: str, example: str, short: Mapping[str, str]) -> PortNames:
    return PortNames(re.compile(f"({words}){numbers}"), example, short)


PORT_NAMES: Mapping[str, PortNames] = {
    "huawei_vrp": _names(
        "Ethernet|GigabitEthernet|MultiGE|XGigabitEthernet|10GE",
        r"\d+/\d+/\d+",
        "GigabitEthernet0/0/1",
        {"g": "GigabitEthernet", "ge": "GigabitEthernet", "gi": "GigabitEthernet", "gigabitethernet": "GigabitEthernet",
         "e": "Ethernet", "eth": "Ethernet", "xge": "XGigabitEthernet"},
    ),
    "huawei_vrpv8": _names(
        "GE|10GE|25GE|40GE|100GE",
        r"\d+/\d+/\d+",
        "GE1/0/1",
        {"g": "GE", "gi": "GE", "gigabitethernet": "GE", "ge": "GE", "xge": "10GE"},
    ),
    "hp_comware": _names(
        "Ethernet|GigabitEthernet|Ten-GigabitEthernet|M-GigabitEthernet",
        r"\d+/\d+/\d+",
        "GigabitEthernet1/0/1",
        {"g": "GigabitEthernet", "ge": "GigabitEthernet", "gi": "GigabitEthernet",
         "gigabitethernet": "GigabitEthernet", "eth": "Ethernet", "xge": "Ten-GigabitEthernet"},
    ),
    "ruijie_os": _names(
        "FastEthernet |GigabitEthernet |TenGigabitEthernet ",
        r"\d+(/\d+){1,2}",
        "GigabitEthernet 0/1",
        {"g": "GigabitEthernet ", "gi": "GigabitEthernet ", "gigabitethernet": "GigabitEthernet ",
         "f": "FastEthernet ", "fa": "FastEthernet ", "te": "TenGigabitEthernet "},
    ),
    "cisco_ios": _names(
        "FastEthernet|GigabitEthernet|TenGigabitEthernet|TwoGigabitEthernet",
        r"\d+(/\d+){1,2}",
        "GigabitEthernet0/1",
        {"g": "GigabitEthernet", "gi": "GigabitEthernet", "gig": "GigabitEthernet",
         "gigabitethernet": "GigabitEthernet", "f": "FastEthernet", "fa": "FastEthernet", "te": "TenGigabitEthernet"},
    ),
}  # fmt: skip
