# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One IP packet, as far as an access list can see it."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass

ICMP = {4: 1, 6: 58}
TCP = 6
UDP = 17


@dataclass(frozen=True)
class Packet:
    """One packet. An ICMP message keeps its type and code in `destination_port` (type * 256 + code)."""

    family: int
    source: int
    destination: int
    protocol: int
    source_port: int = 0
    destination_port: int = 0
    established: bool = False
    fragment: bool = False

    def __str__(self) -> str:
        kind = ipaddress.IPv4Address if self.family == 4 else ipaddress.IPv6Address
        source, destination = str(kind(self.source)), str(kind(self.destination))
        if self.fragment:
            return f"{self._protocol} later fragment {source} -> {destination}"
        if self.protocol in (TCP, UDP):
            pattern = "[{}]:{}" if self.family == 6 else "{}:{}"
            source = pattern.format(source, self.source_port)
            destination = pattern.format(destination, self.destination_port)
            flag = " (ack)" if self.established and self.protocol == TCP else ""
            return f"{self._protocol} {source} -> {destination}{flag}"
        if self.protocol == ICMP[self.family]:
            kind_code = f"type {self.destination_port >> 8} code {self.destination_port & 0xFF}"
            return f"{self._protocol} {source} -> {destination} {kind_code}"
        return f"{self._protocol} {source} -> {destination}"

    @property
    def _protocol(self) -> str:
        return {TCP: "tcp", UDP: "udp", 1: "icmp", 58: "icmpv6"}.get(self.protocol, f"ip protocol {self.protocol}")
