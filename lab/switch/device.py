# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One switch: its configuration, its flash, its reboot timer, its sessions. Thousands of them fit into one process."""

from __future__ import annotations

import asyncio
import datetime as dt
import hashlib
import sys
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from lab.switch.faults import Faults
from lab.switch.flash import Flash, FlashFullError
from lab.switch.rollback import Rollback

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from lab.switch.forwarding import ForwardingState, LearnedMac
    from lab.switch.platform import Platform
    from lab.switch.session import Session

ZONE = dt.timezone(dt.timedelta(hours=8))


class DataPlane(Protocol):
    """What the device needs of a data plane (see `forwarding.NoDataPlane`)."""

    def apply(self, state: ForwardingState) -> None:
        """Make packets meet a state."""

    def down(self) -> None:
        """Forward nothing and forget everything."""

    def counters(self) -> dict[str, int]:
        """Packets counted per rule name."""

    def macs(self) -> list[LearnedMac]:
        """The MAC addresses learned."""

    def has_link(self, number: int) -> bool:
        """Whether something is plugged into a port."""


@dataclass(frozen=True)
class DeviceSettings:
    """How a device is built.

    Attributes:
        minute_seconds: how long one minute of `schedule reboot` lasts, so that a test need not wait.
        boot_seconds: how long a reboot keeps the device and the data plane down.
    """

    port_count: int = 28
    model: str = "S5700-28C-EI"
    minute_seconds: float = 60.0
    boot_seconds: float = 2.0


class Device:
    """A switch.

    Args:
        platform: the vendor's command line.
        startup: what is on its flash when it is switched on for the first time.
        flash_file: where the flash is kept, None for memory.
        data_plane: what enforces the configuration.
    """

    def __init__(
        self,
        platform: Platform,
        startup: str,
        data_plane: DataPlane,
        settings: DeviceSettings,
        flash_file: Path | None = None,
    ) -> None:
        self.platform = platform
        self.settings = settings
        self.data_plane = data_plane
        self.flash = Flash(flash_file, startup)
        #: How far the device's clock is ahead of the true time.
        self.clock_ahead = dt.timedelta()
        self.faults = Faults()
        self.rollback = Rollback(self)
        self.sessions: set[Session] = set()
        #: How many sessions were opened so far, the console's left out.
        self.opened = 0
        #: What was typed and in which session, the newest last; answers to questions are left out.
        self.typed: deque[tuple[int, str]] = deque(maxlen=2000)
        self.is_up = False
        self.on_state: list[Callable[[bool], None]] = []
        self.base_mac = _base_mac(startup)
        self.configuration: Any = None
        self.booted_at = time.time()
        self._saved_text = ""
        self._state: ForwardingState | None = None
        self._reboot_timer: asyncio.TimerHandle | None = None
        self._reboot_due = 0.0

    def boot(self) -> None:
        """Read the saved configuration and come up with it."""
        loaded = self.platform.load(self.flash.saved, self.settings.port_count)
        for line, answer in loaded.refused:
            print(f"start-up line refused: {line!r}: {answer}", file=sys.stderr, flush=True)
        self.configuration = loaded.configuration
        self._saved_text = self.running_text
        self._state = None
        self.booted_at = time.time()
        self.configuration_changed()
        self._tell(up=True)

    def shut(self) -> None:
        """Lose power: sessions, running configuration, timers and the data plane are gone."""
        self.cancel_reboot()
        self.rollback.commit()
        for session in list(self.sessions):
            session.closed = True
        self._tell(up=False)
        self.data_plane.down()

    def reboot(self) -> None:
        """Go down now and come up again from the saved configuration (needs a running event loop)."""
        if self.is_up:
            self.shut()
            asyncio.get_running_loop().call_later(self.settings.boot_seconds, self.boot)

    def _tell(self, up: bool) -> None:
        self.is_up = up
        for listener in self.on_state:
            listener(up)

    @property
    def running_text(self) -> str:
        """The running configuration."""
        return self.platform.text(self.configuration)

    @property
    def modified(self) -> bool:
        """Whether the running configuration differs from the saved one."""
        return self.running_text != self._saved_text

    def configuration_changed(self) -> None:
        """Make packets meet what the configuration says now."""
        state = self.platform.meaning(self.configuration, self.base_mac)
        if self.is_up and state == self._state:
            return
        self.data_plane.apply(state)
        self._state = state

    def adopt(self, configuration: object) -> None:
        """Run another configuration; whoever looked at the old one looks at it now."""
        old, self.configuration = self.configuration, configuration
        for session in self.sessions:
            if session.context.configuration is old:
                session.context.configuration = configuration
        self.configuration_changed()

    def replace(self, text: str) -> None:
        """Run another configuration, without a reboot; whoever configures finds themselves in the first view again."""
        self.configuration = self.platform.load(text, self.settings.port_count).configuration
        for session in self.sessions:
            session.context.look_at(self.configuration, self.platform.first_view)
        self.configuration_changed()

    def join(self, session: Session) -> None:
        """A session begins."""
        self.opened += 1
        session.number = self.opened
        self.sessions.add(session)

    def leave(self, session: Session) -> None:
        """A session is over, and with it what only it could have confirmed."""
        self.sessions.discard(session)
        session.closed = True
        if self.rollback.holder is session.context:
            self.rollback.undo()

    def save(self) -> None:
        """Save the running configuration.

        Raises:
            FlashFullError: there is no room; the saved configuration is as it was.
        """
        if self.faults.full_flash:
            raise FlashFullError
        text = self.running_text
        self.flash.save(text)
        self._saved_text = text

    def schedule_reboot(self, minutes: float) -> None:
        """Reboot after so many minutes; a later call replaces an earlier one. The timer is the device's own."""
        self.cancel_reboot()
        seconds = minutes * self.settings.minute_seconds
        loop = asyncio.get_running_loop()
        self._reboot_due = time.monotonic() + seconds
        self._reboot_timer = loop.call_later(seconds, self.reboot)

    def cancel_reboot(self) -> bool:
        """Whether there was a reboot to cancel."""
        timer, self._reboot_timer = self._reboot_timer, None
        if timer is not None:
            timer.cancel()
        return timer is not None

    @property
    def minutes_to_reboot(self) -> float | None:
        """Device minutes until the scheduled reboot, None if there is none."""
        if self._reboot_timer is None:
            return None
        return max(0.0, self._reboot_due - time.monotonic()) / self.settings.minute_seconds

    def let_pass(self, minutes: float) -> None:
        """Put the timers forward, as if so many minutes had gone by."""
        left = self.minutes_to_reboot
        if left is not None:
            self.schedule_reboot(max(0.0, left - minutes))
        self.rollback.let_pass(minutes)

    def now(self) -> dt.datetime:
        """The device's clock; none of its timers goes by it."""
        return dt.datetime.now(ZONE) + self.clock_ahead


def _base_mac(seed: str) -> str:
    digest = hashlib.sha256(seed.encode()).hexdigest()
    return f"4c:1f:cc:{digest[0:2]}:{digest[2:4]}:{digest[4:6]}"
