# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The device's own guard of a change: it undoes what is not confirmed in time. A reboot forgets it.

Comware's commit delay, IOS's revert timer and VRP8's trial are all this; what was saved meanwhile stays saved.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.switch.device import Device


class Rollback:
    """At most one point to fall back to, and one timer.

    Args:
        device: whose running configuration it is.

    Attributes:
        minutes, since: what the timer was set to, and the device's time at which it was.
        holder: who alone may keep what runs, where a platform knows such a one.
    """

    def __init__(self, device: Device) -> None:
        self._device = device
        self._point: str | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._due = 0.0
        self.minutes = 0.0
        self.since = device.now()
        self.holder: object = None

    @property
    def is_armed(self) -> bool:
        """Whether a change waits for its confirmation."""
        return self._point is not None

    @property
    def minutes_left(self) -> float:
        """Device minutes until it is undone; 0 without such a change."""
        left = max(0.0, self._due - time.monotonic()) if self.is_armed else 0.0
        return left / (self._device.settings.minute_seconds or 1.0)

    def arm(self, minutes: float, holder: object = None) -> None:
        """Fall back in so many minutes to what runs now; of a timer that runs already only the time is changed."""
        if self._timer is not None:
            self._timer.cancel()
        if self._point is None:
            self._point, self.holder = self._device.running_text, holder
        self.minutes, self.since = minutes, self._device.now()
        seconds = minutes * self._device.settings.minute_seconds
        self._due = time.monotonic() + seconds
        self._timer = asyncio.get_running_loop().call_later(seconds, self.undo)

    def let_pass(self, minutes: float) -> None:
        """Put the timer forward."""
        if self._timer is None:
            return
        seconds = minutes * self._device.settings.minute_seconds
        self._timer.cancel()
        self._due -= seconds
        self.since -= dt.timedelta(minutes=minutes)
        left = max(0.0, self._due - time.monotonic())
        self._timer = asyncio.get_running_loop().call_later(left, self.undo)

    def commit(self) -> bool:
        """Keep what runs; whether there was anything to confirm."""
        armed, timer = self.is_armed, self._timer
        self._point = self._timer = self.holder = None
        if timer is not None:
            timer.cancel()
        return armed

    def undo(self) -> bool:
        """Undo the change now, for every session that is on the device; whether there was one."""
        point = self._point
        self.commit()
        if point is not None:
            self._device.replace(point)
        return point is not None
