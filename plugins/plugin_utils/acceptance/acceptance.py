# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Acceptance (7.7.1): from everything known about a terminal to gates that are open or say what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...module_utils.check import FAIL, NOT_RUN, Check
from ...module_utils.message import Message, join, say
from . import clauses
from .clauses import GATES, GateTitle
from .deliveries import recorded
from .finding import Finding
from .findings import findings, recalled
from .silences import RERUN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from ..model.site import Site
    from .step_results import Heard


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
    def message(self) -> Message:
        """Say it: which terminal, then per reason the clauses or items, what was seen and what to do."""
        if self.accepted:
            return say("{terminal} is ready for acceptance: every gate of 7.7.1 is open", terminal=self.terminal)
        shut = join(gate.title.name for gate in self.gates if not gate.open)
        head = say("{terminal} is not accepted (7.7.1); shut: {gates}", terminal=self.terminal, gates=shut)
        return join([head, *described(self.missing, self.items)], "\n")


def described(missing: Sequence[Finding], items: Mapping[str, str]) -> Iterator[Message]:
    """Describe what is missing, what has one cause together, so that a dead terminal is one entry and not thirty."""
    causes: dict[tuple[str, str, str], list[Check]] = {}
    for finding in missing:
        check = finding.check
        causes.setdefault((check.status, finding.reason, check.fix), []).append(check)
    for (status, reason, fix), checks in causes.items():
        yield say(
            "  - {named}: {status}: {reason}\n    fix: {fix}",
            named=_named(checks, items),
            status=status,
            reason=reason,
            fix=fix or RERUN,
        )


def _named(checks: Sequence[Check], items: Mapping[str, str]) -> Message:
    """Name checks by their clauses, items by code and name; all items of the terminal by their number."""
    codes = [check.name.removeprefix("item/") for check in checks if check.name.startswith("item/")]
    named = dict.fromkeys(check.clause for check in checks if not check.name.startswith("item/"))
    if len(codes) == len(items) > 1:
        return join([*named, say("7.7 all {count} items", count=len(codes))])
    shown = (say("7.7 item {item}", item=f"{code} {items.get(code, '')}".rstrip()) for code in codes)
    return join([*named, *shown])


def judge(site: Site, heard: Heard, today: date, past: Iterable[Finding] | None = None) -> Verdict:
    """Put every finding behind its gate; only what the toolkit itself remarked gates nothing.

    Args:
        site: the site.
        heard: what is known of the terminal.
        today: the day that it is judged on.
        past: what an earlier run found; then its answers do not count.
    """
    terminal = next(terminal for terminal in site.terminals if terminal.id == heard.terminal)
    records = recorded(site, terminal, today)
    found = [*(findings(heard, records) if past is None else recalled(heard, past, records))]
    if not heard.items:
        found.append(_no_item(site, heard.terminal))
    behind: dict[str, list[Finding]] = {title.id: [] for title in GATES}
    for finding in found:
        if not finding.remark:
            behind[clauses.gate_of(finding.check.clause)].append(finding)
    gates = tuple(Gate(title, tuple(behind[title.id])) for title in GATES)
    return Verdict(heard.terminal, gates, tuple(f for f in found if f.remark), heard.items)


def _no_item(site: Site, terminal: str) -> Finding:
    check = Check(
        "7.7",
        terminal,
        "item/none",
        NOT_RUN,
        say("no service item is granted to this terminal, so none can be checked", id="no-item"),
        say(
            "have items granted by their providers and fill in grants of sites/{district}/{site}.yml",
            id="no-item-fix",
            district=site.district,
            site=site.site,
        ),
    )
    return Finding(clauses.SERVICE_CHECK, check, "本终端尚无已授权事项")


def tally(checks: Iterable[Check]) -> dict[str, dict[str, int]]:
    """Count the verdicts of a run: clause -> status -> number."""
    table: dict[str, dict[str, int]] = {clause.id: {} for clause in clauses.CLAUSES}
    for check in checks:
        row = table.setdefault(check.clause, {})
        row[check.status] = row.get(check.status, 0) + 1
    return {clause: row for clause, row in table.items() if row}
