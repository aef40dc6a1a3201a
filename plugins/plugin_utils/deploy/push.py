# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Bringing devices to their plan: one session each, many at a time, a failing one never hiding the others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...module_utils.message import Message, join, say
from ..base.device import DeviceError, Kind
from ..device.guard import State, others, prospect
from .visit import Result, visit, visit_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ..base.errors import KioskError
    from ..device.guard import Guard
    from ..device.switch_session import SwitchSession
    from ..policy.violation import Violation
    from .job import Job

# What the device does with lines that did not take effect as they should, by the trouble of `Guard.activate`.
_AFTER = {Kind.REFUSED: State.NONE, Kind.GUARD: State.UNSAVED}


def push(jobs: Iterable[Job], *, workers: int = 20, check_mode: bool = False) -> dict[str, Result]:
    """Bring each device to what its job wants.

    Args:
        jobs: at most one per device.
        workers: sessions at a time.
        check_mode: log in and read only; the result says what would be sent.
    """
    return visit_all(partial(push_one, check_mode=check_mode), jobs, workers)


def push_one(job: Job, *, check_mode: bool = False) -> Result:
    """Bring one device to what its job wants."""
    result = visit(job.device, partial(_push, job, check_mode=check_mode), Result(job.device.host, guard=State.NONE))
    if result.error:
        _add_prospect(result.error, result)
    return result


def _push(job: Job, session: SwitchSession, running: str, result: Result, *, check_mode: bool) -> None:
    result.drift = tuple(job.goal.drift(running))
    change = job.goal.change(running)
    result.commands = tuple(change.commands)
    result.notices = change.notices
    if violations := job.goal.refused(change):
        what = say("the plan does not make the device safe, nothing was sent")
        raise _unproven(what, violations, job, "plan-unsafe")
    before = session.ports_of(running) if result.commands else {}
    if result.commands and (violations := change.unlike({name: port.macs for name, port in before.items()})):
        what = say("the site's file does not fit the device, nothing was sent")
        raise _unproven(what, violations, job, "site-file-unlike")
    if result.commands and not check_mode:
        result.up_before = {name: port.macs for name, port in before.items() if port.up}
        running = _change(session, job, result, running)
    elif not check_mode:
        _look(session, job, result, running)
    result.changed = bool(result.commands)
    result.checks = tuple(job.goal.checks(running, session.ports_of(running)))


def _look(session: SwitchSession, job: Job, result: Result, running: str) -> None:
    """See whether the plan, which runs already, still waits to be confirmed."""
    guard = session.guard(running)
    state, left = guard.state(running)
    if state is State.NONE or is_anothers(session, guard, job, state):
        result.notice, state = others(guard, state, left), State.NONE
    _watch(result, guard, state, left, job.guard_minutes)


def is_anothers(session: SwitchSession, guard: Guard, job: Job, state: State) -> bool:
    """Tell whether what waits to be confirmed or saved on a device that runs the plan is somebody else's.

    A guard of ours was armed while the device would have started without the plan, and until it is confirmed nobody
    saves. A device that starts with the plan has nothing of ours to lose, and what an engineer tries there under a
    timer of his own must not be made to last.
    """
    return state is not State.NONE and not guard.is_ours() and not job.goal.change(session.saved()).commands


def _change(session: SwitchSession, job: Job, result: Result, before: str) -> str:
    """Send the lines under guard and return what runs then."""
    job.record.begin(session.lasting(before), result.commands)
    result.record = job.record.folder
    guard = session.guard(before)
    then = prospect(guard, State.ARMED, job.guard_minutes, job.guard_minutes)
    # Before the timer runs: a device must not go back by itself because a disk was full here.
    job.record.note("guard.txt", f"{guard.name}, {job.guard_minutes} min: unless confirmed, {then}")
    guard.arm(before, job.guard_minutes)
    if not guard.holds_back:
        _touched(result, guard, State.ARMED, job)
    _send(session, job, result)
    if waiting := session.uncommitted():
        job.record.note("uncommitted.txt", waiting)
    _touched(result, guard, State.ARMED, job)
    try:
        guard.activate(job.guard_minutes)
    except DeviceError as error:
        _touched(result, guard, _AFTER.get(error.kind, State.ARMED), job)
        raise
    session.ahead(session.show_running, *session.show_ports)
    after = session.running()
    job.record.finish(session.lasting(after))
    if still := job.goal.change(after).commands:
        what = say(
            "the device took every line, but its running configuration is not the plan; still missing: {lines}",
            lines="; ".join(line.strip() for line in still),
        )
        raise DeviceError(Kind.PROOF, what, host=job.device.host, id="plan-not-running")
    if violations := job.goal.unproven(after):
        what = say("the running configuration cannot be proven after the change")
        raise _unproven(what, violations, job, "running-unproven")
    return after


def _send(session: SwitchSession, job: Job, result: Result) -> None:
    try:
        for line, answer in session.configure(job.record.announced(result.commands)):
            result.sent.append((line, answer))
            job.record.answered(answer)
    except DeviceError as error:
        job.record.answered(error.answer)
        raise


def _unproven(what: str, violations: Sequence[Violation], job: Job, sort: str) -> DeviceError:
    whole = say("{what}:\n{violations}", what=what, violations=join(map(sentence, violations), "\n"))
    return DeviceError(Kind.PROOF, whole, host=job.device.host, clause=violations[0].clause, id=sort)


def _touched(result: Result, guard: Guard, state: State, job: Job) -> None:
    """Note that lines take effect from here on, or that none did."""
    result.changed = state is not State.NONE
    _watch(result, guard, state, job.guard_minutes if state is State.ARMED else None, job.guard_minutes)


def _watch(result: Result, guard: Guard, state: State, left: int | None, minutes: int) -> None:
    result.guard, result.guard_name, result.minutes_left = state, guard.name, left
    result.fall_back = prospect(guard, state, left, minutes)


def _add_prospect(error: KioskError, result: Result) -> None:
    """Add what the device is going to do by itself, which is what the reader needs to know first."""
    if result.guard is State.ARMED and result.changed:
        done = say("{sent} of {all} lines were carried out", sent=len(result.sent), all=len(result.commands))
        error.amend(say("{what} ({done}; unconfirmed, so {then})", what=error.what, done=done, then=result.fall_back))
    elif result.sent and not result.changed:
        error.amend(
            say(
                "{what} ({taken} of {all} lines were taken, none of them took effect)",
                what=error.what, taken=len(result.sent), all=len(result.commands),
            )
        )  # fmt: skip


def sentence(violation: Violation) -> Message:
    """Return a violation as a part of a larger message: what, where, which clause, how to fix."""
    return say("{problem}", problem=violation.error())
