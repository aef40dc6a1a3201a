# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The rate counts what passes after the burst, and a line that stalls is a slow one."""

from __future__ import annotations

import asyncio
import socket
from types import SimpleNamespace

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.probe import throughput
from ansible_collections.govkiosk.site.plugins.module_utils.probe.throughput import WARM_UP, WINDOW, Meter
from hypothesis import given
from hypothesis import strategies as st

FAST_KBPS = 100_000  # the wire's own rate, at which a burst passes


@given(st.integers(500, 50_000), st.integers(0, 2_000_000))
def test_a_shapers_burst_does_not_count(rate_kbps: int, burst: int) -> None:
    meter, at, going = Meter(), 0.0, True
    while going:
        going = meter.read(at, int(min(burst + rate_kbps * 125 * at, FAST_KBPS * 125 * at)))
        at += 0.01
    measured = meter.kbps()
    assert measured is not None
    assert abs(measured - rate_kbps) <= rate_kbps * 0.02 + 2
    assert at <= WARM_UP + WINDOW + 0.05


def test_a_line_faster_than_the_warm_up_counts_whole() -> None:
    meter = Meter()
    meter.read(0.0, 0)
    meter.read(0.1, 16_000_000)
    assert meter.kbps() == 1_280_000


def test_a_line_that_stalls_after_its_burst_is_slow() -> None:
    meter = Meter()
    meter.read(0.0, 0)
    meter.read(0.1, 125_000)
    meter.read(2.0, 125_000)
    assert meter.kbps() == 500


def test_nothing_is_no_rate() -> None:
    meter = Meter()
    assert meter.kbps() is None
    meter.read(0.0, 100)
    assert meter.kbps() is None


def measured(rate_bytes: int, direction: str, status: str = "200 OK") -> tuple[int | None, str]:
    """Measure against a server that takes no more than `rate_bytes` per second, and gives as fast as it is asked."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            request = (await reader.readuntil(b"\r\n\r\n")).decode()
            if request.startswith("GET"):
                writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {throughput.BYTES}\r\n\r\n".encode())
                for _ in range(1000):
                    writer.write(bytes(rate_bytes // 50))
                    await writer.drain()
            else:
                while await reader.read(rate_bytes // 50):
                    await asyncio.sleep(0.02)
        except OSError:
            pass
        finally:
            writer.close()

    async def run() -> tuple[int | None, str]:
        server = await asyncio.start_server(handle, "127.0.0.1", 0, limit=4096)
        port = server.sockets[0].getsockname()[1]
        result = await throughput.measure(f"http://127.0.0.1:{port}/", direction)
        server.close()
        return result

    return asyncio.run(run())


def test_download_of_a_steady_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """The line's own clock: a second is over when a million bytes have passed, however busy this machine is."""
    receive, passed = asyncio.SelectorEventLoop.sock_recv, [0.0]

    async def counted(loop: asyncio.SelectorEventLoop, sock: socket.socket, most: int) -> bytes:
        data = await receive(loop, sock, most)
        passed[0] += len(data) / 1_000_000
        return data

    monkeypatch.setattr(asyncio.SelectorEventLoop, "sock_recv", counted)
    monkeypatch.setattr(throughput, "time", SimpleNamespace(monotonic=lambda: passed[0]))
    rate, problem = measured(1_000_000, "down")
    assert problem == ""
    assert rate is not None
    assert abs(rate - 8000) <= 1
    assert WARM_UP + WINDOW <= passed[0] < WARM_UP + WINDOW + 0.5


def test_upload_counts_what_was_acknowledged() -> None:
    rate, problem = measured(1_000_000, "up")
    assert problem == ""
    assert rate is not None
    # The receiver's kernel acknowledges into its buffer, so this is an upper bound; our own buffer never counts.
    assert rate < 200_000


@pytest.mark.parametrize("direction", ["down", "up"])
def test_a_measure_server_that_is_not_there(direction: str) -> None:
    async def run() -> tuple[int | None, str]:
        server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        server.close()
        await server.wait_closed()
        return await throughput.measure(f"http://127.0.0.1:{port}/", direction)

    rate, problem = asyncio.run(run())
    assert rate is None
    assert "Connection refused" in problem


def test_a_measure_server_that_refuses() -> None:
    rate, problem = measured(1000, "down", status="404 Not Found")
    assert rate is None
    assert "HTTP/1.1 404 Not Found" in problem


@pytest.mark.parametrize(
    ("rates", "enough", "transfers", "best"),
    [
        ([900, 5000, 7000], 4000, 2, 5000),
        ([900, 3000, 2000], 4000, 3, 3000),
        ([6000], 4000, 1, 6000),
    ],
)
def test_a_shortfall_is_measured_again_and_the_best_counts(
    monkeypatch: pytest.MonkeyPatch, rates: list[int], enough: int, transfers: int, best: int
) -> None:
    left = list(rates)

    async def transfer(_url: str, _direction: str) -> tuple[int | None, str]:
        return left.pop(0), ""

    monkeypatch.setattr(throughput, "_transfer", transfer)
    assert asyncio.run(throughput.measure("http://127.0.0.1/", "up", enough)) == (best, "")
    assert len(rates) - len(left) == transfers
