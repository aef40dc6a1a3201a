# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the batch tasks have in common: their arguments, and the way from hosts to jobs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.session import report
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.batch import Batch, utc_now
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.switch_vars import device_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.planning import SitePlan
    from ansible_collections.govkiosk.site.plugins.plugin_utils.session.push import Job

#: Arguments of device_push, network_plan and device_confirm.
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
}


@dataclass
class Task:
    """One batch task."""

    arguments: Mapping[str, Any]
    hostvars: Mapping[str, Any]
    batch: Batch
    now: datetime = field(default_factory=utc_now)
    plans: dict[str, SitePlan] = field(default_factory=dict)

    @classmethod
    def of(cls, arguments: Mapping[str, Any], task_vars: Mapping[str, Any]) -> Task:
        """Read the inventory folder and prepare.

        Raises:
            KioskError: the inventory folder is wrong.
        """
        inventory = Path(arguments["inventory"])
        templates = Path(arguments["templates"]) if arguments.get("templates") else None
        records = Path(arguments.get("records") or inventory / "records")
        batch = Batch.load(inventory, records=records, templates=templates, prove=arguments["prove"])
        return cls(arguments, task_vars.get("hostvars") or {}, batch)

    def variables(self, host: str) -> Mapping[str, Any]:
        """Return a host's variables, templates resolved; none for a host that the inventory does not have."""
        found: Mapping[str, Any] = self.hostvars.get(host, {})
        return found

    def plan(self, host: str) -> SitePlan:
        """Return the plan of the host's site.

        Raises:
            KioskError: the site cannot be planned.
        """
        if host not in self.plans:
            self.plans[host] = self.batch.plan(str(self.variables(host).get("govkiosk_site") or ""))
        return self.plans[host]

    def jobs(self) -> tuple[dict[str, Job], dict[str, dict[str, Any]]]:
        """Return the hosts' jobs, and the results of those hosts that do not even get one."""
        known_hosts = Path(self.arguments.get("known_hosts") or Path(self.arguments["inventory"]) / "known_hosts")
        jobs: dict[str, Job] = {}
        failed: dict[str, dict[str, Any]] = {}
        for host in self.arguments["hosts"]:
            try:
                device = device_of(host, self.variables(host), known_hosts, self.arguments["timeout"])
                job = self.batch.job(self.plan(host), device, self.arguments.get("guard_minutes"), self.now)
                jobs[host] = self.batch.retirement(self.plan(host), job) if self.arguments["retire"] else job
            except KioskError as error:
                failed[host] = {"changed": False} | report.failure(error)
        return jobs, failed
