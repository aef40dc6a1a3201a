# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One TCP connection to a canary, with a nonce."""

from __future__ import annotations

import asyncio
import socket
import time
from typing import TYPE_CHECKING

from ..message import say
from . import outcome, outgoing, payload
from .outcome import Outcome

if TYPE_CHECKING:
    from .target import Target


async def probe(target: Target, wait: float, mark: int = 0) -> Outcome:
    """Connect, send the nonce, read the echo; never longer than `wait` seconds. Raises nothing."""
    started = time.monotonic()
    try:
        sock = outgoing.open_socket(
            target.address, socket.SOCK_STREAM, mark=mark, source_port=target.source_port, isn=target.isn
        )
    except OSError as error:
        return outgoing.unopened(error)
    with sock:
        connected = False
        try:
            await asyncio.wait_for(asyncio.get_running_loop().sock_connect(sock, (target.address, target.port)), wait)
            connected = True
            return await asyncio.wait_for(_exchange(sock, target, started), started + wait - time.monotonic())
        except asyncio.TimeoutError:
            if connected:
                return _opened(sock, started, say("connected, no answer", id="tcp-silent"))
            silent = Outcome(outcome.SILENT, outgoing.elapsed(started), local_port=outgoing.port_of(sock))
            return outgoing.noticed(sock, started) or silent
        except OSError as error:
            # A reset after the handshake is still a handshake: somebody out there took the connection.
            return _opened(sock, started, str(error)) if connected else outgoing.failed(sock, error, started)


async def _exchange(sock: socket.socket, target: Target, started: float) -> Outcome:
    loop = asyncio.get_running_loop()
    await loop.sock_sendall(sock, payload.tcp(target))
    answer = (await loop.sock_recv(sock, 4096)).decode("utf-8", "replace").strip()
    if target.nonce not in answer:
        what = say("connected; the answer is not the canary's: {answer}", id="tcp-stranger", answer=repr(answer[:60]))
        return _opened(sock, started, what)
    return Outcome(outcome.ANSWERED, outgoing.elapsed(started), local_port=outgoing.port_of(sock), detail=answer)


def _opened(sock: socket.socket, started: float, detail: str) -> Outcome:
    return Outcome(outcome.OPENED, outgoing.elapsed(started), local_port=outgoing.port_of(sock), detail=detail)
