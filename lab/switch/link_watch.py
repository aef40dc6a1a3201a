# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Tells when a network interface of this namespace appears, disappears or changes its carrier (rtnetlink)."""

from __future__ import annotations

import asyncio
import os
import socket
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

_RTMGRP_LINK = 1


class LinkWatch:
    """Calls back shortly after changes, once for changes that come together.

    Args:
        changed: called in the running event loop.
        settle: seconds to wait for more changes.
    """

    def __init__(self, changed: Callable[[], None], settle: float = 0.05) -> None:
        self._changed = changed
        self._settle = settle
        self._loop = asyncio.get_running_loop()
        self._timer: asyncio.TimerHandle | None = None
        self._socket = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_NONBLOCK, socket.NETLINK_ROUTE)
        self._socket.bind((0, _RTMGRP_LINK))
        self._loop.add_reader(self._socket, self._read)

    def close(self) -> None:
        """Stop watching."""
        self._loop.remove_reader(self._socket)
        self._socket.close()
        if self._timer is not None:
            self._timer.cancel()

    def _read(self) -> None:
        try:
            while os.read(self._socket.fileno(), 65536):
                pass
        except BlockingIOError:
            pass
        except OSError:
            # Messages were lost (ENOBUFS): something did change.
            pass
        if self._timer is None:
            self._timer = self._loop.call_later(self._settle, self._fire)

    def _fire(self) -> None:
        self._timer = None
        self._changed()
