# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How it writes the name of an Ethernet port."""

from __future__ import annotations

from ...config.port_names import NUMBER, port_names

PORT_NAMES = port_names(
    "GE|10GE|25GE|40GE|100GE",
    f"{NUMBER}/{NUMBER}/{NUMBER}",
    "GE1/0/1",
    {"g": "GE", "gi": "GE", "gigabitethernet": "GE", "ge": "GE", "xge": "10GE"},
)  # fmt: skip
