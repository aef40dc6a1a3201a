# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A visit to a device: one session in which something is done, and what came of it. Many are made at a time."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from ..base.errors import KioskError
from ..base.parallel import spread, unexpected
from ..platforms.sessions import connect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from ...module_utils.check import Check
    from ..base.device import Device
    from ..base.problem import Problem
    from ..device.guard import State
    from ..device.switch_session import SwitchSession
    from ..policy.unjudged import Notice
    from ..policy.verification import Comparison


@dataclass
class Result:
    """What came of a visit: of every one, and of a push, a confirmation and a verification what each of them is about.

    Attributes:
        host: the device's name in the inventory.
        error: what went wrong.
        checks: verdicts on what runs now.
        seconds: how long it took.
        guard: what the device does with its running configuration by itself, None if nobody looked.
        guard_name: which of its timers watches over it, empty if nobody looked.
        minutes_left: minutes until it goes back by itself, None if it does not or does not tell.
        fall_back: what becomes of a change that nobody confirms, as a clause.
        changed: a push: at least one line was sent, and may have taken effect; in check mode: would be sent. A
            confirmation: the change was made to stay now.
        commands: the lines that were to be sent.
        sent: the lines that were carried out, each with the device's answer.
        drift: how the device had moved away from what was confirmed last.
        notices: lines of the device that nobody has judged.
        up_before: the ports that were up before the change, each with the addresses on it.
        notice: what an engineer should know of a device that runs the plan already, as a clause.
        record: the folder in which the change is kept, None if there was none.
        confirmed: the running configuration stays.
        reason: why it stays or not.
        comparison: how the device stands to accepted and planned, None if it could not be read.
        saved: the device would start with what it runs.
    """

    host: str
    error: KioskError | None = None
    checks: tuple[Check, ...] = ()
    seconds: float = 0.0
    guard: State | None = None
    guard_name: str = ""
    minutes_left: int | None = None
    fall_back: str = ""
    changed: bool = False
    commands: tuple[str, ...] = ()
    sent: list[tuple[str, str]] = field(default_factory=list)
    drift: tuple[Problem, ...] = ()
    notices: tuple[Notice, ...] = ()
    up_before: Mapping[str, Sequence[str]] = field(default_factory=dict)
    notice: str = ""
    record: Path | None = None
    confirmed: bool = False
    reason: str = ""
    comparison: Comparison | None = None
    saved: bool = True


Job = TypeVar("Job")


def visit(device: Device, act: Callable[[SwitchSession, str, Result], None], result: Result | None = None) -> Result:
    """Log in to a device, read what it runs and do something about it; its trouble is in the result, never raised.

    Args:
        device: the device, whose host name has to be on file.
        act: what is done, with the session, the running configuration, and the result to fill in.
        result: what is known already.
    """
    result = result or Result(device.host)
    started = time.monotonic()
    try:
        with connect(device) as session:
            session.require_name()
            act(session, session.running(), result)
    except KioskError as error:
        result.error = error
    except Exception as error:  # noqa: BLE001 - one device must never take the others along
        result.error = unexpected(error, device)
    result.seconds = round(time.monotonic() - started, 3)
    return result


def visit_all(do: Callable[[Job], Result], jobs: Iterable[Job], workers: int) -> dict[str, Result]:
    """Make visits, many at a time.

    Args:
        do: makes one.
        jobs: at most one per device.
        workers: sessions at a time.

    Returns:
        One result per device, by host name, but none of those whose process was killed.
    """
    return {result.host: result for result in spread(do, jobs, workers)}
