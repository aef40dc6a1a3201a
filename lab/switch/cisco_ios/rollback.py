# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The configuration as it was before a change that has yet to be confirmed, and the timer that brings it back."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt

    from lab.switch.device import Device
    from lab.switch.ios_style.configuration import Configuration


@dataclass
class Rollback:
    """A change that is undone unless it is confirmed in time; what was saved meanwhile stays saved.

    A reboot makes a new configuration, so that a timer of the old one finds nothing to bring back.
    """

    device: Device
    configuration: Configuration
    text: str
    minutes: int = 0
    since: dt.datetime | None = None
    _timer: asyncio.TimerHandle | None = field(default=None, repr=False)

    def start(self, minutes: int) -> None:
        """Start the timer, or start it anew (needs a running event loop)."""
        self.stop()
        self.minutes, self.since = minutes, self.device.now()
        seconds = minutes * self.device.settings.minute_seconds
        self._timer = asyncio.get_running_loop().call_later(seconds, self.undo)

    def stop(self) -> None:
        """Stop the timer."""
        if self._timer is not None:
            self._timer.cancel()

    def undo(self) -> None:
        """Bring the old configuration back, for every session that is on the device."""
        self.stop()
        if not self.device.is_up or self.device.configuration is not self.configuration:
            return
        loaded = self.device.dialect.load(self.text, self.configuration.port_count)
        vars(self.configuration).update(vars(loaded.configuration))
        self.device.configuration_changed()
