# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The guard of VRP8: lines wait in a candidate, `commit trial` makes them run for a time, `commit` keeps them.

Nothing has to be armed before the first line, since no line takes effect by itself: a session that breaks off leaves the
device as it was. From the commit on the device's own timer runs. It goes back by itself without a reboot; a reboot
in the trial leads to the saved configuration, so that has to be the former one, too: nothing is saved while a trial runs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Protocol

from ....module_utils.message import say
from ...base.device import DeviceError, Kind
from ...device.guard import Saves, State, save_kept, unarmed, unconfirmed

# Under this id a trial of ours can be confirmed by another session.
PERSIST = "govkiosk"


@dataclass(frozen=True)
class Trial:
    """A committed change that the device rolls back unless it is confirmed.

    Attributes:
        seconds: until then.
        persist: under which id it can be confirmed, empty if only the session that started it can.
    """

    seconds: int
    persist: str = ""

    @property
    def minutes(self) -> int:
        """Minutes left, rounded up, so that a trial just started has all of them."""
        return -(-self.seconds // 60)


class Tries(Saves, Protocol):
    """What the guard needs of a session."""

    @property
    def show_trial(self) -> str:
        """The command that tells of a trial."""

    def trial(self) -> Trial | None:
        """Return the trial that the device is in."""

    def commit_trial(self, minutes: int) -> bool:
        """Commit for a time; tell whether there was anything to commit."""

    def confirm_trial(self) -> None:
        """End our trial and keep what runs."""


@dataclass(frozen=True)
class TrialGuard:
    """Send the lines, commit them on trial, then commit and save."""

    name: ClassVar[str] = say("commit trial")
    fall_back: ClassVar[str] = say("goes back to its former configuration without a reboot")
    holds_back: ClassVar[bool] = True
    session: Tries
    host: str

    def state(self, running: str) -> tuple[State, int | None]:
        """Return what would happen to `running`, and the minutes until the trial is over if there is one."""
        trial = self.session.trial()
        if trial is not None:
            return State.ARMED, trial.minutes
        return (State.NONE if self.session.is_saved(running) else State.UNSAVED), None

    def is_ours(self) -> bool:
        """Tell by the id that a trial was started with."""
        return self._is_ours(self.session.trial())

    def arm(self, running: str, minutes: int) -> None:  # noqa: ARG002 - the time runs from the commit on
        """Make sure that a change goes back to `running`, by a trial's end and by a reboot alike.

        Raises:
            DeviceError: a trial is pending, or the device cannot save; nothing has been changed.
        """
        try:
            self.session.ahead(self.session.show_trial, self.session.show_saved)
            trial = self.session.trial()
            if trial is None and not self.session.is_saved(running):
                self.session.save()
        except DeviceError as error:
            raise unarmed(error) from None
        if trial is not None:
            raise self._pending(trial)

    def activate(self, minutes: int) -> None:
        """Make the lines sent take effect, where the platform holds them back until then.

        Raises:
            DeviceError: the device did not take them, and dropped them all; or it runs them without a trial.
        """
        if self.session.commit_trial(minutes) and not self._is_ours(self.session.trial()):
            raise DeviceError(
                Kind.GUARD, say("the device runs the change, but in no trial: nothing undoes it by itself"),
                host=self.host, id="trial-not-started",
                fix=say(
                    "look at 'display configuration trial status' and 'display configuration commit list' at the device"
                ),
            )  # fmt: skip

    def confirm(self) -> None:
        """Make the running configuration the one that stays: commit within the trial, then save.

        Raises:
            DeviceError: it could not be committed, and the device goes back by itself; or it stays, but is not saved.
        """
        try:
            trial = self.session.trial()
            if self._is_ours(trial):
                self.session.confirm_trial()
                trial = self.session.trial()
        except DeviceError as error:
            raise unconfirmed(self, error) from None
        if trial is not None:
            raise self._pending(trial)
        save_kept(self.session)

    @staticmethod
    def _is_ours(trial: Trial | None) -> bool:
        return trial is not None and trial.persist == PERSIST

    def _pending(self, trial: Trial) -> DeviceError:
        ours = self._is_ours(trial)
        whose = say("an unconfirmed change") if ours else say("somebody else's, not ours to confirm")
        end = (
            f"abort trial persist {trial.persist}"
            if trial.persist
            else say("abort trial, in the session that started it")
        )
        what = say(
            "the device is in a trial that it rolls back by itself in {minutes} min: {whose}",
            minutes=trial.minutes, whose=whose,
        )  # fmt: skip
        fix = say("run again after that, or end it at the device ({how})", how=end)
        return DeviceError(Kind.GUARD, what, host=self.host, fix=fix, id="trial-pending")
