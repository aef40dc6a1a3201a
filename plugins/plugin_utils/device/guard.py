# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The device's own timer that undoes a change unless it is confirmed.

A controller that dies, or a change that cuts its own way in, leaves a device that goes back to what it was. Every
platform has another timer for that; each of them is a guard in a file of its own (`docs/guard.md` compares them).
"""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar, Protocol

from ...module_utils.message import say
from ..base.device import DeviceError, Kind


class State(StrEnum):
    """What a device would do to its running configuration if nobody did anything."""

    NONE = "none"  # keep it: it is saved
    ARMED = "armed"  # undo it when the timer runs out
    UNSAVED = "unsaved"  # keep it until the next reboot
    UNKNOWN = "unknown"  # it is not saved, and nobody can read whether a timer will undo it


class Guard(Protocol):
    """What undoes a change by itself unless it is confirmed."""

    #: What it is called in results and records.
    name: ClassVar[str]
    #: What the device does when the time is over, to go on after "the device".
    fall_back: ClassVar[str]
    #: Whether no line takes effect before `activate`.
    holds_back: ClassVar[bool]

    def state(self, running: str) -> tuple[State, int | None]:
        """Return what would happen to `running`, and the minutes until the device acts by itself, if it tells."""

    def is_ours(self) -> bool:
        """Tell whether the timer that runs bears our name; never where timers bear none."""

    def arm(self, running: str, minutes: int) -> None:
        """Make sure that the device goes back to `running` after `minutes`, or raise with nothing changed."""

    def activate(self, minutes: int) -> None:
        """Make the lines sent take effect, where the platform holds them back until then.

        Raises:
            DeviceError: of kind `REFUSED` none of them took effect; `GUARD`: they did, and nothing undoes them by itself;
                else nobody knows, and if they did the guard undoes them.
        """

    def confirm(self) -> None:
        """Make the running configuration the one that stays."""


class Saves(Protocol):
    """What every guard needs of a session."""

    @property
    def show_saved(self) -> str:
        """The command that shows what the device would start with."""

    def ahead(self, *commands: str) -> None:
        """Type commands that only look at once, to be asked for in this order."""

    def is_saved(self, running: str | None = None) -> bool:
        """Tell whether the device would start with what it runs."""

    def save(self) -> None:
        """Save and read back."""


def prospect(guard: Guard, state: State, left: int | None, minutes: int) -> str:
    """Return what becomes of a change that nobody confirms, as a clause.

    Args:
        guard: what watches over it.
        state: what the device would do.
        left: minutes until then, None if the device does not tell.
        minutes: the time that the guard was given when the lines were sent.
    """
    match state:
        case State.NONE:
            if left is None:
                return ""
            return say("the device reboots within {minutes} min, into what it runs", minutes=left)
        case State.ARMED:
            still = minutes if left is None else left
            return say("the device {fall_back} within {minutes} min", fall_back=guard.fall_back, minutes=still)
        case State.UNSAVED:
            return say("nothing undoes the change by itself, it stays until the device's next reboot")
        case State.UNKNOWN:
            return say(
                "the device {fall_back} within {minutes} min of the change, if its {guard} still runs",
                fall_back=guard.fall_back, minutes=minutes, guard=guard.name,
            )  # fmt: skip


def others(guard: Guard, state: State, left: int | None) -> str:
    """Return what becomes of lines that are not of the plan, with which the device starts already; nothing if none are.

    Args:
        guard: what would watch over a change.
        state: what the device would do.
        left: minutes until then, None if the device does not tell.
    """
    match state:
        case State.NONE:
            return prospect(guard, state, left, 0)
        case State.ARMED:
            return say(
                "the device {fall_back} within {minutes} min, from a change of somebody else's, which is left alone",
                fall_back=guard.fall_back, minutes=left,
            )  # fmt: skip
        case State.UNSAVED | State.UNKNOWN:
            return say("somebody else's change of the device is not saved, and left alone")


def unarmed(error: DeviceError) -> DeviceError:
    """Tell the trouble of a guard that could not be armed."""
    return error.retold(say("the guard cannot be armed, nothing was changed: {what}", what=error.what))


def unconfirmed(guard: Guard, error: DeviceError) -> DeviceError:
    """Tell the trouble of a confirmation of which nobody knows whether the device took it."""
    what = say(
        "the change is not known to be confirmed, and unless it is, the device {fall_back}: {what}",
        fall_back=guard.fall_back, what=error.what,
    )  # fmt: skip
    return error.retold(what)


def save_kept(session: Saves) -> None:
    """Save what no timer undoes any more.

    Raises:
        DeviceError: it stays, but nobody knows whether it is saved; run again.
    """
    try:
        session.save()
    except DeviceError as error:
        what = say(
            "the change is kept, but not known to be saved, so the device's next reboot may undo it: {what}",
            what=error.what,
        )
        raise error.retold(what, kind=Kind.SAVE) from None
