# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A server on loopback is asked to pass a request on: whatever it says of it, the nonce goes the way that may be open."""

from __future__ import annotations

import asyncio
import ssl
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.probe import relay_probe
from ansible_collections.govkiosk.site.plugins.module_utils.probe.outcome import Outcome
from ansible_collections.govkiosk.site.plugins.module_utils.probe.relay_aim import CONNECT, SOCKS, RelayAim

from tests.integration.probe.item_servers import Authority

NONCE = "gk0123456789ab-0000"
OK = b"HTTP/1.1 200 Connection established\r\n\r\n"
#: It waits for this until more bytes have come.
MORE = b""
#: What an HTTP proxy sends, piece by piece, and what is said of it.
PROXIES = {
    "a good one": ([OK], "answered", "answers HTTP 200"),
    "an interim answer first": ([b"HTTP/1.1 100 Continue\r\n\r\n", OK], "answered", "answers HTTP 200"),
    "line feeds alone": ([b"HTTP/1.0 200 OK\n\n"], "answered", "answers HTTP 200"),
    "one line feed alone": ([b"HTTP/1.1 200 OK\r\nVia: x\nAge: 1\r\n\r\n"], "answered", "answers HTTP 200"),
    "a length and chunks": (
        [b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n"], "answered", "answers HTTP 200",
    ),
    "two blanks": ([b"HTTP/1.1  200 OK\r\n\r\n"], "answered", "answers HTTP 200"),
    "it refuses": ([b"HTTP/1.1 403 Forbidden\r\n\r\n"], "opened", "answers HTTP 403"),
    "no HTTP": ([b"hello\r\n\r\n", MORE], "opened", "answers something that is no HTTP"),
    "its answer comes late": ([MORE, OK], "opened", "says nothing to it"),
}  # fmt: skip
#: Likewise a SOCKS one, to the greeting and to the request.
SOCKSES = {
    "a good one": ([b"\x05\x00"], [b"\x05\x00\x00\x01", b"\0\0\0\0\0\0"], "answered", "lets us through by SOCKS"),
    "in two pieces": ([b"\x05", b"\x00"], [b"\x05\x00", b"\x00\x01\0\0\0\0\0\0"], "answered", "lets us through by SOCKS"),
    "an address of IPv6": ([b"\x05\x00"], [b"\x05\x00\x00\x04" + bytes(18)], "answered", "lets us through by SOCKS"),
    "it refuses": ([b"\x05\x00"], [b"\x05\x02\x00\x01"], "opened", "speaks SOCKS and lets nobody through"),
    "it takes no method": ([b"\x05\xff"], [b"\x05\x02\x00\x01"], "opened", "speaks SOCKS and lets nobody through"),
    "another protocol": ([b"no"], [b"such"], "opened", "does not speak SOCKS"),
}  # fmt: skip


class Tunnel:
    """A server that says its pieces after each request, and keeps what comes behind the last one."""

    def __init__(self, *turns: tuple[int | bytes, list[bytes]], tls: ssl.SSLContext | None = None) -> None:
        self.turns = turns
        self.tls = tls
        self.came = b""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection."""
        try:
            for request, pieces in self.turns:
                await (reader.readexactly(request) if isinstance(request, int) else reader.readuntil(request))
                for piece in pieces:
                    if piece == MORE:
                        self.came += await reader.read(4096)
                    writer.write(piece)
                    await writer.drain()
                    await asyncio.sleep(0)
            self.came = self.came or await reader.read(4096)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def asked(self, way: str, wait: float, tls: bool = False) -> Outcome:
        """Return what a probe makes of it."""

        async def run() -> Outcome:
            async with await asyncio.start_server(self.serve, "127.0.0.1", 0, ssl=self.tls) as server:
                port = server.sockets[0].getsockname()[1]
                return await relay_probe.probe(
                    RelayAim(NONCE, way, "127.0.0.1", port, tls, "rs.zw.test", "203.0.113.80"), wait
                )

        return asyncio.run(run())


@pytest.mark.parametrize("case", PROXIES)
def test_the_nonce_goes_through_a_proxy_whatever_it_says(case: str) -> None:
    pieces, kind, said = PROXIES[case]
    proxy = Tunnel((b"\r\n\r\n", pieces))
    found = proxy.asked(CONNECT, 0.3 if MORE in pieces else 5.0)
    assert NONCE.encode() in proxy.came
    assert (found.kind, found.detail) == (kind, said)


@pytest.mark.parametrize("case", SOCKSES)
def test_the_nonce_goes_through_socks_whatever_it_says(case: str) -> None:
    method, reply, kind, said = SOCKSES[case]
    proxy = Tunnel((3, method), (10, reply))
    found = proxy.asked(SOCKS, 5.0)
    assert NONCE.encode() in proxy.came
    assert (found.kind, found.detail) == (kind, said)


@pytest.mark.parametrize("way", [CONNECT, SOCKS])
def test_a_server_is_asked_as_it_speaks_and_told_apart_from_one_that_was_not(tmp_path: Path, way: str) -> None:
    context = Authority(tmp_path).context("rs.zw.test")
    turns = [(3, [b"\x05\x00"]), (10, [b"\x05\x00\x00\x01"])] if way == SOCKS else [(b"\r\n\r\n", [OK])]
    secret = Tunnel(*turns, tls=context)
    assert secret.asked(way, 5.0, tls=True).kind == "answered"
    assert NONCE.encode() in secret.came
    assert secret.asked(way, 0.3).kind == "opened"
    plain = Tunnel((5, [b"HTTP/1.1 400 Bad Request\r\n\r\n"]))  # as a server does that is sent a ClientHello
    assert plain.asked(way, 5.0, tls=True).kind == "not_run"
