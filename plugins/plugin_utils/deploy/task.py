# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the batch tasks have in common: their arguments, and the way from hosts to jobs."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...module_utils.message import say
from ..base import city_places
from ..base.errors import KioskError
from ..base.host_result import failure
from .batch import Batch, utc_now
from .switch_vars import device_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ..policy.planning import SitePlan
    from .job import Job

#: What becomes of a site's policy on its switch: today's plan, none, or a plan that was accepted before.
PRESENT, ABSENT, RESTORED = "present", "absent", "restored"

#: Arguments of network_plan, device_push, device_confirm and device_verify.
SPEC: dict[str, dict[str, Any]] = {
    "hosts": {"type": "list", "elements": "str", "required": True},
    "templates": {"type": "path"},
    "prove": {"type": "bool", "default": True},
    "guard_minutes": {"type": "int"},
    "workers": {"type": "int", "default": 20},
    "timeout": {"type": "float", "default": 10.0},
    "state": {"type": "str", "choices": [PRESENT, ABSENT, RESTORED], "default": PRESENT},
    "to": {"type": "str", "default": ""},
}


@dataclass
class Task:
    """One batch task."""

    arguments: Mapping[str, Any]
    hostvars: Mapping[str, Any]
    batch: Batch
    known_hosts: Path
    sites: Mapping[str, str]
    now: datetime = field(default_factory=utc_now)
    plans: dict[str, SitePlan] = field(default_factory=dict)
    without: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _variables: dict[str, Mapping[str, Any]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, arguments: Mapping[str, Any], task_vars: Mapping[str, Any]) -> Task:
        """Read the inventory folder and prepare.

        Raises:
            KioskError: the inventory folder is wrong, facts of the host that runs the batch stand for its variables, or a
                plan to go back to is named and nothing goes back.
        """
        places = city_places.of(task_vars)
        if arguments["to"] and arguments["state"] != RESTORED:
            raise KioskError(
                say(
                    "is {to} and would be ignored: network_policy_state is {state}",
                    to=arguments["to"],
                    state=arguments["state"],
                ),
                where="network_policy_to",
                fix=say("leave it out, or write network_policy_state: restored"),
            )
        templates = Path(arguments["templates"]) if arguments.get("templates") else None
        hostvars = task_vars.get("hostvars") or {}
        variables = {host: hostvars.get(host) or {} for host in arguments["hosts"]}
        sites = {host: str(found.get("govkiosk_site") or "") for host, found in variables.items()}
        batch = Batch.load(
            places.folder,
            records=places.records,
            templates=templates,
            prove=arguments["prove"],
            sites={*sites.values()} - {""},
        )
        return cls(arguments, hostvars, batch, places.known_hosts, sites, _variables=variables)

    def variables(self, host: str) -> Mapping[str, Any]:
        """Return a host's variables, templates resolved; none for a host that the inventory does not have."""
        # Ansible puts a host's variables together anew for whoever asks, out of those of the whole city.
        if host not in self._variables:
            self._variables[host] = self.hostvars.get(host) or {}
        return self._variables[host]

    def plan(self, host: str) -> SitePlan:
        """Return the plan of the host's site; for a rollback, the accepted one.

        Raises:
            KioskError: the site cannot be planned, or not be rolled back.
        """
        if host not in self.plans:
            plan = self.batch.plan(self.sites[host])
            if self.arguments["state"] == RESTORED:
                back = self.batch.rollback(plan, host, self.arguments["to"])
                plan, self.without[host] = back.plan, back.without
            self.plans[host] = plan
        return self.plans[host]

    def jobs(self) -> tuple[dict[str, Job], dict[str, dict[str, Any]]]:
        """Return the hosts' jobs, and the results of those hosts that do not even get one."""
        jobs: dict[str, Job] = {}
        failed: dict[str, dict[str, Any]] = {}
        for host in self.arguments["hosts"]:
            try:
                jobs[host] = self._job(host)
            except KioskError as error:
                failed[host] = {"changed": False} | failure(error)
        return jobs, failed

    def _job(self, host: str) -> Job:
        device = device_of(host, self.variables(host), self.known_hosts, self.arguments["timeout"])
        job = self.batch.job(self.plan(host), device, self.arguments.get("guard_minutes"), self.now)
        return self.batch.retirement(self.plan(host), job) if self.arguments["state"] == ABSENT else job
