# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A program whose output somebody else decides."""

from __future__ import annotations

import json

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.printed import answer_in, printed


@pytest.mark.parametrize(
    ("output", "answer"),
    [
        (b'{"a": 1}\n', b'{"a": 1}'),
        (
            b'motd\x1b[2J\n{"a": "\\u001b[2Jx\\ny\\u202e", "_ansible_x": 1, "add_host": {}}\njunk',
            b'{"a": "x\\ny\\ufffd"}',
        ),
        (b'{"a": {"__ansible_type": "x", "b\\n": 1}}', b'{"a": {"b ": 1}}'),
        (b"[1]", b""),
        (b"", b""),
        (b"}{", b""),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", b""),
        (b'{"a": [' + b"1," * 400_000 + b"1]}", b""),
        (b'{"a": 1' + b"0" * 5000 + b"}", b""),
    ],
)
def test_the_answer_in_what_a_terminal_prints(output: bytes, answer: bytes) -> None:
    assert answer_in(printed(output)) == answer


#: What is no name of Ansible's until it is cleaned.
DISGUISES = ["", "\x1b[m", "\x9bm", "\x1b\x1b[m[m", "\x1b]0;x\x07", "\x1bc"]


@pytest.mark.parametrize("disguise", DISGUISES, ids=repr)
@pytest.mark.parametrize(
    "name", ["_ansible_no_log", "_ansible_ignore_errors", "__ansible_type", "__ansible_unsafe", "warnings", "add_host"]
)
def test_no_key_of_ansibles_own_comes_through_in_disguise(name: str, disguise: str) -> None:
    for at in (0, 1, len(name)):
        said = {name[:at] + disguise + name[at:]: "PWNED", "seen": 5}
        inner = {"seen": [said]} if name.startswith("_") else {}
        answer = json.loads(answer_in(printed(json.dumps({**said, **inner}).encode())))
        assert answer == {"seen": [{"seen": 5}] if inner else 5}
