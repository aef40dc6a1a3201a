# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A unit test that leaves its process fails, and is told where it belongs (conftest.py here)."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress

import pytest

from tests.unit import conftest

WAYS: dict[str, Callable[[], object]] = {
    "opens a network socket": socket.socket,
    "looks a name up": lambda: socket.getaddrinfo("localhost", 1),
    "starts another program": lambda: subprocess.run(["true"], check=True),
    "forks": os.fork,
}


@pytest.fixture
def watch() -> conftest.Watch:
    return conftest.WATCH


@pytest.mark.parametrize("done", WAYS)
def test_it_fails_where_it_does_it_and_at_its_end(done: str, watch: conftest.Watch) -> None:
    told = f"test_it_fails_where_it_does_it_and_at_its_end[{done}] {done}: a unit test does not leave its process; "
    with pytest.raises(pytest.fail.Exception) as failed, suppress(Exception):
        WAYS[done]()
    assert str(failed.value).endswith(told + "it belongs in tests/integration")
    assert watch.done == str(failed.value)
    watch.done = ""


@pytest.mark.parametrize("event", conftest.LEAVES)
def test_each_event_is_listened_for(event: str, watch: conftest.Watch) -> None:
    with pytest.raises(pytest.fail.Exception, match=f"{conftest.LEAVES[event]}: a unit test does not leave"):
        sys.audit(event)
    watch.done = ""


def test_an_event_loop_is_no_connection() -> None:
    assert asyncio.run(asyncio.sleep(0, "done")) == "done"
