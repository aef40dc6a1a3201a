# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""IPv6 packets made and read by hand (RFC 8200, RFC 4443, RFC 4861). Pure."""

from __future__ import annotations

import ipaddress
import struct
from dataclasses import dataclass

from .icmp_probe import checksum

TCP, UDP, ICMP6 = 6, 17, 58
ECHO_REQUEST, ECHO_REPLY = 128, 129
ROUTER_SOLICITATION, ROUTER_ADVERTISEMENT, NEIGHBOUR_SOLICITATION, NEIGHBOUR_ADVERTISEMENT = 133, 134, 135, 136
ALL_ROUTERS, ALL_ROUTERS_MAC = "ff02::2", "33:33:00:00:00:02"
SYN, SYN_ACK, RST = 0x02, 0x12, 0x04


@dataclass(frozen=True)
class Packet:
    """What matters of an IPv6 packet that was heard."""

    source: str
    destination: str
    proto: int
    body: bytes


def ipv6(source: str, destination: str, proto: int, body: bytes, hop_limit: int = 64) -> bytes:
    """Return an IPv6 packet; the transport checksum, a zero in `body`, is filled in where there is one."""
    ends = ipaddress.IPv6Address(source).packed + ipaddress.IPv6Address(destination).packed
    total = checksum(ends + struct.pack("!II", len(body), proto) + body)
    place = {TCP: 16, UDP: 6, ICMP6: 2}.get(proto)
    if place is not None:
        body = body[:place] + struct.pack("!H", total or 0xFFFF) + body[place + 2 :]
    return struct.pack("!IHBB", 6 << 28, len(body), proto, hop_limit) + ends + body


def parse(data: bytes) -> Packet | None:
    """Read an IPv6 packet without extension headers; None for anything else."""
    if len(data) < 40 or data[0] >> 4 != 6:
        return None
    _, length, proto, _ = struct.unpack_from("!IHBB", data)
    source, destination = (str(ipaddress.IPv6Address(data[start : start + 16])) for start in (8, 24))
    return Packet(source, destination, proto, data[40 : 40 + length])


def syn(source_port: int, port: int, sequence: int, data: bytes) -> bytes:
    """Return a TCP SYN that carries data, so that the nonce arrives with the first packet."""
    return struct.pack("!HHIIBBHHH", source_port, port, sequence, 0, 5 << 4, SYN, 64240, 0, 0) + data


def udp(source_port: int, port: int, data: bytes) -> bytes:
    """Return a UDP datagram."""
    return struct.pack("!HHHH", source_port, port, 8 + len(data), 0) + data


def echo(ident: int, sequence: int, data: bytes) -> bytes:
    """Return an ICMPv6 echo request."""
    return struct.pack("!BBHHH", ECHO_REQUEST, 0, 0, ident, sequence) + data


def router_solicitation(mac: bytes) -> bytes:
    """Return a router solicitation with its source link-layer address option."""
    return struct.pack("!BBHI", ROUTER_SOLICITATION, 0, 0, 0) + b"\x01\x01" + mac


def neighbour_advertisement(target: str, mac: bytes) -> bytes:
    """Return the answer to a neighbour solicitation, so that replies to a made-up address find their way back."""
    head = struct.pack("!BBHI", NEIGHBOUR_ADVERTISEMENT, 0, 0, 0x60000000)
    return head + ipaddress.IPv6Address(target).packed + b"\x02\x01" + mac


def advertised_prefix(body: bytes) -> str:
    """Return the first on-link or autonomous prefix of a router advertisement, or an empty text."""
    options = body[16:]
    while len(options) >= 8 and options[1]:
        if options[0] == 3 and len(options) >= 32:
            return "{}/{}".format(ipaddress.IPv6Address(options[16:32]), options[2])
        options = options[options[1] * 8 :]
    return ""


def interface_id(mac: bytes) -> bytes:
    """Return the modified EUI-64 of a hardware address (RFC 4291, appendix A)."""
    return bytes([mac[0] ^ 2]) + mac[1:3] + b"\xff\xfe" + mac[3:]


def link_local(mac: bytes) -> str:
    """Return the link-local address that a hardware address gives."""
    return str(ipaddress.IPv6Address(b"\xfe\x80" + bytes(6) + interface_id(mac)))


def source_address(prefix: str, own4: str, mac: bytes) -> str:
    """Return the address to send from.

    Inside the advertised prefix, one bit off our EUI-64, so that it is never an address the kernel has; without an
    advertisement 2002:<own IPv4>::/48 (RFC 3056), which says in every log on the way whose packet it was.
    """
    if prefix:
        tail = interface_id(mac)
        network = ipaddress.IPv6Network(prefix, strict=False).network_address.packed
        return str(ipaddress.IPv6Address(network[:8] + bytes([tail[0] ^ 0x10]) + tail[1:]))
    return str(ipaddress.IPv6Address(b"\x20\x02" + ipaddress.IPv4Address(own4).packed + bytes(9) + b"\x01"))
