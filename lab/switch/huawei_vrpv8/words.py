# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""VRP8's spelling: VRP5's but for the names of ports, and the table in which its own commands are collected."""

from __future__ import annotations

from lab.switch.huawei_vrpv8.candidate import CandidateTable
from lab.switch.huawei_vrpv8.style import STYLE
from lab.switch.vrp_style.words import DISPLAY, InterfaceNames, types

_PORTS = ("GE", "10GE", "25GE", "40GE", "100GE", "MEth")
NAMES = InterfaceNames((*_PORTS, "Vlanif", "LoopBack", "NULL", "Eth-Trunk"), _PORTS, "Vlanif")
TABLE = CandidateTable(DISPLAY)
TYPES = types(STYLE, NAMES)
command = TABLE.command
display = TABLE.display
