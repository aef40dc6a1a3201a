# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a value from outside may look like: each refusal with its place and its exact words."""

from __future__ import annotations

from typing import Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.base import untrusted
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.untrusted import ShapeError
from hypothesis import given
from hypothesis import strategies as st

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(json_values)
def test_free_data_comes_out_as_evidence_can_keep_it_or_is_refused(value: Any) -> None:
    try:
        taken = untrusted.free(value, "here")
    except ShapeError:
        return
    assert untrusted.free(taken, "here") == taken
