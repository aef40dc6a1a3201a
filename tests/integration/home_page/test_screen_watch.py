# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is seen of screen, services and page becomes verdicts of 7.6-a and 7.6-b. tests/lab looks at a real one."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils import screen_watch
from ansible_collections.govkiosk.site.plugins.module_utils.screen_watch import Terminal

TERMINAL = Terminal("t-01", "0.1.0+x", 768, 1366, 13)


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        ({}, "all services run and restart by themselves"),
        ({"govkiosk-home.service": {"ActiveState": "failed"}}, "govkiosk-home.service is failed"),
        (
            {"govkiosk-screen.service": {"ActiveState": "active", "Restart": "no"}},
            "govkiosk-screen.service does not restart by itself",
        ),
        ({"govkiosk-firewall.service": {}}, "govkiosk-firewall.service is unknown"),
    ],
)
def test_services(monkeypatch: pytest.MonkeyPatch, shown: dict[str, dict[str, str]], reason: str) -> None:
    good = {"ActiveState": "active", "Restart": "always", "NRestarts": "2"}
    monkeypatch.setattr(screen_watch, "unit_properties", lambda unit: shown.get(unit, good))
    monkeypatch.setattr(screen_watch, "FIREWALL", ["true"])
    check = screen_watch.service_check(TERMINAL)
    assert check.reason == reason
    assert check.good == (not shown)


@pytest.mark.parametrize(
    ("script", "reason"),
    [
        (
            "echo 'Error: No such file or directory' >&2; echo 'list table inet govkiosk' >&2; exit 1",
            "the terminal's firewall is not loaded: Error: No such file or directory",
        ),
        ("exit 1", "the terminal's firewall is not loaded: exit 1"),
        (None, "the terminal's firewall is not loaded: [Errno 2] No such file or directory: '/nonexistent/nft'"),
        ("sleep 60", "the terminal's firewall is not loaded: it was not told within 0.2 s"),
    ],
)
def test_a_flushed_firewall_is_noticed_though_its_unit_is_active(
    monkeypatch: pytest.MonkeyPatch, script: str | None, reason: str
) -> None:
    good = {"ActiveState": "active", "Restart": "always", "NRestarts": "2"}
    monkeypatch.setattr(screen_watch, "unit_properties", lambda _unit: good)
    monkeypatch.setattr(screen_watch, "FIREWALL", ["sh", "-c", script] if script else ["/nonexistent/nft"])
    monkeypatch.setattr(screen_watch, "FIREWALL_WAIT_S", 0.2 if script == "sleep 60" else 10)
    check = screen_watch.service_check(TERMINAL)
    assert (check.name, check.status, check.reason) == ("app/services", "fail", reason)
    assert check.fix.startswith("run the role govkiosk.site.terminal_host again")
