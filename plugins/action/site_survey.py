# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Judge a site's survey; a site that fails is not deployed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import city_places
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.local_date import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import ca_file
from ansible_collections.govkiosk.site.plugins.plugin_utils.inventory.survey import refusal, survey
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
            raise AnsibleActionFail(error.shown()) from None
        except KeyError:
            raise AnsibleActionFail(f"{folder}/sites holds no {args['site']}.yml in any district") from None
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
        told = [f"{site.site} {why}"] if why else []
        met = f"{site.site}: {len(checks)} requirements, all met or waived"
        return result | {"msg": "\n".join([*told, *lacking]) or met}


def _lacking(path: Path) -> list[str]:
    try:
        ca_file.read(path)
    except KioskError as error:
        return [error.shown()]
    return []
