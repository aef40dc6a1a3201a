# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A terminal at the other end of the lab's switch: types, presses keys, waits for what is printed."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any

import asyncssh

from lab.switch.ssh_server import SshServer
from tests.integration.switch.conftest import served

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tests.integration.switch.conftest import served
from tests.unit.switch.conftest import Console


class Client:
    """A terminal at the other end."""

    def __init__(self, process: asyncssh.SSHClientProcess[str]) -> None:
        self._process = process
        self.pieces: list[str] = []

    async def until(self, pattern: str) -> str:
        """Read until the pattern is there."""
        text = ""
        async with asyncio.timeout(5):
            while not re.search(pattern, text):
                piece = await self._process.stdout.read(4096)
                if not piece:
                    raise ConnectionResetError(text)
                self.pieces.append(piece)
                text += piece
        return text

    async def press(self, keys: str, pattern: str) -> str:
        """Press keys and read until the pattern is there."""
        self._process.stdin.write(keys)
        return await self.until(pattern)

    async def ask(self, line: str, pattern: str = r"[\]>]$") -> str:
        """Type a line and read until the pattern is there."""
        return await self.press(line + "\n", pattern)


def with_client(console: Console, scenario: Callable[[Client, SshServer], Awaitable[None]]) -> None:
    async def run() -> None:
        async with served(console) as server:
            options: dict[str, Any] = {
                "username": "govkiosk",
                "password": "secret",
                "known_hosts": None,
                "client_keys": None,
                "config": None,
            }
            async with asyncssh.connect("127.0.0.1", server.port, **options) as connection:
                process = await connection.create_process(term_type="vt100")
                await scenario(Client(process), server)

    asyncio.run(run())
