# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is kept of a change: the configuration before and after, the lines sent and what the device said to each."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from ...module_utils.message import say
from ...module_utils.redaction import redact
from ..base import atomic_file, own_file
from ..base.kept_files import os_error_as, stamp, sweep

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path


@dataclass
class ChangeRecord:
    """The folder of one change on one device; secrets are masked in all its files.

    Attributes:
        folder: made when the change begins, and no other change's.
        latest: the device's configuration as it was read last; git shows how it came to be.
        secrets: values to hide wherever they stand.
    """

    folder: Path
    latest: Path
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, site_records: Path, host: str, now: datetime, secrets: Iterable[str] = ()) -> ChangeRecord:
        """Return the record of a change of `host` that starts `now`, below the site's records."""
        network = site_records / "network"
        return cls(network / f"{stamp(now)}-{host}", network / f"{host}.running.cfg", tuple(secrets))

    def begin(self, before: str, lines: Sequence[str]) -> None:
        """Keep the configuration before the change, durably, and see that there is room for what follows.

        Raises:
            KioskError: it cannot be kept; nothing half-written is left, and the device must not be touched.
        """
        with os_error_as(say("the configuration before the change cannot be kept, so nothing was sent"), self.folder):
            self._tidy()
            try:
                self._make()
                self._put(before, self.folder / "before.cfg", self.latest)
                self._room(2 * len(before.encode()) + 200 * len(lines))
            except OSError:
                self._forget()
                raise

    def note(self, name: str, text: str) -> None:
        """Keep what else is known of the change.

        Raises:
            KioskError: it cannot be kept; no further line must be sent.
        """
        with os_error_as(say("{file} of the change cannot be kept, so nothing more was sent", file=name), self.folder):
            atomic_file.put(self.folder / name, f"{redact(text, self.secrets).strip()}\n".encode())

    def announced(self, lines: Iterable[str]) -> Iterator[str]:
        """Yield each line once it is on file: what a killed run has sent is there, its last line perhaps unanswered.

        Raises:
            KioskError: it cannot be written; the line must not be sent.
        """
        for line in lines:
            self._say(line.strip("\n"))
            yield line

    def answered(self, answer: str) -> None:
        """Add what the device answered to the line announced last."""
        # As a whole: a secret may be broken over two of its lines.
        for said in redact(answer, self.secrets).splitlines():
            if said.strip():
                self._say(f"    {said}")

    def finish(self, after: str) -> None:
        """Keep the configuration after the change.

        Raises:
            KioskError: it cannot be kept.
        """
        with os_error_as(say("the configuration after the change cannot be kept"), self.folder):
            self._put(after, self.folder / "after.cfg", self.latest)

    def keep(self, running: str) -> None:
        """Keep the configuration of a device that is not changed.

        Raises:
            KioskError: it cannot be kept.
        """
        with os_error_as(say("the running configuration cannot be kept"), self.latest):
            self.latest.parent.mkdir(parents=True, exist_ok=True)
            self._put(running, self.latest)

    def _tidy(self) -> None:
        """Take away what runs that were killed have half written, and their folders if nothing else is in them."""
        for folder in self.folder.parent.glob(f"*-{self.folder.name.partition('-')[2]}*"):
            if folder.is_dir():
                sweep(folder)
                with suppress(OSError):
                    folder.rmdir()

    def _make(self) -> None:
        """Make a folder of its own, also where another run began in the same second."""
        name, number = self.folder.name, 1
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        while True:
            try:
                return self.folder.mkdir()
            except FileExistsError:
                number += 1
                self.folder = self.folder.with_name(f"{name}-{number}")

    def _put(self, text: str, *files: Path) -> None:
        # Redacted once for all: of a large configuration that costs more than the files do.
        data = (redact(text, self.secrets).strip("\n") + "\n").encode()
        for file in files:
            if not file.is_file() or file.read_bytes() != data:
                atomic_file.put(file, data)

    def _room(self, size: int) -> None:
        """Raise OSError unless so many bytes can be written."""
        part = self.folder / ".room.part"
        try:
            with os.fdopen(own_file.opened(part, os.O_WRONLY), "wb") as file:
                os.posix_fallocate(file.fileno(), 0, size)
        finally:
            part.unlink(missing_ok=True)

    def _forget(self) -> None:
        with suppress(OSError):
            (self.folder / "before.cfg").unlink(missing_ok=True)
            self.folder.rmdir()

    def _say(self, line: str) -> None:
        """Add one line; the kernel has it before this returns, so that it outlives this process."""
        with (
            os_error_as(say("what is sent cannot be kept any more, so nothing more was sent"), self.folder),
            os.fdopen(own_file.opened(self.folder / "sent.txt", os.O_WRONLY | os.O_APPEND), "ab", buffering=0) as file,
        ):
            file.write(f"{redact(line, self.secrets)}\n".encode())
