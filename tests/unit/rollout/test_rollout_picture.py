# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is known of a deployment, and how it is drawn and kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout import picture, steps
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.board import Board, State, first_line
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.run_record import RunRecord
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.steps import Status

BEGAN = 1_795_600_000.0
RESUME = "ansible-playbook deploy.yml --limit @inventory/city/records/rollout/remaining.limit"


def begin(*waves: list[str], **more: Any) -> Board:
    """Begin with waves of sites that have two terminals each."""
    told = {
        "run": "20261125T091200Z-abc123",
        "resume": RESUME,
        "waves": [
            {"name": "rest" if n else "canary", "sites": {s: [f"{s}-sw", f"{s}-01", f"{s}-02"] for s in sites}}
            for n, sites in enumerate(waves)
        ],
        **more,
    }
    return Board.of(told, BEGAN)


def halfway() -> Board:
    board = begin(
        ["hall"],
        ["park", "station", "center"],
        ["far"],
        refused={"held": dict.fromkeys(("text", "shown"), "is held by zhang on noc-2")},
    )
    board.next_wave(BEGAN)
    board.tell("hall-sw", "switch", {"changed": True, "guard": "armed"})
    board.tell("hall-01", "link", {"checks": [{"status": "pass"}]})
    board.tell("hall-sw", "confirm", {"changed": True, "confirmed": True})
    board.tell("hall-01", "accept", {})
    board.judge({"failed_sites": {}}, BEGAN + 61)
    board.next_wave(BEGAN + 62)
    board.tell("park-sw", "switch", {"guard": "none"})
    board.tell("station-sw", "switch", {"unreachable": True, "msg": "station-sw: no route\n    fix: look"})
    board.tell("center-sw", "switch", {"changed": True, "guard": "armed"})
    board.tell("park-01", "install", {"changed": True})
    board.tell("park-02", "install", {})
    board.begin_step("link")
    board.tell("park-01", "link", {"checks": [{"status": "fail", "reason": "1200 kbit/s"}]})
    board.tell("park-02", "link", {"checks": [{"status": "pass"}]})
    board.tell("stranger", "link", {"failed": True})
    return board


def test_the_picture_of_a_wave() -> None:
    assert picture.picture(halfway(), BEGAN + 125, 100, 20) == [
        "wave 2 of 3 (rest)  1 of 6 sites accepted, 1 not  2:05",
        "site     switch   install  link     internet items    screen   confirm  accept",
        "park     ok       changed  FAILED   .        .        .        .        .",
        "station  LOST     .        ...      .        .        .        .        .",
        "center   changed  .        ...      .        .        .        .        .",
    ]


def test_a_small_terminal_shows_what_is_wrong_first_and_never_wraps() -> None:
    lines = picture.picture(halfway(), BEGAN, 30, 6)
    assert [line.split()[0] for line in lines] == ["wave", "site", "park", "…"]
    assert lines[-1] == "… and 2 more sites"
    assert max(map(len, lines)) == 29
    assert len(picture.picture(begin([f"s{n}" for n in range(300)]), BEGAN, 80, 24)) <= 23


def test_short_lines_in_place_of_a_picture() -> None:
    board = halfway()
    assert picture.wave_line(board) == "wave 2 of 3 (rest): park, station, center"
    assert picture.step_line(board, "switch") == "  switch   1 ok, 1 changed, 1 unreachable"
    assert picture.step_line(board, "screen") == "  screen   nothing to do"
    many = begin([f"s{n}" for n in range(20)])
    many.next_wave(BEGAN)
    assert picture.wave_line(many) == "wave 1 of 1 (canary): s0, s1, s2, s3, s4, s5, s6, s7 and 12 more"


def test_at_the_end_each_lost_site_has_its_line() -> None:
    board = halfway()
    board.judge({"failed_sites": {"park": "park-01: 6.4-d: fail: 1200 kbit/s"}, "stop": True}, BEGAN + 200)
    board.end(BEGAN + 201)
    assert picture.lost_lines(board) == [
        "park: park-01: 6.4-d: fail: 1200 kbit/s",
        "held: is held by zhang on noc-2",
        "1 site was not begun",
        f"go on with what is left: {RESUME}",
    ]


def test_a_run_that_breaks_off_says_what_it_knows_of_each_site() -> None:
    board = halfway()
    board.end(BEGAN + 130)
    assert picture.lost_lines(board)[:3] == [
        "park: park-01: 1200 kbit/s",
        "station: station-sw: no route",
        "center: the run ended before the site was decided on",
    ]


def test_nothing_is_said_of_a_run_that_went_well() -> None:
    board = begin(["hall"])
    board.next_wave(BEGAN)
    board.judge({"failed_sites": {}}, BEGAN)
    board.end(BEGAN)
    assert picture.lost_lines(board) == []


def test_the_record_for_machines(tmp_path: Path) -> None:
    board = halfway()
    # Nobody asked the switch again: its timer runs as it did.
    board.tell("center-sw", "confirm", {"confirmed": False, "failed": True, "msg": "not confirmed: refused"})
    record = RunRecord(board)
    record.keep(tmp_path)
    kept = json.loads((tmp_path / "rollout/20261125T091200Z-abc123.json").read_text(encoding="utf-8"))
    assert kept["waves"][1] == {"number": 2, "name": "rest", "sites": ["park", "station", "center"]}
    assert (kept["began"], kept["ended"]) == ("2026-11-25T09:46:40Z", None)
    assert kept["sites"]["hall"] == {
        "wave": 1, "status": "accepted", "steps": {"switch": "changed", "link": "ok", "confirm": "changed", "accept": "ok"},
        "seconds": 61.0, "reason": "", "guard": "confirmed", "evidence": "hall/evidence.jsonl",
    }  # fmt: skip
    assert kept["sites"]["station"]["steps"] == {"switch": "unreachable"}
    assert kept["sites"]["center"]["guard"] == "armed"
    assert kept["sites"]["far"]["status"] == "waiting"
    assert kept["sites"]["held"]["status"] == "held"
    assert kept["sites"]["held"]["wave"] is None
    board.end(BEGAN + 130)
    record.keep(tmp_path)
    again = json.loads((tmp_path / "rollout/20261125T091200Z-abc123.json").read_text(encoding="utf-8"))
    assert again["sites"]["park"]["status"] == "failed"
    assert again["ended"] == "2026-11-25T09:48:50Z"


def test_a_record_that_was_kept_before_says_what_a_new_one_would() -> None:
    """Only what was touched is written anew: a site told of between two waves, one of a wave that is over, one broken off."""
    board = begin(["hall"], ["park", "station"], ["far"], refused={"held": {"text": "is held", "shown": "被占用"}})
    record = RunRecord(board)

    def same() -> None:
        kept, fresh = record.text(), Board(board.run, board.waves, board.rows, board.members, board.began, board.resume)
        fresh.wave, fresh.ended, fresh.stopped = board.wave, board.ended, board.stopped
        assert kept == RunRecord(fresh).text()
        assert board.current == [row for row in board.rows.values() if row.wave == board.wave]
        assert all(board.count(state) == fresh.count(state) for state in State)

    for happens in (
        lambda: None,
        lambda: board.next_wave(BEGAN + 1),
        lambda: board.tell("hall-sw", "switch", {"changed": True, "guard": "armed"}),
        lambda: board.judge({"failed_sites": {"hall": "hall-01: no"}}, BEGAN + 2),
        lambda: board.tell("hall-02", "link", {"failed": True, "msg": "late"}),
        lambda: board.next_wave(BEGAN + 3),
        lambda: board.judge({"failed_sites": {"station": "no"}, "stop": True}, BEGAN + 4),
        lambda: board.next_wave(BEGAN + 5),
        lambda: board.end(BEGAN + 6),
    ):
        happens()
        same()


@pytest.mark.parametrize(
    ("result", "status"),
    [
        ({}, Status.OK),
        ({"changed": True}, Status.CHANGED),
        ({"skipped": True}, Status.SKIPPED),
        ({"failed": True, "changed": True}, Status.FAILED),
        ({"failed": True, "unreachable": True}, Status.UNREACHABLE),
        ({"changed": True, "checks": [{"status": "pass"}, {"status": "error"}]}, Status.FAILED),
        ({"checks": [{"status": "waived"}, {"status": "not_run"}]}, Status.OK),
        # At a switch that nobody has sent anything through yet no MAC address is seen; it has done all that it was told.
        ({"checks": [{"name": "switch/port", "status": "fail"}]}, Status.OK),
        ({"changed": True, "checks": [{"name": "switch/port", "status": "fail"}]}, Status.CHANGED),
        ({"failed": True, "checks": [{"name": "switch/port", "status": "fail"}]}, Status.FAILED),
        ({"checks": [{"name": "switch/proof", "status": "fail"}]}, Status.FAILED),
    ],
)
def test_status_of_a_result(result: dict[str, Any], status: Status) -> None:
    assert steps.status(result) is status


def test_every_step_is_some_task() -> None:
    names = ["device_push", "terminal_host", "link_check", "egress_check", "service_check", "screen_check"]
    names += ["device_confirm", "acceptance"]
    assert tuple(steps.begun(f"govkiosk.site.{name}", {}) for name in names) == steps.STEPS
    assert steps.ended("govkiosk.site.host_result", {"batch": "network_policy_confirm_batch"}) == "confirm"
    assert steps.ended("govkiosk.site.host_result", {"batch": "network_policy_plan_batch"}) == ""
    assert steps.ended("ansible.builtin.debug", {}) == ""


def test_the_reason_of_a_step_is_what_failed_in_it() -> None:
    failed = {"name": "switch/proof", "status": "fail", "reason": "a packet escapes"}
    silent = {"name": "switch/port", "status": "fail", "reason": "no MAC"}
    assert first_line({"msg": "4 lines", "checks": [silent, failed]}) == "a packet escapes"
    assert first_line({"msg": "refused\nmore", "failed": True, "checks": [failed]}) == "refused"
