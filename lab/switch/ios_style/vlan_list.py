# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lists of VLANs as they are typed and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

VLAN_IDS = range(1, 4095)
# From so many neighbours on a list of VLANs is shortened to a range.
_SHORTEST_RUN = 3


def read_vlans(word: str) -> frozenset[int]:
    """A list such as `110,200-202,4000`."""
    found: set[int] = set()
    for part in word.split(","):
        low, dash, high = part.partition("-")
        numbers = range(int(low), int(high if dash else low) + 1)
        if not numbers or numbers[0] not in VLAN_IDS or numbers[-1] not in VLAN_IDS:
            raise ValueError(word)
        found.update(numbers)
    return frozenset(found)


def vlans_text(numbers: Iterable[int]) -> str:
    """A list of VLANs as IOS prints it: only three and more neighbours become a range."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) >= _SHORTEST_RUN else ",".join(map(str, run)) for run in runs)
