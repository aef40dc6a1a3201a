# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A network device as a session sees it, and what can go wrong with one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from .errors import KioskError

if TYPE_CHECKING:
    from pathlib import Path


class Kind(StrEnum):
    """What kind of trouble a device gave."""

    UNREACHABLE = "unreachable"
    LOGIN = "login"
    HOST_KEY = "host_key"
    HOST_NAME = "host_name"
    DROPPED = "dropped"
    SILENT = "silent"
    GARBLED = "garbled"
    QUESTION = "question"
    REFUSED = "refused"
    SAVE = "save"
    GUARD = "guard"
    PROOF = "proof"


@dataclass(frozen=True)
class Device:
    """Where a device is and how to log in to it.

    Attributes:
        host: its name in the inventory.
        address: where its SSH server listens.
        user: the account; docs list the commands it needs.
        password: never shown by `repr`, never part of a result.
        platform: netmiko's name of its configuration language.
        known_hosts: the file that its host key must be in.
        port: TCP port of its SSH server.
        timeout: seconds for the connection and the log-in.
        any_name: whatever host name it prints is taken: only to show it to somebody.
    """

    host: str
    address: str
    user: str
    password: str = field(repr=False)
    platform: str
    known_hosts: Path
    port: int = 22
    timeout: float = 10.0
    any_name: bool = False


class DeviceError(KioskError):
    """A device that could not be reached, refused something, or asked what nobody has an answer for.

    Attributes:
        kind: what kind of trouble it is.
        line: the command that was being carried out, empty while logging in.
        answer: what the device printed, secrets masked.
    """

    def __init__(  # noqa: PLR0913 - what an error has, and what a device adds
        self,
        kind: Kind,
        what: str,
        *,
        host: str,
        fix: str = "",
        clause: str = "",
        line: str = "",
        answer: str = "",
        id: str = "",  # noqa: A002 - as everybody calls it
    ) -> None:
        super().__init__(what, where=host, clause=clause, fix=fix, id=id or f"device-{kind}".replace("_", "-"))
        self.kind = kind
        self.line = line
        self.answer = answer

    def retold(self, what: str, *, kind: Kind | None = None, fix: str = "") -> DeviceError:
        """Return the same trouble in the words of a larger step that it kept from being done."""
        return DeviceError(
            kind or self.kind, what, host=str(self.where), fix=fix or self.fix,
            clause=self.clause, line=self.line, answer=self.answer, id=self.problem.id,
        )  # fmt: skip
