# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The network's boundary: a router that speaks from beyond it has had the packet on the internet (6.4-e). Pure."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from ipaddress import IPv4Network, IPv6Network

# Carriers and campuses number their routers with these (RFC 1918, RFC 6598, RFC 4193, RFC 4291): not a word about the
# internet. Python's own `is_private` also counts documentation prefixes, which are the lab's internet.
PRIVATE = tuple(
    ipaddress.ip_network(prefix)
    for prefix in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "fc00::/7", "fe80::/10")
)


@dataclass(frozen=True)
class Boundary:
    """The prefixes that are the network's own, besides private space."""

    prefixes: tuple[IPv4Network | IPv6Network, ...]

    def first_outside(self, addresses: Iterable[str]) -> str:
        """Return the first address beyond the boundary, or an empty text; an empty one is a router that kept silent."""
        return next((address for address in addresses if address and not self._holds(address)), "")

    def _holds(self, text: str) -> bool:
        address = ipaddress.ip_address(text)
        return any(address in prefix for prefix in (*PRIVATE, *self.prefixes))
