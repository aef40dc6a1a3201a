# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""An action in place of each that works on a device: all is well at once, so that what is left is Ansible's own cost."""

from __future__ import annotations

from typing import Any

from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import batch_results

OF_SWITCHES, OF_TERMINALS = ("device_push", "device_confirm"), ("acceptance",)


class ActionModule(ActionBase):
    """The stub."""

    _requires_connection = False

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Answer that all is well, for a batch of each of its hosts."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        variables, action = task_vars or {}, self._task.action.rpartition(".")[2]
        if action in (*OF_SWITCHES, *OF_TERMINALS):
            group = variables["groups"]["switches" if action in OF_SWITCHES else "terminals"]
            hosts = {*group}.intersection(variables["ansible_play_batch"])
            well = {"confirmed": True, "accepted": True, "changed": False}
            return result | batch_results.of_batch({str(host): well for host in sorted(hosts)})
        return result | {"checks": []}
