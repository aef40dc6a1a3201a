# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Every guard of every platform on the lab's switch, over SSH on loopback: what it does, and what is said about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy import report
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.job import Job
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.push import push_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.guard import State

from tests.integration.device.guard_cases import CHANGED, MINUTES, STAYS, GuardCase, confirmed, told

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.device.fixture_types import When
    from tests.integration.device.lab_switch import LabSwitch


def test_device_goes_back_by_itself(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    before = switch.running
    pushed = push_one(job)
    assert (pushed.error, pushed.guard, pushed.guard_name) == (None, State.ARMED, case.guard)
    assert (pushed.minutes_left, pushed.fall_back) == (MINUTES, case.then)
    assert CHANGED in switch.running
    assert switch.saved == before, "a reboot must undo it as well"
    assert case.waits(switch)
    kept = (job.record.folder / "guard.txt").read_text(encoding="utf-8")
    assert kept == f"{case.guard}, 10 min: unless confirmed, {case.then}\n"

    case.time_is_over(switch)
    assert (switch.running, switch.saved, case.waits(switch)) == (before, before, False)
    late = confirmed(job)
    assert (late.error, late.confirmed) == (None, False)
    assert report.confirmed(late)["msg"] == (
        "not confirmed: the device no longer runs the plan; it has probably gone back by itself"
    )
    assert push_one(job).changed


def test_confirmed_change_is_saved_and_stays(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    push_one(job)
    done = confirmed(job)
    assert (done.error, done.confirmed, done.changed, done.guard_name) == (None, True, True, case.guard)
    assert report.confirmed(done)["msg"] == STAYS.reason
    after = switch.running
    assert CHANGED in after
    assert (switch.saved, case.waits(switch)) == (after, False)

    switch.let_pass(MINUTES)
    again = push_one(job)
    assert (again.error, again.changed, again.guard, again.fall_back) == (None, False, State.NONE, "")
    assert switch.running == after
    assert confirmed(job).reason == "nothing is left to confirm"


def test_reboot_undoes_it_too(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    before, booted = switch.running, switch.booted
    push_one(job)
    switch.do(do="reboot")
    switch.wait_for_reboot(booted)
    case.clear(switch)
    assert (switch.running, switch.saved, case.waits(switch)) == (before, before, False)


def test_guard_that_cannot_be_armed(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    before = switch.running
    switch.fault("refuse", match=f"^{case.arms}$", text=case.unarmed)
    pushed = push_one(job)
    what = f"the guard cannot be armed, nothing was changed: the device refused '{case.arms}': {case.unarmed.strip()}"
    if case.holds_back:
        what = f"the device did not commit on trial: {case.unarmed} (2 of 2 lines were taken, none of them took effect)"
    assert told(pushed.error).splitlines()[0] == what
    assert (pushed.changed, bool(pushed.sent), pushed.guard) == (False, case.holds_back, State.NONE)
    assert (switch.running, switch.saved, case.waits(switch)) == (before, before, False)


def test_full_flash_keeps_the_guard_from_being_armed(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    case.type(switch, case.lines[0], "description unsaved")
    before = switch.running
    switch.fault("full_flash")
    pushed = push_one(job)
    if case.guard == "commit delay":
        # It saves nothing before, see `commit_delay_guard`.
        assert pushed.error is None
        return
    assert told(pushed.error).startswith("the guard cannot be armed, nothing was changed: the device could not save: ")
    assert (pushed.changed, pushed.guard) == (False, State.NONE)
    assert (switch.running, case.waits(switch)) == (before, False)


def test_guard_that_is_silently_not_armed(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    """Where the timer can be read, its command is not believed; Comware's cannot."""
    switch.fault("refuse", match=f"^{case.arms}$", text="")
    pushed = push_one(job)
    if case.guard == "commit delay":
        assert pushed.guard is State.ARMED
        return
    not_armed = "the device did not commit" if case.holds_back else "the guard cannot be armed, nothing was changed: "
    assert told(pushed.error).startswith(not_armed)
    assert not pushed.changed
    assert CHANGED not in switch.running


def test_refused_line_ends_it_and_is_undone(case: GuardCase, switch: LabSwitch, tmp_path: Path) -> None:
    before = switch.running
    job = case.job(switch, tmp_path, case.lines[0], "description half", "nonsense", CHANGED)
    pushed = push_one(job)
    first = told(pushed.error)
    assert first.startswith("the device refused 'nonsense': ")
    assert first.endswith(f" ({case.stopped(2, 4)})")
    assert ("half" in switch.running) is not case.holds_back

    second = push_one(case.job(switch, tmp_path))
    if case.already:
        assert told(second.error) == case.already
        assert (second.changed, second.sent) == (False, [])
    else:
        # Comware's timer starts anew, and goes on to take back what the first run did, too.
        assert (second.error, second.guard) == (None, State.ARMED)
    assert case.waits(switch)
    case.time_is_over(switch)
    assert (switch.running, switch.saved) == (before, before)


def test_session_dropped_in_the_middle(case: GuardCase, switch: LabSwitch, job: Job, when: When) -> None:
    before = switch.running
    when(CHANGED, lambda number: switch.fault("drop", command=number))
    pushed = push_one(job)
    assert told(pushed.error) == f"the device ended the session in the middle of '{CHANGED}' ({case.stopped(1, 2)})"
    case.clear(switch)
    assert case.waits(switch) is not case.holds_back
    case.time_is_over(switch)
    assert (switch.running, switch.saved) == (before, before)


def test_unsaved_lines_before_the_change(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    """They come back with the rest; who cannot tell them from half a change does not save them."""
    saved = switch.saved
    case.type(switch, case.lines[0], "description unsaved")
    before = switch.running
    assert push_one(job).guard is State.ARMED
    assert switch.saved == (saved if case.guard == "commit delay" else before)
    case.time_is_over(switch)
    assert switch.running == before
