# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Secrets never stay in what is kept or shown, what is said about them stays readable, and no text takes long."""

from __future__ import annotations

import re

from ansible_collections.govkiosk.site.plugins.module_utils import secret_words
from ansible_collections.govkiosk.site.plugins.module_utils.redaction import MASK, redact
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.redaction.secret_lines import SECRETS

WITHOUT_MASK = st.characters(exclude_characters="*", exclude_categories=["Cs"])


@given(st.text(WITHOUT_MASK, min_size=4, max_size=20), st.text(WITHOUT_MASK), st.text(WITHOUT_MASK))
def test_given_value_is_hidden_wherever_it_stands(value: str, before: str, after: str) -> None:
    parts = redact(before + value + after, [value]).split(MASK)
    assert not [part for part in parts if value in part]


PIECES = st.sampled_from(
    [*re.findall(r"[a-z0-9-]+", " ".join(str(head.words) for head in secret_words.HEADS)), "7", "cipher", "read", "address",
     "'", '"', ":", "=", "\n", " ", "Kiosk-1", MASK, "$1a$x", "%^%#y%^%#", "://u:p@h", "password:", "has", "the", "host",
     "username", "密码：", "SW1#key", "-password", "<password>x</password>", "https://x@h",
     "is", "K-1", "authorization=basic", "rmon", "trap"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map(" ".join))
def test_what_is_hidden_stays_as_it_is(text: str) -> None:
    once = redact(text)
    assert redact(once) == once


@given(
    st.lists(PIECES, max_size=20).map(" ".join), st.sampled_from([pair for rows in SECRETS.values() for pair in rows])
)
def test_lines_around_a_secret_do_not_bring_it_out(around: str, pair: tuple[str, str]) -> None:
    line, _secret = pair
    assert "Gov-Kiosk-Only-Here" not in redact(f"{around}\n{line.replace('{}', 'Gov-Kiosk-Only-Here')}\n{around}")
