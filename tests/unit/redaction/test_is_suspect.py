# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which texts are looked at word by word: both ways of telling them, by their letters, say the same."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils import secret_line

TEXTS = (
    *secret_line._TELLING,
    "$1a$x", "%^%#x", "%@x", "%$x", "%+x", "460001234567890", "89860012345678901234",
)  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_it_is_told_whatever_its_case_and_whatever_else_there_is(text: str) -> None:
    for spelt in (text, text.upper(), text.capitalize(), f"a\n b{text} c"):
        assert secret_line.is_suspect(spelt)
        assert secret_line.is_suspect(f"服务大厅 {spelt}")


@pytest.mark.parametrize("text", ["密码", "团体名是", "paſsword", "toKen"])
def test_letters_beyond_ascii(text: str) -> None:
    assert secret_line.is_suspect(text)


@pytest.mark.parametrize("text", ["", "rule 105 permit tcp source 10.1.2.3 0", "服务大厅", "% 46 8986 $ :/"])
def test_what_needs_no_further_look(text: str) -> None:
    assert not secret_line.is_suspect(text)
