# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What it and its ports are called, and how it shows its host keys.

Host keys: Huawei S-series command reference (`display rsa local-key-pair public` prints a line for authorized_keys; newer releases
the SHA256 fingerprint too).
"""

from __future__ import annotations

from ...config.port_names import NUMBER, port_names
from ..identity import HostKeyDisplay, Identity

IDENTITY = Identity(
    english="Huawei VRP 5",
    chinese="华为 VRP 5",
    port_names=port_names(
        "Ethernet|GigabitEthernet|MultiGE|XGigabitEthernet|10GE",
        f"{NUMBER}/{NUMBER}/{NUMBER}",
        "GigabitEthernet0/0/1",
        {"g": "GigabitEthernet", "ge": "GigabitEthernet", "gi": "GigabitEthernet", "gigabitethernet": "GigabitEthernet",
         "e": "Ethernet", "eth": "Ethernet", "xge": "XGigabitEthernet"},
    ),
    host_keys=HostKeyDisplay("display {} local-key-pair public", {"rsa": "rsa", "ecdsa": "ecc"}),
)  # fmt: skip
