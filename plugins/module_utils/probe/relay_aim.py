# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a server that a terminal is let to is asked, to see whether it passes requests on to the internet."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

CONNECT = "connect"  # RFC 9110 9.3.6, to port 443
ABSOLUTE = "absolute"  # an absolute-form GET, RFC 9112 3.2.2, of port 80
HOST = "host"  # a GET under the canary's name, which `proxy_pass http://$host` passes on
SOCKS = "socks"  # RFC 1928, to port 443
WAYS = (CONNECT, ABSOLUTE, HOST, SOCKS)
DNS, TXT, TCP = "dns", "dns-txt", "dns-tcp"  # RFC 1035 4.2.1 and, the last, 4.2.2
DNS_WAYS = (DNS, TXT, TCP)
#: The canary's port of each way, on which the controller tries it as well.
PORTS = {CONNECT: 443, ABSOLUTE: 80, HOST: 80, SOCKS: 443}


@dataclass(frozen=True)
class RelayAim:
    """One request to make.

    Attributes:
        nonce: `gk<12 hex of the run>-<4 hex>`, unique to it.
        way: one of `WAYS`, or of `DNS_WAYS` if a resolver is asked.
        address: of the server that is asked.
        port: its TCP port.
        tls: it is asked in TLS; its certificate is the item check's business.
        name: its host name, for TLS; empty for none.
        canary: the canary's address, which it is asked for; its zone, if a resolver is asked.
    """

    nonce: str
    way: str
    address: str
    port: int
    tls: bool
    name: str
    canary: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON types, as the module takes it."""
        return asdict(self)
