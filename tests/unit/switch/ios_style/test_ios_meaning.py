# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a configuration means for packets, where a platform has its own mind about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lab.switch.forwarding import Binding, BindingCheck, Rate

if TYPE_CHECKING:
    from lab.switch.forwarding import ForwardingState
    from tests.unit.switch.ios_style.conftest import IosConsole


def _state(console: IosConsole) -> ForwardingState:
    state: ForwardingState = console.device.data_plane.state  # type: ignore[attr-defined]
    return state


def test_a_port_in_use(console: IosConsole) -> None:
    state = _state(console)
    port = state.ports[0]
    assert (port.untagged, port.tagged, port.up) == (110, frozenset(), True)
    assert (port.max_macs, port.drop_bpdu, port.arp_check) == (1, True, True)
    assert port.groups == state.ports[0].groups != frozenset()
    assert port.binding_check == BindingCheck()
    burst = 1000000 if console.device.platform.name == "cisco_ios" else 1048576
    assert port.rate_in == port.rate_out == Rate(8192, burst)
    assert not state.ports[1].up
    uplink = state.ports[3]
    assert (uplink.untagged, uplink.tagged) == (None, {110, 4000})
    assert (uplink.arp_check, uplink.binding_check, uplink.groups) == (False, None, frozenset())


def test_bindings(console: IosConsole) -> None:
    (binding,) = _state(console).bindings
    assert isinstance(binding, Binding)
    assert (binding.port, binding.vlan) == (console.port(1), 110)
    assert binding.mac is not None
    assert binding.mac.startswith("54:89:98:00:")
    console.configure(
        f"ip source binding {console.device.configuration.bindings[0].mac} vlan 110 10.0.0.9 interface {console.port(1)}"
    )
    assert [str(one.address) for one in _state(console).bindings] == ["10.0.0.9"], "one binding per host and VLAN"


@pytest.mark.parametrize("line", ["no ip dhcp snooping", "no ip dhcp snooping vlan 110"])
def test_a_catalysts_source_check_rests_without_dhcp_snooping(cisco: IosConsole, line: str) -> None:
    cisco.configure(line)
    assert _state(cisco).ports[0].binding_check is None
    assert " ip verify source mac-check\n" in cisco.device.running_text


def test_a_port_that_dhcp_snooping_trusts_is_not_checked(cisco: IosConsole) -> None:
    cisco.configure("interface gi1/0/1", "ip dhcp snooping trust")
    assert _state(cisco).ports[0].binding_check is None


def test_arp_inspection_spares_trusted_ports_and_other_vlans(cisco: IosConsole) -> None:
    cisco.configure("interface gi1/0/1", "ip arp inspection trust")
    assert not _state(cisco).ports[0].arp_check
    cisco.configure("interface gi1/0/1", "no ip arp inspection trust", "no ip arp inspection vlan 110")
    assert not _state(cisco).ports[0].arp_check
    cisco.configure("ip arp inspection vlan 4000", "interface gi1/0/4", "no ip arp inspection trust")
    assert [port.arp_check for port in _state(cisco).ports] == [False, False, False, True]


def test_a_source_check_of_the_address_alone(console: IosConsole) -> None:
    console.configure(f"interface {console.port(1)}", "ip verify source")
    assert _state(console).ports[0].binding_check == BindingCheck(mac=False)


def test_a_policer_that_drops_nothing_limits_nothing(cisco: IosConsole) -> None:
    cisco.configure("policy-map GOVKIOSK-8192", "class class-default", "police 8192000 1000000")
    assert _state(cisco).ports[0].rate_in is None
    assert "  police 8192000 1000000\n" in cisco.device.running_text


def test_a_ruijies_bpdu_guard_needs_spanning_tree(ruijie: IosConsole) -> None:
    ruijie.configure("no spanning-tree")
    assert not _state(ruijie).ports[0].drop_bpdu


def test_edge_ports_are_guarded_where_it_is_the_default(console: IosConsole) -> None:
    console.configure(f"interface {console.port(3)}", "spanning-tree portfast")
    assert not _state(console).ports[2].drop_bpdu
    console.configure("spanning-tree portfast bpduguard default")
    assert _state(console).ports[2].drop_bpdu


def test_how_many_addresses_a_secure_port_learns_by_itself(cisco: IosConsole, ruijie: IosConsole) -> None:
    cisco.configure("interface gi1/0/3", "switchport mode access", "switchport port-security")
    ruijie.configure("interface gi 0/3", "switchport port-security")
    assert (_state(cisco).ports[2].max_macs, _state(ruijie).ports[2].max_macs) == (1, 128)


def test_a_trunk_carries_every_vlan_there_is(console: IosConsole) -> None:
    console.configure(f"interface {console.port(3)}", "switchport mode trunk")
    assert (_state(console).ports[2].untagged, _state(console).ports[2].tagged) == (1, {110, 4000})


def test_the_switchs_address_goes_with_its_vlan(console: IosConsole) -> None:
    console.configure("no vlan 4000")
    assert _state(console).addresses == ()
    console.configure("vlan 4000", "interface vlan 4000", "shutdown")
    assert _state(console).addresses == ()
    console.configure("interface vlan 4000", "no shutdown")
    assert len(_state(console).addresses) == 1
