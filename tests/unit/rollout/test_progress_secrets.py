# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a run shows of a failure never holds a password of its host, out of the vault, the inventory or the environment."""

from __future__ import annotations

from pathlib import Path

from ansible_collections.govkiosk.site.plugins.module_utils import redaction
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import known_secrets
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy import verify_report
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.switch_vars import device_of
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.visit import Result
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.board import first_line


def test_what_a_run_knows() -> None:
    environment = {"GOVKIOSK_SWITCH_PASSWORD": "a", "GOVKIOSK_CANARY_TOKEN": "b", "GOVKIOSK_LAB": "c", "PASSWORD": "d"}
    assert known_secrets.of_environment(environment | {"GOVKIOSK_X_SECRET": ""}) == {"a", "b"}
    variables = {
        "ansible_password": "{{ lookup('env', 'X') }}",
        "ansible_ssh_pass": "e",
        "ansible_become_password": None,
    }
    assert known_secrets.of_variables(variables) == {"e"}


def test_a_switch_that_was_asked_for_has_no_password_left_in_any_reason(tmp_path: Path) -> None:
    variables = {
        "govkiosk_platform": "huawei_vrp",
        "ansible_host": "h",
        "ansible_user": "u",
        "ansible_password": "Gov#Kiosk9",
    }
    device_of("sw", variables, tmp_path, 1.0)
    assert first_line({"failed": True, "msg": "said Gov#Kiosk9 loudly"}) == "said ****** loudly"
    assert str(KioskError("said Gov#Kiosk9 loudly")) == "said ****** loudly"
    seen = verify_report.findings(Result("sw", error=DeviceError(Kind.REFUSED, "said Gov#Kiosk9", host="sw")))
    assert seen["error"] == "sw: said ******"
    assert redaction.redacted({"answer": "Gov#Ki\nosk9"}) == {"answer": "******"}
