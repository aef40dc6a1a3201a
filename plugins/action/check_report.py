# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Say what the checks of one terminal came to, and fail it for what did not pass."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ansible import constants, context
from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import clauses, shortfalls, step_results
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import kept
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms import acceptance_run as handover
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import terminal_place
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout import commands

_SPEC: dict[str, dict[str, Any]] = {"look": {"type": "str"}}


class ActionModule(ActionBase):
    """Arguments and result: see the module of the same name."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Judge this host's registered results; nobody is asked."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _spec, args = self.validate_argument_spec(_SPEC)
        variables = task_vars or {}
        if self._task.check_mode:
            return result | {"skipped": True, "msg": translated(say("check mode: nothing was measured"))}
        try:
            place = terminal_place.find(variables)
        except KioskError as error:
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)}) from error
        names = [f"{source}_result" for source in shortfalls.CHECKED]
        said = handover.Said(_plain(variables, [*names, "govkiosk_held", "govkiosk_held_problem", "ansible_host"]), {})
        heard = handover.hear(place.folder, place.site, place.terminal, said, today())
        found = shortfalls.shortfalls(heard)
        if args["look"] and not heard.held:
            look = step_results.read(clauses.TERMINAL_HOST, _plain(variables, [args["look"]]).get(args["look"]))
            drift = shortfalls.drifted(heard, look, _mend(place.site.site))
            # That it does not answer is said already, if it does not.
            found += [drift] if drift and (look.state == step_results.ANSWERED or not found) else []
        checks = [finding.check.to_dict() for finding in found]
        message = translated(shortfalls.summary(heard.terminal, found, heard.items))
        return result | {"changed": False, "failed": bool(found), "checks": checks, "msg": message}


def _plain(variables: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    """Turn Ansible's tagged and lazy values into plain JSON types."""
    picked = {name: variables[name] for name in names if name in variables}
    return dict(json.loads(json.dumps(picked, default=str)))


def _mend(site: str) -> str:
    """Return the command that deploys a site, as it is typed where this run was started."""
    given = list(context.CLIARGS["inventory"])
    inventories = [] if given == list(constants.DEFAULT_HOST_LIST) else given
    return commands.deployment(site, [*map(str, context.CLIARGS["args"])], inventories)
