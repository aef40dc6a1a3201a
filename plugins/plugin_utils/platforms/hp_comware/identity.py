# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What it and its ports are called, and how it shows its host keys.

Host keys: H3C Security command reference (`display public-key local` prints the SubjectPublicKeyInfo in hexadecimal).
"""

from __future__ import annotations

from ...config.port_names import NUMBER, port_names
from ..identity import HostKeyDisplay, Identity

IDENTITY = Identity(
    english="H3C Comware",
    chinese="新华三 Comware",
    port_names=port_names(
        "Ethernet|GigabitEthernet|Ten-GigabitEthernet|M-GigabitEthernet",
        f"{NUMBER}/{NUMBER}/{NUMBER}",
        "GigabitEthernet1/0/1",
        {"g": "GigabitEthernet", "ge": "GigabitEthernet", "gi": "GigabitEthernet",
         "gigabitethernet": "GigabitEthernet", "eth": "Ethernet", "xge": "Ten-GigabitEthernet"},
    ),
    host_keys=HostKeyDisplay("display public-key local {} public", {"rsa": "rsa", "ecdsa": "ecdsa"}, hexadecimal=True),
)  # fmt: skip
