# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Secrets never stay in what is kept or shown, what is said about them stays readable, and no text takes long."""

from __future__ import annotations

import html
import json
import os
import re
import sys
from types import FrameType
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils import redaction, secret_line, secret_look
from ansible_collections.govkiosk.site.plugins.module_utils.redaction import MASK, redact, redacted, remember
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError

from tests.helpers.policy.policy_platforms import CASES
from tests.helpers.policy.policy_site import plan
from tests.unit.redaction.secret_lines import ELSEWHERE, HARMLESS, SECRETS


@pytest.mark.parametrize(
    ("line", "secret"),
    [pair for platform in SECRETS.values() for pair in platform],
    ids=lambda value: value.strip()[:40],
)
def test_secret_of_a_configuration_line(line: str, secret: str) -> None:
    text = redact(f"sysname SW1\n{line.replace('{}', secret)}\n#\ninterface GigabitEthernet0/0/1")
    assert text == f"sysname SW1\n{line.replace('{}', MASK)}\n#\ninterface GigabitEthernet0/0/1"
    assert redact(text) == text


@pytest.mark.parametrize(("line", "secret"), ELSEWHERE, ids=lambda value: value.strip()[:40])
def test_secret_of_a_message(line: str, secret: str) -> None:
    assert redact(line.replace("{}", secret)) == line.replace("{}", MASK)
    assert redact(line.replace("{}", MASK)) == line.replace("{}", MASK)


@pytest.mark.parametrize("line", HARMLESS)
def test_harmless_line_stays(line: str) -> None:
    assert redact(line) == line


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_what_the_toolkit_itself_writes_stays(name: str) -> None:
    text = plan(case=CASES[name]).text
    assert redact(text) == text


@pytest.mark.parametrize(("line", "secret"), [pair for rows in SECRETS.values() for pair in rows], ids=lambda v: v[:40])
def test_error_says_no_secret(line: str, secret: str) -> None:
    """A line of a device that stands in a sentence of ours, as the proof's do."""
    said = f"line 12 '{line.replace('{}', secret)}'"
    assert secret not in str(KioskError(said, where=said, fix=said))


def test_error_says_no_password_of_an_address_that_is_its_place() -> None:
    where = "GOVKIOSK_TSA_URL=ftp://kiosk:Zq7-x@tsa.example"
    assert (
        str(KioskError("it is refused", where=where))
        == "GOVKIOSK_TSA_URL=ftp://kiosk:******@tsa.example: it is refused"
    )


def test_short_value_is_hidden_where_it_stands_alone() -> None:
    assert redact("login ab refused, about cab: 'ab'", ["ab"]) == f"login {MASK} refused, about cab: '{MASK}'"


#: How a value is written elsewhere: in JSON, by Python, in a URL, in HTML.
WAYS = [
    lambda value: json.dumps(value)[1:-1],
    lambda value: json.dumps(value, ensure_ascii=False)[1:-1],
    lambda value: repr(value)[1:-1],
    lambda value: quote(value, safe=""),
    quote,
    quote_plus,
    html.escape,
    lambda value: html.escape(value, quote=False),
]
NASTY = "p@ss/w0 rd\"#\\1<é'"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Kiosk-2026\n", "it is Kiosk-2026."),
        ("Kiosk\n-2026\n", "it is Kiosk-2026."),
        ("Kiosk\r\n2026", "it is Kiosk 2026."),
        ("Kiosk%402026", "it is Kiosk@2026."),
        ("Kio\x1b[1msk-2026", "it is Kio\x1b[1msk-2026."),
        ("Kiosk\ud800 2026", "it is Kiosk\ud800 2026."),
        *((NASTY, f"it is {way(NASTY)}.") for way in WAYS),
    ],
)
def test_given_value_is_hidden_as_it_is_written_elsewhere(value: str, text: str) -> None:
    assert redact(text, [value]) == f"it is {MASK}."


@pytest.mark.parametrize("text", ["it is Kio\nsk-2026.", "it is Kiosk  \n   -2026.", "it is K\r\ni\no\ns\nk-2026."])
def test_given_value_is_hidden_where_a_console_breaks_it(text: str) -> None:
    assert redact(text, ["Kiosk-2026"]) == f"it is {MASK}."


WRAPPED = [
    "snmp-agent community read\n{}",
    " local-user engineer password irreversible-cipher\n {}\n#",
    "enable secret\n{}",
    "password:\n  {}\nuser: ops",
    "password: |-\n  {}",
    "sshpass -p x; PASSWORD= \\\n  {}",
    '"password":\n    {}',
    "snmp-agent target-host trap address udp-domain 10.96.0.5 params securityname\n{}",
    "the password is\n{}",
    "ntp authentication-key 100 md5\n{}",
    "snmp-agent usm-user v3 ops ops simple authentication-mode sha Usm-1 privacy-mode aes128\n{}",
]


@pytest.mark.parametrize("text", WRAPPED)
def test_secret_on_the_line_after_the_words_for_it(text: str) -> None:
    once = redact(text.replace("{}", "Kiosk-1"))
    assert once.split("\n")[1] == text.split("\n")[1].replace("{}", MASK)
    assert once.split("\n")[2:] == text.split("\n")[2:]
    assert redact(once) == once


@pytest.mark.parametrize("width", [80, 132])
def test_secret_that_a_console_breaks_at_its_margin(width: int) -> None:
    line = f"<{'sw':-<{width - 44}}>snmp-agent community read cipher Kiosk-Key"
    assert len(line) == width
    begins = f"{line[:-9]}{MASK}\n"
    assert redact(f"{line}\ngoeson view iso-view\n#") == f"{begins}{MASK} view iso-view\n#"
    assert redact(f"{line}\ngoeson simple Kiosk-2") == f"{begins}{MASK} simple {MASK}"
    for behind in ("#\nquit", " view iso-view", f"{MASK} view iso-view"):
        assert redact(f"{line}\n{behind}") == f"{begins}{behind}"


@pytest.mark.parametrize(
    "text",
    [
        "Please enter old password:\n<lianhua-hall-sw>",
        "Password:\nlianhua-hall-sw1#",
        "authentication-mode password\n#\nreturn",
        "undo snmp-agent community\nquit",
        "password:\n3\nlines",
        f"enable secret {MASK}\nip-1.2.3.4",
        "snmp-agent community read\nvlan 110 is there",
    ],
)
def test_line_after_such_words_that_is_none_stays(text: str) -> None:
    assert redact(text) == text


def test_remembered_value_is_hidden_at_every_way_out() -> None:
    remember(["Gov#Kiosk9", "pin"])
    assert redact("it is Gov#Kiosk9, pin") == f"it is {MASK}, pin"
    assert str(KioskError("it is Gov#Kiosk9")) == f"it is {MASK}"
    assert redacted({"msg": "Gov#Kiosk9", "lines": ["a Gov#Ki\nosk9"]}) == {"msg": MASK, "lines": [f"a {MASK}"]}


def test_remembered_value_that_is_a_word_of_ours_changes_no_verdict() -> None:
    remember(["switch", "pass", "confirmed"])
    told = {"confirmed": True, "name": "switch/port", "status": "pass", "reason": "the switch says pass"}
    assert redacted(told) == {**told, "reason": f"the {MASK} says {MASK}"}
    assert redacted({"name": "switch"}, ["switch"]) == {"name": MASK}


#: Words by which whoever reads a result goes.
READ = [
    "clause", "subject", "name", "status", "source", "kind", "guard", "guard_name", "standing", "plan", "site", "host", "terminal",
]  # fmt: skip


@pytest.mark.parametrize("key", READ)
def test_remembered_value_hides_nothing_that_a_result_is_read_by(key: str) -> None:
    remember(["lianhua-hall"])
    assert redacted({key: "lianhua-hall", "reason": "lianhua-hall"}) == {key: "lianhua-hall", "reason": MASK}


def test_no_value_is_no_secret() -> None:
    assert redact("it is ****** here", ["", " ", "\n", "******"]) == "it is ****** here"


def test_longer_value_goes_first() -> None:
    assert redact("it is Kiosk-2026-long", ["Kiosk-2026", "Kiosk-2026-long"]) == f"it is {MASK}"


@pytest.mark.parametrize(
    "text", ["cipher host password a-z0-9", "cipher snmp community x", "password the password Kiosk-1", "key : key : x"]
)
def test_what_a_secret_says_is_not_heard(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ({"password": "Kiosk@123"}, {"password": MASK}),
        ({"auth": [{"ssh_private_key": "abc"}]}, {"auth": [{"ssh_private_key": MASK}]}),
        (
            {"pass": 3, "passed": True, "reason": "a simple pass"},
            {"pass": 3, "passed": True, "reason": "a simple pass"},
        ),
        ({"token": None, "status": "pass", "n": 1.5}, {"token": MASK, "status": "pass", "n": 1.5}),
        (("key 7 0011", 1), [f"key 7 {MASK}", 1]),
        *(
            ({name: "Kiosk@123"}, {name: MASK})
            for name in (
                "api_key",
                "key",
                "authorization",
                "Auth",
                "pass",
                "ansible_become_pass",
                "pwd",
                "pin",
                "signing_key",
                "pw",
                "admin_pw",
                "cred",
                "creds",
                "pass1",
                "otp",
                "key_2",
                "key1",
                "pre_shared",
                "snmp_ro",
            )
        ),
        ({"key": "ssh-ed25519 AAAAC3Nz"}, {"key": "ssh-ed25519 AAAAC3Nz"}),
        ({"keys": "vlans", "author": "ops"}, {"keys": "vlans", "author": "ops"}),
        ({"key 7 0011": 1}, {f"key 7 {MASK}": 1}),
        ({"out": b"key 7 0011\xff"}, {"out": f"key 7 {MASK}"}),
        ({"auth": b"Kiosk@123"}, {"auth": MASK}),
        (["enable", "secret", "Kiosk@123"], ["enable", "secret", MASK]),
        (["username", "host", "password", "7", "0011"], ["username", "host", "password", "7", MASK]),
        (["enable", "password", "Kiosk@123", "more"], ["enable", "password", MASK, MASK]),
        ({"cipher": "Kiosk@123"}, {"cipher": "******"}),
        (["enable", "secret", 5], ["enable", "secret", 5]),
        (["password", "publickey"], ["password", "publickey"]),
        (["set the password", "port"], ["set the password", "port"]),
    ],
)
def test_json_types(value: Any, kept: Any) -> None:
    assert redacted(value) == kept


HOSTILE = [
    "cipher ", "cipher address ", "read ", "level ", "key ", "key 7 ", "community ", "snmp-server host ", "md5 1 ",
    "authentication-mode md5 1 ", "password: ", "'password': ", "password=", "password has ", "%^%#", "%^%# ", "$1a$",
    "://a:", "://a:b", "-----BEGIN PRIVATE KEY-----", "460001234567890", "4600", "\t", "simple the ",
    "://a:b@", "://@", "密码：", "密码 ", "<password>", "<password>x</", "'password': 'x ", "key : ", "password : ",
    "username cipher ",
    "password\nK-1\n", "\n", "the password is ", "community name", "SW1#", "authorization: ", "'[SW1]",
]  # fmt: skip


MODULES = (redaction, secret_line, secret_look)
#: As they are imported, and as a mutant of one is.
FILES = {name for module in MODULES for name in (module.__file__, os.path.realpath(str(module.__file__)))}


def steps(text: str) -> int:
    """Return how many lines of the redactor's own code run for a text."""
    count = 0

    def look(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        if frame.f_code.co_filename not in FILES:
            return None
        count += event == "line"
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        redact(text)
    finally:
        sys.settrace(before)
    return count


MANY = [f"Kiosk-{number}-of-many" for number in range(300)]


@pytest.mark.parametrize(
    "text",
    ["it is {}.", "{}", "a {} and {}", "over\nlines {}", "the password is", "it is K\nio  sk-7-of-many", "a\tb {}"],
)
@pytest.mark.parametrize("secret", [*MANY[::60], "K 1 2 3", "a b", "  Ki osk", "ab"])
def test_one_of_many_values_is_hidden_as_one_of_few_is(secret: str, text: str) -> None:
    for written in (secret, "\n ".join(secret), secret.replace(" ", " \n")):
        said = text.format(written, written)
        assert redact(said, [secret, *MANY, "ab"]) == redact(redact(said, [secret]), ["ab"])


def test_what_many_values_cost_depends_on_the_text() -> None:
    remember(f"{number:05}-Kiosk-{number}" for number in range(300))
    few = steps("the terminal answers at 10.96.128.2")
    remember(f"{number:05}-Kiosk-{number}" for number in range(3000))
    assert steps("the terminal answers at 10.96.128.2") <= few


@pytest.mark.parametrize("piece", HOSTILE)
def test_steps_grow_with_the_text_and_no_faster(piece: str) -> None:
    some = [steps("snmp-agent community " + piece * number) for number in (200, 400, 800)]
    assert some[1] <= 2 * some[0] + 100
    assert some[2] <= 2 * some[1] + 100


def test_no_pattern_repeats_what_repeats() -> None:
    """What a pattern does within one step: none has a repetition in a repetition, and a word's is cut short."""
    patterns = [value for module in MODULES for value in vars(module).values() if isinstance(value, re.Pattern)]
    patterns += [word for words, *_rest in secret_line._HEADS for word in words]
    assert len(patterns) > 40
    for pattern in patterns:
        assert not re.search(r"[*+}]\)[*+{]", pattern.pattern), pattern


MESSAGE = {"id": "key", "values": {"password": "vlan 110", "name": "Qw7-Sek"}}
LINE = "snmp-server community Qw7-Sek ro"


@pytest.mark.parametrize(
    ("given", "hidden"),
    [
        (MESSAGE, {"id": "key", "values": {"password": "vlan 110", "name": MASK}}),
        ({"id": "Qw7-Sek", "values": {}}, {"id": "Qw7-Sek", "values": {}}),
        (
            {"text": LINE, "id": "key", "values": {"line": LINE}},
            {"text": LINE.replace("Qw7-Sek", MASK), "id": "key", "values": {"line": LINE.replace("Qw7-Sek", MASK)}},
        ),
        (
            {"id": "key", "values": {"key": {"text": LINE, **MESSAGE}}},
            {
                "id": "key",
                "values": {
                    "key": {
                        "text": LINE.replace("Qw7-Sek", MASK),
                        "id": "key",
                        "values": {"password": "vlan 110", "name": MASK},
                    }
                },
            },
        ),
        # These are none, so what is called a password is one.
        ({**MESSAGE, "more": 1}, {"id": "key", "values": {"password": MASK, "name": MASK}, "more": 1}),
        ({**MESSAGE, "id": 5}, {"id": 5, "values": {"password": MASK, "name": MASK}}),
        ({"values": MESSAGE["values"]}, {"values": {"password": MASK, "name": MASK}}),
        ({"id": "key", "values": [{"password": "vlan 110"}]}, {"id": "key", "values": [{"password": MASK}]}),
        ({"id": "key", "text": {"password": "vlan 110"}}, {"id": "key", "text": {"password": MASK}}),
    ],
)
def test_values_of_a_message_are_hidden_by_what_they_are_and_not_by_their_names(
    given: dict[str, Any], hidden: dict[str, Any]
) -> None:
    assert redacted(given, ["Qw7-Sek"]) == hidden
