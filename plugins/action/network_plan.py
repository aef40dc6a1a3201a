# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Plan the network policy of a batch of sites and prove it; no device is touched."""

from __future__ import annotations

from typing import Any

from ansible import context
from ansible.plugins.action import ActionBase
from ansible.utils.vars import load_extra_vars
from ansible_collections.govkiosk.site.plugins.module_utils.message import join, say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import batch_results
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import failure, said
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.parallel import spread, usable
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.push import sentence
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.task import SPEC, Task
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.tool_version import version
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.plan_papers import PlanDesk
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms.typesetting import PROCESSES
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import extra_variables

UNPROVEN = say("network_policy_prove is false: what lets packets escape is pushed all the same. This is for tests only")


class ActionModule(ActionBase):
    """Arguments to plans, plans to results; one slot per host, which `host_result` hands to that host."""

    _requires_connection = False

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result: dict[str, Any] = super().run(tmp, task_vars)
        _checked, arguments = self.validate_argument_spec(SPEC | {"papers": {"type": "bool", "default": False}})
        try:
            extra_variables.judge(load_extra_vars(self._loader), context.CLIARGS.get("args"))
            task = Task.of(arguments, task_vars or {})
        except KioskError as error:
            return result | failure(error)
        if not task.batch.prove:
            self._display.warning(translated(UNPROVEN))
        batch = task.batch
        desk = PlanDesk(batch.folder, batch.records, version(), task.now, check_mode=self._task.check_mode)
        papers = desk if arguments["papers"] else None
        hosts = arguments["hosts"]
        planned = dict(spread(lambda host: (host, _slot(task, host, papers)), hosts, usable(PROCESSES), alone=True))
        slots = {host: planned[host] for host in hosts if host in planned}
        return result | batch_results.of_batch(slots, no_log=self._task.no_log)


def _slot(task: Task, host: str, desk: PlanDesk | None) -> dict[str, Any]:
    """Plan a host's site; what is refused gets no papers, so that nobody applies for it."""
    try:
        plan = task.plan(host)
    except KioskError as error:
        return {"changed": False} | failure(error)
    slot = {
        "changed": False,
        "text": plan.text,
        "rules": [translated(rule) for rule in plan.explain()],
        "msg": translated(say("{count} permits", count=len(plan.rules))),
    }
    if plan.violations and task.batch.prove:
        what = say(
            "the plan of {host} is refused, no device was touched:\n{violations}",
            host=host, violations=join(map(sentence, plan.violations), "\n"),
        )  # fmt: skip
        return {"changed": False, "failed": True} | said(what)
    if desk is None:
        return slot
    try:
        filed = desk.file(plan)
    except KioskError as error:
        return slot | failure(error)
    return slot | {"changed": filed.changed, "papers": [str(path) for path in (filed.text, filed.form, *filed.devices)]}
