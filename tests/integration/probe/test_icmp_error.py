# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""ICMP errors from the socket's error queue, and that reading them costs no time."""

from __future__ import annotations

import asyncio
import socket
import struct

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.probe import icmp_error, outcome, probing
from ansible_collections.govkiosk.site.plugins.module_utils.probe.target import Target

NONCE = "gk0123456789ab-0001"
# Seconds; what is to be told at once and is not, comes to no end in the time of a test run.
PATIENCE = 3600.0


def closed_port(kind: int) -> int:
    with socket.socket(socket.AF_INET, kind) as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def probe(target: Target, wait: float = PATIENCE) -> outcome.Outcome:
    return asyncio.run(probing.probe_all([target], wait))[target.nonce]


def test_a_closed_udp_port_is_told_at_once_with_its_offender() -> None:
    target = Target(NONCE, "udp", "127.0.0.1", closed_port(socket.SOCK_DGRAM))
    found = probe(target)
    assert (found.kind, found.offender, found.icmp_type, found.icmp_code) == ("icmp", "127.0.0.1", 3, 3)


def test_a_reset_is_told_at_once() -> None:
    found = probe(Target(NONCE, "tcp", "127.0.0.1", closed_port(socket.SOCK_STREAM)))
    assert (found.kind, found.offender) == ("refused", "")


def test_a_listener_that_says_nothing_took_the_connection() -> None:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        sock.listen()
        found = probe(Target(NONCE, "tcp", "127.0.0.1", sock.getsockname()[1]), 0.4)
    assert found.kind == "opened"


def test_another_datagram_is_an_answer_too() -> None:
    async def run() -> outcome.Outcome:
        class Stranger(asyncio.DatagramProtocol):
            def connection_made(self, transport: asyncio.DatagramTransport) -> None:
                self.transport = transport

            def datagram_received(self, _: bytes, addr: tuple[str, int]) -> None:
                self.transport.sendto(b"refused", addr)

        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(Stranger, local_addr=("127.0.0.1", 0))
        target = Target(NONCE, "udp", "127.0.0.1", transport.get_extra_info("sockname")[1])
        found = await probing.probe_all([target], 1.0)
        transport.close()
        return found[NONCE]

    assert asyncio.run(run()).kind == "opened"


def test_ping_on_loopback() -> None:
    found = probe(Target(NONCE, "icmp", "127.0.0.1"), 1.0)
    assert found.kind in ("answered", "not_run")
    if found.kind == "not_run":
        pytest.skip("neither raw sockets nor ping sockets are allowed here")


def test_what_can_not_pass_the_firewall_is_not_run() -> None:
    target = Target(NONCE, "udp", "127.0.0.1", 9, past_firewall=True)
    found = asyncio.run(probing.probe_all([target], 0.2, mark=None))[NONCE]
    assert found.kind == "not_run"


@pytest.mark.parametrize(
    ("origin", "sockaddr", "expected"),
    [
        (2, struct.pack("=HH4s8x", socket.AF_INET, 0, bytes([10, 96, 128, 1])), "10.96.128.1"),
        (
            3,
            struct.pack("=HHI16s4x", socket.AF_INET6, 0, 0, socket.inet_pton(socket.AF_INET6, "2001:db8::1")),
            "2001:db8::1",
        ),
        (1, struct.pack("=HH4s8x", socket.AF_INET, 0, bytes(4)), None),
        (2, b"", None),
    ],
)
def test_parse(origin: int, sockaddr: bytes, expected: str | None) -> None:
    found = icmp_error.parse(struct.pack("=IBBBBII", 113, origin, 3, 13, 0, 0, 0) + sockaddr)
    assert (found.offender if found else None) == expected
