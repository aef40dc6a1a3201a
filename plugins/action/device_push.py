# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Push a whole batch of switches to their plans, many at a time, each under its own guard."""

from __future__ import annotations

from typing import Any

# The sessions below load netmiko together with this file: Ansible's parent imports it once, not each worker (50 ms).
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import batch_results, gc_pause
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import failure
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.parent_death import end_with_run
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy import report
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.push import push
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.task import SPEC, Task


class ActionModule(ActionBase):
    """Arguments to jobs, jobs to results; one slot per host, which `host_result` hands to that host."""

    _requires_connection = False

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        gc_pause.spare_what_was_forked()
        result: dict[str, Any] = super().run(tmp, task_vars)
        _checked, arguments = self.validate_argument_spec(SPEC)
        try:
            task = Task.of(arguments, task_vars or {})
        except KioskError as error:
            return result | failure(error)
        jobs, results = task.jobs()
        end_with_run()
        done = push(jobs.values(), workers=arguments["workers"], check_mode=self._task.check_mode)
        for host, outcome in done.items():
            results[host] = report.pushed(outcome, diff=bool(self._task.diff)) | {"plan": task.plan(host).digest}
            results[host]["warnings"] += [
                translated(say("{host} does without {what}", host=host, what=what))
                for what in task.without.get(host, ())
            ]
            if outcome.record:
                results[host]["record"] = str(outcome.record)
        return result | batch_results.of_batch(results, no_log=self._task.no_log)
