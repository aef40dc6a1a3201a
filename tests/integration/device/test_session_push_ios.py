# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What pushing to the lab's switch in IOS and RGOS has of its own, over SSH on loopback."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import Device, DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.batch import Batch, utc_now
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm import Candidate, confirm_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm_decision import ConfirmDecision
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.job import Job
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.push import push_one

from tests.helpers.policy.policy_platforms import TYPED, PlatformCase
from tests.helpers.policy.policy_site import plan
from tests.integration.device.lab_switch import PASSWORD, ROOT, LabSwitch, lab_switch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOST = "lianhua-hall-sw"
STAYS = ConfirmDecision(True, "2 of 2 terminals proved their path")
SPOILED = {
    "cisco_ios": ("ip access-list extended GOVKIOSK-3901", "no 360"),
    "ruijie_os": ("ip access-list extended 2601", "no 360"),
}
CASES = [case for case in TYPED if case.name in SPOILED]


@pytest.fixture(params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> PlatformCase:
    found: PlatformCase = request.param
    return found


@pytest.fixture
def switch(case: PlatformCase, tmp_path: Path) -> Iterator[LabSwitch]:
    with lab_switch(tmp_path / "switch", startup=case.startup, platform=case.name) as running:
        yield running


@pytest.fixture
def job(case: PlatformCase, switch: LabSwitch, tmp_path: Path) -> Job:
    return job_for(case, switch, tmp_path)


def job_for(case: PlatformCase, switch: LabSwitch, folder: Path) -> Job:
    known_hosts = folder / "known_hosts"
    known_hosts.write_text(switch.known_hosts, encoding="utf-8")
    device = Device(HOST, "127.0.0.1", "govkiosk", PASSWORD, case.name, known_hosts, switch.port, timeout=5.0)
    batch = Batch.load(ROOT / "inventory" / "lab", records=folder / "records")
    return batch.job(plan(case=case), device, 10, utc_now())


def spoil(case: PlatformCase, switch: LabSwitch) -> None:
    """Take the last rule out of our access list."""
    switch.console(case.enter, *SPOILED[case.name], "end")


def test_drift_is_told_and_put_back(case: PlatformCase, switch: LabSwitch, job: Job) -> None:
    push_one(job)
    confirm_one(Candidate(job, lambda _checks: STAYS))
    spoil(case, switch)
    result = push_one(job)
    assert result.error is None, result.error
    assert [one.clause for one in result.drift] == ["6.4-e"]
    assert 'lacks "360 deny ip any any"' in result.drift[0].text
    assert push_one(job).commands == ()


def test_second_push_while_the_guard_is_armed_is_refused(case: PlatformCase, switch: LabSwitch, job: Job) -> None:
    push_one(job)
    spoil(case, switch)
    result = push_one(job)
    assert isinstance(result.error, DeviceError)
    assert result.error.kind is Kind.GUARD
    assert result.error.fix.endswith("cancel it (reload cancel)")
    assert result.sent == []


def test_full_flash_when_it_is_confirmed(switch: LabSwitch, job: Job) -> None:
    push_one(job)
    switch.fault("full_flash")
    done = confirm_one(Candidate(job, lambda _checks: STAYS))
    assert isinstance(done.error, DeviceError)
    assert done.error.kind is Kind.SAVE
    assert switch.reboot_left is not None, "a change that cannot be saved must still undo itself"


def test_refusal_is_reported_in_the_device_s_words(switch: LabSwitch, job: Job) -> None:
    switch.fault("refuse", match="switchport protected", text="% Invalid input detected at '^' marker.")
    result = push_one(job)
    assert isinstance(result.error, DeviceError)
    assert (result.error.kind, result.error.line) == (Kind.REFUSED, "switchport protected")
    assert "% Invalid input detected" in str(result.error)
    assert switch.reboot_left is not None


def test_a_long_name_and_small_packets(case: PlatformCase, tmp_path: Path) -> None:
    startup = case.startup.replace("hostname lianhua-hall-sw", "hostname futian-lianhua-hall-switch-1")
    with lab_switch(tmp_path / "switch", startup=startup, platform=case.name) as switch:
        switch.fault("split", bytes=7, seconds=0.0)
        job = job_for(case, switch, tmp_path)
        assert push_one(job).error is None
        switch.clear()
        assert push_one(job).commands == ()
