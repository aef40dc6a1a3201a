# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Results of push, confirmation and verification: shown in Chinese, kept in English."""

import json
from types import SimpleNamespace

import pytest
from ansible_collections.govkiosk.site.plugins.action import device_confirm
from ansible_collections.govkiosk.site.plugins.module_utils.check import Check
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy import port_checks, report, verify_report
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm_decision import Witness, decide
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.visit import Result
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.guard import State, prospect
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.port_state import PortState
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.reboot_guard import RebootGuard
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.planning import PortFacts
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.verification import Comparison, Standing

THEN = prospect(RebootGuard(None, "hall-sw"), State.ARMED, 7, 10)  # type: ignore[arg-type]
THEN_CHINESE = "设备将在 7 分钟内重启并恢复原配置"


@pytest.fixture(autouse=True)
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVKIOSK_LANG", "zh_CN")


def test_what_becomes_of_a_pushed_change_reaches_the_confirmation_in_both_languages() -> None:
    pushed = report.pushed(Result("hall-sw", changed=True, commands=("vlan 7",), guard=State.ARMED, fall_back=THEN))
    assert (pushed["msg"], pushed["fall_back"], pushed["fall_back_shown"]) == ("1 行命令", str(THEN), THEN_CHINESE)
    left = device_confirm._left(pushed, device_confirm.Why.because(device_confirm.OTHER_PLAN))
    assert left["msg"].startswith(f"未确认（{THEN_CHINESE}）：网点方案已不是下发时的方案")
    assert left["problem"]["text"].startswith(f"not confirmed ({THEN}): the site's plan is no longer")


def test_a_switch_that_was_lost_says_so_in_chinese_and_is_kept_in_english() -> None:
    problem = {"id": "login-refused", "text": "hall-sw: 10.0.0.1 refused the log-in of a", "fix": "check it"}
    lost = device_confirm._lost(
        {"failed": True, "msg": "hall-sw: 10.0.0.1 拒绝 a 登录\n    处理：核对", "problem": problem}
    )
    assert lost
    assert lost["msg"] == "未确认：hall-sw: 10.0.0.1 拒绝 a 登录\n    处理：核对"
    kept = {**problem, "id": "not-confirmed", "text": f"not confirmed: {problem['text']}"}
    assert {name: lost["problem"][name] for name in kept} == kept


def test_a_decision_and_what_it_is_kept_as() -> None:
    decision = decide([Witness("hall-01")], [])
    result = report.confirmed(Result("hall-sw", reason=decision.reason, fall_back=THEN))
    assert result["msg"] == f"未确认：没有终端证明通路正常（应由 hall-01 证明）；{THEN_CHINESE}"
    assert result["problem"]["text"] == f"not confirmed: no terminal proved its path (hall-01 should have); {THEN}"


def test_a_verification() -> None:
    right, due = (Result(f"{name}-sw", comparison=Comparison(name)) for name in (Standing.RIGHT, Standing.DUE))
    assert translated(verify_report.headline([right, due], lost=1)) == "3 台交换机：1 台待部署, 1 台正常, 1 台未能读取"
    assert verify_report.notable([right, due], diff=False) == ["due-sw 运行的是已确认的方案；当前方案与之不同，待部署"]
    assert verify_report.findings(due)["standing"] == "due"


def test_a_verdict_on_a_port_and_what_evidence_keeps_of_it() -> None:
    facts = PortFacts("GE0/0/1", True, False, 110, True, True, 1, {"inbound": 8192, "outbound": None}, True)
    terminal = SimpleNamespace(id="hall-01", mac="54:89:98:00:01:01")
    checks = {
        check.name: check
        for check in port_checks.checks(terminal, facts, {"GE0/0/1": PortState(False)}, (), "hall")  # type: ignore[arg-type]
    }
    port = checks["switch/port"]
    assert (port.reason, translated(port.reason)) == ("GE0/0/1 is down", "GE0/0/1 未连通")
    assert translated(port.fix) == "将终端接入 GE0/0/1 对应的墙面端口，开机，检查网线"
    assert translated(checks["switch/rate"].reason) == "GE0/0/1: 入方向限速 8192 kbit/s, 出方向未限速"
    # Read back from evidence, it is Chinese again.
    assert translated(Check.of(json.loads(json.dumps(port.to_dict()))).reason) == "GE0/0/1 未连通"
