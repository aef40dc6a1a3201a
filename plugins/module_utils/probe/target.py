# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One thing to probe: planned on the controller, tried from the terminal, looked for in the canary's log."""

from __future__ import annotations

import zlib
from dataclasses import asdict, dataclass
from typing import Any

TCP, UDP, ICMP = "tcp", "udp", "icmp"
GRE, ESP, SIX_IN_FOUR = "gre", "esp", "6in4"
#: What tunnels travel in, by its protocol number (IANA; RFC 2784, RFC 4303, RFC 4213).
TUNNELS = {GRE: 47, ESP: 50, SIX_IN_FOUR: 41}


@dataclass(frozen=True)
class Target:
    """One probe to make.

    Attributes:
        nonce: `gk<12 hex of the run>-<4 hex>`, unique to this probe.
        proto: `tcp`, `udp`, `icmp`, or one of `TUNNELS`.
        address: literal IPv4 or IPv6 address.
        port: destination port, 0 for what has none.
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

    @property
    def kind(self) -> str:
        """Return protocol and family in one word, such as `gre6`."""
        return "{}{}".format(self.proto, "6" if self.version6 else "")

    @property
    def isn(self) -> int:
        """Return the initial sequence number of its SYN, which stays the same where addresses and ports are translated.

        Two probes of one run never share one: a CRC of 32 bits tells texts apart that differ in 32 bits on end.
        """
        return zlib.crc32(self.nonce.encode()) or 1

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON types, as the module takes it."""
        return asdict(self)
