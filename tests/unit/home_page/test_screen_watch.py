# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is seen of screen, services and page becomes verdicts of 7.6-a and 7.6-b. tests/lab looks at a real one."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils import screen_watch
from ansible_collections.govkiosk.site.plugins.module_utils.screen_mark import Mark
from ansible_collections.govkiosk.site.plugins.module_utils.screen_watch import Terminal

from tests.unit.home_page.screen_painter import Painter

TERMINAL = Terminal("t-01", "0.1.0+x", 768, 1366, 13)
PAGE = {"width": 768, "height": 1366, "version": "0.1.0+x"}


@pytest.mark.parametrize(
    ("report", "wrong"),
    [
        ({"age_s": 2.0, "visit": None, "page": PAGE}, ""),
        ({}, "the home page's server does not answer"),
        ({"age_s": 2.0, "visit": None, "page": {**PAGE, "checked": "10:02"}, "checked": "10:02"}, ""),
        (
            {"age_s": 2.0, "visit": None, "page": {**PAGE, "checked": None}, "checked": "10:02"},
            "the page shows the items as of None, they were checked at 10:02",
        ),
        ({"age_s": None, "page": {}}, "the page has given no sign of life yet"),
        ({"age_s": 40.0, "visit": None, "page": PAGE}, "the page's last sign of life is 40 s old"),
        ({"age_s": 2.0, "visit": "RS-001", "page": PAGE}, "somebody is using the item RS-001, the home page is not on"),
        (
            {"age_s": 2.0, "visit": None, "page": {**PAGE, "width": 700}},
            "the page is 700x1366 large, the screen is 768x1366",
        ),
        (
            {"age_s": 2.0, "visit": None, "page": {**PAGE, "version": "old"}},
            "the page is of version old, installed is 0.1.0+x",
        ),
    ],
)
def test_heartbeat(report: dict[str, Any], wrong: str) -> None:
    check = screen_watch.heartbeat_check(TERMINAL, report)
    assert (check.clause, check.subject, check.name) == ("7.6-b", "t-01", "app/heartbeat")
    assert check.good == (wrong == "")
    assert not wrong or (check.reason == wrong and check.fix)


def test_no_picture_fails_both_checks_of_the_screen() -> None:
    checks = screen_watch.picture_checks(TERMINAL, None, "the screen's compositor is not running")
    assert [(check.clause, check.status, check.reason) for check in checks] == [
        ("7.6-a", "fail", "the screen's compositor is not running")
    ] * 2


def test_a_good_picture_passes_both() -> None:
    mark = Mark("t-01", "0.1.0+x", 13, int(time.time() // 60))
    checks = screen_watch.picture_checks(TERMINAL, Painter(768, 1366).mark(mark).picture(), "")
    assert [(check.name, check.status) for check in checks] == [("screen/geometry", "pass"), ("screen/content", "pass")]
    assert checks[1].data == {"mark": mark.text()}


def test_looking_ends_at_once_when_all_is_good_and_in_time_when_not(monkeypatch: pytest.MonkeyPatch) -> None:
    good = screen_watch.heartbeat_check(TERMINAL, {"age_s": 1.0, "visit": None, "page": PAGE})
    bad = screen_watch.heartbeat_check(TERMINAL, {})
    looks = iter([[bad], [bad], [good], [bad]])
    slept: list[float] = []
    monkeypatch.setattr(screen_watch, "time", SimpleNamespace(monotonic=lambda: sum(slept), sleep=slept.append))
    monkeypatch.setattr(screen_watch, "look", lambda _terminal: (next(looks), None))
    assert screen_watch.look_until_good(TERMINAL, 60)[0] == [good]
    assert slept == [screen_watch.PAUSE_S] * 2
    slept.clear()
    monkeypatch.setattr(screen_watch, "look", lambda _terminal: ([bad], None))
    assert screen_watch.look_until_good(TERMINAL, 10)[0] == [bad]
    assert 10 <= sum(slept) < 10 + screen_watch.PAUSE_S


def test_a_host_that_is_no_terminal_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen_watch, "SETTINGS", "/nonexistent/terminal.json")
    with pytest.raises(screen_watch.NotATerminal, match="this host is no service terminal yet"):
        Terminal.of_this_host()
