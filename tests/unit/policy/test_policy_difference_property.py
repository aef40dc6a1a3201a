# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The difference, typed line by line into the lab's switch: it arrives, it is minimal, and it never opens a window."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address

from ansible_collections.govkiosk.site.plugins.plugin_utils import dialects
from ansible_collections.govkiosk.site.plugins.plugin_utils.dialects.base import BuildAcl
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.difference import difference, merged, plan_steps
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.objects import (
    Acl,
    AddressMatch,
    Binding,
    DeviceConfig,
    Filter,
    Port,
    Rule,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from policy_judge import Judge
from policy_worlds import DENY_ALL, DESTINATIONS, MACS, PACKETS, PORTS, SOURCES, acls, running, wanted

VRP = dialects.get("huawei_vrp")


def switch_with(config: DeviceConfig) -> Judge:
    """A switch that has been brought to this configuration."""
    judge = Judge()
    bare = VRP.parse(judge.running)
    judge.type_all(VRP.write(plan_steps(bare, replace(config, ports=bare.with_ports(config.ports).ports))))
    return judge


def assert_no_window(judge: Judge, want: DeviceConfig) -> None:
    """Type the difference, and after each line look for a packet that neither the old nor the new one lets pass."""
    before = judge.running
    commands = difference(VRP.parse(before), want)
    after = Judge(before)
    after.type_all(commands)
    allowed = judge.passages(PACKETS, MACS) | after.passages(PACKETS, MACS)
    for number, line in enumerate(commands):
        judge.type(line)
        opened = judge.passages(PACKETS, MACS) - allowed
        assert not opened, f"after line {number} {line!r} passes {min(map(str, opened))}\n" + "\n".join(commands)


@settings(max_examples=60, deadline=None)
@given(running(), wanted())
def test_every_line_is_taken_and_none_opens_a_window(there: DeviceConfig, want: DeviceConfig) -> None:
    assert_no_window(switch_with(there), want)


def small(number: int, flows: list[tuple[int, int]], bound: int | None, *, check: bool) -> DeviceConfig:
    """One port in VLAN 110, an access list of (source, destination) pairs, and perhaps one address bound to it."""
    body = [
        Rule(5 * place, True, AddressMatch(4, SOURCES[source], 0), AddressMatch(4, DESTINATIONS[destination], 0))
        for place, (source, destination) in enumerate(flows, start=1)
    ]
    filters = (Filter("inbound", 4, number),)
    port = Port(PORTS[0], link_type="access", vlan=110, source_check=check, filters=filters)
    bindings = () if bound is None else (Binding(PORTS[0], IPv4Address(SOURCES[bound]), MACS[0], 110),)
    return DeviceConfig(
        "huawei_vrp", frozenset({1, 20, 110}), (Acl(4, number, (*body, DENY_ALL[4])),), (port,), bindings
    )


def test_a_new_address_does_not_meet_the_old_list() -> None:
    there = small(3901, [(0, 0), (1, 1)], 0, check=True)
    assert_no_window(switch_with(there), small(3901, [(1, 0)], 1, check=True))


def test_a_new_list_does_not_meet_addresses_that_nobody_checks() -> None:
    there = small(3901, [(0, 0), (1, 0)], None, check=False)
    assert_no_window(switch_with(there), small(3901, [(0, 0), (1, 1)], 0, check=True))


def test_a_new_list_does_not_meet_the_old_vlan() -> None:
    there = small(3901, [(0, 0)], None, check=False)
    there = replace(there, ports=(replace(there.ports[0], vlan=20),))
    assert_no_window(switch_with(there), small(3901, [(0, 1)], None, check=False))


@settings(max_examples=60, deadline=None)
@given(running(), wanted())
def test_it_arrives_and_then_there_is_nothing_left_to_do(there: DeviceConfig, want: DeviceConfig) -> None:
    judge = switch_with(there)
    found = VRP.parse(judge.running)
    judge.type_all(difference(found, want))
    reached = VRP.parse(judge.running)
    target = merged(found, want)
    assert reached.acls == target.acls
    assert reached.bindings == target.bindings
    assert reached.vlans == target.vlans
    assert [replace(port, filters=tuple(sorted(port.filters, key=str))) for port in reached.ports] == [
        replace(port, filters=tuple(sorted(port.filters, key=str))) for port in target.ports
    ]
    assert difference(reached, want) == ()


@settings(max_examples=40, deadline=None)
@given(running())
def test_a_running_configuration_is_read_as_it_was_meant(there: DeviceConfig) -> None:
    judge = switch_with(there)
    found = VRP.parse(judge.running)
    assert found.acls == there.acls
    assert found.bindings == there.bindings
    assert [found.port(name) for name in PORTS] == list(there.ports)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_rendered_access_list_is_read_back_the_same(data: st.DataObject) -> None:
    family = data.draw(st.sampled_from([4, 6]))
    acl = data.draw(acls(3901 if family == 4 else 3961, family, most=8))
    text = "\n ".join(VRP.write([BuildAcl(acl)])[:-1]) + "\n"
    assert VRP.parse(text).acl(family, acl.number) == acl
