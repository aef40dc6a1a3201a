# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""No test of tests/unit, tests/errors and tests/golden leaves its own process: no connection, no name look-up, no program, no fork.

That is what keeps them quick, alike on every machine and free of what others left behind. Python's own audit events tell
(https://docs.python.org/3/library/audit_events.html), so whichever library does it is seen. multiprocessing starts a new
interpreter in a way that has no such event (`_posixsubprocess.fork_exec`): that one is replaced.
"""

from __future__ import annotations

import _posixsubprocess
import os
import socket
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

TESTS = Path(__file__).parents[1]
WATCHED = tuple(TESTS / name for name in ("unit", "errors", "golden"))
# asyncio wakes itself through a pair of sockets that only this process knows.
NETWORK = (socket.AF_INET, socket.AF_INET6, getattr(socket, "AF_PACKET", -1), getattr(socket, "AF_NETLINK", -1))
LEAVES = {
    "socket.connect": "connects a socket",
    "socket.bind": "binds a socket",
    "socket.getaddrinfo": "looks a name up",
    "socket.gethostbyname": "looks a name up",
    "socket.gethostbyaddr": "looks an address up",
    "subprocess.Popen": "starts another program",
    "_posixsubprocess.fork_exec": "starts another program",
    "os.system": "starts another program",
    "os.exec": "becomes another program",
    "os.posix_spawn": "starts another program",
    "os.fork": "forks",
    "os.forkpty": "forks",
}


class Watch:
    """What runs now, and what it did that it must not."""

    def __init__(self) -> None:
        self.process, self.test, self.done = os.getpid(), "", ""

    def see(self, event: str, given: tuple[Any, ...]) -> None:
        """Stop whatever leaves the process; not an Exception, which the tested code might take for a broken line."""
        if not self.test or self.process != os.getpid():
            return
        done = LEAVES.get(event, "")
        if event == "socket.__new__" and given[1] in NETWORK:
            done = "opens a network socket"
        if done:
            self.done = f"{self.test} {done}: a unit test does not leave its process; it belongs in tests/integration"
            pytest.fail(self.done)


WATCH = Watch()
sys.addaudithook(WATCH.see)
_fork_exec = _posixsubprocess.fork_exec


def _watched_fork_exec(*given: Any) -> int:
    WATCH.see("_posixsubprocess.fork_exec", given)
    process: int = _fork_exec(*given)
    return process


_posixsubprocess.fork_exec = _watched_fork_exec


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    """Say it also where it happened in a thread, or a tested `finally` or `except` hid it."""
    result = yield
    if WATCH.done:
        pytest.fail(WATCH.done)
    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Watch a test of these folders with its fixtures, and no other."""
    WATCH.test, WATCH.done = item.nodeid if any(folder in item.path.parents for folder in WATCHED) else "", ""
    try:
        return (yield)
    finally:
        WATCH.test = ""
