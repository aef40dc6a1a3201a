# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Asking SSH servers for their host keys: the key exchange alone, nobody logs in."""

from __future__ import annotations

import os
import socket
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import paramiko

from ...module_utils.message import say
from ..base import host_keys, vantage
from ..base.device import DeviceError, Kind
from ..base.errors import KioskError
from ..base.parallel import each
from ..device import connection_error

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True)
class Server:
    """An SSH server, a switch's or a terminal's (`host_keys.Endpoint`).

    Attributes:
        platform: the language of a switch, empty for a terminal.
        timeout: seconds for the connection and the key exchange.
    """

    host: str
    address: str
    known_hosts: Path
    port: int = 22
    platform: str = ""
    timeout: float = 10.0


class Found(StrEnum):
    """How the key that a server shows is related to those on file."""

    KNOWN = "known"
    NEW = "new"
    CHANGED = "changed"


@dataclass
class Seen:
    """What a server showed.

    Attributes:
        key: its key, None if it showed none.
        filed: its keys on file.
        error: why it showed none.
    """

    server: Server
    key: paramiko.PKey | None = None
    filed: tuple[paramiko.PKey, ...] = ()
    error: KioskError | None = None

    @property
    def found(self) -> Found | None:
        """How the key is related to those on file, None if there is none."""
        if self.key is None:
            return None
        if not self.filed:
            return Found.NEW
        return Found.KNOWN if self.key in self.filed else Found.CHANGED


def scan(servers: Iterable[Server], *, workers: int = 20) -> dict[str, Seen]:
    """Ask each server for its key; a server's trouble is in its result, never raised."""
    return {seen.server.host: seen for seen in each(scan_one, servers, workers)}


def scan_one(server: Server) -> Seen:
    """Ask one server for its key: for one of the type on file if there is one, for any if it has none of that type."""
    seen = Seen(server)
    try:
        known = host_keys.keys_of(server)
        vantage.require_lab_for(server.address, os.environ)
        seen.filed = tuple(known.values())
        try:
            seen.key = _shown(server, host_keys.unwanted_key_types(known))
        except paramiko.ssh_exception.IncompatiblePeer:
            seen.key = _shown(server, [])
    except KioskError as error:
        seen.error = error
    except (OSError, EOFError, paramiko.SSHException) as error:
        reason = connection_error.reason(error, server.timeout)
        seen.error = DeviceError(
            Kind.UNREACHABLE,
            say(
                "{address} port {port} shows no host key: {reason}",
                address=server.address, port=server.port, reason=reason,
            ),
            host=server.host, fix=say("check its power, its uplink and its route from the operations network"),
        )  # fmt: skip
    return seen


def _shown(server: Server, without: list[str]) -> paramiko.PKey:
    line = socket.create_connection((server.address, server.port), timeout=server.timeout)
    transport = paramiko.Transport(line, disabled_algorithms={"keys": without})
    try:
        transport.banner_timeout = server.timeout
        transport.start_client(timeout=server.timeout)
        return transport.get_remote_server_key()
    finally:
        transport.close()
