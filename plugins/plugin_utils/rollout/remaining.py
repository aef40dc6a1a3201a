# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`records/rollout/remaining.limit`: the hosts that were to be deployed and are not accepted yet, for `--limit @`.

It belongs to the city, not to one run: a run adds what it was asked for, an accepted site leaves. So whatever ended
however many runs, what they have left undone is in it; if nothing is, the file is not there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from ..base import atomic_file
from . import rollout_folder

FILE = "remaining.limit"


@dataclass(frozen=True)
class Remaining:
    """The file, in the city's folder of records."""

    records: Path

    @property
    def path(self) -> Path:
        """Give the file's place."""
        return self.records / rollout_folder.NAME / FILE

    def read(self) -> tuple[str, ...]:
        """Give the hosts, none if there is no such file."""
        return tuple(self.path.read_text(encoding="utf-8").split()) if self.path.is_file() else ()

    def begin(self, selected: Collection[str], city: Iterable[str]) -> None:
        """Add what a run is asked to deploy, before it touches anything.

        Arguments:
            selected: the run's hosts.
            city: all hosts there are, in their order: those of sites retired meanwhile leave the file.

        Raises:
            KioskError: the file cannot be written.
        """
        with rollout_folder.turn(self.records):
            before = self.read()
            wanted = {*before, *selected}
            self._write(before, [host for host in city if host in wanted])

    def accept(self, accepted: Collection[str], switch: str = "", terminals: Collection[str] = ()) -> None:
        """Take hosts of one site out, and its switch with the last of its terminals.

        Of a file that holds a whole city nothing is looked at but these hosts' lines: it is written anew for each site.

        Arguments:
            accepted: those that are ready.
            switch: the site's switch.
            terminals: all terminals of the site.

        Raises:
            KioskError: the file cannot be written.
        """
        if not self.path.is_file():
            return
        with rollout_folder.turn(self.records):
            before = _lines(self.path.read_bytes())
            left = _without(before, accepted)
            if switch and not any(_line(terminal) in left for terminal in terminals):
                left = _without(left, [switch])
            if left != before:
                self._put(left[1:])

    def _write(self, before: Iterable[str], hosts: list[str]) -> None:
        if hosts != list(before):
            self._put("".join(f"{host}\n" for host in hosts).encode())

    def _put(self, content: bytes) -> None:
        if content:
            atomic_file.put(self.path, content)
        else:
            self.path.unlink(missing_ok=True)
            atomic_file.settle(self.path.parent)


def _lines(content: bytes) -> bytes:
    """Give each host between two line ends, also where somebody has edited the file."""
    lines = b"\n" + content
    if content.endswith(b"\n") and not any(blank in lines for blank in (b" ", b"\t", b"\r", b"\n\n")):
        return lines
    return b"".join(b"\n" + host for host in content.split()) + b"\n"


def _line(host: str) -> bytes:
    return f"\n{host}\n".encode()


def _without(lines: bytes, hosts: Collection[str]) -> bytes:
    for line in map(_line, hosts):
        while line in lines:
            lines = lines.replace(line, b"\n")
    return lines
