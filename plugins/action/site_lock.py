# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Hold sites for this run of ansible-playbook, or let go of them."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Any

from ansible import context
from ansible.plugins.action import ActionBase
from ansible.utils.vars import load_extra_vars
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import city_places
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import failure
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory import extra_variables
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.process import Process
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.site_lock import SiteLocks

_SPEC: dict[str, dict[str, Any]] = {
    "hosts": {"type": "list", "elements": "str", "required": True},
    "state": {"type": "str", "choices": ["held", "released"], "default": "held"},
    "unlock": {"type": "str", "default": ""},
}


class ActionModule(ActionBase):
    """Arguments and result: see the module of the same name."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Take or release; one slot per host, which `host_result` hands to that host."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _spec, args = self.validate_argument_spec(_SPEC)
        try:
            extra_variables.judge(load_extra_vars(self._loader), context.CLIARGS.get("args"))
        except KioskError as error:
            return result | failure(error)
        if self._task.check_mode:
            return result | {
                "skipped": True,
                "msg": translated(say("check mode: nothing is touched, so nothing has to be held")),
                "say_to": args["hosts"][:1],
            }
        sites, kept = dict[str, str](), set[str]()
        for host in args["hosts"]:
            # Ansible puts them together at each of these, and with 35,000 hosts that is most of the time.
            variables = (task_vars or {})["hostvars"][host]
            sites[host] = str(variables["govkiosk_site"])
            kept.add(str(variables.get(city_places.RECORDS, "")))
        if len(kept) > 1:
            return result | failure(_apart(kept))
        # This is a fork that ends with its task; the run is its parent.
        owner, refused = Process.of(os.getppid()), {}
        codes = dict.fromkeys(sites.values())
        try:
            locks = SiteLocks(city_places.of(task_vars).records)
            if args["state"] == "held":
                refused = locks.take(codes, owner, datetime.now(UTC), args["unlock"])
            else:
                locks.release(codes, owner)
        except KioskError as error:
            return result | failure(error)
        results = {host: failure(refused[site]) for host, site in sites.items() if site in refused}
        return result | {
            "changed": False,
            "refused": {
                site: {"text": str(error.what), "shown": translated(error.what)} for site, error in refused.items()
            },
            "results": results,
            "say_to": [*results, *[host for host in sites if host not in results][:1]],
        }


def _apart(kept: set[str]) -> KioskError:
    """Tell of records in several places: two runs would hold the same site, each in its own."""
    return KioskError(
        say("the hosts have their records in several places: {places}", places=", ".join(sorted(kept))),
        where=city_places.RECORDS,
        fix=say("write govkiosk_records once, in group_vars/all.yml"),
        id="records-apart",
    )
