# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Give every terminal of the city its address and keep the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_store
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.allocation import Assignment
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import city_places
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.folders import shown
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import kept
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder


class ActionModule(ActionBase):
    """Arguments and result: see the module of the same name."""

    _requires_connection = False
    _supports_check_mode = True
    _supports_diff = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Assign, and write the ledger unless this is a check."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        self.validate_argument_spec({})
        try:
            folder = city_folder.load(city_places.of(task_vars).folder)
            store = ledger_store.propose if self._task.check_mode else ledger_store.commit
            committed = store(folder, today())
        except KioskError as error:
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)}) from None
        assignment = committed.assignment
        overtaken = _overtaken(assignment, folder, task_vars or {})
        if overtaken:
            what = say(
                "another run gave {terminals} an address meanwhile; no device was touched",
                terminals=", ".join(overtaken),
            )
            error = KioskError(what, fix=say("run again"), id="address-overtaken")
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)})
        return result | {
            "changed": committed.changed,
            "addresses": {terminal: str(address) for terminal, address in assignment.addresses.items()},
            "held": {terminal: error.shown() for terminal, error in assignment.held.items()},
            "warnings": [error.shown() for error in assignment.held.values()],
            "diff": [
                _diff(folder.addresses / f"{name}.csv", committed.before[name], text)
                for name, text in committed.after.items()
            ],
        }


def _diff(path: Path, before: str, after: str) -> dict[str, str]:
    return {"before_header": shown(path), "after_header": shown(path), "before": before, "after": after}


def _overtaken(assignment: Assignment, folder: city_folder.CityFolder, task_vars: dict[str, Any]) -> list[str]:
    """Find this batch's terminals whose address is not what the inventory, read before the lock, gave to this run."""
    hostvars = task_vars.get("hostvars", {})
    switches = set(task_vars.get("ansible_play_batch", ()))
    addresses = {
        terminal.id: str(assignment.addresses[terminal.id].ip)
        for site, terminal in folder.terminals()
        if site.switch_name in switches and terminal.id in assignment.addresses
    }
    return [
        name
        for name, address in addresses.items()
        if name in hostvars and hostvars[name].get("ansible_host") != address
    ]
