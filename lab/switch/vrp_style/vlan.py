# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""VLANs and lists of VLANs as VRP prints them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass
class Vlan:
    """A VLAN other than its number."""

    description: str = ""
    name: str = ""


def runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Neighbouring numbers put together: 1 10 11 12 -> (1, 1), (10, 12)."""
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def list_text(numbers: Iterable[int]) -> str:
    """A list such as `110 200 to 202 4000`."""
    return " ".join(str(low) if low == high else f"{low} to {high}" for low, high in runs(numbers))
