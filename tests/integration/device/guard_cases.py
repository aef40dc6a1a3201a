# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Every platform with every guard that it may have, and the smallest change there is.

A platform or guard that is added here is tested like all the others.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import Device, DeviceError
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.batch import utc_now
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.change_record import ChangeRecord
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm import Candidate, confirm_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm_decision import ConfirmDecision
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.job import Job
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.visit import Result
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import SESSIONS

from tests.helpers.job_goals import a_change
from tests.helpers.policy.policy_platforms import CASES, PlatformCase
from tests.integration.device.lab_switch import PASSWORD, LabSwitch, lab_switch

if TYPE_CHECKING:
    from pathlib import Path

HOST = "lianhua-hall-sw"
MINUTES = 10
STAYS = ConfirmDecision(True, "2 of 2 terminals proved their path")
CHANGED = "description changed"
REBOOTS = "the device reboots into its former configuration within 10 min"
GOES_BACK = "the device goes back to its former configuration without a reboot within 10 min"
NO_COMMAND = " % Unrecognized command found at '^' position."


@dataclass(frozen=True)
class GuardCase:
    """One guard on one platform.

    Attributes:
        id: for the test's name.
        platform: the platform.
        guard: the guard's name.
        then: what becomes of a change that is not confirmed, as the messages say it.
        arms: the command that arms it.
        unarmed: what the device answers to it in the test of a guard that cannot be armed.
        already: what a second change is told while half of the first waits; None where the device does not tell, or
            nothing waits.
        full: what is told if the flash is full when the change is confirmed.
        archive: where an IOS switch keeps copies of its configuration.
        old: the release has no commit timer.
    """

    id: str
    platform: PlatformCase
    guard: str
    then: str
    arms: str
    unarmed: str
    already: str | None
    full: str
    archive: str = ""
    old: bool = False

    @property
    def reboots(self) -> bool:
        """Tell whether it undoes by rebooting."""
        return self.then == REBOOTS

    @property
    def holds_back(self) -> bool:
        """Tell whether lines take effect together, when they are committed."""
        return bool(self.platform.commit)

    @property
    def startup(self) -> str:
        """What the switch starts with."""
        archive = f"archive\n path {self.archive}\n!\nvlan 110\n"
        return self.platform.startup.replace("vlan 110\n", archive, 1) if self.archive else self.platform.startup

    @property
    def lines(self) -> tuple[str, ...]:
        """The change."""
        return (f"interface {self.platform.port.format(9)}", CHANGED)

    @contextmanager
    def switch(self, folder: Path) -> Iterator[LabSwitch]:
        """Run the lab's switch as this case wants it, its configuration saved as the device itself writes it."""
        with lab_switch(folder / "switch", startup=self.startup, platform=self.platform.name) as running:
            self.clear(running)
            running.console(SESSIONS[self.platform.name].save_command, "y")
            yield running

    def clear(self, switch: LabSwitch) -> None:
        """Switch all faults off but the release's age."""
        switch.clear()
        if self.old:
            switch.fault("refuse", match="^configuration commit", text=f"{' ' * 20}^\n{NO_COMMAND}")

    def type(self, switch: LabSwitch, *lines: str) -> None:
        """Configure on the console."""
        commit = (self.platform.commit,) if self.holds_back else ()
        switch.console(
            self.platform.enter, *lines, *commit, "return" if self.platform.enter == "system-view" else "end"
        )

    def tried(self, switch: LabSwitch, *lines: str) -> None:
        """Configure on the console as an engineer does who has the device undo it unless he confirms it."""
        match self.guard:
            case "commit trial":
                switch.console(self.platform.enter, *lines, "commit trial 600 persist theirs", "return")
            case "commit delay":
                switch.console(self.platform.enter, self.arms, *lines, "return")
            case "revert timer":
                switch.console(self.arms, *lines, "end")
            case _:
                switch.console(self.arms, "y")
                self.type(switch, *lines)

    def job(self, switch: LabSwitch, folder: Path, *lines: str) -> Job:
        """Return the job of making the change, or of sending these lines until the change is there."""
        known_hosts = folder / "known_hosts"
        known_hosts.write_text(switch.known_hosts, encoding="utf-8")
        device = Device(
            HOST, "127.0.0.1", "govkiosk", PASSWORD, self.platform.name, known_hosts, switch.port, timeout=5.0
        )

        def change(running: str) -> SimpleNamespace:
            there = CHANGED in running
            commands = () if there else lines or self.lines
            return a_change(commands)

        # No plan: only these are looked at.
        goal = SimpleNamespace(
            change=change,
            refused=lambda _change: (),
            unproven=lambda _running: (),
            checks=lambda _running, _ports: (),
            drift=lambda _running: (),
        )
        return Job(device, cast("Any", goal), MINUTES, ChangeRecord.of(folder / "records", HOST, utc_now()))

    def stopped(self, sent: int, lines: int) -> str:
        """Return what is said of a change that broke off."""
        if self.holds_back:
            return f"{sent} of {lines} lines were taken, none of them took effect"
        return f"{sent} of {lines} lines were carried out; unconfirmed, so {self.then}"

    def waits(self, switch: LabSwitch) -> bool:
        """Tell whether this guard is armed on the switch; no other may be."""
        armed = (switch.reboot_left is not None, switch.unconfirmed)
        assert armed in ((False, False), (self.reboots, not self.reboots))
        return any(armed)

    def time_is_over(self, switch: LabSwitch) -> None:
        """Let the guard's time pass, and wait for what the device does then."""
        booted = switch.booted
        switch.let_pass(MINUTES)
        if self.reboots:
            switch.wait_for_reboot(booted)
            return
        ends = time.monotonic() + 10
        while switch.unconfirmed and time.monotonic() < ends:
            time.sleep(0.02)
        assert not switch.unconfirmed
        assert switch.booted == booted, "this guard needs no reboot"

    def __str__(self) -> str:
        return self.id


def confirmed(job: Job, decision: ConfirmDecision = STAYS, fall_back: str = "") -> Result:
    """Confirm a change, or leave it to the device, as its terminals want it."""
    return confirm_one(Candidate(job, lambda _checks: decision, fall_back))


def told(error: Exception | None) -> str:
    """Return what is said of a device's trouble."""
    assert isinstance(error, DeviceError)
    return str(error).removeprefix(f"{HOST}: ")


_REBOOT_ALREADY = (
    "the device already reboots by itself in 10 min: an unconfirmed change, or somebody's plan\n    fix: run again after that "
    "reboot, or find out whose it is and cancel it ({})"
)


def _reboot(id_: str, platform: str, arms: str, unarmed: str, cancel: str, **more: object) -> GuardCase:
    return GuardCase(
        id_, CASES[platform], "scheduled reboot", REBOOTS, arms, unarmed, _REBOOT_ALREADY.format(cancel),
        f"the device could not save: {{}} (unconfirmed, so {REBOOTS})", **more,  # type: ignore[arg-type]
    )  # fmt: skip


_KEPT = "the change is kept, but not known to be saved, so the device's next reboot may undo it: the device could not save: {}"
GUARDS = (
    _reboot("vrp", "huawei_vrp", "schedule reboot delay 10", "Error: No permission.", "undo schedule reboot"),
    GuardCase(
        "comware", CASES["hp_comware"], "commit delay", GOES_BACK, "configuration commit delay 10",
        "Permission denied.", None, _KEPT,
    ),
    _reboot(
        "comware-old", "hp_comware", "scheduler reboot delay 10", "Permission denied.", "undo scheduler reboot", old=True
    ),
    GuardCase(
        "ios", CASES["cisco_ios"], "revert timer", GOES_BACK, "configure terminal revert timer 10",
        "%Error opening flash:copy (No space left on device)",
        "the device already goes back by itself in 10 min, from a change that govkiosk started and nobody confirmed\n"
        "    fix: run again after that, or find out whose it is and undo it at once (configure revert now)",
        _KEPT, archive="flash:copy",
    ),
    _reboot("ios-no-archive", "cisco_ios", "reload in 10", "% Authorization failed.", "reload cancel"),
    GuardCase(
        "vrpv8", CASES["huawei_vrpv8"], "commit trial", GOES_BACK, "commit trial 600 persist govkiosk",
        "Error: No permission to run the command.", None, _KEPT,
    ),
    _reboot("rgos", "ruijie_os", "reload in 10", "% Access denied.", "reload cancel"),
)  # fmt: skip
