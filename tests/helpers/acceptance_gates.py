# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Gates that are shut, and answers without some of their statements."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import (
    acceptance,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance.expectation import (
    CONFIRMED,
    INSTALLED,
    ON_TERMINAL,
    RUNS,
)

from tests.unit.acceptance import lianhua
from tests.unit.acceptance.lianhua import results, switch

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
