# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the checks of one terminal lack, and how it differs from what was installed on it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import clauses, shortfalls, step_results

from tests.unit.acceptance.lianhua import check, heard, results

MEND = "ansible-playbook deploy.yml --limit lianhua-hall"
# As the task registers it that looks in check mode and calls nothing a change.
SAME = {"changed": False, "version": "0.1.0", "version_before": "0.1.0", "files": [], "restarted": [], "altered": []}


def look(**more: Any) -> str:
    said = step_results.read(clauses.TERMINAL_HOST, SAME | {"settings_differ": False} | more)
    found = shortfalls.drifted(heard(), said, MEND)
    assert found is None or found.check.fix == MEND
    return found.check.reason.removeprefix("the terminal is not as it was installed: ") if found else ""


def test_a_terminal_as_it_was_installed_has_not_drifted() -> None:
    assert look() == ""


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"files": ["/etc/chromium/policies/managed/govkiosk.json"]}, "these differ: /etc/chromium/policies/managed/govkiosk.json"),
        ({"restarted": ["govkiosk-home.service"]}, "these do not run as they should: govkiosk-home.service"),
        ({"altered": ["/usr/sbin/govkiosk-home"]}, "its package is altered: /usr/sbin/govkiosk-home"),
        ({"version_before": ""}, "its package is not there, 0.1.0 is due"),
        ({"version_before": "0.0.9"}, "its package is 0.0.9, 0.1.0 is due"),
        ({"settings_differ": True}, "its settings are not those of the inventory"),
    ],
)  # fmt: skip
def test_each_difference_is_told(more: dict[str, Any], words: str) -> None:
    assert look(**more) == words


@pytest.mark.parametrize(
    "said", [None, {"skipped": True}, {"failed": True, "msg": "boom"}, {"unreachable": True}, {"files": 5}]
)
def test_a_look_that_was_not_made_is_no_sameness(said: Any) -> None:
    assert shortfalls.drifted(heard(), step_results.read(clauses.TERMINAL_HOST, said), MEND)


def test_checks_that_all_passed_lack_nothing_and_what_is_missing_is_told() -> None:
    assert shortfalls.shortfalls(heard()) == []
    steps = results()
    del steps[clauses.HOME_PAGE]
    steps[clauses.SERVICE_CHECK]["checks"] = steps[clauses.SERVICE_CHECK]["checks"][:-1]
    steps[clauses.LINK_CHECK]["checks"][0] = check(
        "6.4-a", "link/single-nic", status="fail", reason="two cards", fix="one"
    )
    # Neither the switch nor the installation was asked.
    found = shortfalls.shortfalls(replace(heard(steps, switch_result={}), confirm=step_results.read("confirm", None)))
    assert [(f.check.clause, f.check.name, f.check.status) for f in found] == [
        ("7.6-a", "screen/geometry", "not_run"), ("7.6-a", "screen/content", "not_run"),
        ("7.6-b", "app/services", "not_run"), ("7.6-b", "app/heartbeat", "not_run"),
        ("6.4-a", "link/single-nic", "fail"), ("7.7", "item/JT-001", "not_run"),
    ]  # fmt: skip
    told = shortfalls.summary("lianhua-hall-01", found, heard().items)
    assert "  - 6.4-a: fail: two cards\n    fix: one" in told
    assert "  - 7.7 item JT-001 深圳通卡余额查询: not_run: service_check said nothing about it" in told
