# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Taking the lab site off the lab's switch, over SSH on loopback: what is sent first, what is left, what stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils import dialects
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.retirement import prove_retired, retire
from ansible_collections.govkiosk.site.plugins.plugin_utils.session import command_line
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.batch import Batch, utc_now
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.confirm import Candidate, confirm_one
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.confirmation import Decision, decide_retirement
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.device import Device
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.guard import State
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.push import Job, push_one
from lab_switch import PASSWORD, ROOT, STARTUP, LabSwitch, lab_switch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.planning import SitePlan

HOST = "lianhua-hall-sw"
PORTS = ("GigabitEthernet0/0/1", "GigabitEthernet0/0/2")
# Somebody else's: an access list, a terminal's port of another network, a binding of it.
FOREIGN = """#
acl number 3100
 rule 5 permit ip
#
user-bind static ip-address 10.96.130.9 mac-address 5489-9800-0999 interface GigabitEthernet0/0/9 vlan 130
#
interface GigabitEthernet0/0/9
 port link-type access
 port default vlan 130
 traffic-filter inbound acl 3100
#
interface GigabitEthernet0/0/24
"""


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command_line, "QUIET", 0.3)


@pytest.fixture
def switch(tmp_path: Path) -> Iterator[LabSwitch]:
    startup = STARTUP.replace("vlan batch 110 4000", "vlan batch 110 130 4000")
    startup = startup.replace("#\ninterface GigabitEthernet0/0/24\n", FOREIGN)
    with lab_switch(tmp_path / "switch", startup=startup) as running:
        yield running


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    return Batch.load(ROOT / "tests" / "one_site", records=tmp_path / "records")


@pytest.fixture
def plan(batch: Batch) -> SitePlan:
    return batch.plan("lianhua-hall")


@pytest.fixture
def job(switch: LabSwitch, batch: Batch, plan: SitePlan, tmp_path: Path) -> Job:
    """Deploy the site, and return the job that retires it."""
    known_hosts = tmp_path / "known_hosts"
    known_hosts.write_text(f"[127.0.0.1]:{switch.port} {switch.key}\n", encoding="utf-8")
    device = Device(HOST, "127.0.0.1", "govkiosk", PASSWORD, "huawei_vrp", known_hosts, switch.port, timeout=5.0)
    deploy = batch.job(plan, device, 10, utc_now())
    assert push_one(deploy).error is None
    assert confirm_one(Candidate(deploy, lambda _checks: Decision(True, ""))).confirmed
    return batch.retirement(plan, replace(deploy, record=replace(deploy.record, folder=tmp_path / "retirement")))


def section(running: str, header: str) -> list[str]:
    lines = running.splitlines()
    start = lines.index(header)
    return [line.strip() for line in lines[start + 1 : lines.index("#", start)]]


def test_ports_are_shut_first_and_nothing_of_ours_is_left(switch: LabSwitch, job: Job, plan: SitePlan) -> None:
    before = switch.running
    done = push_one(job)
    assert done.error is None
    assert done.commands[:6] == tuple(line for port in PORTS for line in (f"interface {port}", "shutdown", "quit"))
    assert "undo " not in " ".join(done.commands[:6])
    assert (done.guard, done.drift) == (State.ARMED, ())
    for port in PORTS:
        assert section(switch.running, f"interface {port}") == ["shutdown", "port link-type access"]
    for ours in ("acl number 39", "acl ipv6 number 39", "user-bind static ip-address 10.96.128.", "qos lr"):
        assert ours in before
        assert ours not in switch.running
    assert section(switch.running, "interface GigabitEthernet0/0/9") == section(
        before, "interface GigabitEthernet0/0/9"
    )
    for theirs in ("acl number 3100", "user-bind static ip-address 10.96.130.9", "vlan batch 110 130 4000"):
        assert theirs in switch.running
    assert "shutdown" not in switch.saved
    assert [(check.subject, check.clause, check.status) for check in done.checks] == [
        ("lianhua-hall-01", "6.4-c", "pass"),
        ("lianhua-hall-02", "6.4-c", "pass"),
    ]

    kept = confirm_one(Candidate(job, decide_retirement))
    assert (kept.error, kept.confirmed, kept.changed) == (None, True, True)
    assert switch.reboot_left is None
    assert "acl number 39" not in switch.saved
    again = push_one(job)
    assert (again.error, again.changed, again.commands, again.guard) == (None, False, (), State.NONE)
    assert retire(plan, switch.running).commands == ()


def test_check_mode_touches_nothing(switch: LabSwitch, job: Job) -> None:
    before = switch.running
    done = push_one(job, check_mode=True)
    assert (done.error, done.changed, done.sent) == (None, True, [])
    assert (switch.running, switch.reboot_left) == (before, None)


def test_a_line_that_the_switch_refuses_leaves_all_to_its_guard(switch: LabSwitch, job: Job) -> None:
    switch.fault("refuse", text="Error: Refused.", match="undo acl number 3901")
    done = push_one(job)
    assert done.error
    assert "unconfirmed, so the device reboots into its former configuration" in str(done.error)
    assert not confirm_one(Candidate(job, decide_retirement)).confirmed
    assert "traffic-filter inbound acl 3901" in switch.saved


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("interface GigabitEthernet0/0/1\n port link-type access\n shutdown", "interface GigabitEthernet0/0/1", "shut"),
        ("interface GigabitEthernet0/0/1\n", "interface GigabitEthernet0/0/11\n", "port"),
        ("acl number 3100", "acl number 3902", "acl"),
        ("traffic-filter inbound acl 3100", "traffic-filter inbound acl 3901", "filter"),
        ("10.96.130.9", "10.96.128.2", "binding"),
        ("5489-9800-0999", "5489-9800-0102", "binding"),
        (
            "user-bind static ip-address 10.96.130.9 mac-address 5489-9800-0999 interface GigabitEthernet0/0/9",
            "user-bind static ip-address 10.96.130.9 mac-address 5489-9800-0999 interface GigabitEthernet0/0/2",
            "binding",
        ),
        (
            "user-bind static ip-address 10.96.130.9 mac-address 5489-9800-0999 interface GigabitEthernet0/0/9",
            "user-bind static ipv6-address 2001:db8::1 interface GigabitEthernet0/0/2",
            "binding",
        ),
    ],
)
def test_what_is_left_is_found(plan: SitePlan, old: str, new: str, kind: str) -> None:
    text = STARTUP.replace("#\ninterface GigabitEthernet0/0/24\n", FOREIGN)
    text = text.replace(" port link-type access\n port default vlan 110\n", " port link-type access\n shutdown\n")
    parse = dialects.get("huawei_vrp").parse
    assert prove_retired(plan, parse(text)) == ()
    assert old in text
    assert [one.kind for one in prove_retired(plan, parse(text.replace(old, new)))] == [kind]


def test_a_port_that_the_switch_does_not_have_is_told_before_anything_is_sent(plan: SitePlan) -> None:
    change = retire(plan, STARTUP.replace("interface GigabitEthernet0/0/2\n", "interface GigabitEthernet0/0/12\n"))
    assert [(one.subject, one.kind) for one in change.violations] == [("lianhua-hall-02", "port")]
