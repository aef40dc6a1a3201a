# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ask a batch of hosts for their SSH host keys and compare them with those on file; nobody logs in."""

from __future__ import annotations

from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import city_places
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import kept
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.host_keys import key_report
from ansible_collections.govkiosk.site.plugins.plugin_utils.host_keys.key_scan import scan

_SPEC: dict[str, dict[str, Any]] = {
    "hosts": {"type": "list", "elements": "str", "required": True},
    "replace": {"type": "list", "elements": "str", "default": []},
    "workers": {"type": "int", "default": 20},
    "timeout": {"type": "float", "default": 10.0},
}


class ActionModule(ActionBase):
    """Hosts to servers, what they show to results; one slot per host, which `host_result` hands to that host."""

    _requires_connection = False

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result: dict[str, Any] = super().run(tmp, task_vars)
        _checked, arguments = self.validate_argument_spec(_SPEC)
        try:
            file = city_places.of(task_vars).known_hosts
        except KioskError as error:
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)}) from None
        hostvars = (task_vars or {}).get("hostvars") or {}
        results = {
            host: {"changed": False, "msg": translated(say("has no address yet"))} for host in arguments["hosts"]
        }
        servers = (key_report.server_of(host, hostvars.get(host, {}), file, arguments["timeout"]) for host in results)
        seen = scan([server for server in servers if server], workers=arguments["workers"])
        results |= {host: key_report.slot(slot, arguments["replace"]) for host, slot in seen.items()}
        return result | {
            "changed": False,
            "results": results,
            "open": sum(bool(slot.get("open")) for slot in results.values()),
            "table": "\n".join(key_report.table(seen.values(), arguments["replace"])),
        }
