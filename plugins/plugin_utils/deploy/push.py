# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Bringing devices to their plan: one session each, many at a time, a failing one never hiding the others."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...module_utils.message import say
from ..base.device import Device, DeviceError, Kind
from ..base.errors import KioskError
from ..base.parallel import spread, unexpected
from ..device.guard import State, others, prospect
from ..platforms.sessions import connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from ...module_utils.check import Check
    from ..device.guard import Guard
    from ..device.port_state import PortState
    from ..device.switch_session import SwitchSession
    from ..policy.drift import Drift
    from ..policy.planning import Change
    from ..policy.unjudged import Notice
    from ..policy.violation import Violation
    from .change_record import Record

# What the device does with lines that did not take effect as they should, by the trouble of `Guard.activate`.
_AFTER = {Kind.REFUSED: State.NONE, Kind.GUARD: State.UNSAVED}


@dataclass(frozen=True)
class Job:
    """One device and what is wanted of it.

    Attributes:
        device: where it is.
        configure: running configuration to change.
        refuse: change to what is wrong with it; nothing if it may be sent.
        prove: running configuration to what is wrong with it, nothing if all is well.
        judge: running configuration and port states to checks.
        drift: running configuration to differences from what was confirmed last; none before the first confirmation.
        guard_minutes: after how many minutes an unconfirmed change undoes itself.
        record: where the configuration before and after and the lines sent are kept.
    """

    device: Device
    configure: Callable[[str], Change]
    prove: Callable[[str], Sequence[Violation]]
    judge: Callable[[str, Mapping[str, PortState]], Sequence[Check]]
    guard_minutes: int
    record: Record
    refuse: Callable[[Change], Sequence[Violation]] = lambda change: change.violations
    drift: Callable[[str], Sequence[Drift]] = lambda _running: ()


@dataclass
class DeviceResult:
    """What came of one device.

    Attributes:
        host: its name in the inventory.
        changed: at least one line was sent, and may have taken effect; in check mode: would be sent.
        commands: the lines that were to be sent.
        sent: the lines that were carried out, each with the device's answer.
        drift: how the device had moved away from what was confirmed last.
        notices: lines of the device that nobody has judged.
        checks: verdicts on what runs now.
        up_before: the ports that were up before the change, each with the addresses on it.
        guard: what the device does with its running configuration by itself.
        guard_name: which of its timers watches over it, empty if nobody looked.
        minutes_left: minutes until it goes back by itself, None if it does not or does not tell.
        fall_back: what becomes of the change if nobody confirms it, as a clause.
        notice: what an engineer should know of a device that runs the plan already, as a clause.
        record: the folder in which the change is kept, None if there was none.
        error: what went wrong.
        seconds: how long it took.
    """

    host: str
    changed: bool = False
    commands: tuple[str, ...] = ()
    sent: list[tuple[str, str]] = field(default_factory=list)
    drift: tuple[Drift, ...] = ()
    notices: tuple[Notice, ...] = ()
    checks: tuple[Check, ...] = ()
    up_before: Mapping[str, Sequence[str]] = field(default_factory=dict)
    guard: State = State.NONE
    guard_name: str = ""
    minutes_left: int | None = None
    fall_back: str = ""
    notice: str = ""
    record: Path | None = None
    error: KioskError | None = None
    seconds: float = 0.0


def push(jobs: Iterable[Job], *, workers: int = 20, check_mode: bool = False) -> dict[str, DeviceResult]:
    """Bring each device to what its job wants.

    Args:
        jobs: at most one per device.
        workers: sessions at a time.
        check_mode: log in and read only; the result says what would be sent.

    Returns:
        One result per device, by host name, but none of those whose process was killed. A device's trouble is in its
        result, never raised.
    """
    return {result.host: result for result in spread(lambda job: push_one(job, check_mode=check_mode), jobs, workers)}


def push_one(job: Job, *, check_mode: bool = False) -> DeviceResult:
    """Bring one device to what its job wants."""
    result = DeviceResult(job.device.host)
    started = time.monotonic()
    try:
        with connect(job.device) as session:
            _visit(session, job, result, check_mode=check_mode)
    except KioskError as error:
        result.error = _with_prospect(error, result)
    except Exception as error:  # noqa: BLE001 - one device must never take the others along
        result.error = _with_prospect(unexpected(error, job.device), result)
    result.seconds = round(time.monotonic() - started, 3)
    return result


def _visit(session: SwitchSession, job: Job, result: DeviceResult, *, check_mode: bool) -> None:
    session.require_name()
    running = session.running()
    result.drift = tuple(job.drift(running))
    change = job.configure(running)
    result.commands = tuple(change.commands)
    result.notices = change.notices
    if violations := job.refuse(change):
        raise _unproven("the plan does not make the device safe, nothing was sent", violations, job)
    before = session.ports_of(running) if result.commands else {}
    if result.commands and (violations := change.unlike({name: port.macs for name, port in before.items()})):
        raise _unproven("the site's file does not fit the device, nothing was sent", violations, job)
    if result.commands and not check_mode:
        result.up_before = {name: port.macs for name, port in before.items() if port.up}
        running = _change(session, job, result, running)
    elif not check_mode:
        _look(session, job, result, running)
    result.changed = bool(result.commands)
    result.checks = tuple(job.judge(running, session.ports_of(running)))


def _look(session: SwitchSession, job: Job, result: DeviceResult, running: str) -> None:
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
    return state is not State.NONE and not guard.is_ours() and not job.configure(session.saved()).commands


def _change(session: SwitchSession, job: Job, result: DeviceResult, before: str) -> str:
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
    after = session.running()
    job.record.finish(session.lasting(after))
    if still := job.configure(after).commands:
        what = "the device took every line, but its running configuration is not the plan; still missing: "
        raise DeviceError(Kind.PROOF, what + "; ".join(line.strip() for line in still), host=job.device.host)
    if violations := job.prove(after):
        raise _unproven("the running configuration cannot be proven after the change", violations, job)
    return after


def _send(session: SwitchSession, job: Job, result: DeviceResult) -> None:
    try:
        for line, answer in session.configure(job.record.announced(result.commands)):
            result.sent.append((line, answer))
            job.record.answered(answer)
    except DeviceError as error:
        job.record.answered(error.answer)
        raise


def _unproven(what: str, violations: Sequence[Violation], job: Job) -> DeviceError:
    told = "\n".join(str(violation) for violation in violations)
    return DeviceError(Kind.PROOF, f"{what}:\n{told}", host=job.device.host, clause=violations[0].clause)


def _touched(result: DeviceResult, guard: Guard, state: State, job: Job) -> None:
    """Note that lines take effect from here on, or that none did."""
    result.changed = state is not State.NONE
    _watch(result, guard, state, job.guard_minutes if state is State.ARMED else None, job.guard_minutes)


def _watch(result: DeviceResult, guard: Guard, state: State, left: int | None, minutes: int) -> None:
    result.guard, result.guard_name, result.minutes_left = state, guard.name, left
    result.fall_back = prospect(guard, state, left, minutes)


def _with_prospect(error: KioskError, result: DeviceResult) -> KioskError:
    """Add what the device is going to do by itself, which is what the reader needs to know first."""
    if result.guard is State.ARMED and result.changed:
        done = f"{len(result.sent)} of {len(result.commands)} lines were carried out"
        error.amend(say("{what} ({done}; unconfirmed, so {then})", what=error.what, done=done, then=result.fall_back))
    elif result.sent and not result.changed:
        error.amend(
            say(
                "{what} ({taken} of {all} lines were taken, none of them took effect)",
                what=error.what, taken=len(result.sent), all=len(result.commands),
            )
        )  # fmt: skip
    return error
