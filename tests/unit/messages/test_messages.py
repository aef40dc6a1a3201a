# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Messages: in the language of whoever reads them, English in everything that is kept."""

import copy
import json
import pickle
import runpy
import sys
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.message import Message, identity, join, recalled, say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import language
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError, KioskErrors
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.problem import Where

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"),
        ({"LANG": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh_CN"),
        ({"LC_ALL": "C.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        ({"GOVKIOSK_LANG": "zh", "LC_ALL": "C.UTF-8"}, "zh_CN"),
        ({"GOVKIOSK_LANG": "en", "LC_ALL": "zh_CN.UTF-8"}, "en"),
        ({"GOVKIOSK_LANG": "", "LANG": "zh_TW.Big5"}, "zh_CN"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_the_language_is_that_of_whoever_started_us(environment: dict[str, str], expected: str) -> None:
    assert language.chosen(environment) == expected


def test_a_message_is_its_english_sentence_to_everybody_else() -> None:
    message = say("{count} things are wrong {where}; nothing was done:", count=2, where=say("in the inventory"))
    assert message == "2 things are wrong in the inventory; nothing was done:"
    assert json.dumps([message]) == '["2 things are wrong in the inventory; nothing was done:"]'
    for same in (copy.deepcopy(message), pickle.loads(pickle.dumps(message))):  # noqa: S301 - made here
        assert (same, type(same), same.template, same.values) == (
            message,
            Message,
            message.template,
            {"count": 2, "where": "in the inventory"},
        )


def test_it_is_shown_in_chinese_with_its_values_and_messages_within_it() -> None:
    message = say("{count} things are wrong {where}; nothing was done:", count=2, where=say("in the inventory"))
    assert language.translated(message, "zh_CN") == "清单中有 2 处错误，未执行任何操作："
    assert language.translated(message, "en") == message
    within = say("{what} (unconfirmed, so {then})", what=message, then="x")
    assert language.translated(within, "zh_CN").startswith("清单中有 2 处错误")


def test_several_messages_are_one_that_is_translated_part_by_part() -> None:
    several = join([say("in the inventory"), "10.0.0.1 {raw}", say("with the extra variables")], "; ")
    assert several == "in the inventory; 10.0.0.1 {raw}; with the extra variables"
    assert language.translated(several, "zh_CN") == "清单中; 10.0.0.1 {raw}; 附加变量（-e）中"
    assert [language.translated(join([]), each) for each in ("en", "zh_CN")] == ["", ""]


REFUSED = say("{item}: {reason}", id="item", item="签注 {x}", reason=say("was not probed", id="item-unprobed"))


def sent(message: Message) -> Message:
    """Return a message as somebody else reads it: its English text, and what it is found by."""
    return recalled(str(message), json.loads(json.dumps(message.wire())))


@pytest.mark.parametrize(
    "message",
    [
        REFUSED,
        join([REFUSED, "10.0.0.1 {raw}"], "; "),
        say("{count} things are wrong {where}; nothing was done:", count=2, where=say("in the inventory")),
    ],
)
def test_a_message_that_was_sent_is_the_same_message(message: Message) -> None:
    assert (sent(message), language.translated(sent(message), "zh_CN")) == (
        str(message),
        language.translated(message, "zh_CN"),
    )
    assert sent(message).wire() == message.wire()
    if message.id:
        assert identity(sent(message)) == identity(message)


def test_a_message_that_was_worded_anew_is_still_the_same_in_chinese() -> None:
    before = recalled("签注: nobody has asked it", REFUSED.wire())
    assert (before, language.translated(before, "zh_CN")) == ("签注: nobody has asked it", "签注 {x}：未检测")
    assert identity(before) == identity(REFUSED)


@pytest.mark.parametrize(
    "wire",
    [
        {"id": "item", "values": {}},
        {"id": "item-good", "values": {"endpoint": "x", "took": "soon"}},
        {"id": "{item.__class__}", "values": {"item": "x"}},
        {"id": "nobody-knows", "values": {}},
    ],
)
def test_what_somebody_sent_that_is_no_message_of_ours_stays_as_it_is(wire: dict[str, Any]) -> None:
    assert language.translated(recalled("as it is {item}", wire), "zh_CN") == "as it is {item}"


def test_what_nobody_translated_stays_as_it_is() -> None:
    assert language.translated("plain", "zh_CN") == "plain"
    assert language.translated(Message("no catalogue has {this}", {"this": 1}), "zh_CN") == "no catalogue has 1"


def test_an_error_says_place_sentence_clause_and_fix_in_both_languages() -> None:
    error = KioskError(
        say("1 thing is wrong {where}; nothing was done:", where=say("in the inventory")),
        where=Where("a.yml", 1, 2),
        clause="5",
        fix="x",
    )
    assert (
        str(error) == "a.yml:1:2: 1 thing is wrong in the inventory; nothing was done: [DB4403/T 503.5 5]\n    fix: x"
    )
    chinese = "a.yml:1:2: 清单中有 1 处错误，未执行任何操作： [DB4403/T 503.5 5]\n    处理：x"
    assert error.shown("zh_CN") == chinese
    assert KioskErrors([error]).shown("zh_CN") == chinese


def test_a_sentence_that_is_worded_anew_is_still_the_same_by_its_former_wording(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    room = tmp_path / "plugins/plugin_utils/checks"
    room.mkdir(parents=True)
    (room / "zh_CN.po").write_text('msgid "no UPS"\nmsgstr "无 UPS"\n', encoding="utf-8")
    main = runpy.run_path(str(ROOT / "script/messages.py"))["main"]
    monkeypatch.setitem(main.__globals__, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "argv", ["messages.py"])
    place = f"{Path('plugins/plugin_utils/checks/zh_CN.po')}: "
    lacking = f"{place}'without UPS': has no Chinese sentence\n"
    for call, said in {
        'say("no UPS")': "",
        'say("without UPS")': f"{place}'no UPS': is gone from the code; give the sentence that took its place this one as its id, "
        f"or forget it with --drop\n{lacking}",
        'say("without UPS", id="no UPS")': lacking,
    }.items():
        (room / "survey.py").write_text(call, encoding="utf-8")
        assert main() == bool(said)
        assert sorted(capsys.readouterr().out.splitlines()) == sorted(said.splitlines())
    before, after = say("no UPS"), say("without UPS", id="no UPS")
    assert identity(before) == identity(after)
    assert recalled(str(before), before.wire()).id == after.id


def test_every_message_has_its_chinese_sentence_and_catalogues_are_compiled(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["messages.py", "--check"])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(ROOT / "script/messages.py"), run_name="__main__")
    assert (capsys.readouterr().out, end.value.code) == ("", 0)
