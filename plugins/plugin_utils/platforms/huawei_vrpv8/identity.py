# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What it and its ports are called, and how it shows its host keys.

Host keys: Huawei CloudEngine command reference (`display rsa local-key-pair public` prints a line for authorized_keys).
"""

from __future__ import annotations

from ...config.port_names import NUMBER, port_names
from ..identity import HostKeyDisplay, Identity

IDENTITY = Identity(
    english="Huawei VRP 8 (CloudEngine, two-stage configuration)",
    chinese="华为 VRP 8（CloudEngine，两阶段生效）",
    port_names=port_names(
        "GE|10GE|25GE|40GE|100GE",
        f"{NUMBER}/{NUMBER}/{NUMBER}",
        "GE1/0/1",
        {"g": "GE", "gi": "GE", "gigabitethernet": "GE", "ge": "GE", "xge": "10GE"},
    ),
    host_keys=HostKeyDisplay("display {} local-key-pair public", {"rsa": "rsa", "ecdsa": "ecc"}),
)  # fmt: skip
