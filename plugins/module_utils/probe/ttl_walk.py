# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Where packets stop on the way to a target: the same datagram with a rising hop limit; needs no root (`docs/egress.md`)."""

from __future__ import annotations

import asyncio
import socket
from typing import TYPE_CHECKING

from . import icmp_error, outgoing, payload

if TYPE_CHECKING:
    from .target import Target

HOPS = 8
IP_TTL = 2
IPV6_UNICAST_HOPS = 16


async def walk(target: Target, wait: float, mark: int = 0) -> list[str]:
    """Return the routers that answered, by distance; an empty text for a silent one, none after the last that spoke."""
    hops = await asyncio.gather(*(_hop(target, limit, wait, mark) for limit in range(1, HOPS + 1)))
    while hops and not hops[-1]:
        hops.pop()
    return list(hops)


async def _hop(target: Target, limit: int, wait: float, mark: int) -> str:
    """Return who says that the hop limit was used up, or an empty text."""
    try:
        sock = outgoing.open_socket(target.address, socket.SOCK_DGRAM, mark=mark)
    except OSError:
        return ""
    with sock:
        version6 = sock.family == socket.AF_INET6
        level, option = (socket.IPPROTO_IPV6, IPV6_UNICAST_HOPS) if version6 else (socket.IPPROTO_IP, IP_TTL)
        sock.setsockopt(level, option, limit)
        try:
            sock.connect((target.address, target.port))
            sock.send(payload.udp(target))
            await asyncio.wait_for(asyncio.get_running_loop().sock_recv(sock, 2048), wait)
        except (OSError, asyncio.TimeoutError):
            pass
        error = icmp_error.read(sock)
    if error is None or not icmp_error.is_time_exceeded(error.offender, error.icmp_type):
        return ""
    return error.offender
