# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Controller's part of link_check: what ledger and site file say, and the checks that come of the look."""

from __future__ import annotations

from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import kept
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import (
    link_checks,
    terminal_answer,
    terminal_shapes,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.check_reading import registered
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import terminal_place


class ActionModule(ActionBase):
    """Arguments are the module's (`plugins/modules/link_check.py`)."""

    _requires_connection = True

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result = super().run(tmp, task_vars)
        task_vars = task_vars or {}
        _spec, options = self.validate_argument_spec({"minimum_kbps": {"type": "int", "default": 4000}})
        if self._task.check_mode:
            return {
                **result,
                "changed": False,
                "skipped": True,
                "msg": translated(say("check mode: nothing was measured")),
            }
        try:
            place = terminal_place.find(task_vars)
            address = place.address(today())
        except KioskError as error:
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)}) from error
        wanted = link_checks.LinkWanted(
            place.terminal.id,
            address,
            str(place.terminal.mac),
            place.site.gateway,
            options["minimum_kbps"],
            measured=bool(place.network.measure),
        )
        module_args = {
            "address": str(address.ip),
            "gateway": str(wanted.gateway),
            "measure": place.network.measure or "",
            "minimum_kbps": wanted.minimum_kbps,
        }
        terminal_answer.limit(self._connection, "link_check")
        try:
            answer = terminal_answer.ask(
                lambda: self._execute_module("govkiosk.site.link_check", module_args, task_vars=task_vars),
                terminal_shapes.LINK,
                "link_check",
                place.terminal.id,
            )
        except KioskError as error:
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)}) from error
        checks = link_checks.checks(wanted, answer["seen"])
        return {**result, "changed": False, "checks": registered(checks)}
