# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the proof has to know of lines that are none of ours, by the words that a platform has for them."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class ForeignWords:
    """A platform's words for what is read wherever it stands.

    Attributes:
        voice_vlan: the whole line of a port that puts telephones into a VLAN, which is the first group.
        binding: how a line begins that binds an address, static or learned; leases and sessions bind none.
        spanning_tree: how a line begins that is about spanning tree, also one that takes something of it away.
        root_bridge: the whole line with which the switch means to be the root of the spanning tree.
        qos_policy: the whole line of a port that says which QoS policy it has, by the first group.
        applies_list: words of which one stands before an access list's number where the list is applied.
        denies_rest: the line after which every list denies what none of its rules matches, empty if there is none.
    """

    voice_vlan: re.Pattern[str]
    binding: re.Pattern[str]
    spanning_tree: re.Pattern[str]
    root_bridge: re.Pattern[str]
    qos_policy: re.Pattern[str]
    applies_list: frozenset[str]
    denies_rest: str = ""
