# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Messages that a terminal or a record brings: ours are read however long, others say no more than their English text."""

import json
from contextlib import suppress
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.check import FAIL, Check
from ansible_collections.govkiosk.site.plugins.module_utils.message import Message, join, said, say
from ansible_collections.govkiosk.site.plugins.module_utils.redaction import redact, redacted, remember
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import untrusted_message
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError, KioskErrors
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import failure, kept, without_secrets
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import genuine, translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.check_reading import (
    read_checks,
    registered,
    stated_checks,
)
from babel.messages.pofile import read_po

ROOMS = Path(__file__).resolve().parents[3] / "plugins/plugin_utils"
A = "lianhua-hall-01"
UNPROBED = say("was not probed", id="item-unprobed")
WHERE = say("in the inventory")


def answered(text: object) -> Any:
    """Return what a terminal answers for a text."""
    return json.loads(json.dumps(said(text)))  # type: ignore[arg-type]  # a message is a text


def stated(reason: Message, **messages: Any) -> Check:
    """Return the check that a terminal states, with its reason's message or another one."""
    plain = Check("6.4-e", A, "egress/x", FAIL, reason).to_dict()
    (check,) = stated_checks([{**plain, **messages}], A, [("6.4-e", "egress/x")])
    return check


@pytest.mark.parametrize("parts", [1, 20, 21, 24, 30, 500])
def test_a_long_row_of_ours_comes_through_whole(parts: int) -> None:
    row = join([say("{item}: {reason}", id="item", item=str(n), reason=UNPROBED) for n in range(parts)], "; ")
    assert row.split("; ") == [f"{n}: was not probed" for n in range(parts)]
    chinese = "; ".join(f"{n}：未检测" for n in range(parts))
    assert translated(row, "zh_CN") == chinese
    (check,) = read_checks(json.loads(json.dumps(registered([Check("6.4-e", A, "egress/x", FAIL, row)]))))
    (again,) = read_checks([stated(join([row]))]) if parts <= 24 else (check,)
    assert check.reason[:1000] == again.reason[:1000] == str(row)[:1000]
    if len(str(row)) < 2000:
        assert translated(check.reason, "zh_CN") == translated(again.reason, "zh_CN") == chinese
    assert untrusted_message.said(100_000)(answered(row), "answer.msg") == row


@pytest.mark.parametrize(
    "wire",
    [
        {"id": "bilingual", "values": {"english": "x", "chinese": "已通过"}},
        {"id": "item-unprobed", "values": {}},
        {"id": "joined", "values": {"part0": "已通过", "separator": ""}},
        {"id": "joined", "values": {"part0": {"text": "", "id": "bilingual", "values": {"chinese": "已通过"}}}},
        {"id": "joined", "values": {"part0:>200000000": "x"}},
        {"id": "joined", "values": {"part0.__class__": "x"}},
        {"id": "{reason:>200000000}", "values": {"reason": "x"}},
        {"id": "nobody-knows", "values": {}},
        {"id": 5, "values": {}},
        {"values": {}},
        5,
        None,
    ],
    ids=str,
)
def test_what_a_terminal_says_in_another_language_is_what_it_says_in_english(wire: Any) -> None:
    leak = say("{item}: {reason}", id="item", item="it reached the internet", reason="nothing refused it")
    check = stated(leak, messages={"reason": wire})
    assert (check.reason, translated(check.reason, "zh_CN")) == (leak, str(leak))
    text = untrusted_message.said(2000)({"text": str(leak), **(wire if isinstance(wire, dict) else {})}, "answer.msg")
    assert (text, translated(text, "zh_CN")) == (leak, str(leak))


@pytest.mark.parametrize(
    ("message", "known"),
    [
        (UNPROBED, True),
        (WHERE, True),
        (join([UNPROBED, "10.0.0.1"], "; "), True),
        (Message("no catalogue has {this}", {"this": 1}), False),
        (Message("was probed", {}, "item-unprobed"), False),
        (join([UNPROBED, Message("was probed", {}, "item-unprobed")]), False),
    ],
)
def test_a_message_is_genuine_if_it_says_what_ours_says(message: Message, known: bool) -> None:
    assert genuine(message) is known


SECRETS = (
    "snmp-server community Zx9-Sek ro",
    "snmp-agent community write cipher Zx9-Sek",
    "enable secret 0 Zx9-Sek",
    "username a password 7 Zx9-Sek",
    "ppp chap password simple Zx9-Sek",
)


def filled(line: str) -> list[Message]:
    """Return every sentence of ours that quotes something, quoting this line everywhere."""
    found = []
    for path in sorted(ROOMS.rglob("zh_CN.po")):
        with path.open("rb") as file:
            templates = [str(message.id) for message in read_po(file) if message.id]
        for template in templates:
            names = {name: line for _, name, _, _ in Formatter().parse(template) if name}
            # A sentence of figures quotes no line.
            with suppress(ValueError):
                found += [Message(template, names)] if names else []
    return found


@pytest.mark.parametrize("line", SECRETS)
def test_no_sentence_shows_a_secret_in_chinese(line: str) -> None:
    messages = filled(line)
    assert len(messages) > 500
    assert [each.template for each in messages if "Zx9" in translated(each, "zh_CN")] == []


@pytest.mark.parametrize("line", SECRETS)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_no_error_shows_a_secret_in_any_language(line: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVKIOSK_LANG", language)
    what = say("the device refused {line}: {answer}", line=line, answer=line)
    error = DeviceError(Kind.REFUSED, what, host="a-sw", fix=line, line=line, answer=line)
    several = KioskErrors([error, KioskError(say("{what} (unconfirmed, so {then})", what=error, then=line))])
    for each in (error, several):
        larger = say("{what} (unconfirmed, so {then})", what=each, then=line)
        assert "Zx9" not in each.shown() + json.dumps(without_secrets(failure(each)))
        assert "Zx9" not in json.dumps(redacted(said(larger))) + redact(translated(larger))


def test_what_is_said_after_a_secret_is_not_lost_in_chinese() -> None:
    message = say("{line} is shadowed by {by} and never decides about a packet", line=f'"{SECRETS[0]}"', by='"rule 5"')
    assert translated(message, "zh_CN").endswith('被 "rule 5" 遮蔽，永远不会匹配报文')


def test_a_remembered_password_is_hidden_whatever_its_place_is_called() -> None:
    remember(["Qw7-remembered"])
    message = say("{name} at {host}: {key}", name="Qw7-remembered", host="Qw7-remembered", key="vlan 110")
    hidden = redacted({"name": "rule 5", "messages": {"reason": message.wire()}, "msg": said(message)})
    assert "Qw7" not in json.dumps(hidden)
    assert hidden["messages"]["reason"]["values"]["key"] == hidden["msg"]["values"]["key"] == "vlan 110"


def test_several_errors_are_shown_and_kept_with_what_a_larger_step_made_of_them() -> None:
    errors = KioskErrors([KioskError(WHERE, id="one"), KioskError(UNPROBED, id="two")])
    errors.amend(say("{what} (unconfirmed, so {then})", what=errors, then="x"))
    assert errors.shown("en") == "in the inventory\nwas not probed (unconfirmed, so x)"
    assert errors.shown("zh_CN").startswith("清单中\n未检测")
    assert {"id": "one", "text": errors.shown("en"), "fix": ""}.items() <= kept(errors).items()


def test_an_error_within_a_sentence_is_said_in_its_language() -> None:
    errors = KioskErrors([KioskError(WHERE), KioskError(UNPROBED)])
    larger = say("{what} (unconfirmed, so {then})", what=errors, then="x")
    sent = untrusted_message.said(2000)(answered(larger), "answer.msg")
    assert translated(larger, "zh_CN").startswith("清单中\n未检测")
    # A terminal's answer is one line.
    assert translated(sent, "zh_CN").startswith("清单中 未检测")
