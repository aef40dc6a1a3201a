# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The gates of 7.7.1: open only if everything behind them was looked at and is good."""

from __future__ import annotations

from typing import Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import (
    clauses,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.acceptance_gates import BY_STEP, shut, without
from tests.unit.acceptance.lianhua import heard, judge, site


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(BY_STEP)))
def test_no_subset_of_the_checks_opens_a_gate(gone: set[Any]) -> None:
    steps, pushed = without(gone)
    verdict = judge(site(), heard(steps, switch_result=pushed))
    assert shut(verdict) == {clauses.BY_ID[due.clause].gate for due in gone}
