# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Planted faults: each is refused, with the line to blame and, where packets are concerned, one that shows it.

What is said, word for word, of a text and of a switch that has the fault, is golden: `tests/golden/<platform>/faults.txt`.
"""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from tests.helpers.policy.policy_platforms import TAUGHT, PlatformCase
from tests.helpers.policy.policy_site import STARTUP, plan
from tests.unit.policy.policy_faults import DRIFTS, FAULTS, Fault, planned_in

LEAST = 20
SHOWN = {"leak", "unplanned", "shut_out"}


@pytest.mark.parametrize("case", TAUGHT, ids=lambda case: case.name)
def test_the_text_itself_is_proven(case: PlatformCase) -> None:
    assert planned_in(case.name).violations == ()


@pytest.mark.parametrize("case", TAUGHT, ids=lambda case: case.name)
def test_every_platform_has_faults_of_all_kinds(case: PlatformCase) -> None:
    here = [fault for fault in FAULTS if fault.case is case]
    assert len(here) == len({fault.name for fault in here}) >= LEAST
    assert {kind for fault in here for kind in fault.kinds} == {kind for fault in FAULTS for kind in fault.kinds}


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{fault.case.name}: {fault.name}")
def test_a_fault(fault: Fault) -> None:
    planned = fault.planned
    found = planned.violations
    # In the text, it is refused before anything is sent: this is what a push goes by.
    assert {one.kind for one in found} == fault.kinds
    assert planning.plan_change(planned, fault.case.startup).violations == found
    # One about packets shows one, and no other does.
    assert all(bool(one.packet) == (one.kind in SHOWN) for one in found)
    assert all(one.packet in one.what for one in found)
    shown = [one.packet for one in found if one.packet]
    assert fault.packet in shown if fault.packet else not shown
    # It names a line of the text.
    for one in found:
        if one.line.number:
            assert planned.text.splitlines()[one.line.number - 1].strip() == one.line.text
    # On the switch, it is found and mended.
    good, running = planned_in(fault.case.name), planned.text
    assert planning.prove_running(good, running)
    change = planning.plan_change(good, running)
    if fault.left:
        assert {one.kind for one in change.violations} <= fault.kinds
        assert change.violations
    else:
        assert change.drift
        assert change.commands
        assert change.violations == ()


@pytest.mark.parametrize("fault", DRIFTS, ids=lambda fault: f"{fault.case.name}: {fault.name}")
def test_a_change_that_breaks_no_clause_is_drift_and_is_taken_back(fault: Fault) -> None:
    good, running = planned_in(fault.case.name), fault.planned.text
    assert planning.prove_running(good, running) == ()
    change = planning.plan_change(good, running)
    assert change.drift
    assert change.commands
    assert change.violations == ()


def test_a_foreign_line_on_our_port_keeps_us_from_pushing() -> None:
    running = STARTUP.replace(" port default vlan 110\n", " port default vlan 110\n traffic-policy free inbound\n", 1)
    change = planning.plan_change(plan(), running)
    assert [(one.kind, one.subject) for one in change.violations] == [("policy", "lianhua-hall-01")]
    assert 'line 17 "traffic-policy free inbound" decides about the terminals\' packets too' in str(
        change.violations[0]
    )


def test_a_harmless_line_on_our_port_is_left_alone() -> None:
    running = STARTUP.replace(
        " port default vlan 110\n", " port default vlan 110\n undo negotiation auto\n speed 100\n", 1
    )
    change = planning.plan_change(plan(), running)
    assert change.violations == ()
    assert not [line for line in change.commands if "negotiation" in line or "speed" in line]


# What is said of the same thing elsewhere, or of its being on.
HARMLESS_LINES = {
    "cisco_ios": ("ip arp inspection filter ALL vlan 20", "no spanning-tree vlan 20,30-40", "arp access-list ALL"),
    "hp_comware": (
        "arp detection rule 0 permit ip any mac any vlan 20",
        "undo stp vlan 20 enable",
        "stp global enable",
    ),
    "huawei_vrp": ("stp vlan 20 disable", "stp enable", "stp vlan 110 enable"),
    "huawei_vrpv8": ("stp vlan 20 disable", "stp enable"),
    "ruijie_os": ("no spanning-tree vlan 20", "spanning-tree"),
}


@pytest.mark.parametrize(
    ("case", "line"),
    [(case, line) for case in TAUGHT for line in HARMLESS_LINES[case.name]],
    ids=str,
)
def test_a_check_that_is_off_in_another_vlan_is_nobodys_business(case: PlatformCase, line: str) -> None:
    good = planned_in(case.name)
    assert planning.prove_running(good, f"{line}\n{good.text}") == ()


@pytest.mark.parametrize("case", TAUGHT, ids=lambda case: case.name)
def test_an_uplinks_sub_interface_is_nobodys_business(case: PlatformCase) -> None:
    good, uplink = planned_in(case.name), case.port.format(4)
    separator = "!" if case.enter.startswith("configure") else "#"
    text = case.startup.replace(
        f"interface {uplink}\n", f"interface {uplink}.10\n vid 20\n{separator}\ninterface {uplink}\n"
    )
    assert text != case.startup
    change = planning.plan_change(good, text)
    assert change.violations == ()
    assert [line.text for line in change.running.port(uplink).unknown if "." in line.text] == [  # type: ignore[union-attr]
        f"interface {uplink}.10"
    ]


# Port security that holds the terminal's own MAC, or will learn it.
OWN_MAC_LINES = {
    "cisco_ios": (
        "switchport port-security mac-address sticky",
        "switchport port-security mac-address sticky 5489.9800.0101",
        "switchport port-security mac-address 5489.9800.0101 vlan access",
    ),
    "hp_comware": ("port-security mac-address security sticky 5489-9800-0101 vlan 110",),
    "huawei_vrp": (
        "port-security mac-address sticky",
        "port-security mac-address sticky 5489-9800-0101 vlan 110",
    ),
    "huawei_vrpv8": ("port-security mac-address sticky 5489-9800-0101 vlan 110",),
    "ruijie_os": ("switchport port-security mac-address sticky 5489.9800.0101 vlan 110",),
}


@pytest.mark.parametrize(
    ("case", "line"), [(case, line) for case in TAUGHT for line in OWN_MAC_LINES[case.name]], ids=str
)
def test_port_security_may_hold_the_terminals_own_mac(case: PlatformCase, line: str) -> None:
    good, header = planned_in(case.name), f"interface {case.ports[0]}\n"
    assert header in good.text
    assert planning.prove_running(good, good.text.replace(header, f"{header} {line}\n")) == ()
