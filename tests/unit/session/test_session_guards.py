# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Every guard of every dialect on the lab's switch, over SSH on loopback: what it does, and what is said about it."""

from __future__ import annotations

import re
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.session import command_line, report
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.command_line import CommandLine
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.confirm import Candidate, Confirmation, confirm_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.confirmation import Decision
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.device import DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.drivers import DRIVERS
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.guard import State
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.push import Job, push_one
from guard_cases import CHANGED, GUARDS, HOST, MINUTES, GuardCase

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from lab_switch import LabSwitch

STAYS = Decision(True, "2 of 2 terminals proved their path")
LEAKS = Decision(False, "lianhua-hall-01 reaches the internet: tcp")


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "QUIET", 0.3)


@pytest.fixture(params=GUARDS, ids=str)
def case(request: pytest.FixtureRequest) -> GuardCase:
    found: GuardCase = request.param
    return found


@pytest.fixture
def switch(case: GuardCase, tmp_path: Path) -> Iterator[LabSwitch]:
    with case.switch(tmp_path) as running:
        yield running


@pytest.fixture
def job(case: GuardCase, switch: LabSwitch, tmp_path: Path) -> Job:
    return case.job(switch, tmp_path)


@pytest.fixture
def when(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[int], None]], None]:
    """Do something just before a command is sent first, knowing the how many-th of its session it is."""

    def at(command: str, act: Callable[[int], None]) -> None:
        ask, numbers, done = CommandLine.ask, Counter[CommandLine](), set[str]()

        def counted(session: CommandLine, line: str, *, timeout: float = 0.0) -> str:
            numbers[session] += 1
            if line == command and line not in done:
                done.add(line)
                act(numbers[session])
            return ask(session, line, timeout=timeout)

        monkeypatch.setattr(CommandLine, "ask", counted)

    return at


def confirmed(job: Job, decision: Decision = STAYS, fall_back: str = "") -> Confirmation:
    return confirm_one(Candidate(job, lambda _checks: decision, fall_back))


def waits(case: GuardCase, switch: LabSwitch) -> bool:
    """Tell whether the guard is armed on the switch, and nothing else."""
    armed = (switch.reboot_left is not None, switch.unconfirmed)
    assert armed in ((False, False), (case.reboots, not case.reboots))
    return any(armed)


def time_is_over(case: GuardCase, switch: LabSwitch) -> None:
    """Let the guard's time pass, and wait for what the device does then."""
    booted = switch.booted
    switch.let_pass(MINUTES)
    if case.reboots:
        switch.wait_for_reboot(booted)
        return
    ends = time.monotonic() + 10
    while switch.unconfirmed and time.monotonic() < ends:
        time.sleep(0.02)
    assert not switch.unconfirmed
    assert switch.booted == booted, "this guard needs no reboot"


def told(error: Exception | None) -> str:
    assert isinstance(error, DeviceError)
    return str(error).removeprefix(f"{HOST}: ")


def test_device_goes_back_by_itself(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    before = switch.running
    pushed = push_one(job)
    assert (pushed.error, pushed.guard, pushed.guard_name) == (None, State.ARMED, case.guard)
    assert (pushed.minutes_left, pushed.fall_back) == (MINUTES, case.then)
    assert CHANGED in switch.running
    assert switch.saved == before, "a reboot must undo it as well"
    assert waits(case, switch)
    kept = (job.record.folder / "guard.txt").read_text(encoding="utf-8")
    assert kept == f"{case.guard}, 10 min: unless confirmed, {case.then}\n"

    time_is_over(case, switch)
    assert (switch.running, switch.saved, waits(case, switch)) == (before, before, False)
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
    assert (switch.saved, waits(case, switch)) == (after, False)

    switch.let_pass(MINUTES)
    again = push_one(job)
    assert (again.error, again.changed, again.guard, again.fall_back) == (None, False, State.NONE, "")
    assert switch.running == after
    assert confirmed(job).reason == "nothing is left to confirm"


def test_somebody_saves_before_it_is_confirmed(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    """A saved change looks settled, but its timer still runs."""
    pushed = push_one(job)
    switch.console(DRIVERS[case.dialect.name].save_command, "y")
    assert waits(case, switch)
    assert confirmed(job, fall_back=pushed.fall_back).confirmed
    assert not waits(case, switch)
    assert CHANGED in switch.running
    assert CHANGED in switch.saved


def test_reboot_undoes_it_too(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    before, booted = switch.running, switch.booted
    push_one(job)
    switch.do(do="reboot")
    switch.wait_for_reboot(booted)
    case.clear(switch)
    assert (switch.running, switch.saved, waits(case, switch)) == (before, before, False)


def test_leak_is_left_to_the_device(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    push_one(job)
    msg = report.confirmed(confirmed(job, LEAKS))["msg"]
    unread = "" if case.guard != "commit delay" else " of the change, if its commit delay still runs"
    assert msg == f"not confirmed: {LEAKS.reason}; {case.then}{unread}"
    assert waits(case, switch)


def test_guard_that_cannot_be_armed(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    before = switch.running
    switch.fault("refuse", match=f"^{case.arms}$", text=case.unarmed)
    pushed = push_one(job)
    what = "the guard cannot be armed, nothing was changed: the device refused"
    assert told(pushed.error) == f"{what} '{case.arms}': {case.unarmed.strip()}"
    assert (pushed.changed, pushed.sent, pushed.guard) == (False, [], State.NONE)
    assert (switch.running, switch.saved, waits(case, switch)) == (before, before, False)


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
    assert (switch.running, waits(case, switch)) == (before, False)


def test_guard_that_is_silently_not_armed(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    """Where the timer can be read, its command is not believed; Comware's cannot."""
    switch.fault("refuse", match=f"^{case.arms}$", text="")
    pushed = push_one(job)
    if case.guard == "commit delay":
        assert pushed.guard is State.ARMED
        return
    assert told(pushed.error).startswith("the guard cannot be armed, nothing was changed: ")
    assert CHANGED not in switch.running


def test_refused_line_ends_it_and_is_undone(case: GuardCase, switch: LabSwitch, tmp_path: Path) -> None:
    before = switch.running
    job = case.job(switch, tmp_path, case.lines[0], "description half", "nonsense", CHANGED)
    pushed = push_one(job)
    first = told(pushed.error)
    assert first.startswith("the device refused 'nonsense': ")
    assert first.endswith(f" (2 of 4 lines were carried out; unconfirmed, so {case.then})")
    assert "half" in switch.running

    second = push_one(case.job(switch, tmp_path))
    if case.already:
        assert told(second.error) == case.already
        assert (second.changed, second.sent) == (False, [])
    else:
        # The timer starts anew, and goes on to take back what the first run did, too.
        assert (second.error, second.guard) == (None, State.ARMED)
    assert waits(case, switch)
    time_is_over(case, switch)
    assert (switch.running, switch.saved) == (before, before)


def test_session_dropped_in_the_middle(
    case: GuardCase, switch: LabSwitch, job: Job, when: Callable[[str, Callable[[int], None]], None]
) -> None:
    before = switch.running
    when(CHANGED, lambda number: switch.fault("drop", command=number))
    pushed = push_one(job)
    done = f"1 of 2 lines were carried out; unconfirmed, so {case.then}"
    assert told(pushed.error) == f"the device ended the session in the middle of '{CHANGED}' ({done})"
    case.clear(switch)
    assert waits(case, switch)
    time_is_over(case, switch)
    assert (switch.running, switch.saved) == (before, before)


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
        time_is_over(case, switch)
        assert switch.running == before
        return
    # Nothing takes it back any more, so the next run has to save it.
    assert not waits(case, switch)
    assert push_one(job).guard in (State.UNSAVED, State.UNKNOWN)
    assert confirmed(job).changed
    assert CHANGED in switch.saved


def test_session_dropped_while_it_is_confirmed(
    case: GuardCase, switch: LabSwitch, job: Job, when: Callable[[str, Callable[[int], None]], None]
) -> None:
    """Whatever the device was about to do, one more run brings it to one of the two ends."""
    push_one(job)
    first = {"commit delay": "configuration commit", "revert timer": "configure confirm"}
    save = DRIVERS[case.dialect.name].save_command
    when(first.get(case.guard, save), lambda number: switch.fault("drop", command=number))
    done = confirmed(job)
    assert not done.confirmed
    assert "unconfirmed, so" in told(done.error) or "is not known to be confirmed" in told(done.error)
    case.clear(switch)
    assert push_one(job).error is None
    assert confirmed(job).confirmed
    assert CHANGED in switch.saved
    assert not waits(case, switch)


def test_time_runs_out_while_it_is_confirmed(
    case: GuardCase, switch: LabSwitch, job: Job, when: Callable[[str, Callable[[int], None]], None]
) -> None:
    before = switch.running
    push_one(job)
    decisive, said = {
        "commit delay": ("display mac-address", "the device went back by itself while it was being confirmed"),
        "revert timer": ("configure confirm", "refused 'configure confirm': %No Rollback Confirmed Change pending"),
    }.get(case.guard, (DRIVERS[case.dialect.name].save_command, "the device ended the session "))
    when(decisive, lambda _number: time_is_over(case, switch))
    done = confirmed(job)
    assert not done.confirmed
    assert said in told(done.error)
    case.clear(switch)
    assert (switch.running, switch.saved, waits(case, switch)) == (before, before, False)
    assert push_one(job).error is None
    assert confirmed(job).confirmed


def test_switch_that_cannot_be_asked_any_more(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    pushed = push_one(job)
    switch.process.kill()
    switch.process.wait(10)
    done = confirmed(job, fall_back=pushed.fall_back)
    first = told(done.error).splitlines()[0]
    assert first.endswith(f"is unreachable: connection refused (unconfirmed, so {case.then})")


def test_unsaved_lines_before_the_change(case: GuardCase, switch: LabSwitch, job: Job) -> None:
    """They come back with the rest; who cannot tell them from half a change does not save them."""
    saved = switch.saved
    case.type(switch, case.lines[0], "description unsaved")
    before = switch.running
    assert push_one(job).guard is State.ARMED
    assert switch.saved == (saved if case.guard == "commit delay" else before)
    time_is_over(case, switch)
    assert switch.running == before
