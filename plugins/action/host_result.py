# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Hand each host its own slot of a batch's result, so that recap, --limit, --diff and failures stay per host."""

from __future__ import annotations

from typing import Any

from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import said
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated


class ActionModule(ActionBase):
    """Look up one slot; costs about 15 ms per host, however large the batch."""

    _requires_connection = False

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result: dict[str, Any] = super().run(tmp, task_vars)
        _checked, arguments = self.validate_argument_spec({"batch": {"type": "str", "required": True}})
        variables = task_vars or {}
        # By name, not by value: templating the whole batch once per host would grow with the square of their number.
        batch = variables.get(arguments["batch"]) or {}
        if batch.get("skipped"):
            return result | {"skipped": True, "msg": batch.get("msg", "")}
        slot = (batch.get("results") or {}).get(variables["inventory_hostname"])
        if slot is None:
            killed = say("there is no result of it, the process that was at it was killed; run again")
            host, problem = variables["inventory_hostname"], batch.get("problem") or {}
            # What is shown is the whole of what the batch said, with its fix.
            shown = str(batch.get("msg") or translated(killed))
            text = str(problem.get("text") or batch.get("msg") or killed)
            return (
                result | {"failed": True} | said(f"{host}: {shown}", f"{host}: {text}", str(problem.get("fix") or ""))
            )
        slot = dict(slot)
        for warning in slot.pop("warnings", ()):
            self._display.warning(warning)
        return result | slot
