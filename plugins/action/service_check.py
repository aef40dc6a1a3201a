# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Controller's part of service_check: which items are granted, and the checks that come of the probes."""

from __future__ import annotations

from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import kept
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import (
    ca_file,
    item_checks,
    terminal_answer,
    terminal_shapes,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.check_reading import registered

_SPEC: dict[str, dict[str, Any]] = {
    "timeout": {"type": "float", "default": 5.0},
    "state_file": {"type": "str", "default": "/var/lib/govkiosk/items.json"},
}
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import terminal_place


class ActionModule(ActionBase):
    """Arguments are the module's (`plugins/modules/service_check.py`)."""

    _requires_connection = True

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result = super().run(tmp, task_vars)
        task_vars = task_vars or {}
        _spec, options = self.validate_argument_spec(_SPEC)
        if self._task.check_mode:
            return {
                **result,
                "changed": False,
                "skipped": True,
                "msg": translated(say("check mode: nothing was probed")),
            }
        try:
            place = terminal_place.find(task_vars)
            granted = place.folder.granted(place.site, place.terminal)
            module_args = {
                **options,
                "items": item_checks.request(granted),
                "resolvers": [str(address) for address in place.network.resolvers],
                "ca_pem": _read_ca(place),
            }
        except KioskError as error:
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)}) from error
        terminal_answer.limit(self._connection, "service_check")
        try:
            answer = terminal_answer.ask(
                lambda: self._execute_module("govkiosk.site.service_check", module_args, task_vars=task_vars),
                terminal_shapes.ITEMS,
                "service_check",
                place.terminal.id,
            )
        except KioskError as error:
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)}) from error
        checks = item_checks.checks(place.terminal.id, place.folder.catalogue, granted, answer["results"])
        return {**result, "changed": False, "checked": answer["checked"], "checks": registered(checks)}


def _read_ca(place: terminal_place.TerminalPlace) -> str:
    """Return the items' authority; needed only if an item speaks TLS."""
    secure = any(
        e.tls or e.check == "tls" for item in place.folder.granted(place.site, place.terminal) for e in item.endpoints
    )
    path = place.folder.ca_file
    return ca_file.read(path) if secure or path.exists() else ""
