# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Waiting for what has been started, with an end."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError

from lab import netns


def until(condition: Callable[[], bool], what: str, *, seconds: float, where: Path | str = "") -> None:
    """Wait until a condition holds.

    Raises:
        KioskError: it does not in time; `where` is the log to read.
    """
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise KioskError(f"{what} did not happen within {seconds:g} s", where=str(where), fix="Read the log.")
        time.sleep(0.02)


def answers(namespace: Path, address: str, port: int, *, greeting: bytes = b"") -> bool:
    """Tell whether a TCP connection from a namespace succeeds, and is greeted if a greeting is asked for."""
    with netns.inside(namespace):
        try:
            with socket.create_connection((address, port), timeout=1.0) as connection:
                return not greeting or connection.recv(len(greeting)) == greeting
        except OSError:
            return False
