# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Controller side of screen_check: keep the picture among the site's records."""

from __future__ import annotations

import base64
import hashlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.module_utils import screen_picture, screen_watch
from ansible_collections.govkiosk.site.plugins.module_utils.message import say, told_by
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import kept, said
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import (
    check_reading,
    terminal_answer,
    terminal_shapes,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.check_reading import registered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ansible_collections.govkiosk.site.plugins.module_utils.check import Check

MODULE = "govkiosk.site.screen_check"
#: The clause of those statements that rest on the picture.
ON_PICTURE = "7.6-a"
_FIX = say(
    "look at the terminal, whose screen is not of the size in the site file or whose software is not ours",
    id="unproven-picture-fix",
)
_SPEC: dict[str, dict[str, Any]] = {
    "wait": {"type": "int", "default": 45},
    "kill": {"type": "bool", "default": False},
}
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import terminal_place


def keep(picture: bytes, path: Path) -> None:
    """Write the picture atomically: a form that is being typeset reads the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".screen-")
    with os.fdopen(handle, "wb") as stream:
        stream.write(picture)
    Path(temporary).chmod(0o644)
    Path(temporary).replace(path)


def sealed(checks: list[dict[str, Any]], picture: bytes) -> list[dict[str, Any]]:
    """Return the checks, those on the picture with its digest: the evidence tells which picture they rest on."""
    digest = {"picture_sha256": hashlib.sha256(picture).hexdigest()}
    return [c | {"data": {**c["data"], **digest}} if c["clause"] == ON_PICTURE else c for c in checks]


def drawn(checks: Sequence[Check], encoded: str, size: tuple[int, int], terminal: str) -> bytes:
    """Return the picture, drawn anew from its pixels: no byte that a terminal made reaches a form's typesetter.

    Raises:
        AnswerError: there is no picture of that size, and what the terminal states rests on one.
    """
    try:
        picture = screen_picture.read_png(base64.b64decode(encoded, validate=True), size)
        return screen_picture.write_png(picture)
    except ValueError as error:
        if any(check.good for check in checks if check.clause == ON_PICTURE):
            what = say(
                "states what is on its screen without a picture that shows it: {error}",
                id="unproven-picture", error=told_by(error),
            )  # fmt: skip
            raise terminal_answer.AnswerError(what, where=terminal, clause=ON_PICTURE, fix=_FIX) from None
        return b""


class ActionModule(ActionBase):
    """Run the module and fetch its picture; the picture of every run is new, so it never counts as a change."""

    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Return what the terminal states, the picture as a path."""
        variables = task_vars or {}
        result: dict[str, Any] = super().run(tmp, variables)
        if self._task.check_mode:
            return {
                **result,
                "changed": False,
                "skipped": True,
                "checks": [],
                "picture": "",
                "msg": translated(say("the screen is not looked at in check mode")),
            }
        _spec, options = self.validate_argument_spec(_SPEC)
        try:
            place = terminal_place.find(variables)
            checks, picture, version = self._look(place, options, variables)
            path = place.records / "screen.png"
            if picture:
                keep(picture, path)
        except KioskError as error:
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)}) from error
        except OSError as error:
            what = say(
                "the picture of the screen cannot be kept: {error}; make the records folder writable", error=error
            )
            raise AnsibleActionFail(translated(what), result=said(what)) from error
        shown = registered(checks)
        return {
            **result,
            "changed": False,
            "checks": sealed(shown, picture) if picture else shown,
            "picture": str(path) if picture else "",
            "app_version": version,
            "screen": str(place.terminal.screen),
            "url": screen_watch.URL,
        }

    def _look(
        self, place: terminal_place.TerminalPlace, options: dict[str, Any], variables: dict[str, Any]
    ) -> tuple[tuple[Check, ...], bytes, str]:
        terminal, size = place.terminal.id, (place.terminal.screen.width, place.terminal.screen.height)
        expected = (*screen_watch.NAMES, screen_watch.RESTART)
        terminal_answer.limit(self._connection, "screen_check", 120.0 + 4 * options["wait"])
        answer = terminal_answer.ask(
            lambda: self._execute_module(MODULE, options, task_vars=variables),
            terminal_shapes.screen(lambda raw, at: check_reading.stated_checks(raw, terminal, expected, at)),
            "screen_check",
            terminal,
        )
        checks: tuple[Check, ...] = answer["checks"]
        return checks, drawn(checks, answer["picture_png"], size, terminal), answer["app_version"]
