# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Confirming the guarded changes of many devices, each in a session of its own."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ...module_utils.message import join, say
from ..base.device import DeviceError, Kind
from ..device.guard import State, others, prospect
from .push import is_anothers, sentence
from .visit import Result, visit, visit_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ...module_utils.check import Check
    from ..device.guard import Guard
    from ..device.switch_session import SwitchSession
    from .confirm_decision import ConfirmDecision
    from .job import Job


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
    decide: Callable[[Sequence[Check]], ConfirmDecision]
    fall_back: str = ""


def confirm(candidates: Iterable[Candidate], *, workers: int = 20) -> dict[str, Result]:
    """Confirm what may stay; leave the rest to the devices' own timers. Nothing is raised."""
    return visit_all(confirm_one, candidates, workers)


def confirm_one(candidate: Candidate) -> Result:
    """Confirm the change of one device, or say why it is left to undo itself."""
    device = candidate.job.device
    result = visit(device, partial(_confirm, candidate), Result(device.host, fall_back=candidate.fall_back))
    if (error := result.error) and result.fall_back:
        error.amend(say("{what} (unconfirmed, so {then})", what=error.what, then=result.fall_back))
    return result


def _confirm(candidate: Candidate, session: SwitchSession, running: str, result: Result) -> None:
    job = candidate.job
    guard = session.guard(running)
    state, result.minutes_left = guard.state(running)
    result.guard_name, result.guard = guard.name, state
    result.fall_back = prospect(guard, state, result.minutes_left, job.guard_minutes)
    result.checks = tuple(job.goal.checks(running, session.ports_of(running)))
    if job.goal.change(running).commands:
        result.reason = say("the device no longer runs the plan; it has probably gone back by itself")
    elif not candidate.fall_back and (state is State.NONE or is_anothers(session, guard, job, state)):
        result.fall_back, result.guard = others(guard, state, result.minutes_left), State.NONE
        result.confirmed, result.reason = True, say("nothing is left to confirm")
    elif violations := job.goal.unproven(running):
        why = join(map(sentence, violations), "; ")
        result.reason = say("the running configuration cannot be proven: {violations}", violations=why)
    else:
        decision = candidate.decide(result.checks)
        result.reason = decision.reason
        if decision.stays:
            _keep(session, guard, job, result)


def _keep(session: SwitchSession, guard: Guard, job: Job, result: Result) -> None:
    """Confirm, and look once more: the device may have gone back in the same moment."""
    result.fall_back = ""  # What goes wrong from here on says itself what becomes of the change.
    guard.confirm()
    if job.goal.change(session.running()).commands:
        what = say("the device went back by itself while it was being confirmed")
        raise DeviceError(Kind.GUARD, what, host=job.device.host, fix=say("run again"), id="gone-back")
    result.confirmed = result.changed = True
    result.guard, result.minutes_left = State.NONE, None
