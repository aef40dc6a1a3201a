# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether a server that a terminal is let to passes requests on to the internet: an open proxy, whatever its owner thinks.

Each way is asked for the canary's address with a nonce inside; what it says is a hint, the canary's log is what counts.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
import ipaddress
import re
import socket
import ssl
import struct
import time
from typing import TYPE_CHECKING, Iterable

from ..message import say
from . import dns_relay, outcome, outgoing, payload
from .outcome import Outcome
from .relay_aim import ABSOLUTE, CONNECT, DNS_WAYS, HOST, PORTS, SOCKS, RelayAim

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

AT_ONCE = 128
#: Bytes of an answer that are looked at.
MOST = 16 * 1024
_SOCKS_GRANTED = b"\x05\x00"
_STATUS = re.compile(rb"HTTP/[0-9.]+[ \t]+([0-9]{3})(?![0-9])", re.IGNORECASE)
_HEAD_END = re.compile(rb"\r?\n\r?\n")


async def probe_all(aims: Iterable[RelayAim], wait: float) -> dict[str, Outcome]:
    """Return by nonce what came of each: `answered` if the server says that it passes the request on, `opened` if it took it.

    Args:
        aims: what to ask.
        wait: seconds that each may take to connect, to answer, and then to pass the nonce on; twice that to agree on TLS.
    """
    gate = asyncio.Semaphore(AT_ONCE)
    servers: dict[tuple[str, int], list[RelayAim]] = {}
    for aim in aims:
        servers.setdefault((aim.address, aim.port), []).append(aim)
    found: dict[str, Outcome] = {}

    async def ask_alone(aim: RelayAim) -> None:
        async with gate:
            found[aim.nonce] = await probe(aim, wait)

    async def ask(server: list[RelayAim]) -> None:
        # TLS behind the others: a server of one thread that waits for the rest of a ClientHello would hear nothing else meanwhile.
        # One that speaks TLS hangs up on anything else, at the second half of SOCKS at the latest, and is free then.
        plain = [asyncio.ensure_future(ask_alone(aim)) for aim in server if not aim.tls]
        if plain:
            await asyncio.wait(plain, timeout=wait / 2)
        await asyncio.gather(*plain, *(ask_alone(aim) for aim in server if aim.tls))

    await asyncio.gather(*map(ask, servers.values()))
    return found


async def probe(aim: RelayAim, wait: float) -> Outcome:
    """Make one request. Raises nothing: whatever a server brings about costs its own request."""
    started = time.monotonic()
    if aim.way in DNS_WAYS:
        return await dns_relay.probe(aim, wait)
    try:
        sock = outgoing.open_socket(aim.address, socket.SOCK_STREAM)
    except OSError as error:
        return outgoing.unopened(error)
    with sock:
        try:
            await asyncio.wait_for(asyncio.get_running_loop().sock_connect(sock, (aim.address, aim.port)), wait)
        except asyncio.TimeoutError:
            return outgoing.noticed(sock, started) or Outcome(outcome.SILENT, outgoing.elapsed(started))
        except OSError as error:
            return outgoing.failed(sock, error, started)
        return await _ask(aim, sock, wait, started)


async def _ask(aim: RelayAim, sock: socket.socket, wait: float, started: float) -> Outcome:
    """Ask a server that took the connection; one that does not speak TLS where it should was not asked."""
    asked, granted, writer = False, False, None
    try:
        opening = asyncio.open_connection(
            sock=sock, ssl=_any_certificate() if aim.tls else None, server_hostname=_server_name(aim)
        )
        reader, writer = await asyncio.wait_for(opening, 2 * wait)
        asked = True  # a server that hangs up on what it is asked was asked all the same
        granted, said = await (_socks if aim.way == SOCKS else _http)(aim, reader, writer, wait)
    except asyncio.TimeoutError:
        said = say("does not speak TLS in time", id="relay-no-tls")
    except (OSError, ssl.SSLError, ValueError) as error:
        said = "{}: {}".format(type(error).__name__, error)[:200]
    finally:
        if writer is not None:
            writer.transport.abort()
    kind = outcome.ANSWERED if granted else outcome.OPENED if asked else outcome.NOT_RUN
    return Outcome(kind, outgoing.elapsed(started), detail=said)


@functools.lru_cache(maxsize=1)
def _any_certificate() -> ssl.SSLContext:
    """Return a context that agrees with an old server, too: what is not agreed on is not asked."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")
    return context


def _server_name(aim: RelayAim) -> str | None:
    if not aim.tls:
        return None
    with contextlib.suppress(ValueError):
        ipaddress.ip_address(aim.name or aim.address)
        return ""
    return aim.name


def _request(aim: RelayAim) -> bytes:
    """Return what HTTP is said."""
    place = "{}:{}".format(aim.canary, PORTS[aim.way]) if aim.way == CONNECT else aim.canary
    target = {CONNECT: place, ABSOLUTE: "http://{}/{}".format(place, aim.nonce), HOST: "/" + aim.nonce}[aim.way]
    method = "CONNECT" if aim.way == CONNECT else "GET"
    # The nonce in a header too: what passes a request on to another port of the canary may change its path.
    return (
        (
            "{} {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: govkiosk {}\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n"
        )
        .format(method, target, place, aim.nonce)
        .encode()
    )


async def _http(aim: RelayAim, reader: StreamReader, writer: StreamWriter, wait: float) -> tuple[bool, str]:
    """Return whether the server says that it lets us through, and what it said."""
    writer.write(_request(aim))
    said, until = b"", time.monotonic() + wait
    with contextlib.suppress(asyncio.TimeoutError):
        while _status(said) is None and len(said) < MOST:
            more = await asyncio.wait_for(reader.read(MOST - len(said)), until - time.monotonic())
            if not more:
                break
            said += more
    status = _status(said)
    if aim.way == CONNECT:
        await _through(aim, reader, writer, wait)
    if status is None:
        strange = say("answers something that is no HTTP", id="relay-no-http")
        return False, strange if said else say("says nothing to it", id="relay-unanswered")
    return aim.way == CONNECT and 200 <= status < 300, say("answers HTTP {status}", id="relay-http", status=status)


def _status(said: bytes) -> int | None:
    """Read the status of the first head that is no interim one (RFC 9110 15.2), None if there is none.

    As leniently as any client of a proxy: a status that only a strict one would refuse opens the same tunnel.
    """
    end = _HEAD_END.search(said)
    while end:
        status = _STATUS.match(said)
        if status is None or int(status.group(1)) // 100 != 1:
            return int(status.group(1)) if status else None
        said = said[end.end() :]
        end = _HEAD_END.search(said)
    return None


async def _socks(aim: RelayAim, reader: StreamReader, writer: StreamWriter, wait: float) -> tuple[bool, str]:
    """Likewise by SOCKS: a reply may come in pieces, and how long its address is depends on its kind (RFC 1928 6)."""
    writer.write(b"\x05\x01\x00")
    method = await _exactly(reader, 2, wait / 2)
    writer.write(b"\x05\x01\x00\x01" + ipaddress.IPv4Address(aim.canary).packed + struct.pack("!H", PORTS[SOCKS]))
    reply = await _exactly(reader, 4, wait / 2)
    await _through(aim, reader, writer, wait)
    if not method.startswith(b"\x05"):
        return False, say("does not speak SOCKS", id="relay-no-socks")
    granted = reply.startswith(_SOCKS_GRANTED)
    shut = say("speaks SOCKS and lets nobody through", id="relay-socks-shut")
    return granted, say("lets us through by SOCKS", id="relay-socks-open") if granted else shut


async def _exactly(reader: StreamReader, count: int, wait: float) -> bytes:
    """Read so many bytes, none if they do not come."""
    with contextlib.suppress(asyncio.TimeoutError, asyncio.IncompleteReadError):
        return await asyncio.wait_for(reader.readexactly(count), wait)
    return b""


async def _through(aim: RelayAim, reader: StreamReader, writer: StreamWriter, wait: float) -> None:
    """Send the nonce by the way that may be open, whatever the server says of it, and stay while it may yet be opened."""
    until = time.monotonic() + wait
    with contextlib.suppress(OSError, asyncio.TimeoutError):
        writer.write(payload.tls_hello(aim.nonce))
        await asyncio.wait_for(writer.drain(), wait)
        while await asyncio.wait_for(reader.read(MOST), until - time.monotonic()):
            pass
