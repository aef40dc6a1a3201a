# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""VRP8's guard: nothing runs before the commit on trial, nothing is saved before the trial has ended."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.guard import State
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.huawei_vrpv8.guard import (
    PERSIST,
    Trial,
    TrialGuard,
)

OURS = Trial(541, PERSIST)
THEIRS = Trial(120, "theirs")


@dataclass
class Switch:
    """What the guard does to a switch, in order."""

    pending: Trial | None = None
    is_saved_now: bool = True
    full: bool = False
    deaf: bool = False
    waiting: bool = True
    did: list[str] = field(default_factory=list)

    show_saved: str = "show saved"
    show_trial: str = "show timer"

    def ahead(self, *commands: str) -> None:
        """Take them."""
        assert set(commands) == {self.show_saved, self.show_trial}

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

    def trial(self) -> Trial | None:
        """Tell the trial."""
        return self.pending

    def commit_trial(self, minutes: int) -> bool:
        """Start a trial, unless deaf or without lines."""
        self.did.append(f"commit trial {minutes}")
        self.pending = Trial(60 * minutes, PERSIST) if self.waiting and not self.deaf else None
        return self.waiting

    def confirm_trial(self) -> None:
        """End the trial, unless deaf."""
        self.did.append("commit")
        self.pending = self.pending if self.deaf else None


@pytest.mark.parametrize(
    ("pending", "saved", "state"),
    [
        (None, True, (State.NONE, None)),
        (None, False, (State.UNSAVED, None)),
        (OURS, False, (State.ARMED, 10)),
        (THEIRS, True, (State.ARMED, 2)),
    ],
)
def test_state(pending: Trial | None, saved: bool, state: tuple[State, int | None]) -> None:
    assert TrialGuard(Switch(pending, saved), "sw").state("") == state


@pytest.mark.parametrize(
    ("pending", "what", "fix"),
    [
        (OURS, "in 10 min: an unconfirmed change", "abort trial persist govkiosk"),
        (THEIRS, "in 2 min: somebody else's", "abort trial persist theirs"),
        (Trial(60), "in 1 min: somebody else's", "abort trial, in the session that started it"),
    ],
)
def test_device_in_a_trial_is_left_alone(pending: Trial, what: str, fix: str) -> None:
    switch = Switch(pending, is_saved_now=False)
    with pytest.raises(DeviceError, match=what) as caught:
        TrialGuard(switch, "sw").arm("", 10)
    assert caught.value.kind is Kind.GUARD
    assert fix in caught.value.fix
    assert switch.did == []


def test_change_that_runs_in_no_trial_is_told() -> None:
    with pytest.raises(DeviceError, match="in no trial: nothing undoes it by itself") as caught:
        TrialGuard(Switch(deaf=True), "sw").activate(10)
    assert caught.value.kind is Kind.GUARD


@pytest.mark.parametrize("switch", [Switch(THEIRS), Switch(OURS, deaf=True)])
def test_trial_that_is_not_ours_or_does_not_end_is_not_saved(switch: Switch) -> None:
    with pytest.raises(DeviceError, match="rolls back by itself"):
        TrialGuard(switch, "sw").confirm()
    assert "save" not in switch.did
