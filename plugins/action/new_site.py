# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Write a new site's file, if it is right together with its city."""

from __future__ import annotations

from typing import Any

from ansible import context
from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible.utils.vars import load_extra_vars
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import city_places
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError, KioskErrors
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.folders import shown
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import extra_variables, new_site


class ActionModule(ActionBase):
    """Arguments and result: see the module of the same name."""

    _requires_connection = False
    _supports_check_mode = True
    _supports_diff = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Draft, and write unless this is a check."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _spec, args = self.validate_argument_spec({"answers": {"type": "dict", "required": True}})
        try:
            extra_variables.judge(load_extra_vars(self._loader), context.CLIARGS.get("args"))
            drafted = new_site.draft(city_places.of(task_vars).folder, args["answers"], today())
            if not (drafted.exists or self._task.check_mode):
                new_site.keep(drafted)
        except KioskError as error:
            raise AnsibleActionFail(_refusal(error)) from None
        after, before = drafted.text, drafted.text if drafted.exists else ""
        path = shown(drafted.path)
        return result | {
            "changed": not drafted.exists,
            "path": str(drafted.path),
            "addresses": {terminal: str(address) for terminal, address in drafted.addresses.items()},
            "diff": [{"before_header": path, "after_header": path, "before": before, "after": after}],
            "next": _next(drafted, self._task.check_mode),
        }


def _refusal(error: KioskError) -> str:
    count = len(error.errors) if isinstance(error, KioskErrors) else 1
    if count == 1:
        return translated(say("1 thing is wrong; nothing was written:\n{errors}", errors=error))
    return translated(say("{count} things are wrong; nothing was written:\n{errors}", count=count, errors=error))


def _next(drafted: new_site.Draft, check: bool) -> str:
    path, code, inventory = shown(drafted.path), drafted.site.site, shown(drafted.path.parents[2])
    state = say("is written")
    if drafted.exists or check:
        state = say("is there already, just so") if drafted.exists else say("would be written")
    given = ", ".join(f"{terminal} {address.ip}" for terminal, address in drafted.addresses.items())
    return translated(
        say(
            """{path} {state}; addresses by the ledger: {given}.
Next:
  1. fill in what the file still wants: survey, grants, network.approval (docs/site-file.md);
  2. ansible-inventory -i {inventory} --graph
  3. ansible-playbook -i {inventory} deploy.yml --limit {code} --check --diff
  4. git add {path}
  5. ansible-playbook -i {inventory} deploy.yml --limit {code}""",
            path=path, state=state, given=given, inventory=inventory, code=code,
        )
    )  # fmt: skip
