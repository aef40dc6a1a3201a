# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""When the session ends a browser: a page that hangs, a visit that nobody ends; never one that lives or just starts."""

from __future__ import annotations

from typing import Any

import pytest
from govkiosk_terminal.session import browser_command, must_restart


def report(
    age: float | None, visit: str | None = None, *, returned: bool = False, uptime: float = 5000
) -> dict[str, Any]:
    return {"uptime_s": uptime, "age_s": age, "visit": visit, "returned": returned, "page": {}}


@pytest.mark.parametrize(
    ("seen", "up", "reason"),
    [
        (report(3), 1000, ""),
        (report(60), 1000, "no heartbeat for 60 s"),
        (report(None), 10, ""),
        (report(None), 50, "no heartbeat for 50 s"),
        (report(200, "RS-001"), 1000, ""),
        (report(301, "RS-001"), 1000, "visit of RS-001 lasted 301 s"),
        (report(0, "RS-001", returned=True), 1000, "the visit of RS-001 is over"),
        (report(2, uptime=5), 1000, "the home server started anew, and may have forgotten a visit"),
        (report(2, uptime=999.9), 1000, ""),
        (None, 1000, ""),
    ],
)
def test_must_restart(seen: dict[str, Any] | None, up: float, reason: str) -> None:
    assert must_restart(seen, up) == reason


def test_the_browser_has_no_remote_control() -> None:
    for backend in ("drm", "headless"):
        command = browser_command("/run/profile", backend, [])
        assert not [one for one in command if "remote-debugging" in one or "no-sandbox" in one]
        assert command[-1] == "http://127.0.0.1:8000/"


def test_the_browser_resolves_granted_names_only() -> None:
    (rules,) = [one for one in browser_command("/p", "drm", ["rs.zw.test", "ga.zw.test"]) if "resolver" in one]
    assert rules == ("--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE rs.zw.test, EXCLUDE ga.zw.test")
