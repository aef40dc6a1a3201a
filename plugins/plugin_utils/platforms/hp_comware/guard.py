# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The guard of Comware 7: a commit delay, after which the device takes back what was not committed.

Source: H3C, Fundamentals Configuration Guide, "Configuring configuration commit delay" (the point to fall back to is the
configuration when the timer was started; setting the timer again moves the time and not the point; after a commit or a
fall-back it is gone). The guide's table of display commands has none for the timer: whether it runs cannot be read. What
follows from that:

- The guard is taken for armed when the command was carried out without a word. The same command on a device whose timer
  runs already, left by a run that died, is harmless: the point stays the one before that run.
- A configuration that is not saved is not saved before arming either. It may be half of a change of a run that died, and
  the timer of that run takes it back; saved, a reboot would make it last.
- Nothing is saved while the timer may run: saving takes seconds, and falling back in between would leave the one
  configuration running and the other on flash. A commit takes no time. Lost after it, the device runs the change and starts
  with what it had before, and the next run saves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from ....module_utils.message import say
from ...base.device import DeviceError, Kind
from ...device.guard import Saves, State, save_kept, unarmed, unconfirmed


class DelaysCommit(Saves, Protocol):
    """What the guard needs of a session."""

    def running(self) -> str:
        """Return the running configuration."""

    def significant(self, configuration: str) -> list[str]:
        """Return the lines that mean something."""

    def delay_commit(self, minutes: int) -> None:
        """Start the timer, or move its time."""

    def commit_change(self) -> None:
        """End the timer and keep what runs."""


@dataclass(frozen=True)
class CommitDelayGuard:
    """Start the timer, change, then commit and save."""

    name: ClassVar[str] = say("commit delay")
    fall_back: ClassVar[str] = say("goes back to its former configuration without a reboot")
    holds_back: ClassVar[bool] = False
    session: DelaysCommit
    host: str

    def state(self, running: str) -> tuple[State, int | None]:
        """Return what would happen to `running`; how many minutes are left the device does not tell."""
        return (State.NONE if self.session.is_saved(running) else State.UNKNOWN), None

    def is_ours(self) -> bool:
        """Tell that nobody knows: the timer bears no name."""
        return False

    def arm(self, running: str, minutes: int) -> None:
        """Make sure that the device goes back after `minutes`: to `running`, or to what an unfinished run found.

        Raises:
            DeviceError: the guard cannot be armed; nothing has been changed.
        """
        try:
            saved = self.session.is_saved(running)
            self.session.delay_commit(minutes)
            unchanged = saved or self.session.significant(self.session.running()) == self.session.significant(running)
        except DeviceError as error:
            raise unarmed(error) from None
        if not unchanged:
            raise DeviceError(
                Kind.GUARD,
                say(
                    "nothing was changed: the device went back by itself from a change that somebody had not committed, "
                    "just now"
                ),
                host=self.host, fix=say("run again"), id="commit-delay-ended",
            )  # fmt: skip

    def activate(self, minutes: int) -> None:
        """Do nothing: lines take effect one by one."""

    def confirm(self) -> None:
        """Make the running configuration the one that stays: commit, then save.

        Raises:
            DeviceError: it could not be committed, and the device goes back by itself; or it could not be saved.
        """
        try:
            self.session.commit_change()
        except DeviceError as error:
            raise unconfirmed(self, error) from None
        save_kept(self.session)
