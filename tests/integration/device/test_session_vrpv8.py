# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Pushing the lab site's plan to the lab's VRP8 switch over SSH on loopback, with everything that can go wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import Device, DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.batch import Batch, utc_now
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.change_record import ChangeRecord
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm import Candidate, confirm_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm_decision import ConfirmDecision
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.job import Job
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.push import push_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.visit import Result
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.guard import State
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.huawei_vrpv8.session import HuaweiVrpv8Session

from tests.helpers.job_goals import a_change, answering
from tests.helpers.policy.policy_platforms import HUAWEI_VRPV8
from tests.helpers.policy.policy_site import plan
from tests.integration.device.lab_switch import PASSWORD, ROOT, LabSwitch, lab_switch
from tests.integration.device.scripted_device import ScriptedDevice, serve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.integration.device.fixture_types import Reach, When

HOST = "lianhua-hall-sw"
PASSED = {("6.4-a", "pass"), ("6.4-b", "pass"), ("6.4-d", "pass"), ("6.4-e", "pass")}
FILTER = "traffic-filter acl 3901 inbound"
CLASH = "user-bind static ip-address 10.96.128.2 mac-address 5489-9800-0909 interface GE1/0/3 vlan 110"


@pytest.fixture
def switch(tmp_path: Path) -> Iterator[LabSwitch]:
    with lab_switch(tmp_path / "switch", startup=HUAWEI_VRPV8.startup, platform="huawei_vrpv8") as running:
        yield running


def device_of(switch: LabSwitch, folder: Path) -> Device:
    known_hosts = folder / "known_hosts"
    known_hosts.write_text(switch.known_hosts, encoding="utf-8")
    return Device(HOST, "127.0.0.1", "govkiosk", PASSWORD, "huawei_vrpv8", known_hosts, switch.port, timeout=5.0)


def job_on(switch: LabSwitch, folder: Path, minutes: int = 10) -> Job:
    batch = Batch.load(ROOT / "tests" / "one_site", records=folder / "records")
    return batch.job(plan(case=HUAWEI_VRPV8), device_of(switch, folder), minutes, utc_now())


@pytest.fixture
def job(switch: LabSwitch, tmp_path: Path) -> Job:
    return job_on(switch, tmp_path)


def confirmed(job: Job) -> Result:
    return confirm_one(Candidate(job, lambda _checks: ConfirmDecision(True, "2 of 2 terminals proved their path")))


def refusal(result: Result, kind: Kind) -> DeviceError:
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


def test_nothing_runs_before_the_commit(switch: LabSwitch, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    before = switch.running
    seen: list[bool] = []
    monkeypatch.setattr(
        ChangeRecord, "answered", lambda *_: seen.append(switch.running == before and not switch.unconfirmed)
    )
    pushed = push_one(job)
    assert pushed.error is None
    assert seen == [True] * len(pushed.commands)
    waiting = (job.record.folder / "uncommitted.txt").read_text("utf-8")
    assert f"+  {FILTER}\n" in waiting, "what is about to be committed is on file"


@pytest.mark.parametrize("after", [1, 2, 3])
def test_controller_that_dies_in_the_trial_is_followed_by_one_that_confirms(
    switch: LabSwitch, job: Job, after: int
) -> None:
    # Before its lines it reads and saves in ten commands, before the commit it looks at them in one.
    switch.fault("drop", command=10 + len(push_one(job, check_mode=True).commands) + 1 + 1 + after)
    refusal(push_one(job), Kind.DROPPED)
    assert switch.unconfirmed
    switch.clear()
    again = push_one(job)
    assert (again.error, again.changed, again.guard, again.minutes_left) == (None, False, State.ARMED, 10)
    assert confirmed(job).confirmed
    assert (switch.unconfirmed, switch.saved) == (False, switch.running)


def test_other_change_while_the_trial_is_pending_is_refused(switch: LabSwitch, job: Job) -> None:
    push_one(job)
    running = switch.running
    result = push_one(answering(job, change=lambda _running: a_change(["vlan batch 7"])))
    error = refusal(result, Kind.GUARD)
    assert "in a trial that it rolls back by itself in 10 min: an unconfirmed change" in str(error)
    assert (result.sent, switch.running) == ([], running)


def test_somebody_else_s_trial_is_neither_disturbed_nor_confirmed(
    switch: LabSwitch, job: Job, operator: HuaweiVrpv8Session
) -> None:
    types(operator, "vlan batch 7")
    operator.ask("commit trial 600 persist theirs")
    assert "somebody else's" in str(refusal(push_one(job), Kind.GUARD))
    done = confirmed(answering(job, change=lambda _running: a_change(), unproven=lambda _running: ()))
    assert (done.confirmed, done.changed) == (True, False)
    assert done.fall_back.endswith("from a change of somebody else's, which is left alone")
    assert switch.unconfirmed


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


def test_line_refused_at_the_commit_drops_them_all(
    switch: LabSwitch, job: Job, operator: HuaweiVrpv8Session, when: When
) -> None:
    def meddle(_number: int) -> None:
        types(operator, CLASH)
        operator.ask("commit")

    when("display configuration candidate changes", meddle)
    result = push_one(job)
    error = refusal(result, Kind.REFUSED)
    told = str(error)
    assert "the device did not commit on trial: " in told
    assert f"({len(result.sent)} of {len(result.commands)} lines were taken, none of them took effect)" in told
    assert (result.changed, result.guard) == (False, State.NONE)
    assert "'user-bind static ip-address 10.96.128.2 mac-address 5489-9800-0101 interface GE1/0/1 vlan 110'" in told
    assert "already exists" in told
    assert "run again" in error.fix
    assert (FILTER in switch.running, "acl number 3901" in switch.running, switch.unconfirmed) == (False, False, False)
    assert push_one(job).error is None, "the next run sees what the other operator did"


def test_account_that_may_not_look_at_the_candidate_pushes_without(switch: LabSwitch, job: Job) -> None:
    switch.fault("refuse", match="candidate changes", text="Error: No permission to run the command.")
    assert push_one(job).error is None
    assert (job.record.folder / "uncommitted.txt").read_text("utf-8") == "Error: No permission to run the command.\n"


def test_device_that_does_not_tell_its_trial_status_is_left_alone(switch: LabSwitch, job: Job) -> None:
    switch.fault("refuse", match="trial status", text="busy")
    result = push_one(job)
    assert "does not say whether it is in a trial: busy" in str(refusal(result, Kind.GARBLED))
    assert result.sent == []


def test_switch_that_carries_lines_out_at_once_is_not_configured(reach: Reach) -> None:
    device = ScriptedDevice(banner="", answers={})
    with serve(device) as there, HuaweiVrpv8Session(reach(there, platform="huawei_vrpv8")) as session:
        with pytest.raises(DeviceError, match="carries lines out at once and has no trial") as caught:
            types(session, "vlan batch 7")
        assert "[~NAME]" in caught.value.fix
    assert "vlan batch 7" not in device.typed
