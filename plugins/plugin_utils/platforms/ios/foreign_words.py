# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""IOS' and RGOS' words for lines that are none of ours."""

from __future__ import annotations

import re

from ...config.foreign_words import ForeignWords

FOREIGN = ForeignWords(
    voice_vlan=re.compile(r"switchport voice vlan (\d+)(?: .+)?"),
    binding=re.compile(
        r"(?:ip source (?:static )?binding|ip dhcp snooping binding|device-tracking binding|address-bind|"
        r"switchport port-security .*binding) .*\d"
    ),
    spanning_tree=re.compile(r"(?:no )?spanning-tree\b"),
    root_bridge=re.compile(r"spanning-tree .*(?:root primary|priority (?:0|4096))"),
    qos_policy=re.compile(r"service-policy (?:input|output) (\S+)(?: .+)?"),
    # `acl` and `group-policy` before a number are not looked up: a list is rather left than deleted.
    applies_list=frozenset(
        {
            "access-group",
            "access-class",
            "access-list",
            "traffic-filter",
            "list",
            "access",
            "community",
            "acl",
            "group-policy",
        }
    ),
)
