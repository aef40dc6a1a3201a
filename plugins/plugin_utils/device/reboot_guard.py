# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The guard of a platform that can only reboot in time: VRP5, RGOS, Comware of old releases, IOS without a local archive.

The configuration is saved, a reboot is scheduled, the change is made but not saved. A device that reboots for any other
reason goes back as well.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from ...module_utils.message import say
from ..base.device import DeviceError, Kind
from .guard import Saves, State, unarmed


class Reboots(Saves, Protocol):
    """What the guard needs of a session."""

    @property
    def show_reboot(self) -> str:
        """The command that tells of the timer."""

    @property
    def reboot_in(self) -> str:
        """The command that sets the timer, for people to read."""

    @property
    def cancel_reboot_command(self) -> str:
        """The command that clears the timer."""

    def scheduled_reboot(self) -> int | None:
        """Return the minutes left."""

    def schedule_reboot(self, minutes: int) -> None:
        """Set the timer."""

    def cancel_reboot(self) -> None:
        """Clear the timer."""


@dataclass(frozen=True)
class RebootGuard:
    """Save, schedule, change, then save and cancel."""

    name: ClassVar[str] = say("scheduled reboot")
    fall_back: ClassVar[str] = say("reboots into its former configuration")
    holds_back: ClassVar[bool] = False
    session: Reboots
    host: str

    def state(self, running: str) -> tuple[State, int | None]:
        """Return what would happen to `running`, and the minutes until the scheduled reboot if there is one."""
        self.session.ahead(self.session.show_reboot, self.session.show_saved)
        left = self.session.scheduled_reboot()
        if self.session.is_saved(running):
            return State.NONE, left
        return (State.UNSAVED if left is None else State.ARMED), left

    def is_ours(self) -> bool:
        """Tell that nobody knows: the timer bears no name."""
        return False

    def arm(self, running: str, minutes: int) -> None:
        """Make sure that the device goes back to `running` after `minutes`.

        Raises:
            DeviceError: the guard cannot be armed; nothing has been changed.
        """
        self.session.ahead(self.session.show_reboot, self.session.show_saved)
        left = self.session.scheduled_reboot()
        if left is not None:
            raise DeviceError(
                Kind.GUARD,
                say(
                    "the device already reboots by itself in {minutes} min: an unconfirmed change, or somebody's plan",
                    minutes=left,
                ),
                host=self.host,
                fix=say(
                    "run again after that reboot, or find out whose it is and cancel it ({command})",
                    command=self.session.cancel_reboot_command,
                ),
                id="reboot-pending",
            )
        try:
            if not self.session.is_saved(running):
                self.session.save()
            self._schedule(minutes)
        except DeviceError as error:
            raise unarmed(error) from None

    def _schedule(self, minutes: int) -> None:
        try:
            self.session.schedule_reboot(minutes)
            armed = self.session.scheduled_reboot() is not None
        except DeviceError as error:
            if error.kind is Kind.REFUSED:
                raise
            what = say(
                "{what} (it may still reboot within {minutes} min, into what it runs)",
                what=error.what, minutes=minutes,
            )  # fmt: skip
            raise error.retold(what) from None
        if not armed:
            raise DeviceError(
                Kind.GUARD, say("the device did not schedule the reboot"), host=self.host, id="reboot-not-scheduled",
                fix=say(
                    "try '{command}' at the device and see what it says",
                    command=self.session.reboot_in.format(minutes=10),
                ),
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
        due = self.session.scheduled_reboot()
        try:
            self.session.save()
        except DeviceError as error:
            if due is None:
                raise
            former = error.kind is Kind.SAVE
            into = say("its former configuration") if former else say("the one or the other configuration")
            what = say(
                "{what} (unconfirmed, so the device reboots into {into} within {minutes} min)",
                what=error.what, into=into, minutes=due,
            )  # fmt: skip
            raise error.retold(what) from None
        if due is not None:
            self._cancel(due)

    def _cancel(self, due: int) -> None:
        fix = say("run '{command}' at the device, or let it reboot once", command=self.session.cancel_reboot_command)
        try:
            self.session.cancel_reboot()
            left = self.session.scheduled_reboot()
        except DeviceError as error:
            what = say(
                "the change is saved, but unless the device took the last command it reboots into it within {minutes} "
                "min: {what}",
                minutes=due, what=error.what,
            )  # fmt: skip
            raise error.retold(what, fix=fix) from None
        if left is not None:
            what = say("the change is saved, but the device still means to reboot in {minutes} min", minutes=left)
            raise DeviceError(Kind.GUARD, what, host=self.host, fix=fix, id="reboot-not-cancelled")
