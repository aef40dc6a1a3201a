# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One thing to probe: planned on the controller, tried from the terminal, looked for in the canary's log."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

TCP, UDP, ICMP = "tcp", "udp", "icmp"


@dataclass(frozen=True)
class Target:
    """One probe to make.

    Attributes:
        nonce: `gk<12 hex of the run>-<4 hex>`, unique to this probe.
        proto: `tcp`, `udp` or `icmp`.
        address: literal IPv4 or IPv6 address.
        port: destination port, 0 for ICMP.
        source_port: bind to it first (filters that let "answers from port 53" pass), 0 for any.
        past_firewall: go past the terminal's own firewall.
        canary: name of the canary, for people.
    """

    nonce: str
    proto: str
    address: str
    port: int = 0
    source_port: int = 0
    past_firewall: bool = False
    canary: str = ""

    @property
    def version6(self) -> bool:
        """Tell IPv6 from IPv4."""
        return ":" in self.address

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON types, as the module takes it."""
        return asdict(self)
