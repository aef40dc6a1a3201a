# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a VRP configuration means for packets.

A traffic filter that no rule matches lets a packet through (Huawei, `traffic-filter`); several filters on a port are
tried in the order in which they were configured, and the first rule that matches decides (unverified,
`docs/lab-switch.md`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.forwarding import Binding, BindingCheck, FilterRule, ForwardingState
from lab.switch.vrp_style.words import colons

if TYPE_CHECKING:
    from lab.switch.forwarding import PortState
    from lab.switch.huawei_vrp.configuration import Configuration
    from lab.switch.huawei_vrp.port import Port


def forwarding_state(configuration: Configuration, base_mac: str) -> ForwardingState:
    """Compile a configuration for the data plane."""
    up_vlanifs = [vlanif for vlanif in configuration.vlan_interfaces.values() if vlanif.address and not vlanif.shutdown]
    return ForwardingState(
        vlans=frozenset(configuration.vlans),
        ports=tuple(_port_state(configuration, port) for port in configuration.ports.values()),
        addresses=tuple((vlanif.vlan, vlanif.address) for vlanif in up_vlanifs if vlanif.address),
        routes=tuple(configuration.routes),
        bindings=tuple(
            Binding(bind.address, colons(bind.mac) if bind.mac else None, bind.interface, bind.vlan)
            for bind in configuration.bindings
        ),
        base_mac=base_mac,
    )


def _port_state(configuration: Configuration, port: Port) -> PortState:
    return port.state(
        configuration.vlans,
        inbound=_rules(configuration, port, "inbound"),
        outbound=_rules(configuration, port, "outbound"),
        binding_check=(port.binding_check or BindingCheck()) if port.binding_enabled else None,
        arp_check=port.arp_check,
        max_macs=port.max_macs if port.security else None,
        drop_bpdu=port.edged and configuration.bpdu_protection,
    )


def _rules(configuration: Configuration, port: Port, direction: str) -> tuple[FilterRule, ...]:
    rules: list[FilterRule] = []
    for traffic_filter in port.filters:
        if traffic_filter.direction == direction:
            acl = configuration.acls[(traffic_filter.family, traffic_filter.acl)]
            rules += acl.filter_rules()
    return tuple(rules)
