# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A batch of switches of one inventory folder: their plans, and the jobs that bring them there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from ...module_utils.message import join, say
from ..addresses import allocation, ledger, ledger_store
from ..base.errors import KioskError
from ..base.local_date import today
from ..model import city_folder
from ..policy import planning
from ..policy.accepted_plans import Accepted
from ..policy.rollback import Rollback, rolled_back
from .change_record import ChangeRecord
from .job import Goal, Job, Retirement
from .push import sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from ipaddress import IPv4Interface
    from pathlib import Path

    from ..base.device import Device
    from ..model.city_folder import CityFolder
    from ..policy.planning import SitePlan

# So many sites are read sooner one by one than ten thousand out of the cache.
FEW = 200


@dataclass(frozen=True)
class Batch:
    """What all switches of one run share.

    Attributes:
        folder: the inventory folder, read once.
        addresses: every terminal's, as the ledger gives it; nothing is written here.
        templates: a folder of templates to use before the role's own.
        records: the folder in which each site has one for its records.
        prove: whether a plan that lets packets escape is refused. False only in tests of what comes after.
        in_use: the site that each address of the city in use is given to, addresses as integers.
    """

    folder: CityFolder
    addresses: Mapping[str, IPv4Interface]
    templates: Path | None
    records: Path
    prove: bool = True
    in_use: Mapping[int, str] = field(default_factory=dict)

    @classmethod
    def load(
        cls,
        inventory: Path,
        *,
        records: Path,
        templates: Path | None = None,
        prove: bool = True,
        sites: Collection[str] = (),
    ) -> Batch:
        """Read the inventory folder.

        Args:
            inventory: the folder.
            records: as above.
            templates: as above.
            prove: as above.
            sites: codes of those that the batch is about. If they are few, and the ledger is sure of their addresses, no
                other site is read: a wave of a large city must not cost the city.

        Raises:
            KioskError: files of the folder are wrong; all errors are told together.
        """
        day = today()
        if 0 < len(sites) <= FEW:
            folder = city_folder.load(inventory, only=sites)
            book = ledger.Ledger.load(folder.addresses)
            addresses = allocation.standing(folder, book, day)
            if addresses is not None:
                return cls(folder, addresses, templates, records, prove, book.in_use())
        folder = city_folder.load(inventory)
        assignment = ledger_store.propose(folder, day).assignment
        return cls(folder, assignment.addresses, templates, records, prove, assignment.ledger.in_use())

    def plan(self, site: str) -> SitePlan:
        """Plan a site.

        Raises:
            KioskError: the site cannot be planned.
        """
        if site not in self.folder.sites:
            what = say("there is no site {site} in {folder}", site=site, folder=self.folder.path)
            raise KioskError(what, where=site, fix=say("check --limit"), id="site-unknown")
        found = self.folder.sites[site]
        return planning.plan_site(self.folder, found, self.addresses, templates=self.templates, in_use=self.in_use)

    def job(self, plan: SitePlan, device: Device, guard_minutes: int | None, now: datetime) -> Job:
        """Return the job of bringing a device to its plan, or of looking how it stands to it."""
        folder = self.records / plan.site.site
        return Job(
            device=device,
            goal=Goal(plan, Accepted.of(folder, device.host), self.prove),
            guard_minutes=guard_minutes or self.folder.city.policy.guard_minutes,
            record=ChangeRecord.of(folder, device.host, now, [device.password]),
        )

    def retirement(self, plan: SitePlan, job: Job) -> Job:
        """Return the job that takes the site of a planned device off it, in place of the one that brings it there."""
        return replace(job, goal=Retirement(plan, job.goal.accepted))

    def rollback(self, plan: SitePlan, host: str, moment: str = "") -> Rollback:
        """Return the accepted plan of a device as the one to bring it to.

        Args:
            plan: the site's plan of today.
            host: the device's name in the inventory.
            moment: which one, see `Accepted.at`; the last one if it is empty.

        Raises:
            KioskError: there is none, or it contradicts what holds today; no device was touched.
        """
        file = Accepted.of(self.records / plan.site.site, host).at(moment)
        back = rolled_back(plan, file.read_text(encoding="utf-8"))
        if back.plan.violations and self.prove:
            what = say(
                "the accepted plan cannot be put back, no device was touched:\n{violations}",
                violations=join(map(sentence, back.plan.violations), "\n"),
            )
            clause = back.plan.violations[0].clause
            raise KioskError(what, where=str(file), clause=clause, id="accepted-unsafe")
        return back

    def is_accepted(self, plan: SitePlan, host: str) -> bool:
        """Tell whether any plan was ever confirmed on the device."""
        return Accepted.of(self.records / plan.site.site, host).read() is not None

    def accept(self, plan: SitePlan, host: str, now: datetime | None = None) -> None:
        """Remember the plan as the one that the device was confirmed with.

        Raises:
            KioskError: it cannot be written.
        """
        Accepted.of(self.records / plan.site.site, host).write(plan.text, now or utc_now())


def utc_now() -> datetime:
    """Return the time that names this run's records."""
    return datetime.now(UTC)
