# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A host's result: shown in the reader's language, kept in English."""

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import step_results
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError, KioskErrors
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import failure, said, without_secrets
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated


def test_a_failure_is_shown_in_chinese_and_kept_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVKIOSK_LANG", "zh_CN")
    what = say("1 thing is wrong {where}; nothing was done:", where=say("in the inventory"))
    result = failure(KioskError(what, where="hall-sw", clause="6.4-e", fix="run again", id="some-id"))
    assert result["msg"] == "hall-sw: 清单中有 1 处错误，未执行任何操作： [DB4403/T 503.5 6.4-e]\n    处理：run again"
    text = "hall-sw: 1 thing is wrong in the inventory; nothing was done: [DB4403/T 503.5 6.4-e]"
    assert {name: result["problem"][name] for name in ("id", "text", "fix")} == {
        "id": "some-id", "text": text, "fix": "run again",
    }  # fmt: skip
    answer = step_results.read("device_push", result)
    assert (answer.state, answer.message, answer.fix) == (step_results.FAILED, text, "run again")
    # A later step says it in the reader's language, too; unless somebody has said it anew meanwhile.
    assert translated(answer.message) == "hall-sw: 清单中有 1 处错误，未执行任何操作： [DB4403/T 503.5 6.4-e]"
    anew = {**result, "problem": {**result["problem"], "text": "not confirmed: x"}}
    assert translated(step_results.read("device_push", anew).message) == "not confirmed: x"


def test_a_result_without_an_error_says_itself_in_chinese_later_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVKIOSK_LANG", "zh_CN")
    why = say("not confirmed: {reason}", id="not-confirmed", reason=say("the push did not run"))
    result = {"failed": True} | said(why, fix=say("run again"))
    assert result["problem"] == {
        "id": "not-confirmed", "text": "not confirmed: the push did not run", "fix": "run again",
        "said": {
            "text": {
                "text": why, "id": "not-confirmed",
                "values": {"reason": {"text": "the push did not run", "id": "the push did not run", "values": {}}},
            },
            "fix": {"text": "run again", "id": "run again", "values": {}},
        },
    }  # fmt: skip
    answer = step_results.read("device_confirm", result)
    assert result["msg"] == translated(answer.message) == "未确认：未执行下发"
    assert translated(answer.fix) == "重新运行"


def test_of_several_errors_the_first_is_kept() -> None:
    errors = KioskErrors([KioskError("second", where="b"), KioskError("first", where="a", fix="x")])
    assert {"id": "", "text": "a: first", "fix": "x"}.items() <= failure(errors)["problem"].items()


def test_a_result_has_texts_and_no_messages() -> None:
    message = say("1 thing is wrong {where}; nothing was done:", where="x")
    result = without_secrets({"msg": message, "checks": [{"reason": message}], "macs": ("a",), "changed": False})
    assert result == {"msg": str(message), "checks": [{"reason": str(message)}], "macs": ["a"], "changed": False}
    assert {type(result["msg"]), type(result["checks"][0]["reason"])} == {str}
