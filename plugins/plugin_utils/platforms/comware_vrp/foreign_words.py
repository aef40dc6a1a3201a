# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""VRP's and Comware's words for lines that are none of ours; older releases' too."""

from __future__ import annotations

import re

from ...config.foreign_words import ForeignWords

FOREIGN = ForeignWords(
    voice_vlan=re.compile(r"voice-vlan (\d+)(?: .+)?"),
    binding=re.compile(
        r"(?:(?:nd |am )?user-bind|ip source (?:static )?binding|dhcp snooping (?:bind-table|binding|user-bind)) .*\d"
    ),
    spanning_tree=re.compile(r"(?:undo )?stp\b"),
    root_bridge=re.compile(r"stp .*(?:root primary|priority (?:0|4096))"),
    qos_policy=re.compile(r"(?:traffic-policy|qos apply policy) (\S+)(?: .+)?"),
    # `community`, `list` and `access` before a number are not looked up: a list is rather left than deleted.
    applies_list=frozenset({"acl", "packet-filter", "traffic-filter", "group-policy", "community", "list", "access"}),
)
