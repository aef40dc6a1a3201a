# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One line of what can be seen, whatever comes in."""

from __future__ import annotations

import unicodedata

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.plain_text import lines, one_line, seen
from ansible_collections.govkiosk.site.plugins.module_utils.redaction import redact
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError

#: text from outside -> as it is shown
CASES = {
    "服务正常 ok": "服务正常 ok",
    "two\nlines": "two lines",
    "two\r\n\x0b\x0c\x85\u2028\u2029\tlines": "two lines",
    "\x1b[2J\x1b[1;31mred\x1b[0m": "red",
    "\x9b31mred": "red",
    "\x1b]0;title of the window\x07rest": "rest",
    "\x1b]8;;http://203.0.113.9\x1b\\link\x1b]8;;\x1b\\": "link",
    "\x1bPq#0;2\x1b\\sixel": "sixel",
    "\x1bcreset": "reset",
    "ok\x08\x08FAILED": "ok\ufffd\ufffdFAILED",
    "nul\x00 bell\x07 del\x7f": "nul\ufffd bell\ufffd del\ufffd",
    "\u202eliaf\u202c \u2066x\u2069 \u200fy \u061cz": "\ufffdliaf\ufffd \ufffdx\ufffd \ufffdy \ufffdz",
    "zero\u200bwidth\ufeff": "zero width ",
    "half \ud800 pair": "half \ufffd pair",
    "tag \U000e0041": "tag \ufffd",
    "全角　空格": "全角 空格",
    "private \ue000 \uf8ff \U000f0000 \U0010fffd": "private \ufffd \ufffd \ufffd \ufffd",
    "none \ufdd0 \uffff \U0001fffe \U000effff \U0010ffff": "none \ufffd \ufffd \ufffd \ufffd \ufffd",
    "filler \u3164 \u115f \u1160 \uffa0 \u2800": "filler \ufffd \ufffd \ufffd \ufffd \ufffd",
    "o\u034fk \ufe0f \U000e0100 \u180b": "o\ufffdk \ufffd \ufffd \ufffd",
    "unassigned \u0378 \u2065 \U000e0fff": "unassigned \ufffd \ufffd \ufffd",
    "Z\u0300\u0301\u0302\u0489\u0303algo": "Z\u0300\u0301algo",
    "\u0e17\u0e35\u0e48 v\u0323\u0302": "\u0e17\u0e35\u0e48 v\u0323\u0302",
}


@pytest.mark.parametrize(("text", "shown"), CASES.items(), ids=[ascii(text) for text in CASES])
def test_what_is_shown(text: str, shown: str) -> None:
    assert one_line(text) == shown


@pytest.mark.parametrize("category", ["Cc", "Cf", "Cs", "Zl", "Zp"])
def test_nothing_of_these_categories_is_shown(category: str) -> None:
    of_it = [chr(point) for point in range(0x110000) if unicodedata.category(chr(point)) == category]
    shown = seen("".join(each for each in of_it if each not in "\n\t\x1b"))
    assert not set(shown) & set(of_it)


def test_blanks_rare_characters_and_meant_lines_stay() -> None:
    text = "全角\u3000空格\u00a0\ue000\U0002ebf0\ttab\nnext"
    assert seen(text) == text
    assert seen(text + "\r\nlast\u202e") == text + "\nlast\ufffd"


def test_every_way_out_passes_it() -> None:
    assert redact("password x\x1b[2J\n\u202eok") == "password ******\n\ufffdok"
    assert str(KioskError("a\x1b[31mb\u202e")) == "ab\ufffd"


def test_a_gigantic_text_is_cut_before_it_is_looked_at() -> None:
    assert one_line("\x1b" * 79 + "x" * 10**8, 10) == "\ufffd" * 9 + "…"


def test_lines_that_are_meant_stay_and_are_counted() -> None:
    assert lines("a\x1b[31m\nb\u202e\nc", most=2) == "a\nb\ufffd\n…"
