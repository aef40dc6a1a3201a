# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Confirming under every guard of every platform: whatever comes in between, what stays and what is said is the truth."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy import report
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm_decision import ConfirmDecision
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.job import Job
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.push import push_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.guard import State
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import SESSIONS

from tests.integration.device.guard_cases import CHANGED, HOST, GuardCase, confirmed, told

if TYPE_CHECKING:
    from tests.integration.device.fixture_types import When
    from tests.integration.device.lab_switch import LabSwitch

LEAKS = ConfirmDecision(False, "lianhua-hall-01 reaches the internet: tcp")


def test_leak_is_left_to_the_device(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    push_one(job)
    msg = report.confirmed(confirmed(job, LEAKS))["msg"]
    unread = "" if case.guard != "commit delay" else " of the change, if its commit delay still runs"
    assert msg == f"not confirmed: {LEAKS.reason}; {case.then}{unread}"
    assert case.waits(switch)


def test_somebody_saves_before_it_is_confirmed(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    """A saved change looks settled, but its timer still runs."""
    pushed = push_one(job)
    switch.console(SESSIONS[case.platform.name].save_command, "y")
    assert case.waits(switch)
    assert confirmed(job, fall_back=pushed.fall_back).confirmed
    assert not case.waits(switch)
    assert CHANGED in switch.running
    assert CHANGED in switch.saved


def test_what_an_engineer_tries_under_a_timer_of_his_own_is_not_made_to_last(
    case: GuardCase, switch: LabSwitch, job: Job
) -> None:
    push_one(job)
    assert confirmed(job).confirmed
    before = switch.saved
    case.tried(switch, f"interface {case.platform.port.format(8)}", "description tried")
    assert "description tried" in switch.running
    pushed = push_one(job)
    assert (pushed.error, pushed.changed, pushed.guard) == (None, False, State.NONE)
    notice = "somebody else's change of the device is not saved, and left alone"
    if case.guard != "commit delay":
        notice = f"{case.then}, from a change of somebody else's, which is left alone"
    assert report.pushed(pushed)["warnings"] == [f"{HOST}: {notice}"]
    done = confirmed(job)
    assert (done.confirmed, done.changed) == (True, False)
    assert report.confirmed(done)["msg"] == f"nothing is left to confirm; {notice}"
    assert switch.saved == before
    assert case.waits(switch)
    case.time_is_over(switch)
    assert switch.running == before
    assert CHANGED in switch.running


def test_flash_full_when_it_is_confirmed(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    before = switch.running
    push_one(job)
    switch.fault("full_flash")
    done = confirmed(job)
    assert not done.confirmed
    error = done.error
    assert isinstance(error, DeviceError)
    assert error.kind is Kind.SAVE
    assert re.fullmatch(re.escape(case.full).replace(r"\{\}", ".+"), error.what)
    assert switch.saved == before
    case.clear(switch)
    if case.reboots:
        case.time_is_over(switch)
        assert switch.running == before
        return
    # Nothing takes it back any more, so the next run has to save it.
    assert not case.waits(switch)
    assert push_one(job).guard in (State.UNSAVED, State.UNKNOWN)
    assert confirmed(job).changed
    assert CHANGED in switch.saved


def test_session_dropped_while_it_is_confirmed(case: GuardCase, switch: LabSwitch, job: Job, when: When) -> None:
    """Whatever the device was about to do, one more run brings it to one of the two ends."""
    push_one(job)
    first = {
        "commit delay": "configuration commit",
        "commit trial": "commit persist govkiosk",
        "revert timer": "configure confirm",
    }
    save = SESSIONS[case.platform.name].save_command
    when(first.get(case.guard, save), lambda number: switch.fault("drop", command=number))
    done = confirmed(job)
    assert not done.confirmed
    assert "unconfirmed, so" in told(done.error) or "is not known to be confirmed" in told(done.error)
    case.clear(switch)
    assert push_one(job).error is None
    assert confirmed(job).confirmed
    assert CHANGED in switch.saved
    assert not case.waits(switch)


def test_time_runs_out_while_it_is_confirmed(case: GuardCase, switch: LabSwitch, job: Job, when: When) -> None:
    before = switch.running
    push_one(job)
    decisive, said = {
        "commit delay": ("display mac-address", "the device went back by itself while it was being confirmed"),
        "commit trial": ("system-view", "There is no trial of this persist ID"),
        "revert timer": ("configure confirm", "refused 'configure confirm': %No Rollback Confirmed Change pending"),
    }.get(case.guard, (SESSIONS[case.platform.name].save_command, "the device ended the session "))
    when(decisive, lambda _number: case.time_is_over(switch))
    done = confirmed(job)
    assert not done.confirmed
    assert said in told(done.error)
    case.clear(switch)
    assert (switch.running, switch.saved, case.waits(switch)) == (before, before, False)
    assert push_one(job).error is None
    assert confirmed(job).confirmed


def test_switch_that_cannot_be_asked_any_more(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    pushed = push_one(job)
    switch.process.kill()
    switch.process.join(10)
    done = confirmed(job, fall_back=pushed.fall_back)
    first = told(done.error).splitlines()[0]
    assert first.endswith(f"is unreachable: connection refused (unconfirmed, so {case.then})")
