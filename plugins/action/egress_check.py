# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Controller's part of egress_check: what to probe, and the module that does it on the terminal."""

from __future__ import annotations

from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import (
    egress_options,
    egress_run,
    terminal_place,
    terminal_shapes,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.outside import terminal_answer
from ansible_collections.govkiosk.site.plugins.plugin_utils.outside.check_reading import told


class ActionModule(ActionBase):
    """Arguments are the module's (`plugins/modules/egress_check.py`)."""

    _requires_connection = True

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result = super().run(tmp, task_vars)
        task_vars = task_vars or {}
        if self._task.check_mode:
            return {**result, "changed": False, "skipped": True, "msg": "check mode: no packet was sent"}
        try:
            place = terminal_place.find(task_vars)
            options = egress_options.read(self._task.args)
            done = egress_run.check(
                place.terminal.id,
                place.folder.city.canaries,
                place.folder.city.prefixes,
                options,
                lambda planned: self._probe(planned, options, place, task_vars),
            )
        except KioskError as error:
            raise AnsibleActionFail(str(error)) from error
        return {
            **result,
            "changed": False,
            "run": done.run,
            "wall_s": done.seen["wall_s"],
            "checks": told(done.checks),
        }

    def _probe(
        self,
        planned: Any,
        options: egress_options.EgressOptions,
        place: terminal_place.TerminalPlace,
        task_vars: dict[str, Any],
    ) -> dict[str, Any]:
        # The token stays here: the terminal has no business with the canaries' logs.
        module_args = {
            "firewall_table": options.table,
            "firewall_marks": options.marks,
            "wait": options.wait,
            "targets": [target.to_dict() for target in planned],
            "endpoints": place.endpoints(),
            "resolvers": [str(address) for address in place.network.resolvers],
        }
        terminal_answer.limit(self._connection, "egress_check")
        answer = terminal_answer.ask(
            lambda: self._execute_module("govkiosk.site.egress_check", module_args, task_vars=task_vars),
            terminal_shapes.egress(target.nonce for target in planned),
            "egress_check",
            place.terminal.id,
        )
        return dict(answer["seen"])
