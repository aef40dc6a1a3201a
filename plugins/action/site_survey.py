# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Judge a site's survey; a site that fails is not deployed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.module_utils.message import Message, join, say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import city_places
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import kept, said
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import ca_file
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.survey import refusal, survey
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder


class ActionModule(ActionBase):
    """Arguments and result: see the module of the same name."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Judge, and fail with everything that keeps the gate shut."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _spec, args = self.validate_argument_spec({"site": {"type": "str", "required": True}})
        try:
            folder = city_places.of(task_vars).folder
            city = city_folder.load(folder, only=[args["site"]])
            site = city.sites[args["site"]]
        except KioskError as error:
            raise AnsibleActionFail(error.shown(), result={"problem": kept(error)}) from None
        except KeyError:
            what = say("{folder}/sites holds no {site}.yml in any district", folder=folder, site=args["site"])
            raise AnsibleActionFail(translated(what)) from None
        checks = survey(site, today())
        shut = [check for check in checks if not check.good]
        # Every terminal needs it, so it is looked at before the first device is touched.
        lacking = _lacking(city.ca_file)
        result |= {
            "changed": False,
            "failed": bool(shut or lacking),
            "checks": [check.to_dict() for check in shut or checks],
        }
        why = refusal(checks)
        told = [join([site.site, why], " ")] if why else []
        if not told and not lacking:
            met = say("{site}: {count} requirements, all met or waived", site=site.site, count=len(checks))
            return result | {"msg": translated(met)}
        return result | said(join([*told, *lacking], "\n"))


def _lacking(path: Path) -> list[Message]:
    try:
        ca_file.read(path)
    except KioskError as error:
        return [say("{error}", error=error)]
    return []
