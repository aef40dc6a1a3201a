# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The guard that reboots: saved, scheduled, changed; confirmed by saving first and cancelling then."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.guard import State
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.reboot_guard import RebootGuard


@dataclass
class Switch:
    """What the guard does to a switch, in order."""

    is_saved_now: bool = True
    left: int | None = None
    full: bool = False
    deaf: bool = False
    may_cancel: bool = True
    did: list[str] = field(default_factory=list)
    reboot_in: str = "wait {minutes}"
    cancel_reboot_command: str = "wait no more"

    show_saved: str = "show saved"
    show_reboot: str = "show timer"

    def ahead(self, *commands: str) -> None:
        """Take them."""
        assert set(commands) == {self.show_saved, self.show_reboot}

    def is_saved(self, running: str | None = None) -> bool:
        """Tell what the test says."""
        del running
        return self.is_saved_now

    def save(self) -> None:
        """Save, if there is room."""
        self.did.append("save")
        if self.full:
            raise DeviceError(Kind.SAVE, "the device could not save: Error: full", host="sw", fix="free space")
        self.is_saved_now = True

    def scheduled_reboot(self) -> int | None:
        """Tell the minutes left."""
        return self.left

    def schedule_reboot(self, minutes: int) -> None:
        """Schedule, unless deaf."""
        self.did.append(f"schedule {minutes}")
        self.left = None if self.deaf else minutes

    def cancel_reboot(self) -> None:
        """Cancel, unless deaf."""
        self.did.append("cancel")
        if not self.may_cancel:
            raise DeviceError(Kind.REFUSED, "no permission", host="sw")
        self.left = self.left if self.deaf else None


def test_arming_a_saved_device_writes_no_flash() -> None:
    switch = Switch()
    RebootGuard(switch, "sw").arm("", 10)
    assert switch.did == ["schedule 10"]


def test_arming_saves_what_is_not_saved() -> None:
    switch = Switch(is_saved_now=False)
    RebootGuard(switch, "sw").arm("", 10)
    assert switch.did == ["save", "schedule 10"]


def test_device_that_reboots_anyway_is_left_alone() -> None:
    switch = Switch(left=7)
    with pytest.raises(DeviceError, match="already reboots by itself in 7 min") as caught:
        RebootGuard(switch, "sw").arm("", 10)
    assert caught.value.kind is Kind.GUARD
    assert caught.value.fix.endswith("cancel it (wait no more)")
    assert switch.did == []


def test_full_flash_keeps_the_guard_from_being_armed() -> None:
    switch = Switch(is_saved_now=False, full=True)
    with pytest.raises(
        DeviceError, match=r"the guard cannot be armed, nothing was changed: .*could not save"
    ) as caught:
        RebootGuard(switch, "sw").arm("", 10)
    assert caught.value.kind is Kind.SAVE
    assert caught.value.fix == "free space"
    assert switch.did == ["save"]


def test_device_that_does_not_schedule() -> None:
    switch = Switch(deaf=True)
    with pytest.raises(DeviceError, match="did not schedule the reboot") as caught:
        RebootGuard(switch, "sw").arm("", 10)
    assert caught.value.fix == "try 'wait 10' at the device and see what it says"


def test_confirming_saves_before_it_cancels() -> None:
    switch = Switch(is_saved_now=False, left=9)
    RebootGuard(switch, "sw").confirm()
    assert switch.did == ["save", "cancel"]


def test_full_flash_at_confirming_leaves_the_timer_running() -> None:
    switch = Switch(is_saved_now=False, left=9, full=True)
    with pytest.raises(DeviceError, match="could not save"):
        RebootGuard(switch, "sw").confirm()
    assert switch.left == 9
    assert switch.did == ["save"]


def test_reboot_that_cannot_be_cancelled_is_told() -> None:
    with pytest.raises(DeviceError, match="is saved, but the device still means to reboot in 9 min"):
        RebootGuard(Switch(is_saved_now=False, left=9, deaf=True), "sw").confirm()


def test_a_refused_cancelling_is_told_as_a_reboot_into_the_change() -> None:
    with pytest.raises(DeviceError) as caught:
        RebootGuard(Switch(is_saved_now=False, left=9, may_cancel=False), "sw").confirm()
    assert caught.value.what == (
        "the change is saved, but unless the device took the last command it reboots into it within 9 min: no permission"
    )
    assert caught.value.fix == "run 'wait no more' at the device, or let it reboot once"


@pytest.mark.parametrize(
    ("saved", "left", "state"),
    [
        (True, None, State.NONE),
        (False, None, State.UNSAVED),
        (False, 9, State.ARMED),
        # Somebody's own reboot of a device whose configuration is saved undoes nothing.
        (True, 9, State.NONE),
    ],
)
def test_state(saved: bool, left: int | None, state: State) -> None:
    assert RebootGuard(Switch(saved, left), "sw").state("") == (state, left)
