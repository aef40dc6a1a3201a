# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Huawei VRP8 (CloudEngine): VRP5's session, whose lines wait in a candidate until they are committed.

Sources: Huawei CloudEngine command reference, commit, abort trial, clear configuration candidate, display configuration
candidate, display configuration trial status; configuration guide, "Selecting a Mode for the Configuration to Take Effect".
Without a persist id a trial belongs to the session that started it; with one, any session that knows the id confirms it.
A switch whose `system-view` leads to `[NAME]` carries lines out at once (the S-series' V600 does, by its own manual) and
has no trial: it is not spoken to.
"""

from __future__ import annotations

import re

from netmiko.huawei.huawei import HuaweiVrpv8SSH

from ....module_utils.message import say
from ...base.device import DeviceError, Kind
from ..huawei_vrp.session import HuaweiVrpSession
from .guard import PERSIST, Trial, TrialGuard
from .identity import IDENTITY

# How long a commit may take (seconds).
PATIENCE = 120.0
_STATUS = re.compile(r"(?im)^\s*trial status:\s*(?P<status>[a-z]+)")
_PERSIST = re.compile(r"(?im)^\s*persist id:\s*(?P<id>\S+)")
_LEFT = re.compile(r"(?im)^\s*trial time left \(sec\):\s*(?P<seconds>\d+)")


class HuaweiVrpv8Session(HuaweiVrpSession, HuaweiVrpv8SSH):
    """One session with a VRP8 switch."""

    port_names = IDENTITY.port_names
    show_trial = "display configuration trial status"

    def _enter_configuration(self) -> None:
        super()._enter_configuration()
        if not self.prompt.startswith(("[~", "[*")):
            what = say(
                "the switch carries lines out at once and has no trial: its prompt is {prompt}", prompt=self.prompt
            )
            fix = say("huawei_vrpv8 is for switches whose system-view leads to [~NAME]")
            raise self._error(Kind.REFUSED, what, self.enter_configuration, self.prompt, fix, id="trial-none")

    def _leave_configuration(self) -> None:
        """Stay: the device would ask what shall become of the lines, and only a commit may answer that."""

    def uncommitted(self) -> str:
        """Return the difference between the candidate and what runs; in place of it why an account may not see it."""
        try:
            return self.ask("display configuration candidate changes", timeout=PATIENCE)
        except DeviceError as error:
            if error.kind is not Kind.REFUSED:
                raise
            return error.answer

    def commit_trial(self, minutes: int) -> bool:
        """Commit the lines sent, to be rolled back after `minutes`; tell whether there was anything to commit.

        Raises:
            DeviceError: the device did not take them; none of them is left.
        """
        waiting = self.prompt.startswith("[*")
        if waiting:
            command = f"commit trial {60 * minutes} persist {PERSIST}"
            try:
                answer = self.ask(command, timeout=PATIENCE)
                if self.prompt.startswith("[*"):
                    raise self._error(Kind.REFUSED, say("the lines still wait"), command, answer or self.prompt)
            except DeviceError as error:
                raise self._dropped(error) if error.kind is Kind.REFUSED else error from None
        super()._leave_configuration()
        return waiting

    def _dropped(self, error: DeviceError) -> DeviceError:
        """Drop the whole candidate and tell which lines the device did not take."""
        self.ask("clear configuration candidate")
        super()._leave_configuration()
        said = "; ".join(line.strip() for line in error.answer.splitlines() if self.error.search(line))
        what = say("the device did not commit on trial: {answer}", answer=said or self._brief(error.answer))
        return error.retold(what, fix=say("if another operator changed the switch meanwhile: run again"))

    def trial(self) -> Trial | None:
        """Return the trial that the device is in.

        Raises:
            DeviceError: the device does not say whether it is in one.
        """
        command = self.show_trial
        answer = self.ask(command)
        status, left, persist = _STATUS.search(answer), _LEFT.search(answer), _PERSIST.search(answer)
        if status is None or left is None:
            what = say("the device does not say whether it is in a trial: {answer}", answer=answer.strip())
            fix = say("look at the trial status at the device")
            raise self._error(Kind.GARBLED, what, command, answer, fix, id="trial-unclear")
        if status["status"].upper() == "INACTIVE":
            return None
        return Trial(int(left["seconds"]), persist["id"] if persist else "")

    def confirm_trial(self) -> None:
        """End our trial and keep what runs."""
        self._enter_configuration()
        self.ask(f"commit persist {PERSIST}", timeout=PATIENCE)
        super()._leave_configuration()

    def guard(self, running: str) -> TrialGuard:
        """Return the trial as a guard."""
        del running
        return TrialGuard(self, self.device.host)

    def cleanup(self, command: str = "quit") -> None:
        """Log out; lines that wait for their commit are dropped with the connection, without a question."""
        if not self.check_config_mode():
            super().cleanup(command)


SESSION = HuaweiVrpv8Session
