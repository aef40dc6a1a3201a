# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The difference in memory: which number a list gets, what is ours, and which steps there are at all."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.access_list import Acl, AddressMatch, Rule
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Binding, DeviceConfig, Filter, Port
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.steps import (
    AddBinding,
    AddVlan,
    BuildAcl,
    InPort,
    RemoveFilter,
    SetPort,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.difference import merged, plan_steps
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.ownership import our_bindings

from tests.helpers.policy.policy_platforms import HUAWEI_VRP

NAME, FIRST, SECOND, OTHER = "huawei_vrp", *HUAWEI_VRP.ports
SLOTS = HUAWEI_VRP.acl_numbers[4]
DENY = Rule(5, False, AddressMatch.any(4), AddressMatch.any(4))
OLD, NEW = Acl(4, SLOTS[0], (), "govkiosk here"), Acl(4, SLOTS[0], (DENY,), "govkiosk here")
THEIRS = IPv4Address("10.0.0.9"), "54:89:98:00:09:99"
OURS = IPv4Address("10.0.0.1"), "54:89:98:00:01:01"
WANTED = DeviceConfig(
    NAME, frozenset({1, 110}), (NEW,), (Port(FIRST, link_type="access", vlan=110, filters=(Filter("inbound", 4, SLOTS[0]),)),),
    (Binding(FIRST, *OURS, 110), Binding("", IPv4Address("10.0.0.2"), "", 110)),
)  # fmt: skip
BARE = DeviceConfig(NAME, frozenset({1}), (), (Port(FIRST), Port(SECOND), Port(OTHER)))


@pytest.mark.parametrize(
    ("there", "number", "built"),
    [
        ((), SLOTS[0], True),
        ((NEW,), SLOTS[0], False),
        ((replace(NEW, number=SLOTS[1]),), SLOTS[1], False),
        ((OLD,), SLOTS[1], True),
        ((OLD, replace(NEW, number=SLOTS[1])), SLOTS[1], False),
        ((replace(OLD, description="the hall's"),), SLOTS[1], True),
    ],
    ids=["new", "there", "there as the other", "a free number first", "both taken", "somebody else's"],
)
def test_a_list_keeps_its_number_or_takes_a_free_one(there: tuple[Acl, ...], number: int, built: bool) -> None:
    running = replace(BARE, acls=there)
    target = merged(running, WANTED)
    assert target.ports[0].filters == (Filter("inbound", 4, number),)
    assert (BuildAcl(replace(NEW, number=number)) in plan_steps(running, target)) is built


@pytest.mark.parametrize(
    ("binding", "ours"),
    [
        (Binding(FIRST, *THEIRS, 20), True),
        (Binding(SECOND, *THEIRS, 20), True),
        (Binding("", *THEIRS, 110), True),
        (Binding(OTHER, OURS[0], THEIRS[1], 20), True),
        (Binding(OTHER, THEIRS[0], OURS[1], 20), True),
        (Binding(OTHER, *THEIRS, 110), False),
        (Binding("", *THEIRS, 20), False),
        (Binding(OTHER, THEIRS[0], "", 20), False),
        (Binding(FIRST, None, OURS[1], 110), False),
    ],
    ids=[
        "on a terminal's port", "on a released port", "anywhere in our VLAN", "a terminal's address", "a terminal's MAC",
        "on another port of our VLAN", "anywhere in another VLAN", "without a MAC", "of a form not understood",
    ],
)  # fmt: skip
def test_which_bindings_are_ours(binding: Binding, ours: bool) -> None:
    assert our_bindings(WANTED, {SECOND})(binding) is ours


def test_a_vlan_is_made_first_and_a_binding_without_a_port_is_entered_too() -> None:
    steps = plan_steps(BARE, merged(BARE, WANTED))
    assert steps[0] == AddVlan(110)
    assert [step for step in steps if isinstance(step, AddBinding)] == list(map(AddBinding, WANTED.bindings))


def test_a_port_that_is_not_there_yet_is_taken_as_it_is_wanted() -> None:
    assert merged(replace(BARE, ports=()), WANTED).ports == WANTED.ports


def test_a_released_port_keeps_a_list_that_the_switch_has_not() -> None:
    filters = (Filter("inbound", 4, SLOTS[0]), Filter("outbound", 4, 3999))
    running = replace(BARE, acls=(OLD,), ports=(Port(SECOND, link_type="access", vlan=110, filters=filters),))
    port = merged(running, WANTED).port(SECOND)
    assert port
    assert port.filters == (Filter("inbound", 4, SLOTS[1]), filters[1])


@pytest.mark.parametrize(
    ("there", "steps"),
    [
        (Port(FIRST, vlan=20), (SetPort("vlan", 1, 20), SetPort("link_type", "access", ""), SetPort("vlan", 110, 1))),
        (Port(FIRST), (SetPort("link_type", "access", ""), SetPort("vlan", 110, 1))),
        (Port(FIRST, link_type="access", vlan=20), (SetPort("vlan", 110, 20),)),
    ],
    ids=["a port of another kind in a VLAN", "in none", "of that kind"],
)
def test_a_new_kind_of_port_leaves_its_vlan_first_and_no_step_is_made_twice(
    there: Port, steps: tuple[SetPort, ...]
) -> None:
    running = replace(BARE, vlans=frozenset({1, 20, 110}), ports=(replace(there, shut=True), Port(SECOND), Port(OTHER)))
    (entered,) = (step for step in plan_steps(running, merged(running, WANTED)) if isinstance(step, InPort))
    assert tuple(s for s in entered.steps if isinstance(s, SetPort) and s.field in ("vlan", "link_type")) == steps


@pytest.mark.parametrize(
    ("there", "shut"),
    [
        (Port(FIRST), False),
        (Port(FIRST, vlan=2), True),
        (Port(FIRST, link_type="access", vlan=20), False),
        (Port(FIRST, link_type="access", vlan=20, filters=(Filter("outbound", 4, 3999),)), False),
        (
            Port(FIRST, link_type="access", vlan=20, filters=(*WANTED.ports[0].filters, Filter("outbound", 4, 3999))),
            True,
        ),
    ],
    ids=["as delivered", "a new kind through VLAN 1", "a new VLAN", "with what goes out filtered", "with a list for another VLAN"],
)  # fmt: skip
def test_a_port_is_shut_while_it_would_stand_open_or_under_another_vlan_s_list(there: Port, shut: bool) -> None:
    running = replace(
        BARE, vlans=frozenset({1, 2, 20, 110}), acls=(NEW, replace(OLD, number=3999, description="the hall's")),
        ports=(there, Port(SECOND), Port(OTHER)),
    )  # fmt: skip
    entered = [step for step in plan_steps(running, merged(running, WANTED)) if isinstance(step, InPort)]
    assert (SetPort("shut", value=True, old=False) in entered[0].steps) is shut


def test_a_list_of_ours_that_is_built_anew_is_taken_off_its_port_alone_which_is_shut_meanwhile() -> None:
    other = Filter("outbound", 4, 3999)
    busy = [replace(OLD, number=number) for number in SLOTS]
    filters = (*(Filter("inbound", 4, number) for number in SLOTS), other)
    running = replace(
        BARE, acls=(*busy, replace(OLD, number=3999, description="the hall's")),
        ports=(Port(FIRST, link_type="access", vlan=110, filters=filters), Port(SECOND), Port(OTHER)),
    )  # fmt: skip
    steps = plan_steps(running, merged(running, WANTED))
    entered = [step for step in steps if isinstance(step, InPort)]
    assert entered[0].steps[0] == SetPort("shut", value=True, old=False)
    assert [step.filter.acl in SLOTS for step in entered[0].steps[1:] if isinstance(step, RemoveFilter)] == [True]
