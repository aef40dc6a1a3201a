# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether a server that a terminal is let to passes requests on to the internet: an open proxy, whatever its owner thinks.

Each way is asked for the canary's address with a nonce inside; what it says is a hint, the canary's log is what counts.
"""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import ssl
import struct
import time
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Iterable

from . import dns_relay, http_answer, outcome, outgoing, payload
from .outcome import Outcome

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter

CONNECT = "connect"  # RFC 9110 9.3.6, to port 443
ABSOLUTE = "absolute"  # an absolute-form GET, RFC 9112 3.2.2, of port 80
HOST = "host"  # a GET under the canary's name, which `proxy_pass http://$host` passes on
SOCKS = "socks"  # RFC 1928, to port 443
WAYS = (CONNECT, ABSOLUTE, HOST, SOCKS)
DNS_WAYS = dns_relay.WAYS
#: The canary's port of each way, on which the controller tries it as well.
PORTS = {CONNECT: 443, ABSOLUTE: 80, HOST: 80, SOCKS: 443}
AT_ONCE = 64
#: Bytes of an answer that are looked at.
MOST = 16 * 1024
_SOCKS_GRANTED = b"\x05\x00"


@dataclass(frozen=True)
class RelayAim:
    """One request to make.

    Attributes:
        nonce: `gk<12 hex of the run>-<4 hex>`, unique to it.
        way: one of `WAYS`, or of `DNS_WAYS` if a resolver is asked.
        address: of the server that is asked.
        port: its TCP port.
        tls: whether it speaks TLS; its certificate is the item check's business.
        name: its host name, for TLS; empty for none.
        canary: the canary's address, which it is asked for; its zone, if a resolver is asked.
    """

    nonce: str
    way: str
    address: str
    port: int
    tls: bool
    name: str
    canary: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON types, as the module takes it."""
        return asdict(self)


async def probe_all(aims: Iterable[RelayAim], wait: float) -> dict[str, Outcome]:
    """Return by nonce what came of each: `answered` if the server says that it passes the request on, `opened` if it took it.

    Args:
        aims: what to ask.
        wait: seconds that each may take to connect, and then to be answered.
    """
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(aim: RelayAim) -> tuple[str, Outcome]:
        async with gate:
            return aim.nonce, await probe(aim, wait)

    return dict(await asyncio.gather(*(one(aim) for aim in aims)))


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
    """Ask a server that took the connection; without TLS where it should be, nothing was asked."""
    asked, writer = False, None
    try:
        opening = asyncio.open_connection(
            sock=sock, ssl=_any_certificate() if aim.tls else None, server_hostname=_server_name(aim)
        )
        reader, writer = await asyncio.wait_for(opening, wait)
        asked = True  # a server that hangs up on what it is asked was asked all the same
        writer.write(_request(aim))
        granted, said = await asyncio.wait_for(_converse(aim, reader, writer), wait)
    except asyncio.TimeoutError:
        granted, said = False, "says nothing to it" if asked else "does not speak TLS in time"
    except (OSError, ssl.SSLError, ValueError) as error:
        granted, said = False, "{}: {}".format(type(error).__name__, error)
    finally:
        if writer is not None:
            writer.transport.abort()
    kind = outcome.ANSWERED if granted else outcome.OPENED if asked else outcome.NOT_RUN
    return Outcome(kind, outgoing.elapsed(started), detail=said[:200])


def _any_certificate() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def _server_name(aim: RelayAim) -> str | None:
    if not aim.tls:
        return None
    with contextlib.suppress(ValueError):
        ipaddress.ip_address(aim.name or aim.address)
        return ""
    return aim.name


def _request(aim: RelayAim) -> bytes:
    """Return what is said first."""
    if aim.way == SOCKS:
        return b"\x05\x01\x00"
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


async def _converse(aim: RelayAim, reader: StreamReader, writer: StreamWriter) -> tuple[bool, str]:
    """Return whether the server says that it lets us through, and what it said; then the nonce goes that way."""
    if aim.way == SOCKS:
        return await _socks(aim, reader, writer)
    answer = http_answer.read(await _head(reader))
    if answer is None:
        return False, "answers something that is no HTTP"
    said = "answers HTTP {}".format(answer.status)
    if aim.way != CONNECT or not 200 <= answer.status < 300:
        return False, said
    await _through(aim, reader, writer)
    return True, said


async def _socks(aim: RelayAim, reader: StreamReader, writer: StreamWriter) -> tuple[bool, str]:
    if await reader.read(2) != _SOCKS_GRANTED:
        return False, "does not speak SOCKS"
    writer.write(b"\x05\x01\x00\x01" + ipaddress.IPv4Address(aim.canary).packed + struct.pack("!H", PORTS[SOCKS]))
    answer = await reader.read(10)
    if answer[:2] != _SOCKS_GRANTED:
        return False, "speaks SOCKS and lets nobody through"
    await _through(aim, reader, writer)
    return True, "lets us through by SOCKS"


async def _through(aim: RelayAim, reader: StreamReader, writer: StreamWriter) -> None:
    """Send the nonce by the way that was opened, and stay until it had time to arrive."""
    writer.write(payload.tls_hello(aim.nonce))
    with contextlib.suppress(OSError, asyncio.TimeoutError):
        await writer.drain()
        await asyncio.wait_for(reader.read(MOST), 0.5)


async def _head(reader: StreamReader) -> bytes:
    """Read as far as an answer's head goes, or the connection."""
    said = b""
    while len(said) < MOST and b"\r\n\r\n" not in said:
        more = await reader.read(MOST - len(said))
        if not more:
            break
        said += more
    return said
