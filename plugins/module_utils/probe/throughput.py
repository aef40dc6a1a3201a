# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How fast a terminal's line is, in each direction, against the measure server (6.4-d).

A shaper lets a burst through before it holds its rate, and TCP has to open its window: what passes in the first
`WARM_UP` seconds does not count. Uploaded bytes count when the server has acknowledged them (SIOCOUTQ), not when they
lie in our own buffer. A policer that drops packets can throw a single TCP connection far below its rate, so a result below
what is asked for is measured again, a few times: the clause asks what the line can carry, and the best connection shows it.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import socket
import struct
import time
from typing import Awaitable, Callable
from urllib.parse import urlsplit

from ..message import say
from ..plain_text import one_line

SIOCOUTQ = 0x5411
BYTES = 16 * 1024 * 1024
WARM_UP = 0.35
WINDOW = 0.75
CONNECT_SECONDS = 2.0
CHUNK = bytes(16 * 1024)
TRIES = 3


class Meter:
    """Turns (seconds, total bytes) readings into a rate; the readings before the warm-up's end give the base line."""

    def __init__(self) -> None:
        self.first: tuple[float, int] | None = None
        self.base: tuple[float, int] | None = None
        self.last: tuple[float, int] | None = None

    def read(self, now: float, total: int) -> bool:
        """Take in one reading; return False when the window is over."""
        if self.first is None:
            self.first = (now, total)
        if self.base is None and now - self.first[0] >= WARM_UP:
            self.base = (now, total)
        self.last = (now, total)
        return self.base is None or now - self.base[0] < WINDOW

    def kbps(self) -> int | None:
        """Return the rate in kbit/s after the warm-up, or over all of it on a line too fast for one; None: no data."""
        if self.first is None or self.last is None:
            return None
        start = self.base if self.base is not None and self.last[0] - self.base[0] > WINDOW / 4 else self.first
        seconds, count = self.last[0] - start[0], self.last[1] - start[1]
        return int(count * 8 / 1000 / seconds) if seconds > 0 and count > 0 else None


async def measure(url: str, direction: str, enough_kbps: int = 0) -> tuple[int | None, str]:
    """Return (kbit/s, "") of the best of up to `TRIES` transfers, or (None, what went wrong).

    Args:
        url: the measure server, `http://address[:port]/`.
        direction: `down` or `up`.
        enough_kbps: a transfer at this rate is the last one.
    """
    best = None
    for _ in range(TRIES):
        rate, problem = await _transfer(url, direction)
        if rate is None:
            return best, "" if best else problem
        best = max(rate, best or 0)
        if best >= enough_kbps:
            break
    return best, ""


async def _transfer(url: str, direction: str) -> tuple[int | None, str]:
    parts = urlsplit(url)
    transfer: Callable[[socket.socket, str, str], Awaitable[int | None]] = _down if direction == "down" else _up
    sock = socket.socket(socket.AF_INET6 if ":" in (parts.hostname or "") else socket.AF_INET)
    sock.setblocking(False)
    with sock:
        try:
            target = (parts.hostname or "", parts.port or 80)
            await asyncio.wait_for(asyncio.get_running_loop().sock_connect(sock, target), CONNECT_SECONDS)
            rate = await transfer(sock, parts.netloc, parts.path.rstrip("/"))
        except asyncio.TimeoutError:
            return None, say(
                "the measure server {server} did not answer within {limit} s",
                id="measure-silent",
                server=parts.netloc,
                limit="{:.0f}".format(CONNECT_SECONDS),
            )
        except OSError as error:
            # asyncio words a refused connection in its own way.
            said = os.strerror(error.errno) if error.errno else error.strerror
            return None, say(
                "the measure server {server}: {error}", id="measure-fails", server=parts.netloc, error=said
            )
    return (
        (rate, "")
        if rate
        else (
            None,
            say("the measure server {server} sent no data", id="measure-empty", server=parts.netloc),
        )
    )


async def _down(sock: socket.socket, host: str, path: str) -> int | None:
    loop, meter, total = asyncio.get_running_loop(), Meter(), 0
    request = "GET {}/down?bytes={} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n".format(path, BYTES, host)
    await loop.sock_sendall(sock, request.encode())
    head = await asyncio.wait_for(loop.sock_recv(sock, 4096), CONNECT_SECONDS)
    if b" 200 " not in head.split(b"\r\n")[0]:
        answer = one_line(head.split(b"\r\n")[0].decode("latin-1"), 100)
        raise OSError(0, say("answers {answer}", id="measure-answers", answer=answer))
    while True:
        try:
            data = await asyncio.wait_for(loop.sock_recv(sock, 1 << 17), WARM_UP + WINDOW)
        except asyncio.TimeoutError:
            # The line stalled: its idle time counts, else a burst before the stall would pass for its rate.
            meter.read(time.monotonic(), total)
            return meter.kbps()
        total += len(data)
        if not data or not meter.read(time.monotonic(), total):
            return meter.kbps()


async def _up(sock: socket.socket, host: str, path: str) -> int | None:
    loop, meter, sent = asyncio.get_running_loop(), Meter(), 0
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 256 * 1024)
    request = "POST {}/up HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n"
    await loop.sock_sendall(sock, request.format(path, host, BYTES).encode())
    meter.read(time.monotonic(), 0)
    while sent < BYTES:
        try:
            await asyncio.wait_for(loop.sock_sendall(sock, CHUNK), WARM_UP + WINDOW)
        except asyncio.TimeoutError:
            break
        sent += len(CHUNK)
        if not meter.read(time.monotonic(), sent - _unacknowledged(sock)):
            return meter.kbps()
    return await _drained(sock, sent, meter)


async def _drained(sock: socket.socket, sent: int, meter: Meter) -> int | None:
    """Wait for the last acknowledgements; the kernel gives no event for them."""
    for _ in range(int((WARM_UP + WINDOW) / 0.005)):
        left = _unacknowledged(sock)
        if not meter.read(time.monotonic(), sent - left) or not left:
            break
        await asyncio.sleep(0.005)
    return meter.kbps()


def _unacknowledged(sock: socket.socket) -> int:
    return int(struct.unpack("=i", fcntl.ioctl(sock, SIOCOUTQ, struct.pack("=i", 0)))[0])
