# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a log-in that came to nothing is called: a refusal, a time-out and a hang-up are three things."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import asyncssh
import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.host_keys import key_scan
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import connect

from tests.integration.device.scripted_device import PASSWORD, ScriptedDevice, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.integration.device.fixture_types import Reach

#: Seconds: long enough for a key exchange on a busy machine, and all of them are waited for.
PATIENCE = 3.0
NO_ROUTE = "check the switch's power, its uplink and its route from the operations network"
LINES = "look for sessions that were left open on the switch (its VTY lines may all be taken); then run again"


class _Account(asyncssh.SSHServer):
    """An ordinary device's log-in; a test changes what it is about."""

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self.connection = conn

    def begin_auth(self, username: str) -> bool:
        del username
        return True

    def password_auth_supported(self) -> bool:
        return True

    async def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == ("govkiosk", PASSWORD)


class _Speechless(_Account):
    """As when its RADIUS server does not answer."""

    async def validate_password(self, username: str, password: str) -> bool:
        del username, password
        await asyncio.get_running_loop().create_future()
        return True


class _HangsUp(_Account):
    async def validate_password(self, username: str, password: str) -> bool:
        del username, password
        self.connection.abort()
        return False


class _KeysOnly(_Account):
    def password_auth_supported(self) -> bool:
        return False

    def public_key_auth_supported(self) -> bool:
        return True


class _NoShell(_Account):
    def session_requested(self) -> bool:
        return False


class _ShellNever(_Account):
    async def session_requested(self) -> bool:  # type: ignore[override]  # asyncssh takes a coroutine as well
        await asyncio.get_running_loop().create_future()
        return False


class _TerminalNever(_Account):
    """Opens the channel, and does not answer what it is asked for in it."""

    def session_requested(self) -> asyncssh.SSHServerSession[str]:
        return _Mute()


class _Mute(asyncssh.SSHServerSession[str]):
    def connection_made(self, chan: asyncssh.SSHServerChannel[str]) -> None:
        # asyncssh sends no answer where a handler gives none.
        chan._process_pty_req_request = lambda _: None  # type: ignore[method-assign,assignment,return-value]


class _NoTerminal(_Account):
    def session_requested(self) -> asyncssh.SSHServerSession[str]:
        return asyncssh.SSHServerSession()


@dataclass(frozen=True)
class _Case:
    server: type[_Account]
    kind: Kind
    what: str
    fix: str


CASES = {
    "refused": _Case(
        _Account, Kind.LOGIN, "127.0.0.1 refused the log-in of govkiosk",
        "check ansible_user and ansible_password (vault or environment) of this switch",
    ),
    "time-out": _Case(
        _Speechless, Kind.SILENT, "127.0.0.1 did not answer the log-in of govkiosk within 3 s: neither yes nor no",
        "find out what the switch waits for (its RADIUS or TACACS server, a name server, a busy processor); "
        "then run again",
    ),
    "hang-up": _Case(
        _HangsUp, Kind.DROPPED, "127.0.0.1 hung up during the log-in of govkiosk: neither yes nor no", LINES
    ),
    "keys only": _Case(
        _KeysOnly, Kind.LOGIN, "127.0.0.1 takes no password for the log-in of govkiosk",
        "let this account log in with a password over SSH on the switch",
    ),
    "no shell": _Case(
        _NoShell, Kind.LOGIN, "127.0.0.1 took the log-in of govkiosk and refused a command line", LINES
    ),
    "no terminal": _Case(
        _NoTerminal, Kind.LOGIN, "127.0.0.1 took the log-in of govkiosk and refused a command line", LINES
    ),
    "shell never": _Case(
        _ShellNever, Kind.SILENT, "127.0.0.1 took the log-in of govkiosk and did not open a command line", LINES
    ),
    "terminal never": _Case(
        _TerminalNever, Kind.SILENT, "127.0.0.1 took the log-in of govkiosk and did not open a command line", LINES
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_log_in_that_comes_to_nothing(case: _Case, reach: Reach) -> None:
    password = "another" if case.server is _Account else PASSWORD
    # With a process factory asyncssh asks its server for no session.
    options: dict[str, object] = {"process_factory": None} if "session_requested" in vars(case.server) else {}
    with serve(ScriptedDevice(server=case.server, options=options)) as switch, pytest.raises(DeviceError) as caught:
        connect(replace(reach(switch, password=password), timeout=PATIENCE))
    assert caught.value.kind is case.kind
    assert str(caught.value).splitlines() == [f"lianhua-hall-sw: {case.what}", f"    fix: {case.fix}"]


def silent(line: socket.socket) -> None:
    line.recv(1)
    threading.Event().wait(2 * PATIENCE)


def closes(line: socket.socket) -> None:
    line.recv(1)


def greets_only(line: socket.socket) -> None:
    line.sendall(b"SSH-2.0-switch\r\n")
    silent(line)


def greets_and_closes(line: socket.socket) -> None:
    line.sendall(b"SSH-2.0-switch\r\n")
    while line.recv(4096).find(b"\x14") < 0:  # SSH_MSG_KEXINIT
        pass


@contextmanager
def listening(act: Callable[[socket.socket], None]) -> Iterator[int]:
    """Let `act` speak on every connection to a port of loopback."""

    def speak(line: socket.socket) -> None:
        with line, suppress(OSError):
            act(line)
            line.shutdown(socket.SHUT_WR)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=speak, args=[server.accept()[0]], daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=accept, daemon=True).start()
        yield int(server.getsockname()[1])
        server.shutdown(socket.SHUT_RDWR)


GREETINGS: dict[str, tuple[Callable[[socket.socket], None], str]] = {
    "no greeting": (silent, "no answer within 3 s"),
    "hang-up before the greeting": (closes, "it hung up before the keys were exchanged"),
    "no key exchange": (greets_only, "no answer within 3 s"),
    "hang-up in the key exchange": (greets_and_closes, "it hung up before the keys were exchanged"),
}


@pytest.mark.parametrize(("act", "reason"), GREETINGS.values(), ids=GREETINGS)
def test_a_connection_that_comes_to_nothing(act: Any, reason: str, reach: Reach) -> None:
    with listening(act) as port, pytest.raises(DeviceError) as caught:
        connect(replace(reach(ScriptedDevice(port=port)), timeout=PATIENCE))
    assert caught.value.kind is Kind.UNREACHABLE
    assert str(caught.value).splitlines() == [
        f"lianhua-hall-sw: 127.0.0.1 port {port} is unreachable: {reason}", f"    fix: {NO_ROUTE}"
    ]  # fmt: skip


@pytest.mark.parametrize(("act", "reason"), GREETINGS.values(), ids=GREETINGS)
def test_a_key_that_is_not_shown(act: Any, reason: str, reach: Reach) -> None:
    with listening(act) as port:
        device = reach(ScriptedDevice(port=port))
        server = key_scan.Server(device.host, device.address, device.known_hosts, port, timeout=PATIENCE)
        seen = key_scan.scan_one(server)
    told = f"lianhua-hall-sw: 127.0.0.1 port {port} shows no host key: {reason}"
    assert str(seen.error).splitlines()[0] == told
