# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The worst of several verdicts: a group is proven only if all of it is."""

from __future__ import annotations

from ansible_collections.govkiosk.site.plugins.module_utils.probe import verdict
from ansible_collections.govkiosk.site.plugins.module_utils.probe.verdict import worst
from hypothesis import given
from hypothesis import strategies as st


@given(st.lists(st.sampled_from(verdict.WORST_FIRST)))
def test_a_group_is_proven_only_if_all_of_it_is(verdicts: list[str]) -> None:
    assert (worst(verdicts) == verdict.BLOCKED_PROVEN) == (bool(verdicts) and set(verdicts) == {verdict.BLOCKED_PROVEN})
    assert (worst(verdicts) == verdict.LEAK) == (verdict.LEAK in verdicts)
