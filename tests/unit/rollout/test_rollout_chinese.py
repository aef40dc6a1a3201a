# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A deployment in Chinese: what is drawn and said, and what its record keeps all the same in English."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.callback import summary
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout import gate, picture
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.board import Board
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.process import Process
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.run_record import RunRecord
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.site_lock import Holder
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.waves import Wave

LOST = {
    "unreachable": True,
    "msg": "a-sw: 10.0.0.1 端口 22 不可达：无应答\n    处理：x",
    "problem": {"text": "a-sw: 10.0.0.1 port 22 is unreachable: no answer", "fix": "x"},
}
SHOWN = "a-sw: 10.0.0.1 端口 22 不可达：无应答"
KEPT = "a-sw: 10.0.0.1 port 22 is unreachable: no answer"


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVKIOSK_LANG", "zh_CN")


def test_a_reason_is_shown_in_chinese_and_kept_in_english() -> None:
    waves = [{"name": "canary", "sites": {"a": ["a-sw", "a-01"]}}, {"name": "rest", "sites": {"b": ["b-sw"]}}]
    board = Board.of({"run": "r", "waves": waves, "resume": "again"}, 0.0)
    board.next_wave(0.0)
    board.tell("a-sw", "switch", LOST)
    assert picture.headline(board, 61.0) == "第 1/2 批（canary）  2 个网点中 0 个通过验收  1:01"
    decision = gate.decide(
        Wave("canary", {"a": ("a-sw", "a-01")}, 0), 1, 2, gate.WaveResults({"results": {"a-sw": LOST}}, {}, {})
    )
    assert translated(decision.line) == "第 1/2 批（canary）：1 个网点中 0 个通过验收；失败超过 0 %，不开始下一批"
    assert (str(decision.failed["a"]), translated(decision.failed["a"])) == (KEPT, SHOWN)
    told = {"failed_sites": {"a": KEPT}, "failed_sites_shown": {"a": SHOWN}, "stop": True}
    for judged in (False, True):
        if judged:
            board.judge(told, 9.0)
        assert json.loads(RunRecord(board).text())["sites"]["a"]["reason"] == KEPT
    assert picture.lost_lines(board) == [f"a: {SHOWN}", "1 个网点尚未开始", "继续处理其余网点：again"]


def test_the_picture_has_chinese_heads_and_signs_in_columns_of_one_width() -> None:
    waves = [{"name": "rest", "sites": {"lianhua": ["a-sw"], "b": ["b-sw"]}}]
    held = {"c": {"text": "is held by zhang", "shown": "由 zhang 占用"}}
    board = Board.of({"run": "r", "waves": waves, "resume": "again", "extra": True, "refused": held}, 0.0)
    board.next_wave(0.0)
    board.tell("a-sw", "switch", {"changed": True})
    board.tell("b-sw", "switch", LOST)
    board.begin_step("install")
    lines = picture.picture(board, 0.0, 100, 10)[1:]
    assert lines == [
        "网点     交换机 安装   链路   互联网 事项   屏幕   确认   验收",
        "lianhua  已变更 ...    .      .      .      .      .      .",
        "b        失联   ...    .      .      .      .      .      .",
    ]
    assert picture.step_line(board, "switch") == "  交换机 1 已变更, 1 不可达"
    assert picture.lost_lines(board)[-1] == "继续处理其余网点：again（并加上与本次相同的 -e）"
    assert "c: 由 zhang 占用" in picture.lost_lines(board)
    kept = json.loads(RunRecord(board).text())
    assert (kept["resume"], kept["sites"]["c"]["reason"]) == ("again (and the same -e as before)", "is held by zhang")


def test_what_is_drawn_is_no_wider_than_the_terminal() -> None:
    board = Board.of({"run": "r", "waves": [{"name": "rest", "sites": {"a": ["a-sw"]}}], "resume": ""}, 0.0)
    board.next_wave(0.0)
    (line, *_more) = picture.picture(board, 0.0, 21, 10)
    # Ten columns of Chinese characters and ten of others.
    assert line == "第 1/1 批（rest）  1"


def test_a_site_that_somebody_holds() -> None:
    holder = Holder(Process("zhang", "noc-2", "boot", 1, 7, 1), "2026-11-30T08:00:00Z")
    assert holder.refusal("a").shown() == (
        "a: 自 2026-11-30T08:00:00Z 起由 noc-2 上的 zhang 占用（进程 7）；未触碰任何设备\n"
        "    处理：询问 zhang：从本机无法判断该次运行是否仍在进行。若已不在，加 -e unlock=a 重新运行"
    )


def test_the_lines_at_the_end_of_a_run() -> None:
    terminals = {"a-01": {"accepted": True}, "a-02": {"reason": "6.4-e", "decided": True}}
    lines = [*summary._lines([{"terminals": terminals, "records": "/r"}], Path("/"))]
    assert lines[-3:] == ["a-01：具备验收条件", "a-02: 未通过验收: 6.4-e", "2 台终端中 1 台具备验收条件；证据与表单：r"]
    assert [*summary._verified(["2 台交换机：2 台正常"], {"a-01": False})][
        -1
    ] == "2 台交换机：2 台正常; 1 台终端：0 台正常，1 台不正常"
