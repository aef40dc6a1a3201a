# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The SSH server in front of a device: password login, one shell per connection, nothing else."""

from __future__ import annotations

import asyncio
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

import asyncssh

from lab.switch.terminal import Terminal

if TYPE_CHECKING:
    from lab.switch.device import Device


@dataclass(frozen=True)
class Login:
    """The one account of a device."""

    user: str
    password: str


class _Shell(asyncssh.SSHServerSession[str]):
    """A shell channel."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._terminal: Terminal | None = None
        self._task: asyncio.Task[None] | None = None
        self._output: list[str] = []
        self._lost = False

    def connection_made(self, chan: asyncssh.SSHServerChannel[str]) -> None:
        self._channel = chan

    def pty_requested(self, term_type: str, term_size: object, term_modes: object) -> bool:
        del term_type, term_size, term_modes
        return True

    def shell_requested(self) -> bool:
        return True

    def session_started(self) -> None:
        self._terminal = Terminal(self._device, self._channel.get_extra_info("username"), self._write, self._close)
        self._task = asyncio.ensure_future(self._terminal.run())

    def data_received(self, data: str, datatype: asyncssh.DataType) -> None:
        del datatype
        if self._terminal is not None:
            self._terminal.type(data)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        self._lost = True
        if self._task is not None:
            self._task.cancel()

    def _write(self, text: str) -> None:
        """Send what is written in one turn of the loop together: an echo must not cost a packet per character."""
        if not self._output:
            asyncio.get_running_loop().call_soon(self._flush)
        self._output.append(text)

    def _flush(self) -> None:
        text, self._output = "".join(self._output), []
        if text and not self._lost and not self._channel.is_closing():
            self._channel.write(text)

    def _close(self) -> None:
        self._flush()
        if self._lost:
            return
        self._channel.close()
        connection = self._channel.get_connection()
        if connection is not None:
            connection.close()


class _Connection(asyncssh.SSHServer):
    """One client's connection."""

    def __init__(self, server: SshServer) -> None:
        self._server = server
        self._connection: asyncssh.SSHServerConnection | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn
        self._server.connections.add(conn)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if self._connection is not None:
            self._server.connections.discard(self._connection)

    def begin_auth(self, username: str) -> bool:
        del username
        return True

    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        login = self._server.login
        same = hmac.compare_digest(password.encode(), login.password.encode())
        return same and hmac.compare_digest(username.encode(), login.user.encode())

    def session_requested(self) -> _Shell:
        return _Shell(self._server.device)


class SshServer:
    """Listens while the device is up; a reboot cuts every connection.

    Args:
        host_key: the private key, as text or file name.
        port: 0 takes any free port and keeps it over reboots.
    """

    def __init__(self, device: Device, login: Login, host_key: str | asyncssh.SSHKey, host: str, port: int) -> None:
        self.device = device
        self.login = login
        self.host = host
        self.port = port
        self.connections: set[asyncssh.SSHServerConnection] = set()
        self._host_key = host_key
        self._listener: asyncssh.SSHAcceptor | None = None
        self._starting: asyncio.Task[None] | None = None
        device.on_state.append(self._device_state)

    async def start(self) -> None:
        """Listen now."""
        self._listener = await asyncssh.listen(
            self.host,
            self.port,
            server_factory=lambda: _Connection(self),
            server_host_keys=[self._host_key],
            line_editor=False,
            allow_scp=False,
            # Without a name asyncssh looks its host up at each log-in, for Kerberos; there is no resolver here.
            gss_host=None,
            reuse_address=True,
        )
        self.port = self._listener.get_port()

    async def stop(self) -> None:
        """Cut everything and stop listening."""
        self._cut()
        if self._starting is not None:
            self._starting.cancel()

    def _device_state(self, up: bool) -> None:
        if not up:
            self._cut()
        elif self._listener is None:
            self._starting = asyncio.ensure_future(self.start())

    def _cut(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        for connection in list(self.connections):
            connection.abort()
