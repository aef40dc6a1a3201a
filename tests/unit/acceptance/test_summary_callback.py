# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is printed at the end of a run."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.callback import summary

TOLD = {
    "clauses": {"7.7": {"pass": 12, "fail": 1}, "6.4-e": {"not_run": 2, "waived": 1}, "99": {"error": 3}},
    "terminals": {
        "lianhua-hall-02": {"accepted": False, "reason": "7.7 item RS-001: fail: refused", "papers": []},
        "lianhua-hall-01": {"accepted": True, "reason": "", "papers": ["/srv/gk/inventory/lab/records/x/表-v1.pdf"]},
    },
    "records": "/srv/gk/inventory/lab/records",
}


def run(monkeypatch: pytest.MonkeyPatch, *results: tuple[str, Any]) -> list[str]:
    callback, printed = summary.CallbackModule(), []
    monkeypatch.setattr(callback, "_display", SimpleNamespace(display=printed.append))
    monkeypatch.setattr(summary.Path, "cwd", classmethod(lambda cls: cls("/srv/gk")))
    for action, result in results:
        callback.v2_runner_on_ok(SimpleNamespace(task=SimpleNamespace(action=action), result=result))
    callback.v2_playbook_on_stats(None)
    return printed


def test_clauses_in_the_standards_order_terminals_and_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, ("govkiosk.site.acceptance", {"summary": TOLD})) == [
        "",
        "clause    DB4403/T 503.5-2024              pass     fail   waived  not_run    error",
        "6.4-e     no internet, proven                 -        -        1        2        -",
        "7.7       every service item available       12        1        -        -        -",
        "99        site is planned                     -        -        -        -        3",
        "",
        "lianhua-hall-01: ready for acceptance",
        "    inventory/lab/records/x/表-v1.pdf",
        "lianhua-hall-02: NOT ACCEPTED: 7.7 item RS-001: fail: refused",
        "1 of 2 terminals are ready for acceptance; evidence and papers: inventory/lab/records",
    ]


def test_batches_are_added_up(monkeypatch: pytest.MonkeyPatch) -> None:
    other = {
        "clauses": {"7.7": {"pass": 13}},
        "terminals": {"futian-03": {"accepted": True}},
        "records": "/elsewhere/records",
    }
    lines = run(
        monkeypatch, ("govkiosk.site.acceptance", {"summary": TOLD}), ("govkiosk.site.acceptance", {"summary": other})
    )
    assert "7.7       every service item available       25        1        -        -        -" in lines
    assert lines[-1] == (
        "2 of 3 terminals are ready for acceptance; evidence and papers: /elsewhere/records, inventory/lab/records"
    )


@pytest.mark.parametrize(
    "results",
    [
        (),
        (("ansible.builtin.debug", {"summary": TOLD}),),
        (("govkiosk.site.acceptance", {"skipped": True}),),
        (("govkiosk.site.acceptance", {"summary": None}), ("govkiosk.site.acceptance", "text")),
        (
            ("govkiosk.site.acceptance", {"summary": {}}),
            ("govkiosk.site.acceptance", {"summary": TOLD | {"terminals": {}}}),
        ),
    ],
)
def test_nothing_is_printed_after_a_run_without_acceptance(results: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, *results) == []


def test_a_half_told_summary_is_no_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    told = run(monkeypatch, ("govkiosk.site.acceptance", {"summary": {"terminals": {"a-01": {}}}}))
    assert told[-2:] == [
        "a-01: NOT ACCEPTED: ", "0 of 1 terminals are ready for acceptance; evidence and papers: ",
    ]  # fmt: skip


def test_what_is_not_decided_on_is_not_called_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {"terminals": {"a-01": {"accepted": False, "decided": False, "reason": "its evidence is 8 days old"}}}
    assert "a-01: NOT DECIDED ON: its evidence is 8 days old" in run(
        monkeypatch, ("govkiosk.site.acceptance", {"summary": told})
    )


def test_switches_and_terminals_that_were_only_looked_at_are_counted_at_the_very_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    callback, printed = summary.CallbackModule(), []
    monkeypatch.setattr(callback, "_display", SimpleNamespace(display=printed.append))

    def result(action: str, host: str, told: dict[str, Any]) -> Any:
        return SimpleNamespace(
            task=SimpleNamespace(action=action), result=told, host=SimpleNamespace(get_name=lambda: host)
        )

    callback.v2_runner_on_ok(result("govkiosk.site.device_verify", "a-sw", {"headline": "1 switch: 1 right"}))
    callback.v2_runner_on_ok(result("govkiosk.site.check_report", "a-01", {"failed": False}))
    callback.v2_runner_on_failed(result("govkiosk.site.check_report", "a-02", {"failed": True}))
    callback.v2_runner_on_ok(result("govkiosk.site.check_report", "a-03", {"skipped": True}))
    callback.v2_playbook_on_stats(None)
    assert printed == ["", "1 switch: 1 right; 2 terminals: 1 right, 1 NOT"]
