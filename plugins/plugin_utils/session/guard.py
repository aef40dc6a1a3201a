# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The device's own timer that undoes a change unless it is confirmed.

Not every platform has a trial commit or a commit timer, so the guard is made of what all of them have: the configuration
is saved, a reboot is scheduled, the change is made but not saved. Confirming saves the change and cancels the reboot. A
controller that dies, or a change that cuts its own way in, leaves a device that goes back to what it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ansible_collections.govkiosk.site.plugins.plugin_utils.session.device import DeviceError, Kind


class State(StrEnum):
    """What a device would do to its running configuration if nobody did anything."""

    NONE = "none"  # keep it: it is saved
    ARMED = "armed"  # undo it when the timer runs out
    UNSAVED = "unsaved"  # keep it until the power fails


class Reboots(Protocol):
    """What the guard needs of a session."""

    @property
    def reboot_in(self) -> str:
        """The command that sets the timer, for people to read."""

    @property
    def cancel_reboot_command(self) -> str:
        """The command that clears the timer."""

    def is_saved(self, running: str | None = None) -> bool:
        """Tell whether the device would start with what it runs."""

    def save(self) -> None:
        """Save and read back."""

    def scheduled_reboot(self) -> int | None:
        """Return the minutes left."""

    def schedule_reboot(self, minutes: int) -> None:
        """Set the timer."""

    def cancel_reboot(self) -> None:
        """Clear the timer."""


class Guard(Protocol):
    """What undoes a change by itself unless it is confirmed."""

    def state(self, running: str) -> tuple[State, int | None]:
        """Return what would happen to `running`, and the minutes until the device acts by itself, if it means to."""

    def arm(self, running: str, minutes: int) -> None:
        """Make sure that the device goes back to `running` after `minutes`, or raise with nothing changed."""

    def activate(self, minutes: int) -> None:
        """Make the lines sent take effect, where the platform holds them back until then."""

    def confirm(self) -> None:
        """Make the running configuration the one that stays."""


@dataclass(frozen=True)
class RebootGuard:
    """The guard of a platform that can only reboot: save, schedule, change, then save and cancel."""

    session: Reboots
    host: str

    def state(self, running: str) -> tuple[State, int | None]:
        """Return what would happen to `running`, and the minutes until the scheduled reboot if there is one."""
        left = self.session.scheduled_reboot()
        if self.session.is_saved(running):
            return State.NONE, left
        return (State.UNSAVED if left is None else State.ARMED), left

    def arm(self, running: str, minutes: int) -> None:
        """Make sure that the device goes back to `running` after `minutes`.

        Raises:
            DeviceError: the guard cannot be armed; nothing has been changed.
        """
        left = self.session.scheduled_reboot()
        if left is not None:
            raise DeviceError(
                Kind.GUARD,
                f"the device already reboots by itself in {left} min: an unconfirmed change, or somebody's plan",
                host=self.host,
                fix="run again after that reboot, or find out whose it is and cancel it "
                f"({self.session.cancel_reboot_command})",
            )
        try:
            if not self.session.is_saved(running):
                self.session.save()
            self.session.schedule_reboot(minutes)
            armed = self.session.scheduled_reboot() is not None
        except DeviceError as error:
            raise error.retold(f"the guard cannot be armed, nothing was changed: {error.what}") from None
        if not armed:
            raise DeviceError(
                Kind.GUARD, "the guard cannot be armed, nothing was changed: the device did not schedule the reboot",
                host=self.host, fix=f"try '{self.session.reboot_in.format(minutes=10)}' at the device and see what it says",
            )  # fmt: skip

    def activate(self, minutes: int) -> None:
        """Do nothing: lines take effect one by one."""

    def confirm(self) -> None:
        """Make the running configuration the one that stays.

        It is saved before the reboot is cancelled: a device whose flash is full, or that loses us in between, still
        ends in one of the two states that were meant.

        Raises:
            DeviceError: it could not be saved, and the device goes back by itself; or the reboot stays scheduled.
        """
        self.session.save()
        if self.session.scheduled_reboot() is None:
            return
        self.session.cancel_reboot()
        left = self.session.scheduled_reboot()
        if left is not None:
            raise DeviceError(
                Kind.GUARD, f"the change is saved, but the device still means to reboot in {left} min",
                host=self.host, fix=f"run '{self.session.cancel_reboot_command}' at the device, or let it reboot once",
            )  # fmt: skip
