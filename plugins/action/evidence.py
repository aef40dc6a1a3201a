# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Verify the evidence of a city; make the key, anchor what is in no anchor, begin a chain anew."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from typing import Any

from ansible import context
from ansible.plugins.action import ActionBase
from ansible.utils.vars import load_extra_vars
from ansible_collections.govkiosk.site.plugins.module_utils.message import join, say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import city_places
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import failure
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.anchor_log import AnchorLog
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.archive import Archive
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.signing import Signer
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import extra_variables
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder

_SPEC: dict[str, dict[str, Any]] = {
    "step": {"type": "str", "choices": ["verify", "key", "anchor", "restart"], "default": "verify"},
    "site": {"type": "str", "default": ""},
    "reason": {"type": "str", "default": ""},
    "forms": {"type": "list", "elements": "str", "default": []},
}


class ActionModule(ActionBase):
    """Arguments and result: see the module of the same name."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Do the one step that is asked for, then say what holds and what does not."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _spec, args = self.validate_argument_spec(_SPEC)
        try:
            extra_variables.judge(load_extra_vars(self._loader), context.CLIARGS.get("args"))
            # Its settings only: no site's file has anything to do with it.
            places = city_places.of(task_vars)
            city = city_folder.load(places.folder, only=())
            archive = Archive(places.records, AnchorLog(city.anchors(places.records), places.records))
            done = self._step(archive, args)
            if args["step"] == "key":
                return result | {
                    "changed": bool(done),
                    "msg": translated(done or say("it is in {file} already", file=archive.anchors.signers)),
                }
            report = archive.verify(args["forms"])
        except KioskError as error:
            return result | failure(error)
        return result | {
            "changed": bool(done),
            "failed": bool(report.found),
            "msg": "\n".join(map(translated, filter(None, [done, *report.found, *report.said, report.line]))),
            "sites": {site: head.seq for site, head in report.sites.items()},
            "found": report.found,
            "said": report.said,
        }

    def _step(self, archive: Archive, args: dict[str, Any]) -> str:
        """Do what changes anything; say what was done, nothing if nothing was."""
        now, look, signer = datetime.now(UTC), self._task.check_mode, Signer.of(os.environ)
        run = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
        if args["step"] == "key":
            return archive.make_key(signer, now, look=look)
        if args["step"] == "anchor":
            made = archive.anchor(run, now, signer, look=look)
            if not made:
                return ""
            anchored = say("anchored: 锚定编号 {number}", number=made.number)
            return join([anchored, made.note], "; ") if made.note else anchored
        if args["step"] == "restart":
            archive.restart(args["site"], args["reason"], run, now, signer, look=look)
            return "" if look else say("{site}: begun anew", site=args["site"])
        return ""
