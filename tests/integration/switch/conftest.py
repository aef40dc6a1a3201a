# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A switch and a console, as the unit tests have them, and a server for the console."""

from __future__ import annotations

import asyncio
import contextlib
import threading
from typing import TYPE_CHECKING, Any

import asyncssh
import pytest

from lab.switch.ssh_server import Login, SshServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.unit.switch.conftest import Console

from tests.unit.switch.conftest import console, switch_on

__all__ = ["console", "switch_on"]

KEY = asyncssh.generate_private_key("ssh-ed25519")


@contextlib.asynccontextmanager
async def served(console: Console) -> AsyncIterator[SshServer]:
    server = SshServer(console.device, Login("govkiosk", "secret"), KEY, "127.0.0.1", 0)
    await server.start()
    try:
        yield server
    finally:
        console.device.on_state.clear()
        await server.stop()


@pytest.fixture
def served_in_thread(console: Console) -> Any:
    """The server in a thread of its own, for clients that block."""
    ready = threading.Event()
    box: dict[str, Any] = {}

    async def run() -> None:
        async with served(console) as server:
            box.update(port=server.port, loop=asyncio.get_running_loop(), stop=asyncio.Event())
            ready.set()
            await box["stop"].wait()

    thread = threading.Thread(target=asyncio.run, args=(run(),))
    thread.start()
    ready.wait(5)
    yield box["port"]
    box["loop"].call_soon_threadsafe(box["stop"].set)
    thread.join(5)
