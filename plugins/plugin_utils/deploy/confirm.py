# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Confirming the guarded changes of many devices, each in a session of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...module_utils.message import say
from ..base.device import DeviceError, Kind
from ..base.errors import KioskError
from ..base.parallel import spread, unexpected
from ..device.guard import State, others, prospect
from ..platforms.sessions import connect
from .push import is_anothers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ...module_utils.check import Check
    from ..device.guard import Guard
    from ..device.switch_session import SwitchSession
    from .confirm_decision import Decision
    from .push import Job


@dataclass
class Confirmation:
    """What came of one device.

    Attributes:
        host: its name in the inventory.
        confirmed: its running configuration stays.
        changed: it was made to stay now.
        reason: why it stays or not.
        checks: verdicts on what runs now.
        guard_name: which of the device's timers watches over it.
        guard: what the device does with its running configuration by itself, None if it could not be asked.
        minutes_left: minutes until the device goes back by itself, None if it does not or does not tell.
        fall_back: what becomes of a change that is not confirmed, as a clause.
        error: what went wrong.
    """

    host: str
    confirmed: bool = False
    changed: bool = False
    reason: str = ""
    checks: tuple[Check, ...] = ()
    guard_name: str = ""
    guard: State | None = None
    minutes_left: int | None = None
    fall_back: str = ""
    error: KioskError | None = None


@dataclass(frozen=True)
class Candidate:
    """One device whose change may be confirmed.

    Attributes:
        job: the device and what is wanted of it.
        decide: the judgement of its terminals on the port checks.
        fall_back: what the push said would become of the change, if it armed the guard. Told if the device cannot be
            asked; and a device that was saved meanwhile, by whomever, may still have its timer running.
    """

    job: Job
    decide: Callable[[Sequence[Check]], Decision]
    fall_back: str = ""


def confirm(candidates: Iterable[Candidate], *, workers: int = 20) -> dict[str, Confirmation]:
    """Confirm what may stay; leave the rest to the devices' own timers. Nothing is raised."""
    return {result.host: result for result in spread(confirm_one, candidates, workers)}


def confirm_one(candidate: Candidate) -> Confirmation:
    """Confirm the change of one device, or say why it is left to undo itself."""
    job = candidate.job
    result = Confirmation(job.device.host, fall_back=candidate.fall_back)
    try:
        _visit(candidate, result)
    except KioskError as error:
        if result.fall_back:
            error.amend(say("{what} (unconfirmed, so {then})", what=error.what, then=result.fall_back))
        result.error = error
    except Exception as error:  # noqa: BLE001 - one device must never take the others along
        result.error = unexpected(error, job.device)
    return result


def _visit(candidate: Candidate, result: Confirmation) -> None:
    job = candidate.job
    with connect(job.device) as session:
        session.require_name()
        running = session.running()
        guard = session.guard(running)
        state, result.minutes_left = guard.state(running)
        result.guard_name, result.guard = guard.name, state
        result.fall_back = prospect(guard, state, result.minutes_left, job.guard_minutes)
        result.checks = tuple(job.judge(running, session.ports_of(running)))
        if job.configure(running).commands:
            result.reason = "the device no longer runs the plan; it has probably gone back by itself"
        elif not candidate.fall_back and (state is State.NONE or is_anothers(session, guard, job, state)):
            result.fall_back, result.guard = others(guard, state, result.minutes_left), State.NONE
            result.confirmed, result.reason = True, "nothing is left to confirm"
        elif violations := job.prove(running):
            result.reason = "the running configuration cannot be proven: " + "; ".join(map(str, violations))
        else:
            decision = candidate.decide(result.checks)
            result.reason = decision.reason
            if decision.stays:
                _keep(session, guard, job, result)


def _keep(session: SwitchSession, guard: Guard, job: Job, result: Confirmation) -> None:
    """Confirm, and look once more: the device may have gone back in the same moment."""
    result.fall_back = ""  # What goes wrong from here on says itself what becomes of the change.
    guard.confirm()
    if job.configure(session.running()).commands:
        what = "the device went back by itself while it was being confirmed"
        raise DeviceError(Kind.GUARD, what, host=job.device.host, fix="run again")
    result.confirmed = result.changed = True
    result.guard, result.minutes_left = State.NONE, None
