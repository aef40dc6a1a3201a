# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a terminal prints, before Ansible sees it.

Ansible shows what it cannot read, or drops, as it is: whatever stands around a module's answer, and the keys that it keeps
for itself with their values. Nothing of that reaches it here.
"""

from __future__ import annotations

import json
from typing import Any

from ...module_utils.plain_text import one_line, seen

#: Values in one answer. A module's has some thousands; a list of empty lists costs 60 bytes of memory for 3 of its own.
MOST_VALUES = 400_000
#: Keys by which an answer speaks to Ansible itself (`INTERNAL_RESULT_KEYS`, and what it prints or turns into objects).
_INNER = ("add_host", "add_group", "warnings", "deprecations", "exception", "invocation")
_PREFIXES = ("_ansible_", "__ansible_")


def printed(output: bytes) -> bytes:
    """Return output as UTF-8 in which only line feeds and blanks are not seen."""
    return seen(output.decode("utf-8", "replace")).encode()


def answer_in(output: bytes) -> bytes:
    """Return a module's answer, which is the JSON object in its output; nothing if there is none of bounded size."""
    start = 0 if output.startswith(b"{") else output.find(b"\n{") + 1
    end = output.rfind(b"}") + 1
    values = sum(output.count(mark, start, end) for mark in (b",", b"[", b"{"))
    if not output[start:end].startswith(b"{") or values > MOST_VALUES:
        return b""
    try:
        answer = _plain(json.loads(output[start:end]))
    except (ValueError, RecursionError):
        return b""
    return json.dumps({name: value for name, value in answer.items() if name not in _INNER}).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return seen(value)
    if isinstance(value, list):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        # Cleaned before it is looked at: what is taken out of a name may be all that kept it from being one of Ansible's.
        named = ((one_line(key, 200), each) for key, each in value.items())
        return {key: _plain(each) for key, each in named if not key.startswith(_PREFIXES)}
    return value
