# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One packet of a protocol that tunnels travel in (GRE, ESP, 6in4) to a canary, which sends it back."""

from __future__ import annotations

import asyncio
import socket
import time
from typing import TYPE_CHECKING

from . import outcome, outgoing, payload
from .outcome import Outcome
from .target import TUNNELS

if TYPE_CHECKING:
    from .target import Target


async def probe(target: Target, wait: float, mark: int = 0) -> Outcome:
    """Send the packet twice within `wait` seconds; needs CAP_NET_RAW. Raises nothing."""
    started = time.monotonic()
    try:
        sock = outgoing.open_socket(target.address, socket.SOCK_RAW, TUNNELS[target.proto], mark)
    except OSError as error:
        return outgoing.unopened(error)
    with sock:
        try:
            sock.connect((target.address, 0))
            for _ in range(2):
                sock.send(payload.tunnel(target))
                if await _returned(sock, target.nonce.encode(), wait / 2):
                    return Outcome(outcome.ANSWERED, outgoing.elapsed(started))
        except OSError as error:
            return outgoing.failed(sock, error, started)
        return outgoing.noticed(sock, started) or Outcome(outcome.SILENT, outgoing.elapsed(started))


async def _returned(sock: socket.socket, nonce: bytes, wait: float) -> bool:
    """Read until this nonce comes back: a raw socket hears what the other pass is sent as well."""
    until = time.monotonic() + wait
    while True:
        try:
            heard = asyncio.get_running_loop().sock_recv(sock, 2048)
            packet = await asyncio.wait_for(heard, max(0.0, until - time.monotonic()))
        except asyncio.TimeoutError:
            return False
        if nonce in packet:
            return True
