# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""paramiko's connection, for devices that are not trusted to answer, or to ask for no more than a password."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import paramiko


class Transport(paramiko.Transport):
    """A connection that knows what a device asked at its log-in, and answers one question with the password, no second."""

    # The same ones as paramiko's, those first that need no second pass for a checksum: every packet costs less.
    _preferred_ciphers = (
        "aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr", "aes192-ctr", "aes256-ctr",
        "aes128-cbc", "aes192-cbc", "aes256-cbc", "3des-cbc",
    )  # fmt: skip

    questions: list[str]

    def auth_interactive(self, username: str, handler: Callable[..., list[str]], submethods: str = "") -> list[str]:
        """Log in by answering what the device asks."""

        def answer(title: str, instructions: str, fields: list[tuple[str, bool]]) -> list[str]:
            self.questions += [text.strip() for text, _shown in fields]
            if len(self.questions) > 1:
                raise paramiko.SSHException("asked for more than a password")
            return handler(title, instructions, fields)

        return super().auth_interactive(username, answer, submethods)


class Client(paramiko.SSHClient):
    """A client that a device cannot hold for ever after its log-in: paramiko waits an hour, then without end."""

    def __init__(self, patience: float) -> None:
        super().__init__()
        self._patience = patience

    def invoke_shell(self, *arguments: Any, **options: Any) -> paramiko.Channel:
        """Open a command line.

        Raises:
            paramiko.SSHException: the device refused it, hung up or did not answer in time.
        """
        given_up = threading.Event()

        def give_up() -> None:
            given_up.set()
            self.close()

        timer = threading.Timer(self._patience, give_up)
        timer.start()
        try:
            return super().invoke_shell(*arguments, **options)
        except (paramiko.SSHException, EOFError, OSError):
            if given_up.is_set():
                raise paramiko.SSHException("Timeout opening channel.") from None
            raise
        finally:
            timer.cancel()
