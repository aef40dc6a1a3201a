# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The strip says what was written into it, or nothing at all; page and reader agree on every number."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils import screen_mark
from ansible_collections.govkiosk.site.plugins.module_utils.screen_mark import Mark, MarkError
from hypothesis import given
from hypothesis import strategies as st

MARKS = st.builds(
    Mark,
    st.from_regex(r"[a-z][a-z0-9-]{1,39}", fullmatch=True),
    st.from_regex(r"[0-9]\.[0-9]\.[0-9]\+[0-9a-f]{10}", fullmatch=True),
    st.integers(0, 9999),
    st.integers(0, 99_999_999),
)


@given(mark=MARKS)
def test_what_is_encoded_is_decoded(mark: Mark) -> None:
    assert screen_mark.decode(screen_mark.encode(mark)) == mark


@given(mark=MARKS, data=st.data())
def test_a_damaged_strip_is_never_read_as_another(mark: Mark, data: st.DataObject) -> None:
    cells = screen_mark.encode(mark)
    used = (screen_mark._OVERHEAD + len(mark.text())) * 8
    for place in data.draw(st.sets(st.integers(0, used - 1), min_size=1, max_size=4)):
        cells[place] ^= 1
    with pytest.raises(MarkError):
        screen_mark.decode(cells)
