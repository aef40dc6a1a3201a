# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which interface is in which bridge, with which addresses and routes, and the `ip` and `tc` commands to get there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.switch.forwarding import ForwardingState, PortState


@dataclass(frozen=True)
class LinkPlan:
    """What `ip` has to bring about.

    Attributes:
        bridges: the VLANs that have a bridge.
        members: interface -> bridge ('' for none).
        up: the interfaces that are up.
        addresses: (bridge, address with prefix length).
        routes: destination and gateway.
    """

    bridges: frozenset[str] = frozenset()
    members: dict[str, str] = field(default_factory=dict)
    up: frozenset[str] = frozenset()
    addresses: frozenset[tuple[str, str]] = frozenset()
    routes: frozenset[tuple[str, str]] = frozenset()
    mac: str = ""

    def commands_after(self, old: LinkPlan) -> list[str]:
        """The `ip` commands that lead from the old plan to this one; what must stop forwarding goes first."""
        commands = [
            f"link set {name} down" for name in self.members if name not in self.up and old.members.get(name) is None
        ]
        commands += [f"link set {name} down" for name in old.up - self.up if name in self.members]
        commands += [f"route del {to} via {gateway}" for to, gateway in old.routes - self.routes]
        commands += [f"addr del {address} dev {bridge}" for bridge, address in old.addresses - self.addresses]
        commands += [f"link del {bridge}" for bridge in sorted(old.bridges - self.bridges)]
        for bridge in sorted(self.bridges - old.bridges):
            commands.append(
                f"link add {bridge} address {self.mac} type bridge forward_delay 0 stp_state 0 mcast_snooping 0"
            )
            commands.append(f"link set {bridge} up")
        for name, bridge in self.members.items():
            if old.members.get(name) != bridge or bridge in self.bridges - old.bridges:
                commands.append(f"link set {name} master {bridge}" if bridge else f"link set {name} nomaster")
        commands += [f"addr add {address} dev {bridge}" for bridge, address in sorted(self.addresses - old.addresses)]
        commands += [f"link set {name} up" for name in sorted(self.up - old.up)]
        # A route whose interface went down and came up again is gone, so all of them are set each time anything is.
        return commands + [
            f"route replace {to} via {gateway}"
            for to, gateway in sorted(self.routes)
            if commands or self.routes != old.routes
        ]


def ifname(port: PortState, uplink: int, vlan: int) -> str:
    """The interface on which a port carries a VLAN."""
    return f"up{vlan}" if port.number == uplink else f"ge{port.number}"


def ifnames_of(port: PortState, uplink: int) -> list[str]:
    """Every interface that stands for a port."""
    if port.number != uplink:
        return [f"ge{port.number}"]
    return [f"up{vlan}" for vlan in sorted(port.tagged | ({port.untagged} if port.untagged else set()))]


def link_plan(state: ForwardingState, uplink: int, present: set[str]) -> LinkPlan:
    """The plan for a state, with the interfaces that are there; only the uplink carries more than untagged frames."""
    members = {name: "" for name in sorted(present) if name.startswith(("ge", "up")) and name[2:].isdigit()}
    up: set[str] = set()
    for port in state.ports:
        vlans = set(port.tagged) if port.number == uplink else set()
        vlans |= {port.untagged} if port.untagged else set()
        for vlan in vlans & state.vlans:
            name = ifname(port, uplink, vlan)
            if name in members:
                members[name] = f"vlan{vlan}"
        up |= {name for name in members if port.up and _belongs(name, port, uplink)}
    bridges = {bridge for bridge in members.values() if bridge} | {f"vlan{vlan}" for vlan, _ in state.addresses}
    return LinkPlan(
        bridges=frozenset(bridges),
        members=members,
        up=frozenset(up),
        addresses=frozenset((f"vlan{vlan}", address.with_prefixlen) for vlan, address in state.addresses),
        routes=frozenset((str(route.destination), str(route.gateway)) for route in state.routes),
        mac=state.base_mac,
    )


def _belongs(name: str, port: PortState, uplink: int) -> bool:
    return name.startswith("up") if port.number == uplink else name == f"ge{port.number}"


def rate_commands(state: ForwardingState, uplink: int, members: dict[str, str]) -> dict[str, str]:
    """The `tc` command per interface that shapes what leaves a port (what enters is policed by nftables)."""
    commands: dict[str, str] = {}
    for port in state.ports:
        if port.rate_out is None:
            continue
        for name in members:
            if _belongs(name, port, uplink):
                # A bucket must hold one full frame.
                burst = max(port.rate_out.burst, 1600)
                commands[name] = (
                    f"qdisc replace dev {name} root tbf rate {port.rate_out.kbps}kbit burst {burst}b latency 100ms"
                )
    return commands
