# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Planted faults: each is refused, with the line to blame and, where packets are concerned, one that shows it."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils import dialects
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.proof import prove
from policy_faults import FAULTS, Fault
from policy_site import STARTUP, plan

VRP = dialects.get("huawei_vrp")


def broken(fault: Fault) -> str:
    text = plan().text
    assert fault.old in text
    return text.replace(fault.old, fault.new, 1)


def test_the_text_itself_is_proven() -> None:
    assert plan().violations == ()


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_in_the_text_is_refused_word_for_word(fault: Fault) -> None:
    found = prove(VRP.parse(broken(fault)), plan().intent)
    assert tuple(map(str, found)) == fault.says


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_fault_names_a_line_of_the_text(fault: Fault) -> None:
    text = broken(fault)
    for one in prove(VRP.parse(text), plan().intent):
        if one.line.number:
            assert text.splitlines()[one.line.number - 1].strip() == one.line.text


# Lines that are not understood, and a port in another role, are left to people.
MENDABLE = [
    one for one in FAULTS if "of the port is not understood" not in one.name and one.name != "the port is a trunk"
]


@pytest.mark.parametrize("fault", MENDABLE, ids=lambda fault: fault.name)
def test_a_fault_on_the_switch_is_found_and_mended(fault: Fault) -> None:
    running = broken(fault)
    assert planning.prove_running(plan(), running)
    change = planning.configure(plan(), running)
    assert change.commands
    assert change.drift
    assert change.violations == ()


def test_a_foreign_line_on_our_port_keeps_us_from_pushing() -> None:
    running = STARTUP.replace(" port default vlan 110\n", " port default vlan 110\n traffic-policy free inbound\n", 1)
    change = planning.configure(plan(), running)
    assert [one.kind for one in change.violations] == ["unknown"]
    assert 'line 17 "traffic-policy free inbound" on GigabitEthernet0/0/1' in str(change.violations[0])


def test_a_harmless_line_on_our_port_is_left_alone() -> None:
    running = STARTUP.replace(
        " port default vlan 110\n", " port default vlan 110\n undo negotiation auto\n speed 100\n", 1
    )
    change = planning.configure(plan(), running)
    assert change.violations == ()
    assert not [line for line in change.commands if "negotiation" in line or "speed" in line]
