# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which lines of IOS and RGOS open a section, or stand at the margin behind one."""

from __future__ import annotations

import re

from ...device.log_lines import Sections

SECTIONS = Sections(
    watched=re.compile(
        r"interface \d*[A-Za-z-]+ ?\d\S*(?: mode \S+)?|interface range \S.*|vlan (?:range )?\d[\d ,to-]*|"
        r"(?:ip|ipv6|mac|expert) access-list(?: (?:extended|standard))? \S+"
    ),
    others=re.compile(
        r"[!#]+|end|exit|line (?:con|console|vty|aux|tty|\d)\b.*|(?:router|policy-map|class-map|route-map|domain) \S+.*"
    ),
)
