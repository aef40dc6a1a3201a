# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One run at a time on one site: `records/<site>/site.lock` says whose, and is worth nothing once that run is dead."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ...module_utils.message import say
from ..base import own_file
from ..base.errors import KioskError
from . import rollout_folder
from .process import Life, Process

FILE = "site.lock"


@dataclass(frozen=True)
class Holder:
    """Who holds a site, and since when."""

    process: Process
    since: str

    def refusal(self, site: str) -> KioskError:
        """Say to somebody else who it is and what to do."""
        owner = self.process
        what = say(
            "is held by {user} on {host} since {since} (process {pid}); nothing was touched",
            user=owner.user, host=owner.host, since=self.since, pid=owner.pid,
        )  # fmt: skip
        fix = say("wait for that run to end, then deploy {site} again", site=site)
        if owner.life() is Life.UNSEEN:
            fix = say(
                "ask {user}: from here nobody sees whether that run still lives. If it does not, run again with -e "
                "unlock={site}",
                user=owner.user, site=site,
            )  # fmt: skip
        return KioskError(what, where=site, fix=fix, id="site-held")


@dataclass(frozen=True)
class SiteLocks:
    """The locks of all sites in a city's folder of records."""

    records: Path

    def take(self, sites: Iterable[str], owner: Process, now: datetime, unlock: str = "") -> dict[str, KioskError]:
        """Hold sites for a process.

        Arguments:
            sites: their codes.
            owner: the process that has them from now on.
            now: since when.
            unlock: a site whose holder, according to a person who has looked, does not live any more.

        Returns:
            Of each site that somebody else holds, who; all others are held now.

        Raises:
            KioskError: the records cannot be written.
        """
        with rollout_folder.turn(self.records):
            refused = {site: self._take(site, owner, now, forced=site == unlock) for site in sites}
        return {site: error for site, error in refused.items() if error}

    def release(self, sites: Iterable[str], owner: Process) -> None:
        """Let go of those of the sites that the process holds.

        Raises:
            KioskError: the records cannot be written.
        """
        own = [site for site in sites if (holder := self.holder(site)) and holder.process == owner]
        if own:
            with rollout_folder.turn(self.records):
                for site in own:
                    self._path(site).unlink(missing_ok=True)

    def holder(self, site: str) -> Holder | None:
        """Tell who holds a site; nobody if the lock is a ruin that no run leaves behind."""
        try:
            entry = json.loads(self._path(site).read_text(encoding="utf-8"))
            return Holder(Process(**entry["process"]), str(entry["since"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def _path(self, site: str) -> Path:
        return self.records / site / FILE

    def _take(self, site: str, owner: Process, now: datetime, *, forced: bool) -> KioskError | None:
        holder, path = self.holder(site), self._path(site)
        life = holder.process.life() if holder else Life.DEAD
        if holder and holder.process == owner:
            return None
        if holder and (life is Life.ALIVE or (life is Life.UNSEEN and not forced)):
            return holder.refusal(site)
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{FILE}.{owner.host}.{os.getpid()}")
        entry = {"process": owner.to_dict(), "since": f"{now.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"}
        with os.fdopen(own_file.opened(draft, os.O_WRONLY | os.O_TRUNC), "w", encoding="utf-8") as file:
            file.write(json.dumps(entry) + "\n")
        try:
            # Whole and exclusive at once, also on a shared folder where flock does not reach the other machine.
            os.link(draft, path)
        except FileExistsError:
            winner = self.holder(site)
            taken = say("another process is taking this lock; nothing was touched")
            return winner.refusal(site) if winner else KioskError(taken, where=site, id="site-being-taken")
        finally:
            draft.unlink()
        return None
