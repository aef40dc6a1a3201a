# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ports that no terminal uses are shut; an uplink written down as spare is refused; BPDUs shut a terminal's port."""

from __future__ import annotations

from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.objects import Port
from policy_judge import Judge
from policy_site import ADDRESSES, STARTUP, folder

PRINTER, UPLINK = "GigabitEthernet0/0/3", "GigabitEthernet0/0/4"


def plan(*spare: str) -> planning.SitePlan:
    city = folder()
    site = city.sites["lianhua-hall"]
    switch = site.switch.model_copy(update={"spare_ports": spare})
    return planning.plan_site(city, site.model_copy(update={"switch": switch}), ADDRESSES)


def test_a_spare_port_is_shut_and_nothing_else_of_it_changes() -> None:
    judge, planned = Judge(STARTUP), plan(PRINTER)
    assert planned.violations == ()
    judge.type_all(planning.configure(planned, judge.running).commands)
    assert planning.prove_running(planned, judge.running) == ()
    assert planning.configure(planned, judge.running).commands == ()
    printer = judge.running.split(f"interface {PRINTER}\n")[1].split("#")[0].splitlines()
    before = Judge(STARTUP).running.split(f"interface {PRINTER}\n")[1].split("#")[0].splitlines()
    assert sorted(printer) == sorted([*before, " shutdown"])


def test_a_spare_port_that_somebody_opens_is_drift_and_is_shut_again() -> None:
    judge, planned = Judge(STARTUP), plan(PRINTER)
    judge.type_all(planning.configure(planned, judge.running).commands)
    judge.type_all([f"interface {PRINTER}", "undo shutdown", "quit"])
    assert [one.kind for one in planning.prove_running(planned, judge.running)] == ["spare"]
    change = planning.configure(planned, judge.running)
    assert [one.what for one in change.drift] == [f"{PRINTER}: shutdown is off, not on"]
    assert change.commands == (f"interface {PRINTER}", "shutdown", "quit")


def test_an_uplink_that_is_written_down_as_spare_is_refused() -> None:
    change = planning.configure(plan(UPLINK), STARTUP)
    assert "\n".join(map(str, change.violations)) == (
        "lianhua-hall: GigabitEthernet0/0/4 is a spare port in the site file, but has link type trunk on the switch "
        "[DB4403/T 503.5 6.4-c]\n    fix: take it out of switch.spare_ports: to shut an uplink cuts the site off"
    )


def test_a_terminals_former_port_that_becomes_spare_loses_its_binding() -> None:
    judge = Judge(STARTUP)
    judge.type_all(planning.configure(plan(), judge.running).commands)
    city = folder()
    site = city.sites["lianhua-hall"]
    switch = site.switch.model_copy(update={"spare_ports": ("GigabitEthernet0/0/2",)})
    kept = site.model_copy(update={"switch": switch, "terminals": site.terminals[:1]})
    planned = planning.plan_site(city, kept, ADDRESSES)
    judge.type_all(planning.configure(planned, judge.running).commands)
    assert planning.prove_running(planned, judge.running) == ()
    assert "10.96.128.3" not in judge.running


def test_a_text_that_leaves_the_spare_port_open_is_refused() -> None:
    planned = plan(PRINTER)
    open_text = planned.text.replace(f"interface {PRINTER}\n shutdown\n", "")
    assert open_text != planned.text
    assert [one.kind for one in planning.prove_running(planned, open_text)] == ["spare"]


def test_without_protection_a_port_is_refused() -> None:
    planned = plan()
    found = planning.prove_running(planned, planned.text.replace("stp bpdu-protection\n", ""))
    assert [(one.kind, one.subject) for one in found] == [("bpdu", "lianhua-hall-01"), ("bpdu", "lianhua-hall-02")]


def test_arp_that_is_checked_in_a_vlan_needs_a_trusted_uplink() -> None:
    planned = plan()
    running = planning.configure(planned, STARTUP).wanted
    inspected = planning.replace(running, arp_vlans=frozenset({110}))
    assert [one.kind for one in planning.prove(inspected, planned.intent)] == ["arp_uplink"]
    uplink = planning.replace(inspected.port(UPLINK) or Port(UPLINK), arp_trust=True)
    assert planning.prove(inspected.with_ports([uplink]), planned.intent) == ()
