# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a Comware configuration means for packets.

A packet filter that no rule matches lets a packet through unless `packet-filter default deny` is set; ARP detection
compares the sender with the static bindings, on every port of the VLAN that is not trusted (H3C ACL commands, ARP
attack protection commands).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.forwarding import FRAMES, Binding, FilterRule, ForwardingState, FrameMatch, PacketMatch
from lab.switch.vrp_style.words import colons

if TYPE_CHECKING:
    from lab.switch.forwarding import PortState
    from lab.switch.hp_comware.configuration import Configuration
    from lab.switch.hp_comware.port import Port


def forwarding_state(configuration: Configuration, base_mac: str) -> ForwardingState:
    """Compile a configuration for the data plane."""
    own = [interface for interface in configuration.vlan_interfaces.values() if not interface.shutdown]
    return ForwardingState(
        vlans=frozenset(configuration.vlans),
        ports=tuple(_port_state(configuration, port) for port in configuration.ports.values()),
        addresses=tuple((interface.vlan, interface.address) for interface in own if interface.address),
        routes=tuple(configuration.routes),
        bindings=tuple(
            Binding(bind.address, colons(bind.mac) if bind.mac else None, port.name, bind.vlan)
            for port in configuration.ports.values()
            for bind in port.bindings
        ),
        base_mac=base_mac,
    )


def _port_state(configuration: Configuration, port: Port) -> PortState:
    inspected = any(configuration.vlans[vlan].arp_detection for vlan in port.carried(configuration.vlans))
    return port.state(
        configuration.vlans,
        inbound=_rules(configuration, port, "inbound"),
        outbound=_rules(configuration, port, "outbound"),
        binding_check=port.binding_check,
        arp_check=inspected and not port.arp_trusted,
        max_macs=port.max_macs if port.autolearn and configuration.port_security else None,
        drop_bpdu=port.edged and configuration.bpdu_protection,
    )


def _rules(configuration: Configuration, port: Port, direction: str) -> tuple[FilterRule, ...]:
    rules: list[FilterRule] = []
    for (applied, family), packet_filter in sorted(port.filters.items()):
        if applied != direction:
            continue
        acl = configuration.acls.get((family, packet_filter.acl))
        rules += acl.filter_rules() if acl else ()
        if configuration.default_deny:
            everything = FrameMatch() if family == FRAMES else PacketMatch(family)
            rules.append(FilterRule(f"acl{family}_default", permit=False, match=everything))
    return tuple(rules)
