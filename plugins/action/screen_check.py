# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Controller side of screen_check: keep the picture among the site's records."""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase

MODULE = "govkiosk.site.screen_check"


def keep(picture: bytes, path: Path) -> None:
    """Write the picture atomically: a form that is being typeset reads the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".screen-")
    with os.fdopen(handle, "wb") as stream:
        stream.write(picture)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(path)


def sealed(checks: list[dict[str, Any]], picture: bytes) -> list[dict[str, Any]]:
    """Return the checks, those on the picture (7.6-a) with its digest: the evidence tells which picture they rest on."""
    digest = {"picture_sha256": hashlib.sha256(picture).hexdigest()}
    return [c | {"data": {**c["data"], **digest}} if c["clause"] == "7.6-a" else c for c in checks]


class ActionModule(ActionBase):
    """Run the module and fetch its picture; the picture of every run is new, so it never counts as a change."""

    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return the module's result, the picture as a path."""
        variables = task_vars or {}
        result: dict[str, Any] = super().run(tmp, variables)
        if self._task.check_mode:
            return {
                **result,
                "changed": False,
                "skipped": True,
                "checks": [],
                "picture": "",
                "msg": "the screen is not looked at in check mode",
            }
        result.update(self._execute_module(MODULE, self._task.args, task_vars=variables))
        picture = base64.b64decode(result.pop("picture_png", ""))
        result["picture"] = ""
        if picture:
            try:
                path = Path(
                    variables["inventory_dir"],
                    "records",
                    variables["govkiosk_site"],
                    variables["govkiosk_terminal"],
                    "screen.png",
                )
                keep(picture, path)
            except KeyError as error:
                raise AnsibleActionFail(
                    f"{error} is not set: this task is for terminals of a city's inventory"
                ) from error
            except OSError as error:
                raise AnsibleActionFail(
                    f"the picture of the screen cannot be kept: {error}; make the records folder writable"
                ) from error
            result["picture"] = str(path)
            result["checks"] = sealed(result["checks"], picture)
        return result
