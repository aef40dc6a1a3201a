# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The proof's sets of packets against the plain reading of a rule, and one engine against the other."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.access_list import AddressMatch
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.packet import TCP, Packet
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.packet_space import (
    packet_space,
)

from tests.helpers.policy.packet_sets import holds


@pytest.mark.parametrize("address", ["10.0.0.1", "10.0.7.1", "10.0.255.1"])
def test_a_wildcard_with_a_hole_is_exact(address: str) -> None:
    octets = [int(part) for part in address.split(".")]
    number = int.from_bytes(bytes(octets), "big")
    match = AddressMatch(4, 10 << 24 | 1, 0x0000_FF00)
    assert match.contains(number)
    assert not match.contains(number + 1)
    with packet_space(4) as space:
        node = space.addresses("source", match)
        assert holds(space, node, Packet(4, number, 0, TCP))
        assert not holds(space, node, Packet(4, number + 1, 0, TCP))
