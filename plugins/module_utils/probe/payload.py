# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a probe sends: what an inspecting firewall expects on that port, with the nonce inside it.

A filter may pass DNS, TLS or NTP only when it looks like it, so a bare text would be stopped where a real tunnel is
not. The canary finds the nonce anywhere in the bytes.
"""

from __future__ import annotations

import ipaddress
import re
import ssl
import struct
from contextlib import suppress
from typing import TYPE_CHECKING

from .target import ESP, GRE

if TYPE_CHECKING:
    from .target import Target

NONCE = re.compile(r"gk[0-9a-f]{12}-[0-9a-f]{4}")
ZONE = "canary.invalid"
TYPE_A, TYPE_AAAA = 1, 28
HTTP_PORTS = (80, 8000, 8080)
TLS_PORTS = (443, 853, 8443)


def dns_query(name: str, query_type: int, txid: int) -> bytes:
    """Return a recursive DNS query (RFC 1035 4.1)."""
    labels = b"".join(bytes([len(label)]) + label for label in name.encode("idna").split(b"."))
    return struct.pack("!HHHHHH", txid, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!HH", query_type, 1)


def nonce_query(nonce: str, version6: bool) -> bytes:
    """Return a DNS query for a name that holds the nonce; its txid is the nonce's last four digits."""
    return dns_query("{}.{}".format(nonce, ZONE), TYPE_AAAA if version6 else TYPE_A, int(nonce[-4:], 16))


def tls_hello(nonce: str) -> bytes:
    """Return a TLS ClientHello whose server name holds the nonce (RFC 6066 3)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    sent = ssl.MemoryBIO()
    session = context.wrap_bio(ssl.MemoryBIO(), sent, server_hostname="{}.{}".format(nonce, ZONE))
    with suppress(ssl.SSLWantReadError):
        session.do_handshake()
    return sent.read()


def tcp(target: Target) -> bytes:
    """Return what a probe writes on a TCP connection."""
    nonce, port, version6 = target.nonce, target.port, target.version6
    if port in HTTP_PORTS:
        return "GET /{0} HTTP/1.1\r\nHost: {0}.{1}\r\nConnection: close\r\n\r\n".format(nonce, ZONE).encode()
    if port in TLS_PORTS:
        return tls_hello(nonce)
    if port == 53:
        query = nonce_query(nonce, version6)
        return struct.pack("!H", len(query)) + query
    return "govkiosk {}\n".format(nonce).encode()


def udp(target: Target) -> bytes:
    """Return the datagram of a probe."""
    nonce, port, version6 = target.nonce, target.port, target.version6
    text = nonce.encode()
    if port == 53:
        return nonce_query(nonce, version6)
    if port == 123:  # NTP client packet, RFC 5905 7.3: the nonce lies in its four timestamps
        return b"\x23\0\x06\xec" + bytes(12) + text.ljust(32, b"\0")
    if port == 443:  # QUIC long header, RFC 9000 17.2, of a version nobody has; the nonce is the connection id
        return (b"\xc0\x1a\x2a\x3a\x4a" + bytes([len(text)]) + text + b"\0").ljust(1200, b"\0")
    if port == 3478:  # STUN binding request, RFC 8489 5, with a SOFTWARE attribute
        attribute = struct.pack("!HH", 0x8022, len(text)) + text.ljust(20, b"\0")
        return struct.pack("!HHI", 1, len(attribute), 0x2112A442) + text[2:14] + attribute
    return "govkiosk {}\n".format(nonce).encode().ljust(64, b"\0")


def tunnel(target: Target) -> bytes:
    """Return what a probe puts behind the IP header: GRE (RFC 2784), ESP (RFC 4303) or an IPv6 packet (RFC 4213)."""
    text = "govkiosk {}".format(target.nonce).encode().ljust(32, b"\0")
    if target.proto == ESP:
        return struct.pack("!II", int(target.nonce[2:10], 16) | 0x100, 1) + text  # an SPI below 256 is reserved
    # No next header, hop limit 1, documentation addresses: whoever unpacks it passes it on to nobody.
    ends = ipaddress.IPv6Address("2001:db8::1").packed + ipaddress.IPv6Address("2001:db8::2").packed
    inner = struct.pack("!IHBB", 6 << 28, len(text), 59, 1) + ends + text
    return (struct.pack("!HH", 0, 0x86DD) if target.proto == GRE else b"") + inner
