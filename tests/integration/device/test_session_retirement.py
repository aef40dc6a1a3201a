# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Taking the lab site off the lab's switch, over SSH on loopback, in every platform: what goes first, and what stays."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.device import Device
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Binding, DeviceConfig, Filter, Port
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.steps import (
    AddBinding,
    AddVlan,
    ApplyFilter,
    DeleteAcl,
    InPort,
    SetPort,
    Step,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.batch import Batch, utc_now
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm import Candidate, confirm_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm_decision import (
    ConfirmDecision,
    decide_retirement,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.job import Job
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.push import push_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.device.guard import State
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.retirement import prove_retired, retire

from tests.helpers.policy.policy_platforms import TYPED, PlatformCase
from tests.helpers.policy.policy_site import plan as plan_hall
from tests.integration.device.lab_switch import PASSWORD, ROOT, LabSwitch, lab_switch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.planning import SitePlan

HOST = "lianhua-hall-sw"
THEIR_VLAN = 130


@pytest.fixture(params=TYPED, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> PlatformCase:
    chosen: PlatformCase = request.param
    return chosen


def theirs(case: PlatformCase) -> list[Step]:
    """Somebody else's on the switch: a terminal's port of another network, its binding, an access list on it."""
    port = case.port.format(9)
    return [
        AddVlan(THEIR_VLAN),
        InPort(port, (SetPort("link_type", "access", ""), SetPort("vlan", THEIR_VLAN, 1))),
        AddBinding(Binding(port, IPv4Address("10.96.130.9"), "54:89:98:00:09:99", THEIR_VLAN)),
        InPort(port, (ApplyFilter(Filter("inbound", 4, case.foreign_acl or 0)),)),
    ]


@pytest.fixture
def switch(case: PlatformCase, tmp_path: Path) -> Iterator[LabSwitch]:
    with lab_switch(tmp_path / "switch", startup=case.startup, platform=case.name) as running:
        told = running.console(case.enter, *case.platform.write(theirs(case)), *([case.commit] if case.commit else []))
        assert "10.96.130.9" in running.running, told
        yield running


@pytest.fixture
def plan(case: PlatformCase) -> SitePlan:
    return plan_hall(case=case)


@pytest.fixture
def job(case: PlatformCase, switch: LabSwitch, plan: SitePlan, tmp_path: Path) -> Job:
    """Deploy the site, and return the job that retires it."""
    batch = Batch.load(ROOT / "tests" / "one_site", records=tmp_path / "records")
    known_hosts = tmp_path / "known_hosts"
    known_hosts.write_text(switch.known_hosts, encoding="utf-8")
    device = Device(HOST, "127.0.0.1", "govkiosk", PASSWORD, case.name, known_hosts, switch.port, timeout=5.0)
    deploy = batch.job(plan, device, 10, utc_now())
    assert push_one(deploy).error is None
    assert confirm_one(Candidate(deploy, lambda _checks: ConfirmDecision(True, ""))).confirmed
    return batch.retirement(plan, replace(deploy, record=replace(deploy.record, folder=tmp_path / "retirement")))


def not_ours(found: DeviceConfig, case: PlatformCase) -> tuple[object, ...]:
    """What a configuration has besides the site."""
    return (
        found.vlans,
        found.foreign,
        [port for port in found.ports if port.name not in case.ports[:2]],
        [acl for acl in found.acls if acl.number not in case.acl_numbers[acl.family]],
        [binding for binding in found.bindings if binding.vlan == THEIR_VLAN],
    )


def test_ports_are_shut_first_and_nothing_of_ours_is_left(
    case: PlatformCase, switch: LabSwitch, job: Job, plan: SitePlan
) -> None:
    parse, saved = case.platform.parse, switch.saved
    before = parse(switch.running)
    done = push_one(job)
    assert done.error is None
    shut = case.platform.write([InPort(port, (SetPort("shut", value=True, old=False),)) for port in case.ports[:2]])
    assert done.commands[: len(shut)] == shut
    assert (done.guard, done.drift) == (State.ARMED, ())
    after = parse(switch.running)
    assert [found for found in after.ports if found.name in case.ports[:2]] == [
        Port(name, link_type="access", shut=True) for name in case.ports[:2]
    ]
    assert prove_retired(plan, after) == ()
    assert not_ours(after, case) == not_ours(before, case)
    assert len(not_ours(after, case)[-1]) == 1  # type: ignore[arg-type]
    assert switch.saved == saved
    assert [(check.subject, check.clause, check.status) for check in done.checks] == [
        ("lianhua-hall-01", "6.4-c", "pass"),
        ("lianhua-hall-02", "6.4-c", "pass"),
    ]

    kept = confirm_one(Candidate(job, decide_retirement))
    assert (kept.error, kept.confirmed, kept.changed) == (None, True, True)
    assert switch.reboot_left is None
    assert parse(switch.saved) == after
    again = push_one(job)
    assert (again.error, again.changed, again.commands, again.guard) == (None, False, (), State.NONE)
    assert retire(plan, switch.running).commands == ()


def test_check_mode_touches_nothing(switch: LabSwitch, job: Job) -> None:
    before = switch.running
    done = push_one(job, check_mode=True)
    assert (done.error, done.changed, done.sent) == (None, True, [])
    assert (switch.running, switch.reboot_left) == (before, None)


def test_a_line_that_the_switch_refuses_leaves_all_to_its_guard(
    case: PlatformCase, switch: LabSwitch, job: Job
) -> None:
    saved = switch.saved
    (last,) = case.platform.write([DeleteAcl(4, case.acl_numbers[4][0])])
    switch.fault("refuse", text="Error: Refused." if case.name == "huawei_vrp" else "% Refused.", match=last)
    done = push_one(job)
    # Of two stages, the refused one has touched nothing that runs.
    then = "none of them took effect" if case.name == "huawei_vrpv8" else "unconfirmed, so the device"
    assert then in str(done.error)
    assert last in str(done.error)
    assert not confirm_one(Candidate(job, decide_retirement)).confirmed
    assert switch.saved == saved
