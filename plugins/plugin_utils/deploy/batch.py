# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A batch of switches of one inventory folder: their plans, and the jobs that bring them there."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from ..addresses import ledger, ledger_store
from ..base.errors import KioskError
from ..base.local_date import today
from ..model import city_folder
from ..platforms import languages
from ..policy import planning, retirement
from ..policy.rollback import Rollback, rolled_back
from ..policy.unjudged import notices
from ..policy.verification import compare
from . import port_checks
from .change_record import Accepted, Record
from .push import Job
from .verify import Inspection

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from ipaddress import IPv4Interface
    from pathlib import Path

    from ...module_utils.check import Check
    from ..base.device import Device
    from ..device.port_state import PortState
    from ..model.city_folder import CityFolder
    from ..policy.drift import Drift
    from ..policy.planning import SitePlan
    from ..policy.violation import Violation

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
            addresses = ledger.standing(folder, book, day)
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
            raise KioskError(f"there is no site {site} in {self.folder.path}", where=site, fix="check --limit")
        found = self.folder.sites[site]
        return planning.plan_site(self.folder, found, self.addresses, templates=self.templates, in_use=self.in_use)

    def job(self, plan: SitePlan, device: Device, guard_minutes: int | None, now: datetime) -> Job:
        """Return what has to be done about a planned device."""
        folder = self.records / plan.site.site
        # A visit asks more than once about what runs before the change and after it.
        configure = lru_cache(maxsize=2)(lambda running: planning.configure(plan, running))
        proof = lru_cache(maxsize=2)(lambda running: planning.prove_running(plan, running))

        def drift(running: str) -> Sequence[Drift]:
            then = accepted(plan, Accepted.of(folder, device.host).read())
            return (configure(running) if then is plan else planning.configure(then, running)).drift

        return Job(
            device=device,
            configure=configure,
            refuse=lambda change: change.violations if self.prove else change.in_the_way,
            prove=lambda running: proof(running) if self.prove else (),
            judge=lambda running, ports: _judge(plan, running, ports, proof(running)),
            guard_minutes=guard_minutes or self.folder.city.policy.guard_minutes,
            record=Record.of(folder, device.host, now, [device.password]),
            drift=drift,
        )

    def retirement(self, plan: SitePlan, job: Job) -> Job:
        """Return the job that takes the site of a planned device off it, in place of the one that brings it there."""

        def violations(running: str) -> tuple[Violation, ...]:
            return retirement.prove_retired(plan, planning.read(plan.objects.platform, running))

        return replace(
            job,
            configure=lambda running: retirement.retire(plan, running),
            refuse=lambda change: change.violations,
            prove=violations,
            judge=lambda running, ports: port_checks.retired(plan, ports, violations(running)),
            drift=lambda _running: (),
        )

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
            told = "\n".join(str(violation) for violation in back.plan.violations)
            what = f"the accepted plan cannot be put back, no device was touched:\n{told}"
            raise KioskError(what, where=str(file), clause=back.plan.violations[0].clause)
        return back

    def inspection(self, plan: SitePlan, device: Device, now: datetime) -> Inspection:
        """Return how to look at a device without changing it."""
        folder = self.records / plan.site.site
        return Inspection(
            device=device,
            compare=lambda running: compare(plan, Accepted.of(folder, device.host).read(), running),
            judge=lambda running, ports: _judge(plan, running, ports, planning.prove_running(plan, running)),
            keep=Record.of(folder, device.host, now, [device.password]).keep,
        )

    def is_accepted(self, plan: SitePlan, host: str) -> bool:
        """Tell whether any plan was ever confirmed on the device."""
        return Accepted.of(self.records / plan.site.site, host).read() is not None

    def accept(self, plan: SitePlan, host: str, now: datetime | None = None) -> None:
        """Remember the plan as the one that the device was confirmed with.

        Raises:
            KioskError: it cannot be written.
        """
        Accepted.of(self.records / plan.site.site, host).write(plan.text, now or utc_now())


def accepted(plan: SitePlan, text: str | None) -> SitePlan:
    """Return the plan that drift is measured against: the one that was confirmed last, whose text this is.

    A plan that has changed since is no drift: the device is compared with the plan it was confirmed with. Without a
    record of that one (another controller's, or lost), the plan of today stands in for it.
    """
    if text is None or text == plan.text:
        return plan
    return replace(plan, text=text, objects=languages.get(plan.site.switch.platform).parse(text))


def _judge(
    plan: SitePlan, running: str, ports: Mapping[str, PortState], violations: Sequence[Violation]
) -> list[Check]:
    """Return the verdicts on all terminals; the proof counts here even where a test lets a leak be pushed."""
    facts = planning.port_facts(plan, running)
    told = notices(planning.read(plan.objects.platform, running), plan.intent)
    return [
        check
        for terminal in plan.site.terminals
        if terminal.id in facts
        for check in port_checks.checks(
            terminal, facts[terminal.id], ports, violations, plan.site.site, told, plan.frames
        )
    ]


def utc_now() -> datetime:
    """Return the time that names this run's records."""
    return datetime.now(UTC)
