# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What it and its ports are called, and how it shows its host keys.

Host keys: unverified; taken to be as on Cisco IOS.
"""

from __future__ import annotations

from ...config.port_names import NUMBER, port_names
from ..identity import HostKeyDisplay, Identity

IDENTITY = Identity(
    english="Ruijie RGOS",
    chinese="锐捷 RGOS",
    port_names=port_names(
        "FastEthernet |GigabitEthernet |TenGigabitEthernet ",
        f"{NUMBER}(/{NUMBER}){{1,2}}",
        "GigabitEthernet 0/1",
        {"g": "GigabitEthernet ", "gi": "GigabitEthernet ", "gigabitethernet": "GigabitEthernet ",
         "f": "FastEthernet ", "fa": "FastEthernet ", "te": "TenGigabitEthernet "},
    ),
    host_keys=HostKeyDisplay("show crypto key mypubkey {}", {"rsa": "rsa", "ecdsa": "ecc"}, hexadecimal=True),
)  # fmt: skip
