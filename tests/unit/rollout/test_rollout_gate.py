# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""When a wave is the last one."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.gate import (
    GateDecision,
    WaveResults,
    decide,
    unready,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.waves import Wave

WHY = "6.4-e: fail: canary-a was reached"


def judge(bad: int, count: int, percent: int, number: int = 1) -> GateDecision:
    sites = {f"s{n}": (f"s{n}-sw", f"s{n}-01") for n in range(count)}
    accepted = {
        "results": {f"s{n}-01": {"accepted": n >= bad, "failed": n < bad, "msg": "long"} for n in range(count)},
        "summary": {"terminals": {f"s{n}-01": {"reason": WHY} for n in range(count)}},
    }
    pushed = {"results": {f"s{n}-sw": {"msg": "4 lines"} for n in range(count)}}
    return decide(Wave("rest", sites, percent), number, 3, WaveResults(pushed, pushed, accepted))


@pytest.mark.parametrize(
    ("bad", "count", "percent", "stop"),
    [(0, 4, 0, False), (1, 4, 0, True), (1, 4, 25, False), (2, 4, 25, True), (1, 20, 5, False), (4, 4, 100, False)],
)
def test_more_than_the_percentage_stops(bad: int, count: int, percent: int, stop: bool) -> None:
    decision = judge(bad, count, percent)
    assert decision.stop is stop
    assert decision.failed == {f"s{n}": f"s{n}-01: {WHY}" for n in range(bad)}
    assert decision.accepted == tuple(f"s{n}" for n in range(bad, count))


def test_it_is_said_in_one_line() -> None:
    assert judge(1, 4, 0).line == (
        "wave 1 of 3 (rest): 3 of 4 sites accepted; more than 0 % failed, the next wave is not begun"
    )
    assert judge(1, 4, 25).line == "wave 1 of 3 (rest): 3 of 4 sites accepted; it goes on"
    assert judge(1, 4, 0, number=3).line == "wave 3 of 3 (rest): 3 of 4 sites accepted"


def test_what_happened_first_is_the_reason() -> None:
    lost: dict[str, Any] = {
        "results": {"a-sw": {"unreachable": True, "msg": "a-sw: 10.0.0.1 is unreachable\n    fix: x"}}
    }
    refused = {"results": {"a-01": {"failed": True, "msg": "a-01 is not accepted\n  - 6.4"}}}
    wave = Wave("rest", {"a": ("a-sw", "a-01")}, 0)
    assert decide(wave, 1, 1, WaveResults(lost, {}, refused)).failed == {"a": "a-sw: 10.0.0.1 is unreachable"}
    good = {"results": {"a-sw": {"msg": ""}}}
    assert decide(wave, 1, 1, WaveResults(good, {}, refused)).failed == {"a": "a-01: a-01 is not accepted"}
    broken = {"failed": True, "msg": "the evidence cannot be opened"}
    assert decide(wave, 1, 1, WaveResults(good, {}, broken)).failed == {"a": "a-01: the evidence cannot be opened"}
    assert decide(wave, 1, 1, WaveResults({"failed": True, "msg": "no such city"}, {}, {})).failed == {
        "a": "a-sw: no such city"
    }


def test_what_is_kept_of_a_reason_is_its_problem_whatever_was_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVKIOSK_LANG", "zh_CN")
    told = {"reason": "访问到了 canary-a", "problem": {"id": "", "text": WHY, "fix": ""}}
    accepted = {"results": {"a-01": {"accepted": False, "msg": "long"}}, "summary": {"terminals": {"a-01": told}}}
    (reason,) = decide(Wave("rest", {"a": ("a-01",)}, 0), 1, 1, WaveResults({}, {}, accepted)).failed.values()
    assert reason == f"a-01: {WHY}"
    assert translated(reason) == "a-01: 访问到了 canary-a"


def test_a_site_of_which_only_the_switch_was_selected() -> None:
    wave = Wave("rest", {"a": ("a-sw",)}, 0)
    good = {"results": {"a-sw": {"msg": "", "confirmed": True}}}
    not_kept = {"results": {"a-sw": {"failed": True, "msg": "not confirmed: nobody was there"}}}
    assert decide(wave, 1, 1, WaveResults(good, good, {})).accepted == ("a",)
    failed = decide(wave, 1, 1, WaveResults(good, not_kept, {}))
    assert failed.failed == {"a": "a-sw: not confirmed: nobody was there"}
    assert failed.alone(wave) == {"a-sw": "a-sw: not confirmed: nobody was there"}
    assert failed.alone(Wave("rest", {"a": ("a-sw", "a-01")}, 0)) == {}


GOOD = {"accepted": True, "failed": False, "msg": "a-01 is ready for acceptance"}
BAD = {"accepted": False, "failed": True, "msg": "a-02 is not accepted (7.7.1)\n  - 6.4-e"}


@pytest.mark.parametrize(
    ("one", "two", "why"),
    [
        (GOOD, GOOD, ""),
        (GOOD, BAD, "a-02: a-02 is not accepted (7.7.1)"),
        (BAD, GOOD, "a-01: a-02 is not accepted (7.7.1)"),
        (BAD, BAD, "a-01: a-02 is not accepted (7.7.1)"),
        (GOOD, None, "a-02: nothing was decided"),
        (GOOD, {}, "a-02: nothing was decided"),
        (GOOD, {"failed": False}, "a-02: it was not accepted"),
        (GOOD, {"accepted": "yes", "msg": "yes"}, "a-02: yes"),
        (GOOD, GOOD | {"failed": True}, "a-02: a-01 is ready for acceptance"),
        (GOOD, GOOD | {"skipped": True}, "a-02: a-01 is ready for acceptance"),
        (GOOD, GOOD | {"unreachable": True}, "a-02: a-01 is ready for acceptance"),
    ],
)
def test_a_site_of_two_terminals_is_accepted_only_if_both_are(one: Any, two: Any, why: str) -> None:
    wave = Wave("rest", {"a": ("a-sw", "a-01", "a-02")}, 0)
    told = {terminal: verdict for terminal, verdict in (("a-01", one), ("a-02", two)) if verdict is not None}
    pushed = {"results": {"a-sw": {"msg": ""}}}
    decision = decide(wave, 1, 2, WaveResults(pushed, pushed, {"results": told}))
    assert decision.failed == ({"a": why} if why else {})
    assert decision.accepted == (() if why else ("a",))
    assert decision.stop is bool(why)


@pytest.mark.parametrize("batch", [{}, {"skipped": True}, {"skipped": True, "msg": "check mode"}, {"results": {}}])
@pytest.mark.parametrize("step", ["pushed", "confirmed"])
def test_a_switch_alone_whose_step_is_missing_or_skipped_is_not_done(step: str, batch: dict[str, Any]) -> None:
    wave, good = Wave("rest", {"a": ("a-sw",)}, 0), {"results": {"a-sw": {"confirmed": True}}}
    told = {"pushed": good, "confirmed": good, step: batch}
    assert decide(wave, 1, 1, WaveResults(told["pushed"], told["confirmed"], {})).accepted == ()


@pytest.mark.parametrize("slot", [{}, {"confirmed": False}, {"confirmed": 1}, {"confirmed": True, "skipped": True}])
def test_a_switch_alone_that_nobody_confirmed_is_not_done(slot: dict[str, Any]) -> None:
    wave = Wave("rest", {"a": ("a-sw",)}, 0)
    pushed = {"results": {"a-sw": {"guard": "armed"}}}
    assert decide(wave, 1, 1, WaveResults(pushed, {"results": {"a-sw": slot}}, {})).accepted == ()


def test_a_check_is_ready_unless_a_switch_of_the_wave_is_not() -> None:
    wave = Wave("rest", {"a": ("a-sw", "a-01"), "b": ("b-sw",), "c": ("c-01",), "d": ("d-sw", "d-01")}, 0)
    pushed: dict[str, Any] = {
        "results": {
            "a-sw": {"failed": True, "unreachable": True, "msg": "a-sw: 10.0.0.1 is unreachable\n    fix: x"},
            "b-sw": {"failed": True, "msg": "the plan is not safe"},
            "d-sw": {"msg": "4 lines"},
        }
    }
    assert unready(wave, pushed) == {"a-sw": "a-sw: 10.0.0.1 is unreachable", "b-sw": "b-sw: the plan is not safe"}
    only = Wave("rest", {"d": ("d-sw", "d-01"), "c": ("c-01",)}, 0)
    assert unready(only, pushed) == {}
    assert unready(only, {"failed": True, "msg": "no such city"}) == {"d-sw": "d-sw: no such city"}


@pytest.mark.parametrize(
    ("pushed", "confirmed", "why"),
    [
        ({}, {"confirmed": True}, ""),
        ({}, {"confirmed": False}, "a-sw: it was not confirmed"),
        ({}, {"msg": "its timer still runs\nand more"}, "a-sw: its timer still runs"),
        ({"skipped": True}, {"confirmed": True}, "a-sw: it was left out"),
        ({"skipped": True, "msg": "not selected"}, {"confirmed": True}, "a-sw: not selected"),
        ({"failed": True}, {"confirmed": True}, "a-sw: no reason was given"),
        ({"unreachable": True, "msg": "no route"}, {"confirmed": True}, "a-sw: no route"),
        ({"msg": "4 lines"}, {"confirmed": True}, ""),
        (None, {"confirmed": True}, "a-sw: the batch did not get to it"),
    ],
)
def test_why_a_switch_alone_is_not_done_is_said_in_these_words(
    pushed: dict[str, Any] | None, confirmed: dict[str, Any], why: str
) -> None:
    batches = [{} if slot is None else {"results": {"a-sw": slot}} for slot in (pushed, confirmed)]
    assert WaveResults(*batches, {}).reason(("a-sw",), "a-sw") == why


def test_a_terminal_without_a_word_about_it_is_not_accepted() -> None:
    hosts = ("a-01",)
    assert WaveResults({}, {}, {}).reason(hosts, "a-sw") == "a-01: nothing was decided"
    assert (
        WaveResults({}, {}, {"results": {"a-01": {"failed": True}}}).reason(hosts, "a-sw")
        == "a-01: it was not accepted"
    )
