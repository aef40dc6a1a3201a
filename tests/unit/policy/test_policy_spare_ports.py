# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ports that no terminal uses are shut; an uplink written down as spare is refused; BPDUs shut a terminal's port."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Port
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.steps import InPort, SetPort
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.retirement import retire
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.rollback import rolled_back

from tests.helpers.policy.policy_judge import Judge
from tests.helpers.policy.policy_platforms import HUAWEI_VRP, TYPED, PlatformCase
from tests.helpers.policy.policy_site import ADDRESSES, STARTUP, folder, site

every_switch = pytest.mark.parametrize("case", TYPED, ids=lambda case: case.name)


def plan(case: PlatformCase, *spare: str, terminals: int = 2) -> planning.SitePlan:
    hall = site(case)
    switch = hall.switch.model_copy(update={"spare_ports": spare})
    changed = hall.model_copy(update={"switch": switch, "terminals": hall.terminals[:terminals]})
    return planning.plan_site(folder(), changed, ADDRESSES)


def section(running: str, port: str) -> list[str]:
    """The lines under a port's name, in any order."""
    below = running.split(f"interface {port}\n")[1].splitlines()
    return sorted(itertools.takewhile(lambda line: line.startswith(" "), below))


@every_switch
def test_a_spare_port_is_shut_and_nothing_else_of_it_changes(case: PlatformCase) -> None:
    printer = case.ports[2]
    judge, planned = Judge(case.startup, case), plan(case, printer)
    before = section(judge.running, printer)
    assert planned.violations == ()
    judge.type_all(planning.plan_change(planned, judge.running).commands)
    assert planning.prove_running(planned, judge.running) == ()
    assert planning.plan_change(planned, judge.running).commands == ()
    assert section(judge.running, printer) == sorted([*before, " shutdown"])


@every_switch
def test_a_spare_port_that_somebody_opens_is_drift_and_is_shut_again(case: PlatformCase) -> None:
    printer = case.ports[2]
    judge, planned = Judge(case.startup, case), plan(case, printer)
    judge.type_all(planning.plan_change(planned, judge.running).commands)
    opening = case.platform.write([InPort(printer, (SetPort("shut", value=False, old=True),))])
    judge.type_all(opening)
    assert [one.kind for one in planning.prove_running(planned, judge.running)] == ["spare"]
    change = planning.plan_change(planned, judge.running)
    assert [one.text for one in change.drift] == [f"{printer}: shutdown is off, not on"]
    assert change.commands == (opening[0], "shutdown", opening[-1])


@every_switch
def test_an_uplink_that_is_written_down_as_spare_is_refused(case: PlatformCase) -> None:
    uplink = case.port.format(4)
    change = planning.plan_change(plan(case, uplink), case.startup)
    assert str(change.violations[0]) == (
        f"lianhua-hall: {uplink} is a spare port in the site file, but has link type trunk on the switch "
        "[DB4403/T 503.5 6.4-c]\n    fix: take it out of switch.spare_ports: to shut an uplink cuts the site off; "
        "if it is none, take off by hand what speaks for one"
    )


# What makes a port an uplink without a link type that says so.
HIDDEN_UPLINKS = {
    "cisco_ios": ("channel-group 1 mode active", "ip dhcp snooping trust", "ip arp inspection trust"),
    "hp_comware": ("port link-aggregation group 1", "dhcp snooping trust", "arp detection trust"),
    "huawei_vrp": ("eth-trunk 1", "port hybrid tagged vlan 110 4000", "dhcp snooping trusted"),
    "huawei_vrpv8": ("eth-trunk 1", "dhcp snooping trusted"),
    "ruijie_os": ("port-group 1", "ip dhcp snooping trust"),
}
every_hidden_uplink = pytest.mark.parametrize(
    ("case", "line"), [(case, line) for case in TYPED for line in HIDDEN_UPLINKS[case.name]]
)


def with_port(case: PlatformCase, *lines: str) -> str:
    """The switch before the first deployment, with a fifth port that says these lines and nothing else."""
    fourth, fifth = (f"interface {case.port.format(number)}\n" for number in (4, 5))
    separator = "!\n" if case.enter.startswith("configure") else "#\n"
    section = fifth + "".join(f" {line}\n" for line in lines) + separator
    assert fourth in case.startup
    return case.startup.replace(fourth, section + fourth)


@every_hidden_uplink
def test_a_spare_port_that_may_be_an_uplink_is_refused(case: PlatformCase, line: str) -> None:
    spare = case.port.format(5)
    running = with_port(case, line)
    number = running.split(f"interface {spare}\n")[0].count("\n") + 2
    told = f'has line {number} "{line}" on the switch, which is not understood'
    if " arp " in f" {line} " and "trust" in line:
        told = "has its ARP packets trusted on the switch"
    change, gone = planning.plan_change(plan(case, spare), running), retire(plan(case, spare), running)
    (found,) = change.violations
    assert str(found) == (
        f"lianhua-hall: {spare} is a spare port in the site file, but {told} [DB4403/T 503.5 6.4-c]\n"
        "    fix: take it out of switch.spare_ports: to shut an uplink cuts the site off; "
        "if it is none, take off by hand what speaks for one"
    )
    assert gone.violations == change.violations
    # Shut already, it carries nothing, and may say what it likes.
    shut = with_port(case, line, "shutdown")
    assert planning.plan_change(plan(case, spare), shut).violations == ()
    assert retire(plan(case, spare), shut).violations == ()


@every_switch
def test_a_site_is_not_given_up_while_its_file_calls_the_uplink_spare_or_a_terminals(case: PlatformCase) -> None:
    uplink = case.port.format(4)
    judge = Judge(case.startup, case)
    judge.type_all(planning.plan_change(plan(case), judge.running).commands)
    (spare,) = retire(plan(case, uplink), judge.running).violations
    assert spare.what == f"{uplink} is a spare port in the site file, but has link type trunk on the switch"
    hall = site(case)
    second = hall.terminals[1].model_copy(update={"port": uplink})
    misnamed = planning.plan_site(
        folder(), hall.model_copy(update={"terminals": (hall.terminals[0], second)}), ADDRESSES
    )
    (found,) = retire(misnamed, case.startup).violations
    assert str(found) == (
        f"lianhua-hall: {uplink} is lianhua-hall-02's port in the site file, but has link type trunk on the switch "
        "[DB4403/T 503.5 6.4-c]\n    fix: correct its name in the site file: to shut an uplink cuts the site off; "
        "if it is none, take off by hand what speaks for one"
    )


@every_switch
def test_a_text_that_speaks_of_a_spare_port_twice_is_refused(case: PlatformCase) -> None:
    """What its second section does to the first nobody can tell, be it the uplink."""
    uplink = case.port.format(4)
    planned = plan(case, uplink, uplink)
    assert [(one.kind, one.subject) for one in planned.violations] == [("unknown", "lianhua-hall")]
    assert f'"interface {uplink}" on {uplink} is not understood' in planned.violations[0].what
    assert planning.plan_change(planned, case.startup).violations == planned.violations


def test_an_accepted_text_that_speaks_of_a_spare_port_twice_is_refused() -> None:
    printer = HUAWEI_VRP.ports[2]
    today = plan(HUAWEI_VRP, printer)
    twice = today.text.replace(f"interface {printer}\n shutdown\n", f"interface {printer}\n shutdown\n" * 2)
    assert [one.kind for one in rolled_back(today, twice).plan.violations] == ["unknown"]


@every_switch
def test_a_terminals_former_port_that_becomes_spare_loses_its_binding(case: PlatformCase) -> None:
    judge = Judge(case.startup, case)
    judge.type_all(planning.plan_change(plan(case), judge.running).commands)
    planned = plan(case, case.ports[1], terminals=1)
    judge.type_all(planning.plan_change(planned, judge.running).commands)
    assert planning.prove_running(planned, judge.running) == ()
    assert "10.96.128.3" not in judge.running


def test_a_text_that_leaves_the_spare_port_open_is_refused() -> None:
    printer = HUAWEI_VRP.ports[2]
    planned = plan(HUAWEI_VRP, printer)
    open_text = planned.text.replace(f"interface {printer}\n shutdown\n", "")
    assert open_text != planned.text
    assert [one.kind for one in planning.prove_running(planned, open_text)] == ["spare"]


def test_without_protection_a_port_is_refused() -> None:
    planned = plan(HUAWEI_VRP)
    found = planning.prove_running(planned, planned.text.replace("stp bpdu-protection\n", ""))
    assert [(one.kind, one.subject) for one in found] == [("bpdu", "lianhua-hall-01"), ("bpdu", "lianhua-hall-02")]


def test_arp_that_is_checked_in_a_vlan_needs_a_trusted_uplink() -> None:
    planned = plan(HUAWEI_VRP)
    running = planning.plan_change(planned, STARTUP).wanted
    inspected = replace(running, arp_vlans=frozenset({110}))
    assert [one.kind for one in planning.prove(inspected, planned.intent)] == ["arp_uplink"]
    name = HUAWEI_VRP.port.format(4)
    uplink = replace(inspected.port(name) or Port(name), arp_trust=True)
    assert planning.prove(inspected.with_ports([uplink]), planned.intent) == ()
