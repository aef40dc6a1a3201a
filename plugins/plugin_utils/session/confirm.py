# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Confirming the guarded changes of many devices, each in a session of its own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ansible_collections.govkiosk.site.plugins.plugin_utils.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.drivers import connect, guard_of
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.guard import State
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.masking import masked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ansible_collections.govkiosk.site.plugins.module_utils.check import Check
    from ansible_collections.govkiosk.site.plugins.plugin_utils.session.confirmation import Decision
    from ansible_collections.govkiosk.site.plugins.plugin_utils.session.push import Job


@dataclass
class Confirmation:
    """What came of one device.

    Attributes:
        host: its name in the inventory.
        confirmed: its running configuration stays.
        changed: it was made to stay now.
        reason: why it stays or not.
        checks: verdicts on what runs now.
        minutes_left: minutes until the device goes back by itself, None if it does not.
        error: what went wrong.
    """

    host: str
    confirmed: bool = False
    changed: bool = False
    reason: str = ""
    checks: tuple[Check, ...] = ()
    minutes_left: int | None = None
    error: KioskError | None = None


@dataclass(frozen=True)
class Candidate:
    """One device whose change may be confirmed: its job, and the judgement of its terminals on the port checks."""

    job: Job
    decide: Callable[[Sequence[Check]], Decision]


def confirm(candidates: Iterable[Candidate], *, workers: int = 20) -> dict[str, Confirmation]:
    """Confirm what may stay; leave the rest to the devices' own timers. Nothing is raised."""
    todo = list(candidates)
    with ThreadPoolExecutor(max_workers=max(1, min(workers, len(todo)))) as pool:
        return {result.host: result for result in pool.map(confirm_one, todo)}


def confirm_one(candidate: Candidate) -> Confirmation:
    """Confirm the change of one device, or say why it is left to undo itself."""
    job = candidate.job
    result = Confirmation(job.device.host)
    try:
        _visit(candidate, result)
    except KioskError as error:
        result.error = error
    except Exception as error:  # noqa: BLE001 - one device must never take the others along
        what = masked(f"unexpected {type(error).__name__}: {error}", [job.device.password])
        result.error = KioskError(what, where=job.device.host, fix="report this as a defect")
    return result


def _visit(candidate: Candidate, result: Confirmation) -> None:
    job = candidate.job
    with connect(job.device) as session:
        guard = guard_of(session)
        running = session.running()
        state, result.minutes_left = guard.state(running)
        result.checks = tuple(job.judge(running, session.ports()))
        if job.configure(running).commands:
            result.reason = "the device no longer runs the plan; it has probably gone back by itself"
        elif state is State.NONE:
            result.confirmed, result.reason = True, "nothing is left to confirm"
        elif violations := job.prove(running):
            result.reason = "the running configuration cannot be proven: " + "; ".join(map(str, violations))
        else:
            decision = candidate.decide(result.checks)
            result.reason = decision.reason
            if decision.stays:
                guard.confirm()
                result.confirmed = result.changed = True
                result.minutes_left = None
