# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The printed configuration, loaded into a fresh switch, gives the same configuration, whatever was typed."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Interface

import pytest

from lab import startup_config
from lab.switch import platforms
from lab.topology import Switch, SwitchPort
from tests.unit.switch.ios_style.conftest import PORTS, STARTUPS


@pytest.mark.parametrize("name", sorted(STARTUPS))
def test_a_configuration_in_use_is_read_as_it_is_printed(name: str) -> None:
    platform = platforms.get(name)
    loaded = platform.load(STARTUPS[name], 4)
    assert loaded.refused == ()
    assert platform.text(loaded.configuration) == STARTUPS[name]


@pytest.mark.parametrize("name", sorted(STARTUPS))
def test_the_first_configuration_of_the_lab(name: str) -> None:
    port = PORTS[name].format
    switch = Switch(
        site="hall",
        host="hall-sw",
        role="sw-hall",
        platform=name,
        address=IPv4Interface("10.96.192.13/24"),
        gateway=IPv4Address("10.96.192.1"),
        vlan=110,
        management_vlan=4000,
        uplink=port(24),
        ports=(SwitchPort(port(1), "hall-01"),),
        time_servers=(IPv4Address("10.96.4.123"),),
    )
    platform = platforms.get(name)
    loaded = platform.load(startup_config.render(switch), 28)
    assert loaded.refused == ()
    state = platform.meaning(loaded.configuration, "")
    assert state.addresses == ((4000, IPv4Interface("10.96.192.13/24")),)
    assert [str(route.gateway) for route in state.routes] == ["10.96.192.1"]
    assert (state.ports[0].untagged, state.ports[0].inbound, state.ports[0].arp_check) == (110, (), False)
    assert state.ports[23].tagged == {110, 4000}
    text = platform.text(loaded.configuration)
    for line in ("hostname hall-sw", " description hall-01", "snmp-server location hall"):
        assert f"\n{line}\n" in text
    assert text.count("\nend\n") == 1
