# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A connection over SSH to a device whose key is on file: how it comes about, and how it ends.

paramiko is pinned to 4.x: release 5 removed every key exchange and host key with SHA-1, and the S5700, Comware 5 and
RGOS of the field know nothing else (netmiko issue 3892). Newer devices still
negotiate what is best: the old methods stand last in the list that paramiko offers.
"""

from __future__ import annotations

import logging
import os
from typing import Any, Self

import paramiko
from netmiko.base_connection import BaseConnection
from netmiko.exceptions import NetmikoBaseException

from ..base import host_keys, vantage
from ..base.device import Device, DeviceError
from . import connection_error
from .ssh_client import Client, Transport

# paramiko tells broken connections to its log, which Python prints as tracebacks if nobody listens.
logging.getLogger("paramiko").addHandler(logging.NullHandler())


class Connection(BaseConnection):
    """The part of a netmiko driver that logs in and out.

    Raises:
        DeviceError: the device cannot be reached, shows a wrong host key, refuses the log-in or asks something unknown.
    """

    def __init__(self, device: Device) -> None:
        self.device = device
        vantage.require_lab_for(device.address, os.environ)
        self._known_keys = host_keys.keys_of(device)
        self._ruined = False
        self._questions: list[str] = []
        try:
            super().__init__(
                host=device.address, port=device.port, username=device.user, password=device.password,
                device_type=device.platform, conn_timeout=device.timeout, auth_timeout=device.timeout,
                banner_timeout=device.timeout, ssh_strict=True,
            )  # fmt: skip
        except DeviceError:
            self._hang_up()
            raise
        except (NetmikoBaseException, paramiko.SSHException, OSError, EOFError) as error:
            self._hang_up()
            raise connection_error.of(device, error, self._known_keys.values(), self._questions) from None

    def _get_ssh_client_instance(self) -> paramiko.SSHClient:
        return Client(self.device.timeout)

    def _build_ssh_client(self) -> paramiko.SSHClient:
        client = super()._build_ssh_client()
        for kind, key in self._known_keys.items():
            client.get_host_keys().add(host_keys.entry_name(self.device), kind, key)
        client.set_missing_host_key_policy(host_keys.RefuseUnknownKey())
        return client

    def _connect_params_dict(self) -> dict[str, Any]:
        parameters = super()._connect_params_dict()
        parameters["transport_factory"] = self._transport
        parameters["disabled_algorithms"] = {"keys": host_keys.unwanted_key_types(self._known_keys)}
        return parameters

    def _try_session_preparation(self, force_data: bool = False) -> None:  # noqa: ARG002 - netmiko's signature
        # netmiko would send an empty line and sleep 0.1 s; the log-in below waits for what the device says.
        super()._try_session_preparation(force_data=False)

    def __enter__(self) -> Self:
        return self

    def cleanup(self, command: str = "quit") -> None:
        """Log out, unless the session broke off: a ruined session must not be typed into, it may hold a question."""
        if not self._ruined:
            self.write_channel(command + self.RETURN)

    def _transport(self, *arguments: Any, **options: Any) -> Transport:
        transport = Transport(*arguments, **options)
        transport.questions = self._questions
        return transport

    def _hang_up(self) -> None:
        # netmiko leaves the connection open when the log-in fails after the authentication.
        if getattr(self, "remote_conn_pre", None) is not None:
            self.paramiko_cleanup()
