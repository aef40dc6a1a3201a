# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Shortfalls: what the checks of one terminal lack, told to an engineer who measures without deciding on acceptance."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ...module_utils.check import FAIL, Check
from . import clauses
from .acceptance import described
from .expectation import Statement
from .finding import Finding
from .findings import findings
from .silences import explain
from .step_results import ANSWERED, Answer

if TYPE_CHECKING:
    from .step_results import Heard

#: What `playbooks/checks.yml` asks of a terminal.
CHECKED = (clauses.LINK_CHECK, clauses.EGRESS_CHECK, clauses.SERVICE_CHECK, clauses.HOME_PAGE)
DRIFT = ("7.4", "terminal/drift")


def shortfalls(heard: Heard, sources: Collection[str] = CHECKED) -> list[Finding]:
    """Return what is not as it should be among what some steps have to say of a terminal."""
    return [f for f in findings(heard) if f.source in sources and not f.remark and not f.check.good]


def drifted(heard: Heard, look: Answer, mend: str) -> Finding | None:
    """Return how a terminal differs from what was installed on it, None if it does not.

    Args:
        heard: what is known of the terminal.
        look: what the installation's step would do if it were run now.
        mend: the command that does it.
    """
    clause, name = DRIFT
    if look.state != ANSWERED:
        check, chinese = explain(heard, look, Statement(look.source, clause, heard.terminal, name))
        return Finding(look.source, replace(check, fix=mend), chinese)
    told = look.details  # whether it would change anything the task that looks has overruled: it changes nothing
    parts = [
        f"its package is altered: {', '.join(told['altered'])}" if told.get("altered") else "",
        _package(told.get("version_before", ""), told.get("version", "")),
        "its settings are not those of the inventory" if told.get("settings_differ") else "",
        f"these differ: {', '.join(told['files'])}" if told.get("files") else "",
        f"these do not run as they should: {', '.join(told['restarted'])}" if told.get("restarted") else "",
    ]
    if not any(parts):
        return None
    what = f"the terminal is not as it was installed: {'; '.join(filter(None, parts))}"
    return Finding(look.source, Check(clause, heard.terminal, name, FAIL, what, mend))


def _package(before: str, now: str) -> str:
    return "" if before == now else f"its package is {before or 'not there'}, {now} is due"


def told(terminal: str, found: Sequence[Finding], items: Mapping[str, str]) -> str:
    """Say it: which terminal, then per reason the clauses or items, what was seen and what to do."""
    if not found:
        return f"{terminal}: all checks passed"
    return "\n".join([f"{terminal} did not pass", *described(found, items)])
