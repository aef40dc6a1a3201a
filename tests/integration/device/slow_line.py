# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A long way to a device: a relay on loopback that keeps every byte for half a round trip, in both directions."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def slow_line(port: int, round_trip: float) -> Iterator[int]:
    """Relay to a port of loopback; yields the relay's own port.

    Args:
        port: where the device listens.
        round_trip: seconds from a key pressed to its echo, on top of what loopback takes.
    """
    loop = asyncio.new_event_loop()
    opened: list[int] = []
    ready, ended = threading.Event(), asyncio.Event()

    async def serve() -> None:
        async def relay(near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
            far, forth = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(_carry(near, forth, round_trip / 2), _carry(far, back, round_trip / 2))

        server = await asyncio.start_server(relay, "127.0.0.1", 0)
        opened.append(server.sockets[0].getsockname()[1])
        ready.set()
        await ended.wait()
        server.close()
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()), daemon=True)
    thread.start()
    assert ready.wait(5)
    try:
        yield opened[0]
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join(5)


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter, delay: float) -> None:
    """Hand on what comes, each piece so much later; the last one is the end."""
    loop = asyncio.get_running_loop()

    def late(data: bytes) -> None:
        if target.is_closing():
            return
        if data:
            target.write(data)
        else:
            target.close()

    with suppress(ConnectionError):
        while data := await source.read(65536):
            loop.call_later(delay, late, data)
    loop.call_later(delay, late, b"")
