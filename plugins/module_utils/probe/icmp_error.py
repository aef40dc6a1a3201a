# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""ICMP errors as Linux hands them to the socket that caused them: `ip(7)`, IP_RECVERR and MSG_ERRQUEUE.

The error number alone says too little: EHOSTUNREACH is a dead neighbour as well as a filter's "administratively
prohibited". Only `sock_extended_err` carries the type, the code and the offender.
"""

from __future__ import annotations

import ipaddress
import socket
import struct
from dataclasses import dataclass

# Not in the socket module before Python 3.14: linux/in.h, linux/in6.h, linux/errqueue.h.
IP_RECVERR = 11
IPV6_RECVERR = 25
MSG_ERRQUEUE = 0x2000
ORIGIN_ICMP, ORIGIN_ICMP6 = 2, 3

UNREACHABLE, UNREACHABLE6 = 3, 1
TIME_EXCEEDED, TIME_EXCEEDED6 = 11, 3
PROHIBITED_CODES = frozenset({9, 10, 13})
PROHIBITED_CODES6 = frozenset({1, 5, 6})


@dataclass(frozen=True)
class IcmpError:
    """One ICMP error."""

    offender: str
    icmp_type: int
    code: int

    @property
    def version6(self) -> bool:
        """Tell ICMPv6 from ICMP."""
        return ":" in self.offender


def is_prohibited(offender: str, icmp_type: int, code: int) -> bool:
    """Tell whether a filter says so itself: administratively prohibited (RFC 1812 5.2.7.1, RFC 4443 3.1)."""
    if ":" in offender:
        return icmp_type == UNREACHABLE6 and code in PROHIBITED_CODES6
    return icmp_type == UNREACHABLE and code in PROHIBITED_CODES


def is_port_unreachable(offender: str, icmp_type: int, code: int) -> bool:
    """Tell a closed port: its own host says so, or a filter that poses as it."""
    return (icmp_type, code) == ((UNREACHABLE6, 4) if ":" in offender else (UNREACHABLE, 3))


def is_time_exceeded(offender: str, icmp_type: int) -> bool:
    """Tell a router that let the packet pass and found its hop limit used up."""
    return icmp_type == (TIME_EXCEEDED6 if ":" in offender else TIME_EXCEEDED)


def enable(sock: socket.socket) -> None:
    """Ask for ICMP errors. The socket must be non-blocking: reading the queue would else wait for its timeout."""
    sock.setblocking(False)
    if sock.family == socket.AF_INET6:
        sock.setsockopt(socket.IPPROTO_IPV6, IPV6_RECVERR, 1)
    else:
        sock.setsockopt(socket.IPPROTO_IP, IP_RECVERR, 1)


def read(sock: socket.socket) -> IcmpError | None:
    """Return the oldest ICMP error waiting on the socket, or None."""
    while True:
        try:
            _, ancillary, _, _ = sock.recvmsg(512, 512, MSG_ERRQUEUE)
        except OSError:
            return None
        for level, kind, data in ancillary:
            if (level, kind) in ((socket.IPPROTO_IP, IP_RECVERR), (socket.IPPROTO_IPV6, IPV6_RECVERR)):
                error = parse(data)
                if error is not None:
                    return error


def parse(data: bytes) -> IcmpError | None:
    """Read a `sock_extended_err` with its offender; None for an error that no ICMP message caused."""
    _, origin, icmp_type, code, _, _, _ = struct.unpack_from("=IBBBBII", data)
    family = struct.unpack_from("=H", data, 16)[0] if len(data) >= 16 + 8 else 0
    if origin == ORIGIN_ICMP and family == socket.AF_INET:
        return IcmpError(str(ipaddress.IPv4Address(data[20:24])), icmp_type, code)
    if origin == ORIGIN_ICMP6 and family == socket.AF_INET6:
        return IcmpError(str(ipaddress.IPv6Address(data[24:40])), icmp_type, code)
    return None
