# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One Ansible task per switch around netmiko's own driver."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

# At the top, so that Ansible's parent imports it once: as good as this way can be made.
from ansible.plugins.action import ActionBase
from netmiko import ConnectHandler

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
import stock


class ActionModule(ActionBase):
    """Arguments to one session."""

    _requires_connection = False

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """Do the work on one switch."""
        result: dict[str, Any] = super().run(tmp, task_vars)
        job = self._task.args["job"]
        login = {"host": "127.0.0.1", "port": job["port"], "username": job["user"], "password": job["password"]}
        with ConnectHandler(
            device_type="huawei", fast_cli=True, conn_timeout=60, banner_timeout=60, **login
        ) as connection:
            stock.change(connection, list(job["lines"]), list(job["shown"]))
        return result | {"changed": True}
