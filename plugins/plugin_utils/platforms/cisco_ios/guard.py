# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The guard of IOS: a revert timer, after which the device replaces what it runs by a copy it made before.

Source: Cisco, Configuration Rollback Confirmed Change; Configuration Fundamentals Command Reference (`configure terminal
revert timer`, `configure confirm`, `show archive config rollback timer`). The timer runs on when the session leaves
configuration mode or ends (napalm's IOS driver relies on it). A reboot forgets it, so that the device is saved before.
The copy is written where `archive` has its `path`: one on a server could not be fetched over the way that a change has
just cut, so that only a path on the device itself counts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import ClassVar, Protocol

from ....module_utils.message import say
from ...base.device import DeviceError, Kind
from ...device.guard import Saves, State, save_kept, unarmed, unconfirmed

_PATH = re.compile(r"(?m)^archive[ \r]*\n(?: .*\n)*? path (?P<path>\S+)")
_ON_DEVICE = re.compile(r"(?:boot)?flash[-\d]*:|(?:disk|slot)\d:|harddisk:|nvram:|unix:")


def has_local_archive(running: str) -> bool:
    """Tell whether the running configuration lets the device keep copies of itself on itself."""
    found = _PATH.search(running)
    return bool(found and _ON_DEVICE.match(found["path"]))


@dataclass(frozen=True)
class PendingRevert:
    """A revert timer that runs.

    Attributes:
        minutes: the time left, rounded up; never more than the timer's whole time.
        user: who started it, as the device says.
    """

    minutes: int
    user: str = ""


class Reverts(Saves, Protocol):
    """What the guard needs of a session."""

    #: Who is logged in.
    username: str

    @property
    def show_revert(self) -> str:
        """The command that tells of the timer."""

    def pending_revert(self) -> PendingRevert | None:
        """Return the timer that runs."""

    def start_revert_timer(self, minutes: int) -> None:
        """Start the timer."""

    def confirm_change(self) -> None:
        """End the timer and keep what runs."""


@dataclass(frozen=True)
class RevertTimerGuard:
    """Save, start the timer, change, then confirm and save."""

    name: ClassVar[str] = say("revert timer")
    fall_back: ClassVar[str] = say("goes back to its former configuration without a reboot")
    holds_back: ClassVar[bool] = False
    session: Reverts
    host: str

    def state(self, running: str) -> tuple[State, int | None]:
        """Return what would happen to `running`, and the minutes until the timer runs out; it undoes saved lines too."""
        if pending := self.session.pending_revert():
            return State.ARMED, pending.minutes
        return (State.NONE if self.session.is_saved(running) else State.UNSAVED), None

    def is_ours(self) -> bool:
        """Tell by the user who started the timer; one who is not named may be ours."""
        pending = self.session.pending_revert()
        return pending is not None and pending.user in ("", self.session.username)

    def arm(self, running: str, minutes: int) -> None:
        """Make sure that the device goes back to `running` after `minutes`.

        Raises:
            DeviceError: the guard cannot be armed; nothing has been changed.
        """
        self.session.ahead(self.session.show_revert, self.session.show_saved)
        if pending := self.session.pending_revert():
            raise DeviceError(
                Kind.GUARD,
                say(
                    "the device already goes back by itself in {minutes} min, from a change that {user} started and "
                    "nobody confirmed",
                    minutes=pending.minutes,
                    user=pending.user or say("somebody"),
                ),
                host=self.host,
                id="revert-pending",
                fix=say("run again after that, or find out whose it is and undo it at once (configure revert now)"),
            )
        try:
            if not self.session.is_saved(running):
                self.session.save()
            self.session.start_revert_timer(minutes)
            armed = self.session.pending_revert() is not None
        except DeviceError as error:
            raise unarmed(error) from None
        if not armed:
            raise DeviceError(
                Kind.GUARD,
                say("the guard cannot be armed, nothing was changed: the device did not start its revert timer"),
                host=self.host, id="revert-not-started",
                fix=say("try '{command}' at the device and see what it says", command="configure terminal revert timer 10"),
            )  # fmt: skip

    def activate(self, minutes: int) -> None:
        """Do nothing: lines take effect one by one."""

    def confirm(self) -> None:
        """Make the running configuration the one that stays: confirm, then save.

        In this order, as saving takes seconds in which the timer could run out, and leave the one configuration running
        and the other saved. Lost in between, the device runs the change and starts with what it had before, and the next
        run saves.

        Raises:
            DeviceError: the timer ran out just before; or the change could not be saved.
        """
        try:
            if self.session.pending_revert():
                self.session.confirm_change()
                self._see_that_it_ended()
        except DeviceError as error:
            raise unconfirmed(self, error) from None
        save_kept(self.session)

    def _see_that_it_ended(self) -> None:
        """Ask the device itself: an account that may not confirm is told so in words that nobody can list."""
        if pending := self.session.pending_revert():
            raise DeviceError(
                Kind.GUARD, say("its revert timer still runs, for {minutes} min", minutes=pending.minutes),
                host=self.host, id="revert-not-ended",
                fix=say("run again; if it stays, try 'configure confirm' at the device and see what it says"),
            )  # fmt: skip
