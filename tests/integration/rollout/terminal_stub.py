# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""An action plugin in place of those that speak to a terminal: answers what a test has told, else that all is well."""

from __future__ import annotations

import json
import os
import threading
from pathlib import Path
from typing import Any

from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.parent_death import end_with_run
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import item_checks, relays
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder

from tests.unit.acceptance import lianhua

STEPS = {
    "terminal_host": "terminal_host", "link_check": "link_check", "egress_check": "egress_check",
    "service_check": "service_check", "screen_check": "home_page",
}  # fmt: skip


def _granted(task_vars: dict[str, Any], host: str) -> set[tuple[str, str]]:
    """Subject and name of the checks of what is granted to a terminal by the inventory as it is now."""
    folder = city_folder.load(Path(task_vars["govkiosk_city_folder"]), only=[task_vars["govkiosk_site"]])
    site, terminal = next(found for found in folder.terminals() if found[1].id == host)
    items = (item_checks.GRANTS, *item_checks.names(folder.granted(site, terminal)))
    return {*((host, name) for _clause, name in items), *relays.names(relays.of(folder, site, terminal))}


class ActionModule(ActionBase):
    """The task's name says which step it is."""

    _requires_connection = False

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Note that the step was asked for, and answer."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        host, step = (task_vars or {})["inventory_hostname"], STEPS[self._task.action.rpartition(".")[2]]
        folder = Path(os.environ["GOVKIOSK_TOLD"])
        told = folder / f"{host}.{step}.json"
        # Only what is installed is looked at in check mode as well.
        if self._task.check_mode and not (step == "terminal_host" and told.exists()):
            return result | {"skipped": True, "msg": "check mode"}
        with (folder / "asked").open("a", encoding="utf-8") as asked:
            asked.write(f"{host} {step}\n")
        good = lianhua.results(host)[step]
        if step in ("service_check", "egress_check"):
            of_items, granted = ("item/", "grants", "egress/relay/"), _granted(task_vars or {}, host)
            good["checks"] = [
                c for c in good["checks"] if not c["name"].startswith(of_items) or (c["subject"], c["name"]) in granted
            ]
        answer = json.loads(told.read_text(encoding="utf-8")) if told.exists() else good
        for path, text in answer.pop("meanwhile", {}).items():
            Path(path).write_text(text, encoding="utf-8")
        if answer.get("hang"):
            end_with_run()
            threading.Event().wait()
        return result | answer
