# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The plans of a device that were confirmed, kept as files: what drift is measured against, and what it can go back to."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from ...module_utils.message import say
from ..base import atomic_file
from ..base.errors import KioskError
from ..base.kept_files import STAMP, os_error_as, stamp, sweep

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Accepted:
    """The plans of a device that were confirmed: the last one is what drift is measured against.

    Attributes:
        path: the one confirmed last.
        history: the folder with all of them, each under the time of its confirmation (UTC), or a second after the one
            before if the clock was put back since: their names tell their order.
    """

    path: Path
    history: Path

    @classmethod
    def of(cls, site_records: Path, host: str) -> Accepted:
        """Return the place of the plans that were confirmed on `host`."""
        network = site_records / "network"
        return cls(network / f"{host}.accepted.cfg", network / f"{host}.accepted")

    def read(self) -> str | None:
        """Return the text of the last one, None if nothing was ever confirmed."""
        return self.path.read_text(encoding="utf-8") if self.path.is_file() else None

    def versions(self) -> dict[str, Path]:
        """Return all of them by the time of their confirmation, the oldest first."""
        return {file.stem: file for file in sorted(self.history.glob("*.cfg"))}

    def at(self, moment: str = "") -> Path:
        """Return the one that was the last at a moment, the last of all if none is given.

        Args:
            moment: the time of a confirmation as `versions` has it, or a day or time of this place, as 2026-11-23 or
                2026-11-23T12:05; a day means its end.

        Raises:
            KioskError: nothing was accepted by then, or it is no moment.
        """
        versions = self.versions()
        if not moment and self.path.is_file():
            return self.path
        until = _until(moment, str(self.path)) if moment and moment not in versions else moment
        earlier = [file for accepted, file in versions.items() if not moment or accepted <= until]
        if not earlier:
            others = say("none was ever confirmed")
            if versions:
                others = say("there are those of {moments}", moments=", ".join(versions))
            what = say("there is no accepted plan: {others}", others=others)
            if moment:
                what = say("no plan was accepted by {moment}: {others}", moment=moment, others=others)
            fix = say("deploy the site, or name a later moment")
            raise KioskError(what, where=str(self.path), fix=fix, id="accepted-none")
        return earlier[-1]

    def write(self, text: str, now: datetime) -> None:
        """Make `text` the last one, and keep it among the others unless it was the last one already.

        Raises:
            KioskError: it cannot be written; the one before stays.
        """
        with os_error_as(say("the accepted plan cannot be kept"), self.path):
            self.history.mkdir(parents=True, exist_ok=True)
            sweep(self.history)
            newest = next(reversed(self.versions().values()), None)
            if newest is None or newest.read_text(encoding="utf-8") != text:
                name = _later(now, newest.stem) if newest else stamp(now)
                atomic_file.put(self.history / f"{name}.cfg", text.encode())
            if self.read() != text:
                atomic_file.put(self.path, text.encode())


def _later(now: datetime, newest: str) -> str:
    """Return the name of a plan that is accepted now, after the newest one."""
    with suppress(ValueError):
        before = datetime.strptime(newest, STAMP).replace(tzinfo=UTC)
        return stamp(max(now, before + timedelta(seconds=1)))
    return stamp(now)


def _until(moment: str, where: str) -> str:
    with suppress(ValueError):
        return stamp(datetime.combine(date.fromisoformat(moment), time.max))
    try:
        return stamp(datetime.fromisoformat(moment))
    except ValueError:
        what, fix = (
            say("{moment!r} is no moment", moment=moment),
            say("write a day or a time, such as 2026-11-23T12:05"),
        )
        raise KioskError(what, where=where, fix=fix, id="moment-unclear") from None
