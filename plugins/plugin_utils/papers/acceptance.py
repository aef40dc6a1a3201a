# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Acceptance (7.7.1): from everything known about a terminal to gates that are open or say what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...module_utils.check import FAIL, NOT_RUN, Check
from . import clauses
from .answers import DRIFT, RERUN, Finding, Heard, findings
from .clauses import GATES, GateTitle
from .deliveries import recorded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ..model.site import Site


@dataclass(frozen=True)
class Gate:
    """One gate of 7.7.1 for one terminal: shut as long as anything is missing."""

    title: GateTitle
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> tuple[Finding, ...]:
        """Return what keeps the gate shut."""
        return tuple(finding for finding in self.findings if not finding.check.good)

    @property
    def open(self) -> bool:
        """Tell whether it is open; a gate that nothing was found about is shut."""
        return bool(self.findings) and not self.missing

    @property
    def failed(self) -> bool:
        """Tell a gate that something was found against from one that is merely unfinished."""
        return any(finding.check.status == FAIL for finding in self.findings)


@dataclass(frozen=True)
class Verdict:
    """What acceptance says about one terminal."""

    terminal: str
    gates: tuple[Gate, ...]
    remarks: tuple[Finding, ...] = ()
    items: Mapping[str, str] = field(default_factory=dict)

    @property
    def accepted(self) -> bool:
        """Tell whether every gate is open; the custodian's confirmation is still a person's."""
        return all(gate.open for gate in self.gates)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return all findings, gate by gate, then those that gate nothing."""
        return tuple(f for gate in self.gates for f in gate.findings) + self.remarks

    @property
    def missing(self) -> tuple[Finding, ...]:
        """Return what keeps any gate shut."""
        return tuple(finding for gate in self.gates for finding in gate.missing)

    @property
    def message(self) -> str:
        """Say it in English: which terminal, then per reason the clauses or items, what was seen and what to do."""
        if self.accepted:
            return f"{self.terminal} is ready for acceptance: every gate of 7.7.1 is open"
        shut = ", ".join(gate.title.english for gate in self.gates if not gate.open)
        lines = _lines(self.missing, self.items)
        return "\n".join([f"{self.terminal} is not accepted (7.7.1); shut: {shut}", *lines])


def _lines(missing: Sequence[Finding], items: Mapping[str, str]) -> Iterator[str]:
    """Group what has one cause, so that a dead terminal is one entry and not thirty."""
    causes: dict[tuple[str, str, str], list[Check]] = {}
    for finding in missing:
        check = finding.check
        causes.setdefault((check.status, finding.reason, check.fix), []).append(check)
    for (status, reason, fix), checks in causes.items():
        yield f"  - {_named(checks, items)}: {status}: {reason}\n    fix: {fix or RERUN}"


def _named(checks: Sequence[Check], items: Mapping[str, str]) -> str:
    """Name checks by their clauses, items by code and name; all items of the terminal by their number."""
    codes = [check.name.removeprefix("item/") for check in checks if check.name.startswith("item/")]
    named = dict.fromkeys(check.clause for check in checks if not check.name.startswith("item/"))
    if len(codes) == len(items) > 1:
        return ", ".join([*named, f"7.7 all {len(codes)} items"])
    return ", ".join([*named, *(f"7.7 item {code} {items.get(code, '')}".rstrip() for code in codes)])


def expected(site: Site) -> tuple[tuple[str, str], ...]:
    """Return each clause that applies to a site with each step that has to speak about it.

    7.7 is not among them: it is expected item by item.
    """
    other_mode = "6.5.2" if site.service.mode == "7x24" else "6.5.1"
    applicable = [
        clause
        for clause in clauses.CLAUSES
        if not clause.id.startswith(other_mode) and clause.id != "7.7"
        if clause.id != "6.4-f" or site.network.profile == "police"
    ]
    return tuple((c.id, source) for c in applicable for source in c.sources if source != clauses.RECORDS)


def judge(site: Site, heard: Heard, today: date) -> Verdict:
    """Put every finding behind its gate."""
    terminal = next(terminal for terminal in site.terminals if terminal.id == heard.terminal)
    found = [*recorded(site, terminal, today), *findings(heard, expected(site))]
    if not heard.items:
        found.append(_no_item(site, heard.terminal))
    gating = [finding for finding in found if _gates(finding)]
    gates = tuple(
        Gate(title, tuple(f for f in gating if clauses.find(f.check.clause).gate == title.id)) for title in GATES
    )
    return Verdict(heard.terminal, gates, tuple(f for f in found if not _gates(f)), heard.items)


def _gates(finding: Finding) -> bool:
    """Tell what decides: an item never granted (7.3) and a drift already put back are only recorded."""
    return finding.check.data.get("granted") is not False and not finding.check.name.startswith(DRIFT)


def _no_item(site: Site, terminal: str) -> Finding:
    check = Check(
        "7.7",
        terminal,
        "item/none",
        NOT_RUN,
        "no service item is granted to this terminal, so none can be checked",
        f"have items granted by their providers and fill in grants of sites/{site.district}/{site.site}.yml",
    )
    return Finding(clauses.SERVICE_CHECK, check, "本终端尚无已授权事项")


def tally(checks: Iterable[Check]) -> dict[str, dict[str, int]]:
    """Count the verdicts of a run: clause -> status -> number."""
    table: dict[str, dict[str, int]] = {clause.id: {} for clause in clauses.CLAUSES}
    for check in checks:
        row = table.setdefault(check.clause, {})
        row[check.status] = row.get(check.status, 0) + 1
    return {clause: row for clause, row in table.items() if row}
