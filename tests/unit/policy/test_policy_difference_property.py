# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The difference, typed line by line into the lab's switch: it arrives, it is minimal, and it never opens a window."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address

from ansible_collections.govkiosk.site.plugins.plugin_utils.config.access_list import Acl, AddressMatch, Rule
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Binding, DeviceConfig, Filter, Port
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.difference import merged

from tests.helpers.policy.policy_changes import assert_no_window, every_platform, every_switch, switch_with
from tests.helpers.policy.policy_platforms import PlatformCase
from tests.helpers.policy.policy_worlds import DENY_ALL, DESTINATIONS, MACS, SOURCES


def small(case: PlatformCase, flows: list[tuple[int, int]], bound: int | None, *, check: bool) -> DeviceConfig:
    """One port in VLAN 110, an access list of (source, destination) pairs, and perhaps one address bound to it."""
    body = [
        Rule(0, True, AddressMatch(4, SOURCES[source], 0), AddressMatch(4, DESTINATIONS[destination], 0))
        for source, destination in flows
    ]
    rules = tuple(
        replace(rule, number=case.rule_step * place) for place, rule in enumerate((*body, DENY_ALL[4]), start=1)
    )
    number, name = case.acl_numbers[4][0], case.ports[0]
    port = Port(name, link_type="access", vlan=110, source_check=check, filters=(Filter("inbound", 4, number),))
    bindings = () if bound is None else (Binding(name, IPv4Address(SOURCES[bound]), MACS[0], 110),)
    return DeviceConfig(
        case.name, frozenset({1, 20, 110}), (Acl(4, number, rules, "govkiosk here"),), (port,), bindings
    )


@every_switch
def test_a_new_address_does_not_meet_the_old_list(case: PlatformCase) -> None:
    there = small(case, [(0, 0), (1, 1)], 0, check=True)
    assert_no_window(switch_with(case, there), small(case, [(1, 0)], 1, check=True))


@every_switch
def test_a_new_list_does_not_meet_addresses_that_nobody_checks(case: PlatformCase) -> None:
    there = small(case, [(0, 0), (1, 0)], None, check=False)
    assert_no_window(switch_with(case, there), small(case, [(0, 0), (1, 1)], 0, check=True))


@every_switch
def test_a_new_list_does_not_meet_the_old_vlan(case: PlatformCase) -> None:
    there = small(case, [(0, 0)], None, check=False)
    there = replace(there, ports=(replace(there.ports[0], vlan=20),))
    assert_no_window(switch_with(case, there), small(case, [(0, 1)], None, check=False))


@every_platform
def test_a_list_that_no_new_one_replaces_stays_for_as_long_as_a_released_port_uses_it(case: PlatformCase) -> None:
    used, unused = (
        Acl(6, number, (replace(DENY_ALL[6], number=10),), "govkiosk here") for number in case.acl_numbers[6]
    )
    released = Port(case.ports[1], link_type="access", vlan=110, filters=(Filter("inbound", 6, used.number),))
    there = small(case, [(0, 0)], None, check=False)
    there = replace(there, acls=(*there.acls, used, unused), ports=(*there.ports, released))
    target = merged(there, small(case, [(0, 1)], None, check=False))
    assert [acl for acl in target.acls if acl.family == 6] == [used]
    assert target.port(released.name) == released
