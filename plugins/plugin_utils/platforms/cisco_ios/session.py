# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Cisco IOS and IOS XE (Catalyst 2960-X, 9200 and their like): netmiko's driver with our way of speaking."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from netmiko.cisco.cisco_ios import CiscoIosSSH

from ....module_utils.message import say
from ...base.device import DeviceError, Kind
from ...device import dialogs
from ...device.guard import Guard
from ..ios.session import IosStyleSession
from .guard import PendingRevert, RevertTimerGuard, has_local_archive
from .identity import IDENTITY

# `22:50:48 UTC Sat Feb 21 2009`; `show clock` has a fraction of a second, and a star before it if the clock is not set.
_TIME = re.compile(r"(?P<time>\d\d:\d\d:\d\d)(?:\.\d+)? \S+ \w{3} (?P<day>\w{3} +\d+ \d{4})")
_TIMER = re.compile(r"Timer value: (?P<minutes>\d+) min")
_USER = re.compile(r"User: *(?P<user>\S+)")

# Texts: Cisco IOS Configuration Fundamentals command reference (reload, write memory).
DIALOGS = (
    dialogs.PRESS_KEY,
    dialogs.Dialog("write memory", r"overwrite the previous nvram configuration\?", ""),
    # What is saved must stay as the save just before left it.
    dialogs.Dialog(r"reload in \d+", r"system configuration has been modified\. save\?", "no"),
    dialogs.Dialog(r"reload in \d+", r"proceed with reload\?", ""),
)


class CiscoIosSession(IosStyleSession, CiscoIosSSH):
    """One session with a Cisco switch."""

    port_names = IDENTITY.port_names
    known_dialogs = DIALOGS
    unpaged = ("terminal length 0", "terminal width 511")
    save_command = "write memory"
    show_ports = ("show interfaces status", "show mac address-table")
    show_revert = "show archive config rollback timer"

    def guard(self, running: str) -> Guard:
        """Return the revert timer where the device keeps copies of itself on itself."""
        return RevertTimerGuard(self, self.device.host) if has_local_archive(running) else super().guard(running)

    def pending_revert(self) -> PendingRevert | None:
        """Return the revert timer that runs, None if there is none.

        Raises:
            DeviceError: the device says something of a timer, but not how long it is.
        """
        show = self.show_revert
        try:
            answer = self.ask(show)
        except DeviceError as error:
            if "No Rollback Confirmed Change pending" in error.answer:
                return None
            raise
        whole, user = _TIMER.search(answer), _USER.search(answer)
        if not whole:
            what = say("the device does not say when it goes back: {answer}", answer=answer.strip())
            fix = say("run again; if it stays, try the command at the device")
            raise self._error(Kind.GUARD, what, show, answer, fix, id="revert-unclear")
        gone = _elapsed(answer, self.ask("show clock"))
        left = -((gone - timedelta(minutes=int(whole["minutes"]))) // timedelta(minutes=1))
        return PendingRevert(max(0, left), user["user"] if user else "")

    def start_revert_timer(self, minutes: int) -> None:
        """Have the device go back after `minutes`, unless that is confirmed; the command opens a configuration mode."""
        enter = f"configure terminal revert timer {minutes}"
        answer = self.ask(enter)
        if not self.check_config_mode():
            raise self._not_entered(enter, answer)
        self._leave_configuration()

    def confirm_change(self) -> None:
        """Keep what was configured since the timer was started."""
        self.ask("configure confirm")


SESSION = CiscoIosSession


def _elapsed(since: str, now: str) -> timedelta:
    """Return how long a timer has run by the device's own clock: nothing if that cannot be told, or the clock was put back."""
    start, end = (_moment(text) for text in (since, now))
    return max(timedelta(0), end - start) if start and end else timedelta(0)


def _moment(text: str) -> datetime | None:
    found = _TIME.search(text)
    if not found:
        return None
    try:
        return datetime.strptime(f"{found['time']} {found['day']}", "%H:%M:%S %b %d %Y")  # noqa: DTZ007 - one device, one zone
    except ValueError:
        return None
