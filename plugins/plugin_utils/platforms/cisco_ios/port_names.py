# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How it writes the name of an Ethernet port."""

from __future__ import annotations

from ...config.port_names import NUMBER, port_names

PORT_NAMES = port_names(
    "FastEthernet|GigabitEthernet|TenGigabitEthernet|TwoGigabitEthernet",
    f"{NUMBER}(/{NUMBER}){{1,2}}",
    "GigabitEthernet0/1",
    {"g": "GigabitEthernet", "gi": "GigabitEthernet", "gig": "GigabitEthernet",
     "gigabitethernet": "GigabitEthernet", "f": "FastEthernet", "fa": "FastEthernet", "te": "TenGigabitEthernet"},
)  # fmt: skip
