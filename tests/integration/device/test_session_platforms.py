# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab site's plan pushed over SSH on loopback to the lab's switch, in every platform that both of them speak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import Device, DeviceError, Kind
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.batch import Batch, utc_now
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm import Candidate, confirm_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm_decision import ConfirmDecision
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.job import Job
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.push import push_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.guard import State

from tests.helpers.policy.policy_platforms import TYPED, PlatformCase
from tests.helpers.policy.policy_site import plan
from tests.integration.device.lab_switch import PASSWORD, ROOT, LabSwitch, lab_switch
from tests.unit.policy.policy_faults import FAULTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.planning import SitePlan

HOST = "lianhua-hall-sw"
PASSED = {("6.4-a", "pass"), ("6.4-b", "pass"), ("6.4-d", "pass"), ("6.4-e", "pass")}


@pytest.fixture(params=TYPED, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> PlatformCase:
    chosen: PlatformCase = request.param
    return chosen


@pytest.fixture
def switch(case: PlatformCase, tmp_path: Path) -> Iterator[LabSwitch]:
    with lab_switch(tmp_path / "switch", startup=case.startup, platform=case.name) as running:
        yield running


def job(case: PlatformCase, switch: LabSwitch, folder: Path, planned: SitePlan | None = None) -> Job:
    known_hosts = folder / "known_hosts"
    known_hosts.write_text(switch.known_hosts, encoding="utf-8")
    device = Device(HOST, "127.0.0.1", "govkiosk", PASSWORD, case.name, known_hosts, switch.port, timeout=5.0)
    batch = Batch.load(ROOT / "tests" / "one_site", records=folder / "records")
    return batch.job(planned or plan(case=case), device, 10, utc_now())


def test_push_confirm_and_nothing_to_do_again(case: PlatformCase, switch: LabSwitch, tmp_path: Path) -> None:
    before, site = (switch.running, switch.saved), job(case, switch, tmp_path)
    first = push_one(site)
    assert (first.error, first.changed, first.guard) == (None, True, State.ARMED)
    assert [line for line, _answer in first.sent] == list(first.commands)
    own_timer = case.name in ("hp_comware", "huawei_vrpv8")
    assert (switch.reboot_left is not None, switch.unconfirmed) == (not own_timer, own_timer)
    assert switch.saved in before, "the change must not survive a reboot before it is confirmed"
    assert {(check.clause, check.status) for check in first.checks if check.clause != "6.4-c"} == PASSED

    done = confirm_one(Candidate(site, lambda _checks: ConfirmDecision(True, "2 of 2 terminals proved their path")))
    assert (done.error, done.confirmed, done.changed) == (None, True, True)
    assert (switch.reboot_left, switch.unconfirmed) == (None, False)
    assert switch.saved == switch.running

    second = push_one(site)
    assert (second.error, second.changed, second.commands, second.guard) == (None, False, (), State.NONE)


@pytest.mark.parametrize("name", ["a permit stands above the deny", "a line of the port is not understood"])
def test_of_a_plan_with_a_fault_nothing_is_sent(
    case: PlatformCase, switch: LabSwitch, tmp_path: Path, name: str
) -> None:
    fault = next(one for one in FAULTS if one.case is case and one.name == name)
    before = switch.running
    result = push_one(job(case, switch, tmp_path, planned=fault.planned))
    assert isinstance(result.error, DeviceError)
    assert result.error.kind is Kind.PROOF
    assert str(fault.planned.violations[0]) in str(result.error)
    assert (result.sent, result.guard, switch.running) == ([], State.NONE, before)


def test_late_lines_and_small_packets(case: PlatformCase, switch: LabSwitch, tmp_path: Path) -> None:
    switch.fault("split", bytes=40, seconds=0.0003)
    switch.fault("banner", text=case.log_line, seconds=0.006)
    site = job(case, switch, tmp_path)
    assert push_one(site).error is None
    switch.clear()
    assert push_one(site).commands == ()
