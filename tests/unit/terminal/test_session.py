# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""When the session ends a browser: a page that hangs, a visit that nobody ends; never one that lives or just starts."""

from __future__ import annotations

from typing import Any

import pytest
from govkiosk_terminal.session import bar_message, browser_command, must_restart


def report(
    age: float | None, visit: str | None = None, *, returned: bool = False, uptime: float = 5000
) -> dict[str, Any]:
    return {"uptime_s": uptime, "age_s": age, "visit": visit, "returned": returned, "page": {}}


@pytest.mark.parametrize(
    ("seen", "up", "idle", "reason"),
    [
        (report(3), 1000, 0, ""),
        (report(4), 1000, 0, ""),
        (report(4.6), 1000, 0, "no heartbeat for 5 s"),
        (report(60), 1000, 0, "no heartbeat for 60 s"),
        (report(None), 10, 0, ""),
        (report(None), 50, 0, "no heartbeat for 50 s"),
        (report(900, "RS-001"), 1000, 90, ""),
        (report(200, "RS-001"), 1000, 120, "nobody has touched the screen for 120 s in the visit of RS-001"),
        (report(1801, "RS-001"), 2000, 0, "visit of RS-001 lasted 1801 s"),
        (report(0, "RS-001", returned=True), 1000, 0, "the visit of RS-001 is over"),
        (report(2, uptime=5), 1000, 0, "the home server started anew, and may have forgotten a visit"),
        (report(2, uptime=999.9), 1000, 0, ""),
    ],
)
def test_must_restart(seen: dict[str, Any], up: float, idle: int, reason: str) -> None:
    assert must_restart(seen, up, idle) == reason


@pytest.mark.parametrize(
    ("seen", "idle", "message"),
    [
        (report(3), 0, ""),
        (report(3, "RS-001"), 0, "办理完毕请返回首页，并取走身份证和打印件"),
        (report(200, "RS-001"), 90, "即将返回首页，继续办理请触摸屏幕"),
        (report(1750, "RS-001"), 0, "办理时间将到，请尽快办完"),
    ],
)
def test_the_bar_warns_before_a_visit_is_ended(seen: dict[str, Any], idle: int, message: str) -> None:
    assert bar_message(seen, idle) == message


def test_the_browser_has_no_remote_control() -> None:
    for backend in ("drm", "headless"):
        command = browser_command("/run/profile", backend, [])
        assert not [one for one in command if "remote-debugging" in one or "no-sandbox" in one]
        assert command[-1] == "http://127.0.0.1:8000/"


def test_the_browser_s_own_shortcuts_and_menus_are_off() -> None:
    command = browser_command("/run/profile", "drm", [])
    assert {"--kiosk", "--force-app-mode"} <= set(command)


def test_the_browser_resolves_granted_names_only() -> None:
    (rules,) = [one for one in browser_command("/p", "drm", ["rs.zw.test", "ga.zw.test"]) if "resolver" in one]
    assert rules == (
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost, EXCLUDE rs.zw.test, EXCLUDE ga.zw.test"
    )
