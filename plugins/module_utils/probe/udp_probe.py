# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One UDP exchange with a canary, with a nonce; on port 53 it is a real DNS query."""

from __future__ import annotations

import asyncio
import socket
import time
from typing import TYPE_CHECKING

from . import outcome, outgoing, payload
from .outcome import Outcome

if TYPE_CHECKING:
    from .target import Target


async def probe(target: Target, wait: float, mark: int = 0) -> Outcome:
    """Send the datagram twice, wait for an answer or an ICMP error for `wait` seconds. Raises nothing."""
    started = time.monotonic()
    try:
        sock = outgoing.open_socket(target.address, socket.SOCK_DGRAM, mark=mark)
    except OSError as error:
        return outgoing.unopened(error)
    with sock:
        try:
            sock.connect((target.address, target.port))
            return await _converse(sock, target, wait, started)
        except OSError as error:
            return outgoing.failed(sock, error, started)


async def _converse(sock: socket.socket, target: Target, wait: float, started: float) -> Outcome:
    """Send now and again at half time, and judge the first thing that comes back."""
    for _ in range(2):
        sock.send(payload.udp(target))
        try:
            answer = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(sock, 4096), wait / 2)
        except asyncio.TimeoutError:
            continue
        # Whatever answers from that address is a way out, be it a proxy that poses as the canary.
        kind = outcome.ANSWERED if target.nonce.encode() in answer else outcome.OPENED
        return Outcome(kind, outgoing.elapsed(started), local_port=outgoing.port_of(sock))
    silent = Outcome(outcome.SILENT, outgoing.elapsed(started), local_port=outgoing.port_of(sock))
    return outgoing.noticed(sock, started) or silent
