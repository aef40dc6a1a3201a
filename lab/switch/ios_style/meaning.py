# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a configuration means for packets.

A port has one list per direction and family; the implicit deny at its end is the last rule here. ARP inspection looks at
the ports of inspected VLANs that are not trusted.
"""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from lab.switch.forwarding import (
    FRAMES,
    IPV4,
    IPV6,
    Binding,
    BindingCheck,
    FilterRule,
    ForwardingState,
    PortState,
    Rate,
    Route,
)

if TYPE_CHECKING:
    from lab.switch.ios_style.configuration import Configuration
    from lab.switch.ios_style.port import Direction, Port

_ANYWHERE = ipaddress.IPv4Network("0.0.0.0/0")
_PROTECTED = frozenset({1})


def forwarding_state(configuration: Configuration, base_mac: str) -> ForwardingState:
    """Compile a configuration for the data plane."""
    default = [Route(_ANYWHERE, configuration.gateway)] if configuration.gateway else []
    return ForwardingState(
        vlans=frozenset(configuration.vlans),
        ports=tuple(_port_state(configuration, port) for port in configuration.ports.values()),
        addresses=tuple(
            (interface.vlan, interface.address)
            for interface in configuration.vlan_interfaces.values()
            if interface.address and not interface.shutdown and interface.vlan in configuration.vlans
        ),
        routes=tuple(configuration.routes or default),
        bindings=tuple(
            Binding(bind.address, _colons(bind.mac), bind.interface, bind.vlan) for bind in configuration.bindings
        ),
        base_mac=base_mac,
    )


def _port_state(configuration: Configuration, port: Port) -> PortState:
    trunk = port.mode == "trunk"
    untagged = port.native if trunk else port.vlan
    carried = (port.allowed if trunk else frozenset({untagged})) & frozenset(configuration.vlans)
    return PortState(
        name=port.name,
        number=port.number,
        up=not port.shutdown,
        untagged=untagged if untagged in carried else None,
        tagged=carried - {untagged} if trunk else frozenset(),
        inbound=_rules(configuration, port, "in"),
        outbound=_rules(configuration, port, "out"),
        binding_check=BindingCheck(mac=port.source_check == "mac") if _guarded(configuration, port) else None,
        arp_check=port.arp_check or (not port.arp_trust and bool(carried & configuration.inspected)),
        max_macs=(port.max_macs or configuration.style.max_macs) if port.security else None,
        groups=_PROTECTED if port.protected else frozenset(),
        rate_in=_rate(configuration, port, "in"),
        rate_out=_rate(configuration, port, "out"),
        drop_bpdu=configuration.spanning_tree and (port.bpduguard or (port.portfast and configuration.guard_edges)),
    )


def _guarded(configuration: Configuration, port: Port) -> bool:
    """Whether the source check filters; a Catalyst's rests while DHCP snooping is off or the port trusted by it."""
    snooped = configuration.snooping and port.vlan in configuration.snooped and not port.dhcp_trust
    return bool(port.source_check) and (snooped or not configuration.style.guards_snooped_only)


def _rules(configuration: Configuration, port: Port, direction: Direction) -> tuple[FilterRule, ...]:
    rules: list[FilterRule] = []
    for family in (FRAMES, IPV4, IPV6):
        acl = configuration.acls.get((family, port.filters.get((direction, family), "")))
        rules += acl.filter_rules(configuration.style) if acl else ()
    return tuple(rules)


def _rate(configuration: Configuration, port: Port, direction: Direction) -> Rate | None:
    policy = configuration.policies.get(port.policies.get(direction, ""))
    return (policy.rate if policy.drops else None) if policy else port.rates.get(direction)


def _colons(mac: str) -> str:
    digits = mac.replace(".", "")
    return ":".join(digits[at : at + 2] for at in range(0, 12, 2))
