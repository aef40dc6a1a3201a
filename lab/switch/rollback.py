# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The device's own guard of a change: it undoes what is not committed in time. A reboot forgets it."""

from __future__ import annotations

import asyncio
import datetime as dt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.switch.device import Device


class Rollback:
    """At most one point to fall back to, and one timer.

    Args:
        device: whose running configuration it is.

    Attributes:
        minutes, since: the time that was set last, and when.
    """

    def __init__(self, device: Device) -> None:
        self._device = device
        self.minutes = 0.0
        self.since = device.now()
        self._point: str | None = None
        self._timer: asyncio.TimerHandle | None = None

    @property
    def is_armed(self) -> bool:
        """Whether a change waits for its commit."""
        return self._point is not None

    def arm(self, minutes: float) -> None:
        """Fall back in so many minutes to what runs now; of a timer that runs already only the time is changed."""
        if self._timer is not None:
            self._timer.cancel()
        if self._point is None:
            self._point = self._device.running_text
        self.minutes, self.since = minutes, self._device.now()
        seconds = minutes * self._device.settings.minute_seconds
        self._timer = asyncio.get_running_loop().call_later(seconds, self.undo)

    def let_pass(self, minutes: float) -> None:
        """Put the timer forward."""
        if self._timer is None:
            return
        loop = asyncio.get_running_loop()
        left = self._timer.when() - loop.time() - minutes * self._device.settings.minute_seconds
        self._timer.cancel()
        self._timer = loop.call_later(max(0.0, left), self.undo)
        self.since -= dt.timedelta(minutes=minutes)

    def commit(self) -> bool:
        """Keep what runs; whether there was anything to commit."""
        armed, timer = self.is_armed, self._timer
        self._point = self._timer = None
        if timer is not None:
            timer.cancel()
        return armed

    def undo(self) -> None:
        """Fall back now; what was saved meanwhile stays saved."""
        point = self._point or ""
        self.commit()
        self._device.replace(point)
