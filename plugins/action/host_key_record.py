# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Put on file exactly those host keys, or host names, that were shown and accepted."""

from __future__ import annotations

from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import city_places
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import kept
from ansible_collections.govkiosk.site.plugins.plugin_utils.host_keys import key_report, name_scan

_SPEC: dict[str, dict[str, Any]] = {
    "scanned": {"type": "str", "required": True},
}


class ActionModule(ActionBase):
    """The results of `host_key_scan` or `host_name_scan` to lines of the file; one slot per host."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result: dict[str, Any] = super().run(tmp, task_vars)
        _checked, arguments = self.validate_argument_spec(_SPEC)
        try:
            file = city_places.of(task_vars).known_hosts
        except KioskError as error:
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)}) from None
        variables = task_vars or {}
        hostvars = variables.get("hostvars") or {}
        results = {}
        for host, found in ((variables.get(arguments["scanned"]) or {}).get("results") or {}).items():
            server = key_report.server_of(host, hostvars.get(host, {}), file, 0.0)
            if server:
                record = name_scan.record if "name" in found else key_report.record
                results[host] = record(server, found, check_mode=self._task.check_mode)
        return result | {"results": results, "changed": any(slot["changed"] for slot in results.values())}
