# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The commands that VRP8 spells otherwise than VRP5 and that are taken without being understood."""

from __future__ import annotations

from lab.switch.huawei_vrpv8.style import STYLE
from lab.switch.huawei_vrpv8.words import TABLE
from lab.switch.vrp_style.foreign_commands import ForeignCommands

ForeignCommands(TABLE, STYLE).lines_of_the_system_view(("ftp", "ntp"), ())
