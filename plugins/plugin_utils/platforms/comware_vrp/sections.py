# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which lines of VRP and Comware open a section, or stand at the margin behind one."""

from __future__ import annotations

import re

from ...device.log_lines import Sections

SECTIONS = Sections(
    watched=re.compile(
        r"interface \d*[A-Za-z-]+ ?\d\S*(?: mode \S+)?|interface range \S.*|vlan (?:batch )?\d[\d ,to-]*|"
        r"acl (?:ipv6 )?(?:(?:mac|user-defined|basic|advanced) )?(?:number |name )?[\w-]+(?: (?:advance|basic))?(?: \d+)?"
        r"(?: name \S+)?(?: match-order \w+)?"
    ),
    others=re.compile(
        r"[!#]+|return|quit|aaa|line (?:con|vty|aux|tty|class|\d)\b.*|user-interface .*\d|"
        r"(?:router|traffic|domain|local-user) \S+.*"
    ),
)
