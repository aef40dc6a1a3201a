# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Pushing the lab site's plan to the lab's VRP8 switch over SSH on loopback, with everything that can go wrong."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.session import command_line
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.batch import Batch, utc_now
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.confirm import Candidate, Confirmation, confirm_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.confirmation import Decision
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.device import Device, DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.guard import State
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.huawei_vrpv8 import HuaweiVrpv8Session
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.push import DeviceResult, Job, push_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.records import Record
from lab_switch import PASSWORD, ROOT, LabSwitch, lab_switch
from policy_dialects import HUAWEI_VRPV8
from policy_site import plan
from scripted_device import ScriptedDevice, serve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from conftest import Reach

HOST = "lianhua-hall-sw"
PASSED = {("6.4-a", "pass"), ("6.4-b", "pass"), ("6.4-d", "pass"), ("6.4-e", "pass")}
FILTER = "traffic-filter acl 3901 inbound"
CLASH = "user-bind static ip-address 10.96.128.2 mac-address 5489-9800-0909 interface GE1/0/3 vlan 110"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "QUIET", 0.3)


@pytest.fixture
def switch(tmp_path: Path) -> Iterator[LabSwitch]:
    with lab_switch(tmp_path / "switch", startup=HUAWEI_VRPV8.startup, dialect="huawei_vrpv8") as running:
        yield running


def device_of(switch: LabSwitch, folder: Path) -> Device:
    known_hosts = folder / "known_hosts"
    known_hosts.write_text(f"[127.0.0.1]:{switch.port} {switch.key}\n", encoding="utf-8")
    return Device(HOST, "127.0.0.1", "govkiosk", PASSWORD, "huawei_vrpv8", known_hosts, switch.port, timeout=5.0)


def job_on(switch: LabSwitch, folder: Path, minutes: int = 10) -> Job:
    batch = Batch.load(ROOT / "tests" / "one_site", records=folder / "records")
    return batch.job(plan(case=HUAWEI_VRPV8), device_of(switch, folder), minutes, utc_now())


@pytest.fixture
def job(switch: LabSwitch, tmp_path: Path) -> Job:
    return job_on(switch, tmp_path)


def confirmed(job: Job) -> Confirmation:
    return confirm_one(Candidate(job, lambda _checks: Decision(True, "2 of 2 terminals proved their path")))


def in_trial(switch: LabSwitch) -> bool:
    return bool(switch.do(do="status")["unconfirmed"])


def refusal(result: DeviceResult, kind: Kind) -> DeviceError:
    assert isinstance(result.error, DeviceError), result.error
    assert result.error.kind is kind
    return result.error


@pytest.fixture
def operator(switch: LabSwitch, tmp_path: Path) -> Iterator[HuaweiVrpv8Session]:
    """Another operator, logged in at the same time."""
    with HuaweiVrpv8Session(device_of(switch, tmp_path)) as session:
        yield session


def types(session: HuaweiVrpv8Session, *lines: str) -> None:
    for _answered in session.configure(lines):
        pass


def test_push_confirm_and_nothing_to_do_again(switch: LabSwitch, job: Job) -> None:
    before = switch.running
    first = push_one(job)
    assert (first.error, first.changed, first.guard, first.minutes_left) == (None, True, State.ARMED, 10)
    assert [line for line, _answer in first.sent] == list(first.commands)
    assert f" {FILTER}\n" in switch.running
    assert in_trial(switch)
    assert switch.saved == before, "the change must not survive a reboot before it is confirmed"
    assert {(check.clause, check.status) for check in first.checks if check.clause != "6.4-c"} == PASSED
    waiting = (job.record.folder / "uncommitted.txt").read_text("utf-8")
    assert f"+  {FILTER}\n" in waiting

    done = confirmed(job)
    assert (done.error, done.confirmed, done.changed) == (None, True, True)
    assert not in_trial(switch)
    assert switch.saved == switch.running

    second = push_one(job)
    assert (second.error, second.changed, second.commands, second.guard) == (None, False, (), State.NONE)


def test_nothing_runs_before_the_commit(switch: LabSwitch, job: Job) -> None:
    before = switch.running
    seen: list[bool] = []

    class Watching(Record):
        def say(self, line: str, answer: str) -> None:
            del line, answer
            seen.append(switch.running == before and not in_trial(switch))

    assert push_one(replace(job, record=Watching(job.record.folder))).error is None
    assert seen == [True] * len(seen) != []


def test_device_rolls_back_by_itself_and_without_a_reboot_what_nobody_confirms(tmp_path: Path) -> None:
    folder = tmp_path / "switch"
    with lab_switch(folder, startup=HUAWEI_VRPV8.startup, dialect="huawei_vrpv8", minute_seconds=3.0) as switch:
        job, before, booted = job_on(switch, tmp_path, minutes=1), switch.running, switch.booted
        first = push_one(job)
        assert (first.error, first.guard) == (None, State.ARMED)
        ends = time.monotonic() + 20
        while in_trial(switch) and time.monotonic() < ends:
            time.sleep(0.05)
        assert (switch.running, switch.booted) == (before, booted)
        late = confirmed(job)
        assert not late.confirmed
        assert "has probably gone back by itself" in late.reason
        assert push_one(job).changed


def test_reboot_in_the_trial_leads_back(switch: LabSwitch, job: Job) -> None:
    before, booted = switch.running, switch.booted
    assert push_one(job).error is None
    switch.do(do="reboot")
    switch.wait_for_reboot(booted)
    assert (switch.running, in_trial(switch)) == (before, False)
    assert push_one(job).error is None


def test_session_dropped_with_its_candidate(switch: LabSwitch, job: Job) -> None:
    before = switch.running
    switch.fault("drop", command=20)
    result = push_one(job)
    refusal(result, Kind.DROPPED)
    assert 0 < len(result.sent) < len(result.commands)
    assert (switch.running, in_trial(switch)) == (before, False)
    switch.clear()
    assert push_one(job).error is None


@pytest.mark.parametrize("after", [1, 2, 3])
def test_controller_that_dies_in_the_trial_is_followed_by_one_that_confirms(
    switch: LabSwitch, job: Job, after: int
) -> None:
    # Before its lines it reads and saves in eight commands, before the commit it looks at them in one.
    switch.fault("drop", command=8 + len(push_one(job, check_mode=True).commands) + 1 + 1 + after)
    refusal(push_one(job), Kind.DROPPED)
    assert in_trial(switch)
    switch.clear()
    again = push_one(job)
    assert (again.error, again.changed, again.guard, again.minutes_left) == (None, False, State.ARMED, 10)
    assert confirmed(job).confirmed
    assert (in_trial(switch), switch.saved) == (False, switch.running)


def test_other_change_while_the_trial_is_pending_is_refused(switch: LabSwitch, job: Job) -> None:
    push_one(job)
    running = switch.running
    change = SimpleNamespace(commands=("vlan batch 7",), violations=())
    result = push_one(replace(job, configure=lambda _running: change))  # type: ignore[arg-type, return-value]
    error = refusal(result, Kind.GUARD)
    assert "in a trial that it rolls back by itself in 10 min: an unconfirmed change" in str(error)
    assert (result.sent, switch.running) == ([], running)


def test_somebody_else_s_trial_is_neither_disturbed_nor_confirmed(
    switch: LabSwitch, job: Job, operator: HuaweiVrpv8Session
) -> None:
    types(operator, "vlan batch 7")
    operator.ask("commit trial 600 persist theirs")
    assert "somebody else's" in str(refusal(push_one(job), Kind.GUARD))
    settled = SimpleNamespace(commands=(), violations=())
    done = confirmed(replace(job, configure=lambda _running: settled, prove=lambda _running: ()))  # type: ignore[arg-type, return-value]
    assert isinstance(done.error, DeviceError)
    assert "somebody else's" in str(done.error)
    assert in_trial(switch)


def test_second_operator_s_candidate_is_not_ours_to_commit(
    switch: LabSwitch, job: Job, operator: HuaweiVrpv8Session
) -> None:
    types(operator, "interface GE1/0/3", "description printer upstairs")
    assert push_one(job).error is None
    assert "upstairs" not in switch.running
    with pytest.raises(DeviceError, match="in trial configuration mode"):
        operator.ask("commit")
    assert confirmed(job).confirmed
    operator.ask("commit")
    assert "upstairs" in switch.running
    assert f" {FILTER}\n" in switch.running, "theirs comes on top of ours"


def meddled(job: Job, meddle: Callable[[], None]) -> Job:
    """Return the job with somebody else's hand in between its last line and its commit."""

    @dataclass(frozen=True)
    class Meddling(Record):
        def write(self, name: str, text: str) -> None:
            super().write(name, text)
            if name == "uncommitted.txt":
                meddle()

    return replace(job, record=Meddling(job.record.folder))


def test_line_refused_at_the_commit_drops_them_all(switch: LabSwitch, job: Job, operator: HuaweiVrpv8Session) -> None:
    def meddle() -> None:
        types(operator, CLASH)
        operator.ask("commit")

    result = push_one(meddled(job, meddle))
    error = refusal(result, Kind.REFUSED)
    told = str(error)
    assert "the device did not commit, and nothing was changed: " in told
    assert "'user-bind static ip-address 10.96.128.2 mac-address 5489-9800-0101 interface GE1/0/1 vlan 110'" in told
    assert "already exists" in told
    assert "run again" in error.fix
    assert (FILTER in switch.running, "acl number 3901" in switch.running, in_trial(switch)) == (False, False, False)
    assert push_one(job).error is None, "the next run sees what the other operator did"


def test_line_refused_at_once_leaves_nothing(switch: LabSwitch, job: Job) -> None:
    before = switch.running
    switch.fault("refuse", match="qos car inbound", text="Error: The resources are insufficient.")
    error = refusal(push_one(job), Kind.REFUSED)
    assert error.line.startswith("qos car inbound")
    assert (switch.running, in_trial(switch)) == (before, False)


def test_account_that_may_not_look_at_the_candidate_pushes_without(switch: LabSwitch, job: Job) -> None:
    switch.fault("refuse", match="candidate changes", text="Error: No permission to run the command.")
    assert push_one(job).error is None
    assert (job.record.folder / "uncommitted.txt").read_text("utf-8") == "Error: No permission to run the command.\n"


def test_commit_that_the_device_swallows_is_noticed(switch: LabSwitch, job: Job) -> None:
    before = switch.running
    switch.fault("refuse", match="^commit", text="")
    error = refusal(push_one(job), Kind.QUESTION)
    assert "Uncommitted configurations found" in str(error)
    assert (switch.running, in_trial(switch)) == (before, False), "the question was left unanswered"


def test_device_that_does_not_tell_its_trial_status_is_left_alone(switch: LabSwitch, job: Job) -> None:
    switch.fault("refuse", match="trial status", text="busy")
    result = push_one(job)
    assert "does not say whether it is in a trial: busy" in str(refusal(result, Kind.GUARD))
    assert result.sent == []


def test_full_flash(switch: LabSwitch, job: Job) -> None:
    switch.console("system-view", "interface GE1/0/9", "description unsaved", "commit")
    running = switch.running
    switch.fault("full_flash")
    result = push_one(job)
    assert "the guard cannot be armed, nothing was changed" in str(refusal(result, Kind.SAVE))
    assert (switch.running, result.sent) == (running, [])
    switch.clear()
    assert push_one(job).error is None
    switch.fault("full_flash")
    done = confirmed(job)
    assert isinstance(done.error, DeviceError)
    assert done.error.kind is Kind.SAVE
    switch.clear()
    assert push_one(job).guard is State.UNSAVED
    assert confirmed(job).confirmed
    assert switch.saved == switch.running


def test_late_lines_and_small_packets(switch: LabSwitch, job: Job) -> None:
    switch.fault("split", bytes=40, seconds=0.0003)
    switch.fault("banner", text=HUAWEI_VRPV8.log_line, seconds=0.006)
    assert push_one(job).error is None
    switch.clear()
    assert push_one(job).commands == ()


def test_switch_that_carries_lines_out_at_once_is_not_configured(reach: Reach) -> None:
    device = ScriptedDevice(banner="", answers={})
    with serve(device) as there, HuaweiVrpv8Session(reach(there, dialect="huawei_vrpv8")) as session:
        with pytest.raises(DeviceError, match="carries lines out at once and has no trial") as caught:
            types(session, "vlan batch 7")
        assert "[~NAME]" in caught.value.fix
    assert "vlan batch 7" not in device.typed
