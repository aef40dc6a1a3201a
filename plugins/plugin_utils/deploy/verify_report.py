# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What was seen of a switch, told to people, to Ansible, and to other programs (`<switch>.verify.json` of its records)."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from ...module_utils.check import FAIL, Check
from ...module_utils.message import Message, join, say
from ...module_utils.redaction import redact
from ..base import atomic_file
from ..base.host_result import failure, without_secrets
from ..base.kept_files import os_error_as
from ..base.language import translated
from ..policy.verification import Comparison, Standing
from . import report

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from ..base.problem import Problem
    from .visit import Result

SENTENCES = {
    Standing.RIGHT: say("runs the plan that was accepted"),
    Standing.DUE: say("runs the plan that was accepted; today's plan differs, a deployment is due"),
    Standing.UNDEPLOYED: say("was never deployed: nothing of the toolkit is on it"),
    Standing.DRIFTED: say("drifted from the plan that was accepted"),
    Standing.UNSAFE: say("runs the plan that was accepted, but that is not safe by today's rules"),
}

_STATES = {
    Standing.RIGHT: say("right"),
    Standing.DUE: say("due"),
    Standing.UNDEPLOYED: say("undeployed"),
    Standing.DRIFTED: say("drifted"),
    Standing.UNSAFE: say("unsafe"),
}
_NOT_READ = say("not read")
_STRANGER = say("with a stranger at a terminal's port")

_STATES = {
    Standing.RIGHT: say("right"),
    Standing.DUE: say("due"),
    Standing.UNDEPLOYED: say("undeployed"),
    Standing.DRIFTED: say("drifted"),
    Standing.UNSAFE: say("unsafe"),
}
_NOT_READ = say("not read")
_STRANGER = say("with a stranger at a terminal's port")


def findings(result: Result) -> dict[str, Any]:
    """Return everything that was seen of one device, as JSON types."""
    comparison = result.comparison or Comparison(Standing.RIGHT)
    return without_secrets(
        {
            "standing": str(comparison.standing) if result.comparison else "error",
            "wrong": is_wrong(result),
            "drift": [_drift(notice) for notice in comparison.drift],
            "mend": [line.strip() for line in comparison.mend],
            "due": [_drift(notice) for notice in comparison.due],
            "deploy": [line.strip() for line in comparison.deploy],
            "violations": [
                {
                    "what": notice.what,
                    "clause": notice.clause,
                    "subject": notice.subject,
                    "fix": notice.fix,
                    "packet": notice.packet,
                }
                for notice in comparison.violations
            ],
            "unjudged": [str(notice) for notice in comparison.notices],
            "checks": [check.to_dict() for check in result.checks],
            "saved": result.saved,
            "reboots_in_minutes": result.minutes_left,
            "error": str(result.error) if result.error else "",
        }
    )


def slot(result: Result, *, diff: bool) -> dict[str, Any]:
    """Return a host's result, short as people read it; it has failed if anything is as it must not be.

    Args:
        result: what was seen.
        diff: tell the lines that would mend it as well.
    """
    text = "\n".join(map(translated, sentences(result, diff=diff)))
    found: dict[str, Any] = {"changed": False, "msg": text, "seconds": result.seconds}
    standing = str(result.comparison.standing) if result.comparison else "error"
    found |= {"standing": standing, "failed": is_wrong(result), "warnings": [*map(translated, _warnings(result))]}
    return without_secrets(found | (failure(result.error) if result.error else {}))


def strangers(result: Result) -> tuple[Check, ...]:
    """Return the checks that found something else on a terminal's port than the terminal; one that is off is no stranger."""
    if result.comparison is None or result.comparison.standing is Standing.UNDEPLOYED:
        return ()
    ports = (check for check in result.checks if check.name == "switch/port" and check.status == FAIL)
    return tuple(check for check in ports if check.data.get("seen"))


def is_wrong(result: Result) -> bool:
    """Tell whether anything is as it must not be; a deployment that is due is not."""
    standing = result.comparison.standing if result.comparison else None
    return bool(result.error or strangers(result)) or standing in (Standing.DRIFTED, Standing.UNSAFE)


def sentences(result: Result, *, diff: bool) -> Iterator[str]:
    """Tell what was seen of one device, a line for each difference with the clause that it breaks."""
    seen = result.comparison
    if seen is None:
        yield say("{error}", error=result.error)
        return
    yield join([result.host, SENTENCES[seen.standing]], " ")
    yield from (_line(drift.clause, say("drift: {what}", what=drift.text)) for drift in seen.drift)
    yield from (_line(found.clause, say("unsafe: {what}", what=found.what)) for found in seen.violations)
    yield from (_line(check.clause, join([check.subject, check.reason], ": ")) for check in strangers(result))
    yield from (_line(drift.clause, say("due: {what}", what=drift.text)) for drift in seen.due)
    yield from (_line("", say("warning: {text}", text=text)) for text in report.notices(seen.notices))
    if diff and seen.mend:
        yield say("  these lines would take the drift back:")
        yield from (f"    {line.strip()}" for line in seen.mend)
    if diff and seen.deploy and not seen.mend:
        yield say("  a deployment would send:")
        yield from (f"    {line.strip()}" for line in seen.deploy)


def _line(clause: str, text: str) -> Message:
    return join([f"  {clause:<6}", text], " ")


def notable(results: Iterable[Result], *, diff: bool) -> list[str]:
    """Tell what is worth a look in a batch though nothing is wrong with it; what is wrong each host says itself."""
    lines: list[str] = []
    for result in sorted(results, key=lambda result: result.host):
        seen = result.comparison
        if not is_wrong(result) and seen and (seen.standing is not Standing.RIGHT or seen.notices):
            lines += sentences(result, diff=diff)
    return [redact(translated(line)) for line in lines]


def headline(results: Iterable[Result], lost: int = 0) -> Message:
    """Count a batch by how its switches stand; one that is wrong in any way is never counted as right.

    Args:
        results: what was seen.
        lost: how many switches there are that nobody could even be sent to.
    """
    count = Counter(map(_standing, sorted(results, key=lambda result: result.host)))
    count[_NOT_READ] += lost
    total = count.total()
    parts = [say("{number} {state}", number=number, state=state) for state, number in count.items() if number]
    what = join(parts) if parts else say("none was looked at")
    return say("1 switch: {what}", what=what) if total == 1 else say("{total} switches: {what}", total=total, what=what)


def _standing(result: Result) -> Message:
    if result.error or result.comparison is None:
        return _NOT_READ
    if result.comparison.standing in (Standing.DRIFTED, Standing.UNSAFE) or not strangers(result):
        return _STATES[result.comparison.standing]
    return _STRANGER


def keep(site_records: Path, host: str, seen: Mapping[str, Any], now: datetime) -> Path:
    """Write what was seen of a device where other programs find it; the one before is git's to remember.

    Raises:
        KioskError: it cannot be written; the one before stays.
    """
    file = site_records / "network" / f"{host}.verify.json"
    content = {"host": host, "site": site_records.name, "time": now.isoformat(timespec="seconds"), **seen}
    with os_error_as(say("what was seen cannot be kept"), file):
        file.parent.mkdir(parents=True, exist_ok=True)
        atomic_file.put(file, (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode())
    return file


def _warnings(result: Result) -> Iterator[str]:
    if result.minutes_left is not None:
        yield say(
            "{host} reboots into its saved configuration by itself in {minutes} min",
            host=result.host, minutes=result.minutes_left,
        )  # fmt: skip
    if not result.saved:
        yield say("{host} runs what it has not saved: the next power failure takes it", host=result.host)


def _drift(drift: Problem) -> dict[str, str]:
    return {"what": drift.text, "clause": drift.clause, "subject": drift.subject}
