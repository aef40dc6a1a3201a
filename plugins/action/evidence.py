# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Verify the evidence of a city; begin a new chain where one does not hold."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.plugin_utils.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.papers import archive

_SPEC: dict[str, dict[str, Any]] = {
    "folder": {"type": "path", "required": True},
    "records": {"type": "path"},
    "restart": {"type": "str", "default": ""},
    "reason": {"type": "str", "default": ""},
}


class ActionModule(ActionBase):
    """Arguments and result: see the module of the same name."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Do the one step that is asked for, then say what holds and what does not."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _spec, args = self.validate_argument_spec(_SPEC)
        now = datetime.now(UTC)
        kept = archive.Archive(Path(args["records"] or Path(args["folder"]) / "records"))
        changed = False
        try:
            if args["restart"]:
                run = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
                kept.restart(args["restart"], args["reason"], run, now, look=self._task.check_mode)
                changed = True
            report = kept.verify()
        except KioskError as error:
            return result | {"failed": True, "msg": str(error)}
        return result | {
            "changed": changed,
            "failed": bool(report.found),
            "msg": "\n".join([*report.found, report.line]),
            "sites": report.sites,
            "found": list(report.found),
        }
