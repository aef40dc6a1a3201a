# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The measure server (6.4-d): gives and takes bytes so that a terminal can measure its bandwidth both ways.

    GET /down?bytes=N    N bytes, N at most 64 MiB
    POST /up             takes the body, then answers {"bytes": N, "seconds": S}

One connection, one request: a measurement wants a fresh TCP connection anyway.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from urllib.parse import parse_qs, urlsplit

MOST_BYTES = 64 * 1024 * 1024
CHUNK = bytes(64 * 1024)
TIMEOUT_SECONDS = 60.0


async def serve(address: str, port: int) -> None:
    """Serve until cancelled."""
    server = await asyncio.start_server(_connection, address, port)
    async with server:
        await server.serve_forever()


async def _connection(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        async with asyncio.timeout(TIMEOUT_SECONDS):
            await _request(reader, writer)
    except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        pass  # The terminal went away; there is nobody left to tell.
    finally:
        writer.close()


async def _request(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, *_ = [*head[0].split(" "), "", ""]
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:])}
    url = urlsplit(target)
    if (method, url.path) == ("GET", "/down"):
        await _down(writer, parse_qs(url.query).get("bytes", [""])[0])
    elif (method, url.path) == ("POST", "/up"):
        await _up(reader, writer, headers.get("content-length", ""))
    else:
        await _answer(writer, "404 Not Found", {"error": "GET /down?bytes=N or POST /up"})


async def _down(writer: asyncio.StreamWriter, wanted: str) -> None:
    if not wanted.isascii() or not wanted.isdigit() or int(wanted) > MOST_BYTES:
        return await _answer(writer, "400 Bad Request", {"error": f"bytes: a number up to {MOST_BYTES}"})
    left = int(wanted)
    writer.write(_head("200 OK", "application/octet-stream", left))
    while left:
        writer.write(CHUNK[:left])
        await writer.drain()
        left -= min(left, len(CHUNK))
    return await writer.drain()


async def _up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, length: str) -> None:
    if not length.isascii() or not length.isdigit() or int(length) > MOST_BYTES:
        return await _answer(writer, "411 Length Required", {"error": f"Content-Length: a number up to {MOST_BYTES}"})
    left, began = int(length), time.monotonic()
    while left:
        chunk = await reader.read(min(left, len(CHUNK)))
        if not chunk:
            return None
        left -= len(chunk)
    return await _answer(writer, "200 OK", {"bytes": int(length), "seconds": round(time.monotonic() - began, 4)})


async def _answer(writer: asyncio.StreamWriter, status: str, content: dict[str, object]) -> None:
    body = json.dumps(content).encode()
    writer.write(_head(status, "application/json", len(body)) + body)
    await writer.drain()


def _head(status: str, kind: str, length: int) -> bytes:
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    ).encode()


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(prog="python -m lab.measure", description=__doc__.splitlines()[0])
    parser.add_argument("address")
    parser.add_argument("port", type=int)
    arguments = parser.parse_args()
    asyncio.run(serve(arguments.address, arguments.port))


if __name__ == "__main__":
    main()
