# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ask a batch of switches for the host names that they print and compare them with those on file."""

from __future__ import annotations

from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import city_places, host_keys
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import failure, kept
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.switch_vars import device_of
from ansible_collections.govkiosk.site.plugins.plugin_utils.host_keys import name_scan

_SPEC: dict[str, dict[str, Any]] = {
    "hosts": {"type": "list", "elements": "str", "required": True},
    "scanned": {"type": "str", "required": True},
    "replace": {"type": "list", "elements": "str", "default": []},
    "workers": {"type": "int", "default": 20},
    "timeout": {"type": "float", "default": 10.0},
}


class ActionModule(ActionBase):
    """Hosts to devices, the names they print to results; one slot per host, which `host_result` hands to that host."""

    _requires_connection = False

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result: dict[str, Any] = super().run(tmp, task_vars)
        _checked, arguments = self.validate_argument_spec(_SPEC)
        try:
            file = city_places.of(task_vars).known_hosts
        except KioskError as error:
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)}) from None
        variables = task_vars or {}
        hostvars = variables.get("hostvars") or {}
        shown = (variables.get(arguments["scanned"]) or {}).get("results") or {}
        results: dict[str, dict[str, Any]] = {}
        devices = []
        for host in arguments["hosts"]:
            results[host] = {"changed": False, "msg": translated(say("is no switch with a host key on file"))}
            if not hostvars.get(host, {}).get("govkiosk_platform"):
                continue
            try:
                device = device_of(host, hostvars[host], file, arguments["timeout"])
                # Nobody logs in where the key is not on file: the password would go to whoever is there.
                filed = [f"{key.get_name()} {key.get_base64()}" for key in host_keys.keys_of(device).values()]
                devices += [device] if shown.get(host, {}).get("key") in filed else []
            except KioskError as error:
                results[host] = {"changed": False} | failure(error)
        seen = name_scan.scan(devices, workers=arguments["workers"])
        results |= {host: name_scan.slot(slot, arguments["replace"]) for host, slot in seen.items()}
        return result | {
            "changed": False,
            "results": results,
            "open": sum(bool(slot.get("open")) for slot in results.values()),
            "table": "\n".join(name_scan.table(seen.values(), arguments["replace"])),
        }
