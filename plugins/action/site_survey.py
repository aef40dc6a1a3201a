# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Judge the surveys of a batch of sites; a site that fails is not deployed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.module_utils.message import Message, join, say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import batch_results, city_places
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import failure, said
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import ca_file
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.survey import refusal, survey
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.batch import FEW
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder

if TYPE_CHECKING:
    from pathlib import Path

    from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city_folder import CityFolder


class ActionModule(ActionBase):
    """Arguments and result: see the module of the same name."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Judge; each site that fails is told everything that keeps its gate shut."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _spec, args = self.validate_argument_spec({"hosts": {"type": "list", "elements": "str", "required": True}})
        hostvars = (task_vars or {}).get("hostvars") or {}
        sites = {host: str((hostvars.get(host) or {}).get("govkiosk_site") or "") for host in args["hosts"]}
        try:
            city = city_folder.load(city_places.of(task_vars).folder, only=_few({*sites.values()}))
        except KioskError as error:
            return result | failure(error)
        # Every terminal needs it, so it is looked at before the first device is touched.
        lacking = _lacking(city.ca_file)
        slots = {host: _slot(city, sites[host], lacking) for host in sites}
        return result | batch_results.of_batch(slots, no_log=self._task.no_log)


def _few(sites: set[str]) -> set[str] | None:
    """Return the sites to read: these, or all of them where the cache is faster."""
    return sites if len(sites) <= FEW else None


def _slot(city: CityFolder, code: str, lacking: list[Message]) -> dict[str, Any]:
    if code not in city.sites:
        what = say("{folder}/sites holds no {site}.yml in any district", folder=city.path, site=code)
        return {"changed": False, "failed": True} | said(what)
    checks = survey(city.sites[code], today())
    shut = [check for check in checks if not check.good]
    why = refusal(checks)
    reasons = [join([code, why], " "), *lacking] if why else lacking
    slot = {"changed": False, "failed": bool(reasons), "checks": [check.to_dict() for check in shut or checks]}
    if reasons:
        return slot | said(join(reasons, "\n"))
    met = say("{site}: {count} requirements, all met or waived", site=code, count=len(checks))
    return slot | {"msg": translated(met)}


def _lacking(path: Path) -> list[Message]:
    try:
        ca_file.read(path)
    except KioskError as error:
        return [say("{error}", error=error)]
    return []
