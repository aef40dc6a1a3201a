# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Work whose memory is given back: Ansible forks for each task of each host, and each fork copies the page tables of all of it."""

from __future__ import annotations

import multiprocessing
import signal
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from .parent_death import end_with_run

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from types import FrameType

Result = TypeVar("Result")


def apart(do: Callable[[], Result]) -> Result:
    """Do it in a process of its own; once more here if that comes to nothing, so that whatever is wrong is met here.

    Args:
        do: its result can be pickled, and what else it changes in memory is lost.
    """
    # A process that is forked while a thread holds a lock never gets that lock.
    if threading.active_count() > 1:
        return do()
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)
    process = fork.Process(target=_work, args=(do, sender))
    # A Ctrl-C waits until there is somebody who ends the process.
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
        done: list[Result] = _answer(process, receiver, sender, before)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
        receiver.close()
    return done[0] if done else do()


def _answer(process: BaseProcess, receiver: Connection, sender: Connection, mask: Iterable[int]) -> Any:
    """Return what the process sends, nothing if it comes to nothing; it is at its end then in any case."""
    try:
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
        sender.close()
        return receiver.recv()
    except (EOFError, OSError):
        return []
    finally:
        # So that it takes away what it has half written; it gets a second for that.
        process.terminate()
        process.join(1)
        process.kill()
        process.join()


def _work(do: Callable[[], Result], sender: Connection) -> None:
    # A person's Ctrl-C is for the run, with which this ends.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    end_with_run()
    with suppress(Exception):
        sender.send([do()])


def _leave(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit
