# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Looking at devices: one session each, many at a time, in which nothing but display commands is typed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from .visit import Result, visit, visit_all

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..device.switch_session import SwitchSession
    from .job import Job


def verify(jobs: Iterable[Job], *, workers: int = 20, check_mode: bool = False) -> dict[str, Result]:
    """Look at each device; a device's trouble is in its result, never raised.

    Args:
        jobs: at most one per device.
        workers: sessions at a time.
        check_mode: keep nothing on this side either.
    """
    return visit_all(partial(verify_one, check_mode=check_mode), jobs, workers)


def verify_one(job: Job, *, check_mode: bool = False) -> Result:
    """Look at one device."""
    return visit(job.device, partial(_look, job, check_mode=check_mode))


def _look(job: Job, session: SwitchSession, running: str, result: Result, *, check_mode: bool) -> None:
    result.comparison = job.goal.comparison(running)
    result.checks = tuple(job.goal.checks(running, session.ports_of(running)))
    # Not the guard is asked: to find out which one a device has can take more than a look.
    result.saved, result.minutes_left = session.is_saved(running), session.scheduled_reboot()
    if not check_mode:
        job.record.keep(session.lasting(running))
