# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Many devices at a time, a failing one never taking the others along."""

from __future__ import annotations

import multiprocessing
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from ...module_utils.message import say
from ...module_utils.redaction import redact
from . import gc_pause
from .errors import KioskError
from .parent_death import end_with_run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

    from .device import Device

Job = TypeVar("Job")
Result = TypeVar("Result")

# Fewer jobs than this are not worth a process of their own.
LEAST = 4


def each(do: Callable[[Job], Result], jobs: Iterable[Job], workers: int) -> list[Result]:
    """Return what became of each job, in their order; `do` raises nothing.

    Args:
        do: does one job.
        jobs: at most one per device.
        workers: jobs at a time; more than 50 sessions of one process only slow each other down.
    """
    todo = list(jobs)
    if workers <= 1:
        return [do(job) for job in todo]
    with ThreadPoolExecutor(max_workers=max(1, min(workers, len(todo)))) as pool:
        return list(pool.map(do, todo))


def usable(most: int) -> int:
    """Return how many processors this process may use, at most so many."""
    return min(len(os.sched_getaffinity(0)), most)


def spread(
    do: Callable[[Job], Result], jobs: Iterable[Job], workers: int, processors: int = 0, *, alone: bool = False
) -> list[Result]:
    """Do the same on all processors: threads of one process share one, by Python's lock, and planning keeps it busy.

    Args:
        do: does one job; its result can be pickled, and what else it changes is lost.
        jobs: at most one per device.
        workers: jobs at a time, in all processes together; as many as `usable` processors for jobs that wait for nothing.
        processors: how many to use, 0 for all that this process may.
        alone: no two jobs at a time in one process, for what they share, such as the compiler of forms, bears no two.

    Returns:
        The results, in no order. Those of a process that was killed are missing.
    """
    todo = list(jobs)
    parts = min(processors or len(os.sched_getaffinity(0)), workers, len(todo) // LEAST)
    # A process that is forked while a thread holds a lock never gets that lock.
    if parts < 2 or threading.active_count() > 1:
        return each(do, todo, 1 if alone else workers)
    fork, begun = multiprocessing.get_context("fork"), []
    for part in range(parts):
        receiver, sender = fork.Pipe(duplex=False)
        share = 1 if alone else workers // parts + (part < workers % parts)
        process = fork.Process(target=_work, args=(do, todo[part::parts], share, sender))
        process.start()
        sender.close()
        begun.append((process, receiver))
    return [result for process, receiver in begun for result in _results(process, receiver)]


def _work(do: Callable[[Job], Result], jobs: Sequence[Job], workers: int, sender: Connection) -> None:
    end_with_run()
    gc_pause.spare_what_was_forked()
    sender.send(each(do, jobs, workers))


def _results(process: ForkProcess, receiver: Connection) -> list[Any]:
    try:
        results: list[Any] = receiver.recv()
    except EOFError:
        results = []
    process.join()
    return results


def unexpected(error: Exception, device: Device) -> KioskError:
    """Return the error that tells of a defect of ours, met at a device."""
    reason = redact(str(error), [device.password])
    what = say("unexpected {error}: {reason}", error=type(error).__name__, reason=reason)
    return KioskError(what, where=device.host, fix=say("report this as a defect"), id="unexpected")
