# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A service item's server that passes requests on, as a badly configured one does: what the relay check has to find.

    relay.py --ways connect,absolute --page FILE ADDRESS PORT

It answers whatever it does not pass on with the page, so that the item itself goes on working.
"""

from __future__ import annotations

import argparse
import asyncio
import re
import ssl
import struct
import sys
from contextlib import suppress
from pathlib import Path

CONNECT, ABSOLUTE, HOST, SOCKS = "connect", "absolute", "host", "socks"
#: It says 200 to whatever it is asked, CONNECT too, and passes nothing on.
CLAIM = "claim"
NOBODY = ""
WAIT = 5.0
MOST = 16 * 1024


class Relay:
    """What it does with a connection.

    Args:
        ways: how it can be used.
        page: what it answers else.
        address: its own, from which it asks as well, whatever others its host has.
    """

    def __init__(self, ways: frozenset[str], page: bytes, address: str) -> None:
        self.ways = ways
        self.page = page
        self.address = address

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        with suppress(OSError, EOFError, ValueError, asyncio.TimeoutError, asyncio.LimitOverrunError):
            await asyncio.wait_for(self._answer(reader, writer), 2 * WAIT)
        writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        first = await reader.readexactly(3)
        if first == b"\x05\x01\x00" and SOCKS in self.ways:
            writer.write(b"\x05\x00")
            asked = await reader.readexactly(10)
            place = ".".join(map(str, asked[4:8])), struct.unpack("!H", asked[8:])[0]
            await self._pass_on(place, b"\x05\x00" + asked[2:], b"", reader, writer)
            return
        if not first.isalpha():  # no method's name (RFC 9110 9.1): a server hangs up, on a ClientHello too
            return
        head = first + await reader.readuntil(b"\r\n\r\n")
        way, host, port = self._wanted(head.decode("latin-1"))
        if way == CONNECT:
            await self._pass_on((host, port), b"HTTP/1.1 200 Connection established\r\n\r\n", b"", reader, writer)
        elif way:
            await self._pass_on((host, port), b"", head, reader, writer)
        elif head.startswith(b"CONNECT ") and CLAIM not in self.ways:
            writer.write(b"HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
            await writer.drain()
        else:
            kind = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nConnection: close\r\nContent-Length: "
            writer.write(kind + str(len(self.page)).encode() + b"\r\n\r\n" + self.page)
            await writer.drain()

    def _wanted(self, head: str) -> tuple[str, str, int]:
        """Return by which way it is asked for which host and port; no way if it is not one of its own."""
        target = head.split(" ", 2)[1]
        host = re.search(r"\r\nhost: *([0-9.]+)\r\n", head, re.IGNORECASE)
        if head.startswith("CONNECT ") and CONNECT in self.ways:
            name, _, port = target.partition(":")
            return CONNECT, name, int(port)
        if target.startswith("http://") and ABSOLUTE in self.ways:
            return ABSOLUTE, target.split("/")[2], 80
        if target.startswith("/") and host and HOST in self.ways:
            return HOST, host[1], 80
        return NOBODY, "", 0

    async def _pass_on(
        self,
        place: tuple[str, int],
        granted: bytes,
        first: bytes,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        far_reader, far_writer = await asyncio.wait_for(
            asyncio.open_connection(*place, local_addr=(self.address, 0)), WAIT
        )
        writer.write(granted)
        far_writer.write(first)
        await asyncio.wait(
            [
                asyncio.ensure_future(_copy(reader, far_writer)),
                asyncio.ensure_future(_copy(far_reader, writer)),
            ],
            return_when=asyncio.FIRST_COMPLETED,
        )
        far_writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while data := await reader.read(MOST):
            writer.write(data)
            await writer.drain()


async def serve(arguments: argparse.Namespace) -> None:
    """Listen until the process is ended."""
    context = None
    if arguments.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(arguments.certificate, arguments.key)
    page = arguments.page.read_bytes() if arguments.page else b"<!DOCTYPE html>"
    relay = Relay(frozenset(arguments.ways.split(",")), page, arguments.address)
    server = await asyncio.start_server(relay.serve, arguments.address, arguments.port, ssl=context)
    print(f"relay listens on {arguments.address}:{arguments.port}", file=sys.stderr, flush=True)
    await server.serve_forever()


def main() -> None:
    """Run the relay."""
    parser = argparse.ArgumentParser(description="Pass requests on to wherever they ask for (lab only).")
    parser.add_argument(
        "--ways", default=CONNECT, help=f"comma separated: {CONNECT}, {ABSOLUTE}, {HOST}, {SOCKS}, {CLAIM}"
    )
    parser.add_argument("--page", type=Path, help="answered to everything else")
    parser.add_argument("--certificate", type=Path, help="with it, it speaks TLS")
    parser.add_argument("--key", type=Path)
    parser.add_argument("address")
    parser.add_argument("port", type=int)
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
