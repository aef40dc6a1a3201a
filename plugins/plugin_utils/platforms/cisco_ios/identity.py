# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What it and its ports are called, and how it shows its host keys.

Host keys: Cisco Security command reference (`show crypto key mypubkey` prints the SubjectPublicKeyInfo in hexadecimal).
"""

from __future__ import annotations

from ...config.port_names import NUMBER, port_names
from ..identity import HostKeyDisplay, Identity

IDENTITY = Identity(
    english="Cisco IOS",
    chinese="思科 IOS",
    port_names=port_names(
        "FastEthernet|GigabitEthernet|TenGigabitEthernet|TwoGigabitEthernet",
        f"{NUMBER}(/{NUMBER}){{1,2}}",
        "GigabitEthernet0/1",
        {"g": "GigabitEthernet", "gi": "GigabitEthernet", "gig": "GigabitEthernet",
         "gigabitethernet": "GigabitEthernet", "f": "FastEthernet", "fa": "FastEthernet", "te": "TenGigabitEthernet"},
    ),
    host_keys=HostKeyDisplay("show crypto key mypubkey {}", {"rsa": "rsa", "ecdsa": "ec"}, hexadecimal=True),
)  # fmt: skip
