# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One line of what can be seen, whatever comes in."""

from __future__ import annotations

import re

from ansible_collections.govkiosk.site.plugins.module_utils.plain_text import one_line
from hypothesis import given
from hypothesis import strategies as st


@given(st.text(alphabet=st.characters(), max_size=200), st.integers(2, 80))
def test_nothing_but_one_bounded_line_of_what_can_be_seen(text: str, limit: int) -> None:
    line = one_line(text, limit)
    assert len(line) <= limit
    assert len(line.splitlines()) <= 1
    assert line.isprintable()
    assert one_line(line, limit) == line
    assert not re.search("[\u0300-\u036f]{3}", line)
