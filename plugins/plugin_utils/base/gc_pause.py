# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Python's collector of cycles, kept still where it finds nothing: it costs half of the time."""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def paused() -> Iterator[None]:
    """Pause it, and leave it as it was; values without cycles are freed at once as ever."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def spare() -> None:
    """Keep it off all that is there now, such as a city, which has no cycle in it; what is a cycle now stays for good."""
    gc.freeze()


def spare_what_was_forked() -> None:
    """Keep it off what was there when this worker was forked, which its parent holds anyway.

    It would go through Ansible's whole inventory again and again, and each object that it touches is copied by the
    kernel. Does nothing in a process that is no worker.
    """
    if multiprocessing.parent_process() is not None:
        spare()
