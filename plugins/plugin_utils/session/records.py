# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is kept of a change: the configuration before and after, the lines sent and what the device said to each."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ansible_collections.govkiosk.site.plugins.plugin_utils.session.masking import masked

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(frozen=True)
class Record:
    """The folder of one change on one device; made with its first file, secrets are masked in all of them."""

    folder: Path
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @classmethod
    def of(cls, site_records: Path, host: str, now: datetime, secrets: Iterable[str] = ()) -> Record:
        """Return the record of a change of `host` that starts `now`, below the site's records."""
        name = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{host}"
        return cls(site_records / "network" / name, tuple(secrets))

    def write(self, name: str, text: str) -> None:
        """Keep a whole text, durably: it is there before the device is touched."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / name).open("w", encoding="utf-8") as file:
            file.write(masked(text, self.secrets).rstrip("\n") + "\n")
            file.flush()
            os.fsync(file.fileno())

    def say(self, line: str, answer: str) -> None:
        """Add a line that was sent and what the device answered."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "sent.txt").open("a", encoding="utf-8") as file:
            file.write(masked(f"{line}\n", self.secrets))
            for said in answer.splitlines():
                file.write(masked(f"    {said}\n", self.secrets) if said.strip() else "")


@dataclass(frozen=True)
class Accepted:
    """The plan of a device that was confirmed last: what drift is measured against."""

    path: Path

    @classmethod
    def of(cls, site_records: Path, host: str) -> Accepted:
        """Return the place of the plan that was confirmed last on `host`."""
        return cls(site_records / "network" / f"{host}.accepted.cfg")

    def read(self) -> str | None:
        """Return its text, None if nothing was ever confirmed."""
        return self.path.read_text(encoding="utf-8") if self.path.is_file() else None

    def write(self, text: str) -> None:
        """Replace it at once, so that an interrupted run leaves the old or the new one."""
        if self.read() == text:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".new")
        draft.write_text(text, encoding="utf-8")
        draft.replace(self.path)
