# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The gates of 7.7.1: open only if everything behind them was looked at and is good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import (
    acceptance,
    clauses,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance.expectation import (
    CONFIRMED,
    INSTALLED,
    ON_TERMINAL,
    RUNS,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.acceptance import lianhua
from tests.unit.acceptance.lianhua import heard, judge, results, site, switch

if TYPE_CHECKING:
    pass


def shut(verdict: acceptance.Verdict) -> set[str]:
    return {gate.title.id for gate in verdict.gates if not gate.open}


DUE = [
    statement for statement in lianhua.heard().expectation.due if statement.source in (*ON_TERMINAL, "network_policy")
]

BY_STEP = [due for due in DUE if (due.clause, due.name) not in (RUNS, INSTALLED, CONFIRMED)]


def without(gone: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """All answers but for some statements."""
    steps, pushed = results(), switch()
    for source, answer in (*steps.items(), ("network_policy", pushed)):
        kept = (c for c in answer.get("checks", ()) if (source, c["clause"], c["subject"], c["name"]) not in gone)
        if "checks" in answer:
            answer["checks"] = list(kept)
    return steps, pushed


@settings(max_examples=40, deadline=None)
@given(st.sets(st.sampled_from(BY_STEP)))
def test_no_subset_of_the_checks_opens_a_gate(gone: set[Any]) -> None:
    steps, pushed = without(gone)
    verdict = judge(site(), heard(steps, switch_result=pushed))
    assert shut(verdict) == {clauses.BY_ID[due.clause].gate for due in gone}
