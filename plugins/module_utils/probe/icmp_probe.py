# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One ICMP echo to a canary, with a nonce as its payload (RFC 792, RFC 4443)."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
import time
from typing import TYPE_CHECKING

from . import outcome, outgoing
from .outcome import Outcome

if TYPE_CHECKING:
    from .target import Target

ECHO_REQUEST, ECHO_REPLY = 8, 0
ECHO_REQUEST6, ECHO_REPLY6 = 128, 129


def checksum(data: bytes) -> int:
    """Return the Internet checksum (RFC 1071)."""
    words: tuple[int, ...] = struct.unpack("!{}H".format((len(data) + 1) // 2), data + b"\0" * (len(data) % 2))
    total = sum(words)
    while total >> 16:
        total = (total >> 16) + (total & 0xFFFF)
    return ~total & 0xFFFF


def echo(nonce: str, version6: bool) -> bytes:
    """Return an echo request; over IPv6 the kernel fills in the checksum."""
    ident, sequence = os.getpid() & 0xFFFF, int(nonce[-4:], 16)
    text = "govkiosk {}".format(nonce).encode()
    if version6:
        return struct.pack("!BBHHH", ECHO_REQUEST6, 0, 0, ident, sequence) + text
    head = struct.pack("!BBHHH", ECHO_REQUEST, 0, 0, ident, sequence)
    return struct.pack("!BBHHH", ECHO_REQUEST, 0, checksum(head + text), ident, sequence) + text


async def probe(target: Target, wait: float, mark: int = 0) -> Outcome:
    """Ping twice within `wait` seconds. As root on a raw socket, else on a ping socket if the system has them."""
    started = time.monotonic()
    proto = socket.IPPROTO_ICMPV6 if target.version6 else socket.IPPROTO_ICMP
    try:
        sock = _open(target.address, proto, mark)
    except OSError as error:
        return outgoing.unopened(error)
    with sock:
        try:
            sock.connect((target.address, 0))
            for _ in range(2):
                sock.send(echo(target.nonce, target.version6))
                if await _replied(sock, target.nonce, wait / 2):
                    return Outcome(outcome.ANSWERED, outgoing.elapsed(started))
        except OSError as error:
            return outgoing.failed(sock, error, started)
        return outgoing.noticed(sock, started) or Outcome(outcome.SILENT, outgoing.elapsed(started))


def _open(address: str, proto: int, mark: int) -> socket.socket:
    try:
        return outgoing.open_socket(address, socket.SOCK_RAW, proto, mark)
    except PermissionError:
        return outgoing.open_socket(address, socket.SOCK_DGRAM, proto, mark)


async def _replied(sock: socket.socket, nonce: str, wait: float) -> bool:
    """Read until the reply to this nonce comes: a raw socket hears every other ping's reply too."""
    until = time.monotonic() + wait
    raw4 = sock.family == socket.AF_INET and sock.type == socket.SOCK_RAW
    while True:
        try:
            packet = await asyncio.wait_for(
                asyncio.get_running_loop().sock_recv(sock, 2048), max(0.0, until - time.monotonic())
            )
        except asyncio.TimeoutError:
            return False
        message = packet[(packet[0] & 15) * 4 :] if raw4 else packet
        if message[:1] in (bytes([ECHO_REPLY]), bytes([ECHO_REPLY6])) and nonce.encode() in message:
            return True
