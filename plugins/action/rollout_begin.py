# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Divide the selected hosts into waves and write down what is to be deployed, before anything is touched."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ansible import constants, context
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import city_places
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError, KioskErrors
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.folders import shown
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import failure
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.anchor_log import AnchorLog
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.signing import Signer
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout import commands, rollout_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.readiness import unready
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.remaining import Remaining
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.waves import hosts_of, waves

_SPEC: dict[str, dict[str, Any]] = {
    "selected": {"type": "list", "elements": "str", "required": True},
    "hosts": {"type": "list", "elements": "str", "required": True},
    "held": {"type": "dict", "default": {}},
}


class ActionModule(ActionBase):
    """Arguments and result: see the module of the same name."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give the waves; in check mode nothing is written, because nothing is deployed."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _spec, args = self.validate_argument_spec(_SPEC)
        now = datetime.now(UTC)
        try:
            places = city_places.of(task_vars)
            remaining, folder = Remaining(places.records), city_folder.load(places.folder)
            # The play before has failed them; a site that is somebody else's is in no wave, whatever became of that.
            held = {host for code in args["held"] if code in folder.sites for host in hosts_of(folder.sites[code])}
            planned = waves(folder, set(args["hosts"]) - held)
            if not self._task.check_mode:
                chosen = (site for wave in planned for site in wave.sites)
                if errors := [*unready(folder, chosen, today())]:
                    raise KioskErrors(errors)
                AnchorLog(folder.anchors(remaining.records), remaining.records).ready(Signer.of(os.environ), now)
                remaining.begin(args["selected"], (host for site in folder.sites.values() for host in hosts_of(site)))
        except KioskError as error:
            return result | failure(error)
        return result | {
            "changed": False,
            "run": f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}",
            "check_mode": self._task.check_mode,
            "waves": [wave.to_dict() for wave in planned],
            "hosts": [host for wave in planned for host in wave.hosts],
            "sizes": [len(wave.hosts) for wave in planned],
            "refused": args["held"],
            "records": str(remaining.records),
            "folder": str(remaining.records / rollout_folder.NAME),
            "resume": resume_command(remaining.path),
            # Values of -e may be secret, and belong to whoever typed them.
            "extra": bool(context.CLIARGS.get("extra_vars")),
        }


def resume_command(limit: Path) -> str:
    """Give the command that goes on with what is left, as it is typed where this run was started."""
    given = context.CLIARGS
    inventories = [] if list(given["inventory"]) == list(constants.DEFAULT_HOST_LIST) else list(given["inventory"])
    return commands.playbook([*map(str, given["args"])], f"@{shown(limit)}", inventories)
