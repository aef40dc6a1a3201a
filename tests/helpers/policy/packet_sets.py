# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether a set of packets has one of them."""

from __future__ import annotations

from typing import Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.config.packet import Packet
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.packet_space import (
    FIELDS,
    FLAGS,
    PacketSpace,
)


def holds(space: PacketSpace, node: Any, packet: Packet) -> bool:
    """Whether the packet is in the set, asked bit by bit."""
    bits = {flag: getattr(packet, flag) for flag in FLAGS}
    for field in FIELDS:
        for place, name in enumerate(reversed(space.bits[field])):
            bits[name] = bool(getattr(packet, field) >> place & 1)
    return bool(space.bdd.let(bits, node) == space.bdd.true)
