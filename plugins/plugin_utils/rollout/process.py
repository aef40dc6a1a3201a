# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which process holds something, told so that another one can see whether it still lives (proc_pid_stat(5))."""

from __future__ import annotations

import getpass
import os
import platform
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

_PROC = Path("/proc")


class Life(StrEnum):
    """Whether a process lives, as far as it can be seen from here."""

    ALIVE = "alive"
    DEAD = "dead"
    UNSEEN = "unseen"


@dataclass(frozen=True)
class Process:
    """One process of one machine, that no later one is taken for.

    Attributes:
        user: who started it.
        host: the machine's name.
        boot: the id of the machine's boot.
        space: the process id name space, which a container has of its own.
        pid: its id there.
        started: when it started, in clock ticks after the boot.
    """

    user: str
    host: str
    boot: str
    space: int
    pid: int
    started: int

    @classmethod
    def of(cls, pid: int) -> Process:
        """Describe a process of this machine.

        Raises:
            OSError: there is none of that id.
        """
        user = os.environ.get("SUDO_USER") or getpass.getuser()
        return cls(user, platform.node(), _boot(), _space(), pid, _started(pid))

    def to_dict(self) -> dict[str, Any]:
        """Give it in JSON's types."""
        return asdict(self)

    def life(self) -> Life:
        """Tell whether it lives."""
        if self.host != platform.node():
            return Life.UNSEEN
        if self.boot != _boot():
            return Life.DEAD
        if self.space != _space():
            return Life.UNSEEN
        try:
            return Life.ALIVE if _started(self.pid) == self.started else Life.DEAD
        except OSError:
            return Life.DEAD


def _boot() -> str:
    return (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()


def _space() -> int:
    return (_PROC / "self/ns/pid").stat().st_ino


def _started(pid: int) -> int:
    """Give the start of a process that still runs; the name before it may hold blanks and brackets.

    Raises:
        OSError: it is not there, or has ended and only waits to be reaped.
    """
    fields = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    if fields[0] in "ZX":
        raise ProcessLookupError(pid)
    return int(fields[19])
