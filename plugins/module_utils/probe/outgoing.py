# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A probe's socket: non-blocking, told of ICMP errors, and past the host's own firewall if it has a mark."""

from __future__ import annotations

import contextlib
import errno
import socket
import sys
import time

from . import icmp_error, outcome
from .outcome import Outcome

SO_MARK = 36  # not in the socket module before Python 3.14: asm/socket.h
TCP_REPAIR, TCP_REPAIR_QUEUE, TCP_QUEUE_SEQ, TCP_SEND_QUEUE = 19, 20, 21, 2  # linux/tcp.h

KIND_BY_ERRNO = {
    errno.ECONNREFUSED: outcome.REFUSED,
    errno.ENETUNREACH: outcome.NO_ROUTE,
    errno.EHOSTUNREACH: outcome.NO_ROUTE,
    errno.EADDRNOTAVAIL: outcome.NO_ROUTE,
    errno.ENETDOWN: outcome.NO_ROUTE,
    errno.EPERM: outcome.DENIED,
    errno.EACCES: outcome.DENIED,
    errno.ETIMEDOUT: outcome.SILENT,
}


def family_of(address: str) -> socket.AddressFamily:
    """Return the address family of a literal address."""
    return socket.AF_INET6 if ":" in address else socket.AF_INET


def open_socket(
    address: str, kind: int, proto: int = 0, mark: int = 0, source_port: int = 0, isn: int = 0
) -> socket.socket:
    """Open a socket towards an address.

    Args:
        address: literal target address; decides on the family.
        kind: SOCK_STREAM, SOCK_DGRAM or SOCK_RAW.
        proto: protocol number, for raw sockets.
        mark: SO_MARK, 0 for none; needs CAP_NET_ADMIN.
        source_port: bind to it, 0 for any.
        isn: initial sequence number of a TCP connection, 0 for the kernel's; without CAP_NET_ADMIN it is the kernel's.

    Raises:
        OSError: the socket could not be made like this.
    """
    sock = socket.socket(family_of(address), kind, proto)
    try:
        icmp_error.enable(sock)
        if mark:
            sock.setsockopt(socket.SOL_SOCKET, SO_MARK, mark)
        if isn:
            with contextlib.suppress(PermissionError):
                _number(sock, isn)
        if source_port:
            # On our own address, not on all of them: a local resolver may listen on 127.0.0.53:53.
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            sock.bind((own_address(address), source_port))
    except OSError:
        sock.close()
        raise
    return sock


def _number(sock: socket.socket, isn: int) -> None:
    """Give a TCP socket its initial sequence number, which the kernel keeps if one is there (`tcp_v4_connect`)."""
    sock.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 1)
    sock.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR_QUEUE, TCP_SEND_QUEUE)
    sock.setsockopt(socket.IPPROTO_TCP, TCP_QUEUE_SEQ, isn.to_bytes(4, sys.byteorder))
    sock.setsockopt(socket.IPPROTO_TCP, TCP_REPAIR, 0)


def own_address(address: str) -> str:
    """Return the source address the kernel would use towards an address; no packet is sent."""
    with socket.socket(family_of(address), socket.SOCK_DGRAM) as sock:
        sock.connect((address, 9))
        return str(sock.getsockname()[0])


def failed(sock: socket.socket, error: OSError, started: float) -> Outcome:
    """Turn a socket's error into an outcome, with the ICMP message that caused it if there was one."""
    kind = KIND_BY_ERRNO.get(error.errno or 0, outcome.NOT_RUN)
    return noticed(sock, started) or Outcome(kind, elapsed(started), local_port=port_of(sock), detail=str(error))


def unopened(error: OSError) -> Outcome:
    """Return the outcome of a probe whose socket could not be made: no route to pick a source from, or no right."""
    no_route = KIND_BY_ERRNO.get(error.errno or 0) == outcome.NO_ROUTE
    return Outcome(outcome.NO_ROUTE if no_route else outcome.NOT_RUN, detail=str(error))


def noticed(sock: socket.socket, started: float) -> Outcome | None:
    """Return the outcome of an ICMP error that waits on the socket, or None."""
    found = icmp_error.read(sock)
    if found is None:
        return None
    return Outcome(
        outcome.ICMP, elapsed(started), found.offender, found.icmp_type, found.code, local_port=port_of(sock)
    )


def port_of(sock: socket.socket) -> int:
    """Return the socket's local port, 0 if it has none."""
    try:
        return int(sock.getsockname()[1])
    except OSError:
        return 0


def elapsed(started: float) -> float:
    """Return the milliseconds since a `time.monotonic()`."""
    return round((time.monotonic() - started) * 1000, 1)
