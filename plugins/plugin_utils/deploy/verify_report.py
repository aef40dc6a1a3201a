# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What was seen of a switch, told to people, to Ansible, and to other programs (`<switch>.verify.json` of its records)."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from ...module_utils.redaction import redact
from ..base import atomic_file
from ..base.host_result import failure, without_secrets
from ..policy.verification import Comparison, Standing
from . import report
from .change_record import told

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from ..policy.drift import Drift
    from .verify import Verification

SENTENCES = {
    Standing.RIGHT: "runs the plan that was accepted",
    Standing.DUE: "runs the plan that was accepted; today's plan differs, a deployment is due",
    Standing.UNDEPLOYED: "was never deployed: nothing of the toolkit is on it",
    Standing.DRIFTED: "drifted from the plan that was accepted",
    Standing.UNSAFE: "runs the plan that was accepted, but that is not safe by today's rules",
}


def findings(result: Verification) -> dict[str, Any]:
    """Return everything that was seen of one device, as JSON types."""
    comparison = result.comparison or Comparison(Standing.RIGHT)
    return without_secrets(
        {
            "standing": str(comparison.standing) if result.comparison else "error",
            "wrong": result.wrong,
            "drift": [_drift(one) for one in comparison.drift],
            "mend": [line.strip() for line in comparison.mend],
            "due": [_drift(one) for one in comparison.due],
            "deploy": [line.strip() for line in comparison.deploy],
            "violations": [
                {"what": one.what, "clause": one.clause, "subject": one.subject, "fix": one.fix, "packet": one.packet}
                for one in comparison.violations
            ],
            "unjudged": [str(one) for one in comparison.notices],
            "checks": [check.to_dict() for check in result.checks],
            "saved": result.saved,
            "reboots_in_minutes": result.minutes_left,
            "error": str(result.error) if result.error else "",
        }
    )


def slot(result: Verification, *, diff: bool) -> dict[str, Any]:
    """Return a host's result, short as people read it; it has failed if anything is as it must not be.

    Args:
        result: what was seen.
        diff: tell the lines that would mend it as well.
    """
    said: dict[str, Any] = {"changed": False, "msg": "\n".join(sentences(result, diff=diff)), "seconds": result.seconds}
    standing = str(result.comparison.standing) if result.comparison else "error"
    said |= {"standing": standing, "failed": result.wrong, "warnings": [*_warnings(result)]}
    return without_secrets(said | (failure(result.error) if result.error else {}))


def sentences(result: Verification, *, diff: bool) -> Iterator[str]:
    """Tell what was seen of one device, a line for each difference with the clause that it breaks."""
    if result.comparison is None:
        yield str(result.error)
        return
    found = result.comparison
    yield f"{result.host} {SENTENCES[found.standing]}"
    yield from (f"  {one.clause:<6} drift: {one.what}" for one in found.drift)
    yield from (f"  {one.clause:<6} unsafe: {one.what}" for one in found.violations)
    yield from (f"  {one.clause:<6} {one.subject}: {one.reason}" for one in result.strangers)
    yield from (f"  {one.clause:<6} due: {one.what}" for one in found.due)
    yield from (f"  {'':<6} warning: {told}" for told in report.notices(found.notices))
    if diff and found.mend:
        yield "  these lines would take the drift back:"
        yield from (f"    {line.strip()}" for line in found.mend)
    if diff and found.deploy and not found.mend:
        yield "  a deployment would send:"
        yield from (f"    {line.strip()}" for line in found.deploy)


def notable(results: Iterable[Verification], *, diff: bool) -> list[str]:
    """Tell what is worth a look in a batch though nothing is wrong with it; what is wrong each host says itself."""
    lines: list[str] = []
    for one in sorted(results, key=lambda each: each.host):
        found = one.comparison
        if not one.wrong and found and (found.standing is not Standing.RIGHT or found.notices):
            lines += sentences(one, diff=diff)
    return [redact(line) for line in lines]


def headline(results: Iterable[Verification], lost: int = 0) -> str:
    """Count a batch by how its switches stand; one that is wrong in any way is never counted as right.

    Args:
        results: what was seen.
        lost: how many switches there are that nobody could even be sent to.
    """
    count = Counter(map(_standing, sorted(results, key=lambda one: one.host)))
    count["not read"] += lost
    total = count.total()
    told = ", ".join(f"{number} {name}" for name, number in count.items() if number)
    return f"{total} switch{'es' if total != 1 else ''}: {told or 'none was looked at'}"


def _standing(one: Verification) -> str:
    if one.error or one.comparison is None:
        return "not read"
    if one.comparison.standing in (Standing.DRIFTED, Standing.UNSAFE) or not one.strangers:
        return str(one.comparison.standing)
    return "with a stranger at a terminal's port"


def keep(site_records: Path, host: str, seen: Mapping[str, Any], now: datetime) -> Path:
    """Write what was seen of a device where other programs find it; the one before is git's to remember.

    Raises:
        KioskError: it cannot be written; the one before stays.
    """
    file = site_records / "network" / f"{host}.verify.json"
    content = {"host": host, "site": site_records.name, "time": now.isoformat(timespec="seconds"), **seen}
    with told("what was seen cannot be kept", file):
        file.parent.mkdir(parents=True, exist_ok=True)
        atomic_file.put(file, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())
    return file


def _warnings(result: Verification) -> Iterator[str]:
    if result.minutes_left is not None:
        yield f"{result.host} reboots into its saved configuration by itself in {result.minutes_left} min"
    if not result.saved:
        yield f"{result.host} runs what it has not saved: the next power failure takes it"


def _drift(drift: Drift) -> dict[str, str]:
    return {"what": drift.what, "clause": drift.clause, "subject": drift.subject}
