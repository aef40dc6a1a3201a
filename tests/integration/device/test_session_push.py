# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Pushing the lab site's plan to the lab's switch, over SSH on loopback, with everything that can go wrong."""

from __future__ import annotations

import errno
import json
import logging
import os
import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import asyncssh
import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import atomic_file
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import Device, DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy import report
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.batch import Batch, utc_now
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm import Candidate, confirm_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm_decision import ConfirmDecision
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.job import Job
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.push import push, push_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.visit import Result
from ansible_collections.govkiosk.site.plugins.plugin_utils.device import cli
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.guard import State
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.violation import Violation

from tests.helpers.job_goals import a_change, answering
from tests.helpers.policy.policy_platforms import HUAWEI_VRP
from tests.integration.device.lab_switch import PASSWORD, ROOT, LabSwitch, lab_switch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.integration.device.fixture_types import When

HOST = "lianhua-hall-sw"
STAYS = ConfirmDecision(True, "2 of 2 terminals proved their path")


@pytest.fixture
def switch(tmp_path: Path) -> Iterator[LabSwitch]:
    with lab_switch(tmp_path / "switch") as running:
        yield running


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    return Batch.load(ROOT / "tests" / "one_site", records=tmp_path / "records")


def device(switch: LabSwitch, folder: Path, **changes: object) -> Device:
    known_hosts = folder / "known_hosts"
    known_hosts.write_text(switch.known_hosts, encoding="utf-8")
    there = Device(HOST, "127.0.0.1", "govkiosk", PASSWORD, "huawei_vrp", known_hosts, switch.port, timeout=5.0)
    return replace(there, **changes)  # type: ignore[arg-type]


@pytest.fixture
def job(switch: LabSwitch, batch: Batch, tmp_path: Path) -> Job:
    return batch.job(batch.plan("lianhua-hall"), device(switch, tmp_path), 10, utc_now())


def sending(job: Job, *lines: str) -> Job:
    """Return a job that sends just these lines, whatever the plan is."""
    sent: list[str] = []

    def change(running: str) -> object:
        del running
        commands = () if sent else lines
        sent.extend(commands)
        return a_change(commands)

    none = {"unproven": lambda _running: (), "checks": lambda _running, _ports: (), "drift": lambda _running: ()}
    return answering(job, change=change, **none)


def test_a_line_that_nobody_has_judged_is_told_before_and_after_a_push(batch: Batch, tmp_path: Path) -> None:
    startup = HUAWEI_VRP.startup.replace("#\nsysname", "#\nstp priority frobnicate\n#\nsysname", 1)
    with lab_switch(tmp_path / "switch", startup=startup) as switch:
        job = batch.job(batch.plan("lianhua-hall"), device(switch, tmp_path), 10, utc_now())
        for check_mode in (True, False):
            done = push_one(job, check_mode=check_mode)
            told = report.pushed(done, diff=True)
            assert done.error is None
            (warning,) = told["warnings"]
            assert re.fullmatch(
                rf'{HOST}: line \d+ "stp priority frobnicate" is in no table of the toolkit: nobody has judged what it does to the '
                "terminals",
                warning,
            )
            assert told["unjudged"] == [warning.removeprefix(f"{HOST}: ")]
            assert f"# warning: {told['unjudged'][0]}" in told["diff"]["prepared"]


def confirmed(job: Job, decision: ConfirmDecision = STAYS) -> Result:
    return confirm_one(Candidate(job, lambda _checks: decision))


def test_push_confirm_and_nothing_to_do_again(switch: LabSwitch, job: Job) -> None:
    first = push_one(job)
    assert first.error is None
    assert first.changed
    assert [line for line, _answer in first.sent] == list(first.commands)
    assert "traffic-filter inbound acl 3901" in switch.running
    assert first.guard is State.ARMED
    assert switch.reboot_left is not None
    assert "traffic-filter" not in switch.saved, "the change must not survive a reboot before it is confirmed"
    assert {(c.clause, c.status) for c in first.checks if c.clause != "6.4-c"} == {
        ("6.4-a", "pass"), ("6.4-b", "pass"), ("6.4-d", "pass"), ("6.4-e", "pass"),
    }  # fmt: skip

    done = confirmed(job)
    assert (done.error, done.confirmed, done.changed) == (None, True, True)
    assert switch.reboot_left is None
    assert "traffic-filter inbound acl 3901" in switch.saved

    second = push_one(job)
    assert (second.error, second.changed, second.commands, second.guard) == (None, False, (), State.NONE)
    assert second.drift == ()
    again = confirmed(job)
    assert (again.confirmed, again.changed) == (True, False)


def test_no_time_is_slept_away(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stock netmiko sleeps 11 s on the way through the same work (`docs/dependencies.md`)."""
    slept: list[float] = []
    real = time.sleep
    monkeypatch.setattr(time, "sleep", lambda seconds: (slept.append(seconds), real(seconds)))
    assert push_one(job).error is None
    assert slept == []


def test_check_mode_touches_nothing(switch: LabSwitch, job: Job) -> None:
    running, saved = switch.running, switch.saved
    result = push_one(job, check_mode=True)
    assert (result.error, result.changed, result.sent) == (None, True, [])
    assert "traffic-filter inbound acl 3901" in result.commands
    assert (switch.running, switch.saved, switch.reboot_left) == (running, saved, None)
    assert not job.record.folder.exists()


def test_device_undoes_by_itself_what_nobody_confirms(tmp_path: Path, batch: Batch) -> None:
    with lab_switch(tmp_path / "switch", minute_seconds=6.0) as switch:
        job = batch.job(batch.plan("lianhua-hall"), device(switch, tmp_path), 1, utc_now())
        before, booted = switch.running, switch.booted
        first = push_one(job)
        assert (first.error, first.guard) == (None, State.ARMED)
        switch.wait_for_reboot(booted)
        assert switch.running == before
        late = confirmed(job)
        assert not late.confirmed
        assert "has probably gone back by itself" in late.reason
        assert push_one(job).changed


def test_leak_is_left_to_the_device(switch: LabSwitch, job: Job) -> None:
    push_one(job)
    done = confirmed(job, ConfirmDecision(False, "lianhua-hall-01 reaches the internet: tcp"))
    assert (done.confirmed, done.changed, done.minutes_left) == (False, False, 10)
    assert switch.reboot_left is not None
    told = report.confirmed(done)
    assert told["failed"]
    assert told["msg"] == (
        "not confirmed: lianhua-hall-01 reaches the internet: tcp; "
        "the device reboots into its former configuration within 10 min"
    )


def test_running_configuration_that_changed_meanwhile_is_not_confirmed(switch: LabSwitch, job: Job) -> None:
    push_one(job)
    switch.console("system-view", "acl number 3901", "undo rule 175", "return")
    done = confirmed(job)
    assert not done.confirmed
    assert switch.reboot_left is not None


def test_second_push_while_the_guard_is_armed_is_refused(switch: LabSwitch, job: Job) -> None:
    push_one(job)
    switch.console("system-view", "acl number 3901", "undo rule 175", "return")
    result = push_one(job)
    assert isinstance(result.error, DeviceError)
    assert result.error.kind is Kind.GUARD
    assert "already reboots by itself in 10 min" in str(result.error)
    assert result.sent == []
    assert not result.changed


def test_rerun_within_the_guard_s_time_can_still_be_confirmed(switch: LabSwitch, job: Job) -> None:
    push_one(job)
    again = push_one(job)
    assert (again.changed, again.guard, again.minutes_left) == (False, State.ARMED, 10)
    assert confirmed(job).confirmed
    assert switch.reboot_left is None


def test_a_disk_that_is_full_arms_no_guard(switch: LabSwitch, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    put = atomic_file.put

    def full(file: Path, data: bytes, mode: int | None = None) -> None:
        if file.name == "guard.txt":
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        put(file, data, mode)

    monkeypatch.setattr(atomic_file, "put", full)
    result = push_one(job)
    told = "guard.txt of the change cannot be kept, so nothing more was sent: No space left on device"
    assert told in str(result.error)
    assert (result.changed, result.sent) == (False, [])
    assert switch.reboot_left is None


def test_unsaved_change_of_others_is_told_and_left_alone(switch: LabSwitch, job: Job) -> None:
    push_one(job)
    confirmed(job)
    switch.console("system-view", "interface GigabitEthernet0/0/9", "description of somebody", "return")
    result = push_one(job)
    assert (result.changed, result.guard) == (False, State.NONE)
    told = "lianhua-hall-sw: somebody else's change of the device is not saved, and left alone"
    assert report.pushed(result)["warnings"] == [told]
    assert not confirmed(job).changed
    assert "description of somebody" not in switch.saved


def test_drift_is_told_and_put_back(switch: LabSwitch, job: Job, batch: Batch) -> None:
    push_one(job)
    confirmed(job)
    batch.accept(batch.plan("lianhua-hall"), HOST)
    switch.console("system-view", "acl number 3901", "undo rule 175", "return", "save", "y")
    result = push_one(job)
    assert result.error is None
    assert result.changed
    assert [drift.clause for drift in result.drift] == ["6.4-e"]
    assert "deny ip" in result.drift[0].text
    assert "deny ip" in switch.running
    assert "# drift: " in report.pushed(result, diff=True)["diff"]["prepared"]
    assert "diff" not in report.pushed(result)


def test_changed_plan_is_no_drift(job: Job, batch: Batch) -> None:
    push_one(job)
    confirmed(job)
    plan = batch.plan("lianhua-hall")
    batch.accept(plan, HOST)
    other = plan.site.model_copy(update={"grants": ()})
    changed = Batch(replace(batch.folder, sites={"lianhua-hall": other}), batch.addresses, None, batch.records)
    result = push_one(changed.job(changed.plan("lianhua-hall"), job.device, 10, utc_now()))
    assert result.error is None
    assert result.commands
    assert result.drift == ()


def test_wrong_undo_form_is_reported_with_the_device_s_own_error(switch: LabSwitch, job: Job) -> None:
    wrong = "undo rule 5 permit tcp source 10.96.128.2 0"
    result = push_one(sending(job, "acl number 3901", "rule 5 deny ip", wrong, "rule 10 permit ip"))
    assert isinstance(result.error, DeviceError)
    assert result.error.kind is Kind.REFUSED
    assert result.error.line == wrong
    assert "Error:" in result.error.answer
    first = str(result.error).splitlines()[0]
    assert first.startswith(f"{HOST}: the device refused '{wrong}': Error")
    assert "2 of 4 lines were carried out" in first
    assert "within 10 min" in first
    assert "rule 10 permit ip" not in switch.running
    assert switch.reboot_left is not None


def test_session_dropped_in_the_middle(switch: LabSwitch, job: Job) -> None:
    switch.fault("drop", command=20)
    result = push_one(job)
    assert isinstance(result.error, DeviceError)
    assert result.error.kind is Kind.DROPPED
    assert 0 < len(result.sent) < len(result.commands)
    assert "the device reboots into its former configuration within 10 min" in str(result.error)
    assert switch.reboot_left is not None


def test_half_an_answer(switch: LabSwitch, job: Job, monkeypatch: pytest.MonkeyPatch, when: When) -> None:
    def halve(number: int) -> None:
        switch.fault("half", command=number)
        monkeypatch.setattr(cli, "PATIENCE", 1.0)

    when("acl number 3901", halve)
    result = push_one(job)
    assert isinstance(result.error, DeviceError)
    assert result.error.kind in (Kind.SILENT, Kind.QUESTION)
    assert switch.reboot_left is not None


def test_device_reboots_in_the_middle(switch: LabSwitch, job: Job) -> None:
    before, booted = switch.running, switch.booted
    switch.fault("reboot_at", command=20)
    result = push_one(job)
    assert isinstance(result.error, DeviceError)
    assert result.error.kind is Kind.DROPPED
    switch.clear()
    switch.wait_for_reboot(booted)
    assert switch.running == before
    assert push_one(job).error is None


def test_small_packets_delay_and_a_late_line(switch: LabSwitch, job: Job) -> None:
    switch.fault("split", bytes=7, seconds=0.0)
    switch.fault("banner", text="Warning: somebody logged in", seconds=0.02)
    assert push_one(job).error is None
    switch.fault("delay", seconds=0.02)
    result = push_one(job)
    assert (result.error, result.commands) == (None, ())


@pytest.mark.parametrize("after", [0.001, 0.003, 0.006, 0.01, 0.015, 0.03])
def test_late_line_anywhere(switch: LabSwitch, job: Job, after: float) -> None:
    switch.fault("split", bytes=40, seconds=0.0003)
    switch.fault("banner", text="Warning: somebody logged in", seconds=after)
    result = push_one(job)
    assert result.error is None, result.error
    switch.clear()
    assert push_one(job).commands == ()


def test_full_flash_when_the_guard_is_armed(switch: LabSwitch, job: Job) -> None:
    switch.console("system-view", "interface GigabitEthernet0/0/9", "description unsaved", "return")
    running = switch.running
    switch.fault("full_flash")
    result = push_one(job)
    assert isinstance(result.error, DeviceError)
    assert result.error.kind is Kind.SAVE
    assert "the guard cannot be armed, nothing was changed: the device could not save: Error" in str(result.error)
    assert (switch.running, switch.reboot_left, result.changed) == (running, None, False)


def test_full_flash_when_it_is_confirmed(switch: LabSwitch, job: Job) -> None:
    push_one(job)
    switch.fault("full_flash")
    done = confirmed(job)
    assert not done.confirmed
    assert isinstance(done.error, DeviceError)
    assert done.error.kind is Kind.SAVE
    assert switch.reboot_left is not None, "a change that cannot be saved must still undo itself"


def test_plan_that_leaks_is_not_sent(switch: LabSwitch, job: Job, batch: Batch, tmp_path: Path) -> None:
    ours = ROOT / "roles" / "network_policy" / "templates" / "huawei_vrp"
    (tmp_path / "templates" / "huawei_vrp").mkdir(parents=True)
    for template in ours.glob("*.j2"):
        lines = template.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = "".join(line for line in lines if "traffic-filter inbound acl {{" not in line)
        (tmp_path / "templates" / "huawei_vrp" / template.name).write_text(kept, encoding="utf-8")
    leaky = replace(batch, templates=tmp_path / "templates")
    plan = leaky.plan("lianhua-hall")
    assert plan.violations, "the template without its filter must not be proven"
    running = switch.running
    result = push_one(leaky.job(plan, job.device, 10, utc_now()))
    assert isinstance(result.error, DeviceError)
    assert result.error.kind is Kind.PROOF
    assert "198.51.100." in str(result.error) or "->" in str(result.error)
    assert (switch.running, result.sent, switch.reboot_left) == (running, [], None)

    bypassed = replace(leaky, prove=False)
    through = push_one(bypassed.job(bypassed.plan("lianhua-hall"), job.device, 10, utc_now()))
    assert through.error is None
    assert through.changed
    assert {c.status for c in through.checks if c.name == "switch/proof"} == {"fail"}


def test_line_that_the_device_swallows_is_noticed(switch: LabSwitch, job: Job) -> None:
    switch.fault("refuse", match="rule 175 deny", text="")
    result = push_one(job)
    assert isinstance(result.error, DeviceError)
    assert result.error.kind is Kind.PROOF
    assert "its running configuration is not the plan; still missing: " in str(result.error)
    assert "the device reboots into its former configuration within 10 min" in str(result.error)
    assert switch.reboot_left is not None


def test_running_configuration_is_proven_after_the_change(switch: LabSwitch, job: Job) -> None:
    leak = Violation(
        "leak", "lianhua-hall", "a packet escapes", "6.4-e", "add the deny", "tcp 10.96.128.2:4 -> 1.2.3.4:5"
    )
    result = push_one(answering(job, unproven=lambda running: (leak,) if "3901" in running else ()))
    assert isinstance(result.error, DeviceError)
    assert (result.error.kind, result.error.clause) == (Kind.PROOF, "6.4-e")
    assert "cannot be proven after the change" in str(result.error)
    assert switch.reboot_left is not None


def test_one_failing_device_hides_no_other(switch: LabSwitch, job: Job, tmp_path: Path) -> None:
    def boom(running: str) -> object:
        raise ZeroDivisionError(f"{PASSWORD} {len(running)}")

    nobody = replace(job, device=replace(job.device, host="off-sw", port=1))
    broken = answering(replace(job, device=replace(job.device, host="broken-sw")), change=boom)
    results = push([nobody, broken, job], workers=20)
    assert set(results) == {"off-sw", "broken-sw", HOST}
    assert isinstance(results["off-sw"].error, DeviceError)
    assert report.pushed(results["off-sw"])["unreachable"]
    assert "unexpected ZeroDivisionError" in str(results["broken-sw"].error)
    assert PASSWORD not in str(results["broken-sw"].error)
    assert results[HOST].error is None
    del switch, tmp_path


def test_many_sessions_with_a_switch_at_a_time(tmp_path: Path, switch: LabSwitch, job: Job) -> None:
    push_one(job)
    jobs = [replace(job, device=replace(job.device, host=f"{n}-sw")) for n in range(8)]
    results = push(jobs, workers=20)
    assert [result.error for result in results.values()] == [None] * 8
    del tmp_path, switch


def test_without_room_for_the_record_nothing_is_sent(switch: LabSwitch, job: Job) -> None:
    before = switch.running
    job.record.folder.parent.parent.mkdir(parents=True)
    job.record.folder.parent.write_text("no folder", encoding="utf-8")
    result = push_one(job)
    assert str(result.error).startswith(
        f"{job.record.folder}: the configuration before the change cannot be kept, so nothing was sent: "
    )
    assert (switch.running, switch.reboot_left, result.changed, result.guard) == (before, None, False, State.NONE)


def test_refused_line_and_what_the_device_said_are_on_file(switch: LabSwitch, job: Job) -> None:
    switch.fault("refuse", match="^ *description", text="Error: Not today.")
    assert push_one(job).error
    sent = (job.record.folder / "sent.txt").read_text(encoding="utf-8").splitlines()
    assert sent[-2].startswith("description ")
    assert sent[-1] == "    Error: Not today."


def test_records_hold_no_secret(switch: LabSwitch, job: Job) -> None:
    before = switch.running
    assert "SecretOfTheEngineer" in before
    push_one(job)
    kept = {path.name: path.read_text(encoding="utf-8") for path in job.record.folder.iterdir()}
    assert set(kept) == {"before.cfg", "guard.txt", "sent.txt", "after.cfg"}
    assert "sysname lianhua-hall-sw" in kept["before.cfg"]
    assert "traffic-filter" not in kept["before.cfg"]
    assert "traffic-filter inbound acl 3901" in kept["after.cfg"]
    assert "acl number 3901" in kept["sent.txt"].splitlines()
    assert not [name for name, text in kept.items() if "SecretOfTheEngineer" in text or PASSWORD in text]


@pytest.mark.parametrize("trouble", ["none", "wrong password", "refused"])
def test_password_is_nowhere(
    switch: LabSwitch, job: Job, trouble: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    secret = PASSWORD if trouble != "wrong password" else "an-0ther-Secret"
    job = replace(job, device=replace(job.device, password=secret))
    if trouble == "refused":
        switch.fault("refuse", match="acl number", text=f"Error: {PASSWORD} is no number")
    result: Result = push_one(job)
    assert (result.error is None) == (trouble == "none")
    printed = capfd.readouterr()
    texts = [json.dumps(report.pushed(result)), repr(result), repr(job), caplog.text, printed.out, printed.err]
    assert not [text for text in texts if secret in text]


def test_changed_host_key_of_one_device_stops_that_one_alone(switch: LabSwitch, job: Job, tmp_path: Path) -> None:
    other = tmp_path / "other_hosts"
    key = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode()
    other.write_text(f"[127.0.0.1]:{switch.port} {key}", encoding="utf-8")
    exchanged = replace(job, device=replace(job.device, host="exchanged-sw", known_hosts=other))
    results = push([exchanged, job], workers=2)
    assert results[HOST].error is None
    assert results[HOST].changed
    told = str(results["exchanged-sw"].error)
    assert "is not the one in" in told
    assert f"on file is {asyncssh.import_public_key(key).get_algorithm()} " in told
    assert told.endswith("host_keys.yml --limit exchanged-sw -e replace=exchanged-sw")


def test_wrong_host_key_stops_it(switch: LabSwitch, job: Job) -> None:
    job.device.known_hosts.write_text("", encoding="utf-8")
    result = push_one(job)
    assert isinstance(result.error, KioskError)
    assert "is not in" in str(result.error)
    assert not report.pushed(result)["unreachable"]
    del switch
