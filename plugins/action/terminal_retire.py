# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Put the addresses of terminals that left the site files into quarantine and record it."""

from __future__ import annotations

import os
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ansible import context
from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible.utils.vars import load_extra_vars
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_store
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import city_places
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import kept
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.anchor_log import AnchorLog
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.signing import Signer
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence.tool_version import version
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms import retire_records
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import extra_variables
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder

_SPEC: dict[str, dict[str, Any]] = {
    "name": {"type": "str", "required": True},
    "switch": {"type": "str", "choices": ["cleared", "gone"]},
}


class ActionModule(ActionBase):
    """Arguments and result: see the module of the same name."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Retire one terminal, or all that a site had; in check mode say what would be done."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _spec, args = self.validate_argument_spec(_SPEC)
        try:
            extra_variables.judge(load_extra_vars(self._loader), context.CLIARGS.get("args"))
            places = city_places.of(task_vars)
            changed, site_file, retired = self._retire(
                places.folder, places.records, args["name"], args["switch"] or ""
            )
        except KioskError as error:
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)}) from None
        moved = [translated(say("its file is now {file}", file=site_file))] if site_file else []
        return result | {
            "changed": changed,
            "msg": "\n".join([translated(terminal.message) for terminal in retired] + moved),
            "retired": [terminal.content for terminal in retired],
        }

    def _retire(
        self, path: Path, records: Path, name: str, switch: str
    ) -> tuple[bool, Path | None, tuple[retire_records.Retired, ...]]:
        before, now = city_folder.load(path), datetime.now(UTC)
        looking = self._task.check_mode
        folder = retire_records.without(before, name, cleared=bool(switch) or looking)
        # A name that nobody ever had is refused before anything is written.
        proposed = ledger_store.propose(folder, today())
        retired = retire_records.find(folder, proposed.assignment.ledger.lines, name)
        site_file = None
        if not looking:
            # First: from here on, whatever ends the run, the next one only has to go on.
            site_file = retire_records.put_away(before, name, records, now)
            committed = ledger_store.commit(folder, today())
            retired = retire_records.find(folder, committed.assignment.ledger.lines, name)
        due = [terminal for terminal in retired if not retire_records.is_recorded(records, terminal)]
        if not looking and due:
            run = f"{now:%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}"
            anchors, signer = AnchorLog(before.anchors(records), records), Signer.of(os.environ)
            heads = {
                terminal.site: retire_records.record(anchors, terminal, run, version(), now, switch) for terminal in due
            }
            if signer:
                anchors.append(heads, run, now, signer)
        return bool(due) or proposed.changed or name in before.sites, site_file, retired
