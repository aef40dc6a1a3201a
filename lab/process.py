# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab's long-running processes: each in its own control group, with its log and a record of who it is."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from lab import cgroup

# Enters the control groups named before `--`, then becomes the program: one process, one id, no window in between.
_ENTER = 'while [ "$1" != -- ]; do echo $$ >"$1/cgroup.procs"; shift; done; shift; exec "$@"'


@dataclass(frozen=True)
class Process:
    """A process: its id, and the tick of its start, so that a number used again is not mistaken for it."""

    pid: int
    started: int

    @classmethod
    def of(cls, pid: int) -> Process:
        """Look a process up.

        Raises:
            ProcessLookupError: there is none.
        """
        return cls(pid, _start_tick(pid))

    @property
    def alive(self) -> bool:
        """Tell whether this very process still runs."""
        try:
            return _start_tick(self.pid) == self.started
        except ProcessLookupError:
            return False

    @property
    def children(self) -> frozenset[int]:
        """Return the ids of its children."""
        try:
            text = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        except OSError:
            return frozenset()
        return frozenset(int(word) for word in text.split())


def _start_tick(pid: int) -> int:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        raise ProcessLookupError(pid) from None
    fields = stat.rpartition(")")[2].split()
    if fields[0] in "ZX":
        raise ProcessLookupError(pid)
    return int(fields[19])


class Processes:
    """The processes of one lab, recorded in files so that another run of the command line finds them."""

    def __init__(self, lab: str, state: Path) -> None:
        self.lab = lab
        self.state = state

    def entering(self, group: str, argv: Sequence[str], namespace: Path | None = None) -> list[str]:
        """Return the command line that runs `argv` in a control group of the lab, and in a network namespace."""
        inside = ["nsenter", f"--net={namespace}", "--"] if namespace else []
        return ["/bin/sh", "-c", _ENTER, "sh", *map(str, cgroup.create(self.lab, group)), "--", *inside, *argv]

    def start(
        self, name: str, argv: Sequence[str], *, namespace: Path | None = None, env: Mapping[str, str] | None = None
    ) -> Process:
        """Start a program that lives on when the command line ends; its output goes to `log/<name>.log`."""
        log = self.log(name)
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as output:
            child = subprocess.Popen(
                self.entering(name, argv, namespace),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=None if env is None else dict(env),
                start_new_session=True,
            )
        process = Process.of(child.pid)
        record = self._record(name)
        record.parent.mkdir(parents=True, exist_ok=True)
        record.write_text(f"{process.pid} {process.started}\n")
        return process

    def log(self, name: str) -> Path:
        """Return where the output of a program goes."""
        return self.state / "log" / f"{name}.log"

    def get(self, name: str) -> Process | None:
        """Return the process if it was started and still runs."""
        try:
            pid, started = map(int, self._record(name).read_text().split())
        except OSError:
            return None
        process = Process(pid, started)
        return process if process.alive else None

    def names(self) -> list[str]:
        """Return all that were started and not stopped."""
        return sorted(path.name for path in (self.state / "pid").glob("*"))

    def stop(self, name: str) -> None:
        """End a program and all its children at once."""
        cgroup.kill(self.lab, name)
        self._reap(name)
        cgroup.remove(self.lab, name)
        self._record(name).unlink(missing_ok=True)

    def stop_all(self) -> None:
        """End every process of the lab at once and remove its control groups."""
        cgroup.kill(self.lab)
        for name in self.names():
            self._reap(name)
        cgroup.remove(self.lab)

    def _record(self, name: str) -> Path:
        return self.state / "pid" / name

    def _reap(self, name: str) -> None:
        """Collect the process if it is our child: a test that starts and stops a lab would keep it as a zombie."""
        with suppress(OSError, ValueError, IndexError):
            os.waitpid(int(self._record(name).read_text().split()[0]), 0)
