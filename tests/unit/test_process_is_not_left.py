# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A unit test that leaves its process fails, and is told where it belongs (tests/helpers/process_watch.py)."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from multiprocessing import shared_memory

import pytest

from tests.helpers import process_watch

WAYS: dict[str, Callable[[], object]] = {
    "opens a network socket": socket.socket,
    "looks a name up": lambda: socket.getaddrinfo("localhost", 1),
    "starts another program": lambda: subprocess.run(["true"], check=True),
    "forks": os.fork,
}


# Several ways to do the same.
MORE: dict[str, Callable[[], object]] = {
    "spawn": lambda: multiprocessing.get_context("spawn").Process(target=print).start(),
    "forkserver": lambda: multiprocessing.get_context("forkserver").Process(target=print).start(),
    "shared memory": lambda: shared_memory.SharedMemory(create=True, size=1),
}


@pytest.fixture
def watch() -> process_watch.Watch:
    return process_watch.WATCH


@pytest.mark.parametrize("done", WAYS)
def test_it_fails_where_it_does_it_and_at_its_end(done: str, watch: process_watch.Watch) -> None:
    told = f"test_it_fails_where_it_does_it_and_at_its_end[{done}] {done}: a unit test does not leave its process; "
    with pytest.raises(pytest.fail.Exception) as failed, suppress(Exception):
        WAYS[done]()
    assert str(failed.value).endswith(told + "it belongs in tests/integration")
    assert watch.done == str(failed.value)
    watch.done = ""


@pytest.mark.parametrize("way", MORE)
def test_a_new_interpreter_is_another_program(way: str, watch: process_watch.Watch) -> None:
    with pytest.raises(pytest.fail.Exception, match="starts another program: a unit test does not leave"):
        MORE[way]()
    watch.done = ""


@pytest.mark.parametrize("event", process_watch.LEAVES)
def test_each_event_is_listened_for(event: str, watch: process_watch.Watch) -> None:
    with pytest.raises(pytest.fail.Exception, match=f"{process_watch.LEAVES[event]}: a unit test does not leave"):
        sys.audit(event)
    watch.done = ""


def test_an_event_loop_is_no_connection() -> None:
    assert asyncio.run(asyncio.sleep(0, "done")) == "done"
