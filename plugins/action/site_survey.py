# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Judge a site's survey; a site that fails is not deployed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible.errors import AnsibleActionFail
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.plugin_utils import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.beijing import today
from ansible_collections.govkiosk.site.plugins.plugin_utils.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.survey import refusal, survey


class ActionModule(ActionBase):
    """Arguments and result: see the module of the same name."""

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Judge, and fail with everything that keeps the gate shut."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        _spec, args = self.validate_argument_spec(
            {"folder": {"type": "path", "required": True}, "site": {"type": "str", "required": True}}
        )
        try:
            site = city_folder.load(Path(args["folder"]), only=[args["site"]]).sites[args["site"]]
        except KioskError as error:
            raise AnsibleActionFail(str(error)) from None
        except KeyError:
            raise AnsibleActionFail(f"{args['folder']}/sites holds no {args['site']}.yml in any district") from None
        checks = survey(site, today())
        shut = [check for check in checks if not check.good]
        result |= {"changed": False, "failed": bool(shut), "checks": [check.to_dict() for check in shut or checks]}
        why = refusal(checks)
        met = f"{site.site}: {len(checks)} requirements, all met or waived"
        return result | {"msg": f"{site.site} {why}" if why else met}
