# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Rules of lists of frames, which VRP8 writes with another word (Huawei CloudEngine, EDOC1100075347)."""

from __future__ import annotations

from lab.switch.huawei_vrpv8.style import STYLE
from lab.switch.huawei_vrpv8.words import command
from lab.switch.vrp_style.acl_commands import add_frame_rule, frame_rule_syntax

command("acl-l2", frame_rule_syntax(STYLE))(add_frame_rule)
