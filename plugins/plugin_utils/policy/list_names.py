# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Does a line that nobody understands any further apply an access list?

A number says much: `acl 3901 inbound` applies a list, `port trunk allow-pass vlan 110 3901` does not.
"""

from __future__ import annotations

from collections.abc import Collection


def applies_list(text: str, name: str, family: int, applying: Collection[str]) -> bool:
    """Tell whether a line names the access list of that name; a name that is no number is enough by itself.

    Args:
        text: the line.
        name: what the list is called on the device.
        family: of the list.
        applying: the platform's words of which one stands before a number (`ForeignWords.applies_list`).
    """
    words = text.split()
    for place, word in enumerate(words):
        if word == name:
            before = words[:place]
            if not name.isdecimal():
                return True
            if not {*before}.isdisjoint(applying) and before[-1] != "vlan" and ("ipv6" in before) == (family == 6):
                return True
    return False
