# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Compare a whole batch of switches with their accepted plans and with today's; nothing is changed on them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

# The sessions below load netmiko together with this file: Ansible's parent imports it once, not each worker (50 ms).
from ansible import context
from ansible.plugins.action import ActionBase
from ansible.utils.vars import load_extra_vars
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import gc_pause
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import failure
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy import verify_report
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.task import SPEC, Task
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.verify import verify
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import extra_variables

if TYPE_CHECKING:
    from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.visit import Result


class ActionModule(ActionBase):
    """Arguments to inspections, inspections to results; one slot per host, which `host_result` hands to that host."""

    _requires_connection = False

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        gc_pause.spare_what_was_forked()
        result: dict[str, Any] = super().run(tmp, task_vars)
        _checked, arguments = self.validate_argument_spec(SPEC)
        try:
            extra_variables.judge(load_extra_vars(self._loader), context.CLIARGS.get("args"))
            task = Task.of(arguments, task_vars or {})
        except KioskError as error:
            return result | failure(error)
        jobs, results = task.jobs()
        check, diff = self._task.check_mode, bool(self._task.diff)
        seen = verify(jobs.values(), workers=arguments["workers"], check_mode=check)
        for host, result_of_host in seen.items():
            results[host] = verify_report.slot(result_of_host, diff=diff)
            if not check:
                results[host] |= _kept(task, result_of_host)
        counts = {
            "headline": translated(verify_report.headline(seen.values(), lost=len(results) - len(seen))),
            "summary": verify_report.notable(seen.values(), diff=diff),
        }
        return result | {"changed": False, "results": results, **counts}


def _kept(task: Task, seen: Result) -> dict[str, Any]:
    """Write the report of one switch; return what that adds to its result."""
    records = task.batch.records / task.plan(seen.host).site.site
    try:
        return {"report": str(verify_report.keep(records, seen.host, verify_report.findings(seen), task.now))}
    except KioskError as error:
        return failure(error)
