# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ask the canary that a host is, from the controller; nobody logs in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import city_places
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError, KioskErrors
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import kept
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import canary_check, canary_log
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city import Canary

_SPEC: dict[str, dict[str, Any]] = {
    "token": {"type": "str", "required": True, "no_log": True},
    "port": {"type": "int", "default": canary_log.QUERY_PORT},
    "wait": {"type": "float", "default": 0.0},
}


class ActionModule(ActionBase):
    """A host's name to its canary, what is wrong with that to the host's failure."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result: dict[str, Any] = super().run(tmp, task_vars)
        _checked, arguments = self.validate_argument_spec(_SPEC)
        host = str((task_vars or {}).get("inventory_hostname") or "")
        try:
            canary = _canary(city_places.of(task_vars).folder, host)
            wrong = canary_check.check(canary, arguments["token"], arguments["port"], arguments["wait"])
        except KioskError as error:
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)}) from None
        if wrong:
            all_wrong = KioskErrors(wrong)
            raise AnsibleActionFail(all_wrong.shown(), result={"problem": kept(all_wrong)})
        where = ", ".join(str(address) for address in (canary.address, canary.address6) if address)
        message = say(
            "{host} answers at {where}: signed, with the program of this release, and logs what is sent to it",
            host=host,
            where=where,
        )
        return result | {"changed": False, "msg": translated(message)}


def _canary(folder: Path, host: str) -> Canary:
    city = city_folder.load(folder, only=()).city
    canary = next((each for each in city.canaries if each.name == host), None)
    if canary is None:
        what = say("city.yml has no canary of this name")
        raise KioskError(what, where=host, fix=say("run this on the group canaries"), id="no-such-canary")
    return canary
