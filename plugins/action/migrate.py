# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Rewrite a city's files of an earlier version, if all of them can be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible import context
from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible.utils.vars import load_extra_vars
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.folders import shown
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import kept
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import extra_variables, migration


class ActionModule(ActionBase):
    """Arguments and result: see the module of the same name."""

    _requires_connection = False
    _supports_check_mode = True
    _supports_diff = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Rewrite all in memory, and write unless this is a check."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _spec, args = self.validate_argument_spec({"folder": {"type": "path", "required": True}})
        folder = Path(args["folder"])
        try:
            # A city that is not rewritten yet is no inventory, which asks this of every other run.
            extra_variables.judge(load_extra_vars(self._loader), context.CLIARGS.get("args"))
            files = migration.rewrite(folder.parent if folder.is_file() else folder)
            if not self._task.check_mode:
                migration.write(files)
        except KioskError as error:
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)}) from None
        return result | {
            "changed": bool(files),
            "changes": [translated(change) for file in files for change in file.changes],
            "diff": [_difference(file) for file in files],
        }


def _difference(file: migration.Rewritten) -> dict[str, str]:
    path, before, after = shown(file.path), file.before.decode(errors="replace"), file.after.decode(errors="replace")
    return {"before_header": path, "after_header": path, "before": before, "after": after}
