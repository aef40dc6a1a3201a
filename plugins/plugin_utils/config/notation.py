# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How devices write MAC addresses and lists of VLANs."""

from __future__ import annotations

import re
from functools import lru_cache

MAC_ADDRESS = re.compile(r"(?i)\b[0-9a-f]{4}([-.])[0-9a-f]{4}\1[0-9a-f]{4}\b")
LAST_VLAN = 4094
VLAN_RANGE = re.compile(r"(\d+)(?:(?: to |-)(\d+))?")


def read_mac(text: str) -> str:
    """Return `5489-9800-0101` or `5489.9800.0101` as `54:89:98:00:01:01`."""
    digits = re.sub(r"[-.]", "", text).lower()
    return ":".join(digits[place : place + 2] for place in range(0, 12, 2))


def mac_in(text: str) -> str:
    """Return the first MAC address in a line, as `54:89:98:00:01:01`, empty if there is none."""
    found = MAC_ADDRESS.search(text)
    return read_mac(found[0]) if found else ""


def write_mac(mac: str, separator: str = "-") -> str:
    """Return `54:89:98:00:01:01` as `5489-9800-0101`, or with another separator."""
    digits = mac.replace(":", "")
    return separator.join(digits[place : place + 4] for place in range(0, 12, 4))


# A switch says the same few lists in line after line, and to make one of all VLANs takes longer than to read the line.
@lru_cache(maxsize=256)
def vlan_numbers(text: str) -> frozenset[int]:
    """Return the VLANs of `vlan 110`, `vlan batch 110 200 to 210` (VRP) or `vlan 110,200-210` (IOS).

    What is above the last VLAN that there can be (IEEE 802.1Q) is left out, however much of it a switch prints.
    """
    bits = 0
    for first, last in VLAN_RANGE.findall(text.removeprefix("vlan ").removeprefix("batch ")):
        low, high = _bounded(first), _bounded(last or first)
        bits |= ((1 << max(high - low + 1, 0)) - 1) << low
    bits &= (1 << LAST_VLAN + 1) - 1
    found = set()
    while bits:
        found.add((bits & -bits).bit_length() - 1)
        bits &= bits - 1
    return frozenset(found)


def _bounded(digits: str) -> int:
    return min(int(digits), LAST_VLAN + 1) if len(digits) < 9 else LAST_VLAN + 1


def vlan_list(text: str) -> frozenset[int] | None:
    """Return the VLANs of a list that stands alone, such as `110 200 to 210` or `110,200-210`; None if it is none."""
    if not re.fullmatch(r"\d{1,4}(?:(?: to |-|,| )\d{1,4})*", text):
        return None
    return vlan_numbers(text)
