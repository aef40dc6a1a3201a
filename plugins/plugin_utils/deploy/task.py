# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the batch tasks have in common: their arguments, and the way from hosts to jobs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ..base import shadows
from ..base.errors import KioskError
from ..base.host_result import failure
from .batch import Batch, utc_now
from .switch_vars import device_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from ..base.device import Device
    from ..policy.planning import SitePlan
    from .push import Job
    from .verify import Inspection

Made = TypeVar("Made")

#: Arguments of network_plan, device_push, device_confirm and device_verify.
SPEC: dict[str, dict[str, Any]] = {
    "hosts": {"type": "list", "elements": "str", "required": True},
    "inventory": {"type": "path", "required": True},
    "records": {"type": "path"},
    "known_hosts": {"type": "path"},
    "templates": {"type": "path"},
    "prove": {"type": "bool", "default": True},
    "guard_minutes": {"type": "int"},
    "workers": {"type": "int", "default": 20},
    "timeout": {"type": "float", "default": 10.0},
    "retire": {"type": "bool", "default": False},
    "rollback": {"type": "bool", "default": False},
    "rollback_to": {"type": "str", "default": ""},
}


@dataclass
class Task:
    """One batch task."""

    arguments: Mapping[str, Any]
    hostvars: Mapping[str, Any]
    batch: Batch
    now: datetime = field(default_factory=utc_now)
    plans: dict[str, SitePlan] = field(default_factory=dict)
    without: dict[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, arguments: Mapping[str, Any], task_vars: Mapping[str, Any]) -> Task:
        """Read the inventory folder and prepare.

        Raises:
            KioskError: the inventory folder is wrong, or facts of the host that runs the batch stand for its variables.
        """
        shadows.refuse(task_vars)
        inventory = Path(arguments["inventory"])
        templates = Path(arguments["templates"]) if arguments.get("templates") else None
        records = Path(arguments.get("records") or inventory / "records")
        hostvars = task_vars.get("hostvars") or {}
        sites = {str((hostvars.get(host) or {}).get("govkiosk_site") or "") for host in arguments["hosts"]}
        batch = Batch.load(
            inventory, records=records, templates=templates, prove=arguments["prove"], sites=sites - {""}
        )
        return cls(arguments, hostvars, batch)

    def variables(self, host: str) -> Mapping[str, Any]:
        """Return a host's variables, templates resolved; none for a host that the inventory does not have."""
        found: Mapping[str, Any] = self.hostvars.get(host, {})
        return found

    def plan(self, host: str) -> SitePlan:
        """Return the plan of the host's site; for a rollback, the accepted one.

        Raises:
            KioskError: the site cannot be planned, or not be rolled back.
        """
        if host not in self.plans:
            plan = self.batch.plan(str(self.variables(host).get("govkiosk_site") or ""))
            if self.arguments["rollback"]:
                back = self.batch.rollback(plan, host, self.arguments["rollback_to"])
                plan, self.without[host] = back.plan, back.without
            self.plans[host] = plan
        return self.plans[host]

    def jobs(self) -> tuple[dict[str, Job], dict[str, dict[str, Any]]]:
        """Return the hosts' jobs, and the results of those hosts that do not even get one."""
        return self._each(self._job)

    def inspections(self) -> tuple[dict[str, Inspection], dict[str, dict[str, Any]]]:
        """Return how to look at the hosts, and the results of those hosts that cannot even be looked at."""
        return self._each(lambda host, device: self.batch.inspection(self.plan(host), device, self.now))

    def _job(self, host: str, device: Device) -> Job:
        job = self.batch.job(self.plan(host), device, self.arguments.get("guard_minutes"), self.now)
        return self.batch.retirement(self.plan(host), job) if self.arguments["retire"] else job

    def _each(self, make: Callable[[str, Device], Made]) -> tuple[dict[str, Made], dict[str, dict[str, Any]]]:
        known_hosts = Path(self.arguments.get("known_hosts") or Path(self.arguments["inventory"]) / "known_hosts")
        made: dict[str, Made] = {}
        failed: dict[str, dict[str, Any]] = {}
        for host in self.arguments["hosts"]:
            try:
                made[host] = make(host, device_of(host, self.variables(host), known_hosts, self.arguments["timeout"]))
            except KioskError as error:
                failed[host] = {"changed": False} | failure(error)
        return made, failed
