# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The nftables rules of a forwarding state: one table in the bridge family.

A packet that the policy denies is marked where it enters and dropped where it would be forwarded or taken in, not at
once: a switch learns the source address of a frame even if a filter then drops it. Port security is different, it is
about learning.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lab.switch.data_plane_links import ifnames_of
from lab.switch.data_plane_match import match_texts
from lab.switch.forwarding import IPV4

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lab.switch.forwarding import FilterRule, ForwardingState, PortState, Rate

TABLE = "switch"
_DENY = "meta mark set 1"


@dataclass(frozen=True)
class Ruleset:
    """A loaded or wanted set of rules; counters and the sets of learned addresses outlive a change of the rules."""

    chains: dict[str, tuple[str, ...]] = field(default_factory=dict)
    counters: frozenset[str] = frozenset()
    mac_sets: dict[str, int] = field(default_factory=dict)

    def script_after(self, old: Ruleset) -> str:
        """One transaction that leads from the old rules to these; '' if they are the same."""
        if self == old:
            return ""
        lines = [f"table bridge {TABLE} {{}}", f"flush table bridge {TABLE}"]
        resized = {name for name, size in old.mac_sets.items() if self.mac_sets.get(name) != size}
        lines += [f"delete set bridge {TABLE} macs_{name}" for name in sorted(resized)]
        lines += [
            f"add set bridge {TABLE} macs_{name} {{ type ether_addr; size {size}; flags dynamic; }}"
            for name, size in self.mac_sets.items()
            if old.mac_sets.get(name) != size
        ]
        lines += [f"add counter bridge {TABLE} {name}" for name in sorted(self.counters - old.counters)]
        lines += [f"add chain bridge {TABLE} {name}{_hook(name)}" for name in self.chains]
        for name, rules in self.chains.items():
            lines += [f"add rule bridge {TABLE} {name} {rule}" for rule in rules]
        lines += [f"delete chain bridge {TABLE} {name}" for name in old.chains if name not in self.chains]
        lines += [f"delete counter bridge {TABLE} {name}" for name in sorted(old.counters - self.counters)]
        return "\n".join(lines) + "\n"


def _hook(chain: str) -> str:
    return (
        f" {{ type filter hook {chain} priority -300; policy accept; }}"
        if chain in ("prerouting", "forward", "input")
        else ""
    )


def ruleset(state: ForwardingState, uplink: int) -> Ruleset:
    """The rules of a state."""
    names = {port.name: ifnames_of(port, uplink) for port in state.ports}
    # A chain is added before a rule that jumps to it, so the chains of ports come first.
    chains: dict[str, tuple[str, ...]] = {}
    jumps: list[str] = []
    exits: list[str] = []
    for port in state.ports:
        entering = _entering(port, state, names[port.name])
        if entering and names[port.name]:
            chains[f"in_{port.number}"] = tuple(entering)
            jumps.append(f"iifname {_set(names[port.name])} jump in_{port.number}")
        if port.outbound and names[port.name]:
            chains[f"out_{port.number}"] = tuple(_filter(port.outbound, "drop"))
            exits.append(f"oifname {_set(names[port.name])} jump out_{port.number}")
    chains["prerouting"] = ("meta mark set 0", *jumps)
    chains["forward"] = ("meta mark 1 drop", *_isolation(state, names), *exits)
    chains["input"] = ("meta mark 1 drop",)
    return Ruleset(
        chains=chains,
        counters=frozenset(rule.name for port in state.ports for rule in (*port.inbound, *port.outbound)),
        mac_sets={name: port.max_macs for port in state.ports if port.max_macs for name in names[port.name]},
    )


def _set(names: Iterable[str]) -> str:
    return "{ " + ", ".join(f'"{name}"' for name in names) + " }"


def _entering(port: PortState, state: ForwardingState, names: list[str]) -> list[str]:
    """What happens to a frame that enters a port, in this order."""
    rules = ["ether daddr 01:80:c2:00:00:00 drop"] if port.drop_bpdu else []
    if port.rate_in is not None:
        rules.append(_policer(port.rate_in))
    if port.max_macs is not None:
        rules += [_learning(name) for name in names]
        rules += [f'iifname "{name}" ether saddr != @macs_{name} drop' for name in names]
    rules += _source_guard(port, state)
    rules += _arp_guard(port, state)
    return rules + _filter(port.inbound, f"{_DENY} return")


def _policer(rate: Rate) -> str:
    """The bucket of nftables holds one second's worth more than its burst, so a smaller one cannot be had."""
    per_second = rate.kbps * 125
    return f"limit rate over {per_second} bytes/second burst {max(rate.burst - per_second, 1)} bytes drop"


def _learning(name: str) -> str:
    """Adding to a full set does not match; the address is then not in the set and the next rule drops the frame."""
    return f'iifname "{name}" add @macs_{name} {{ ether saddr }}'


def _filter(rules: Iterable[FilterRule], deny: str) -> list[str]:
    return [
        f'{packets} counter name "{rule.name}" {"return" if rule.permit else deny}'
        for rule in rules
        for packets in match_texts(rule.match)
    ]


def _isolation(state: ForwardingState, names: dict[str, list[str]]) -> list[str]:
    groups: dict[int, list[str]] = {}
    for port in state.ports:
        for group in port.groups:
            groups.setdefault(group, []).extend(names[port.name])
    return [f"iifname {_set(members)} oifname {_set(members)} drop" for members in groups.values() if len(members) > 1]


def _bound(port: PortState, state: ForwardingState, sides: tuple[str, str]) -> list[str]:
    """One rule per binding that holds on this port: the packet is who it says it is."""
    check = port.binding_check
    found: list[str] = []
    for binding in state.bindings:
        on_port = binding.port in (None, port.name)
        if binding.address.version != IPV4 or not on_port:
            continue
        if (check is None or check.vlan) and binding.vlan not in (None, port.untagged):
            continue
        parts = [f"{sides[0]} {binding.address}"] if check is None or check.address else []
        parts += [f"{sides[1]} {binding.mac}"] if binding.mac and (check is None or check.mac) else []
        found.append(" ".join(parts))
    return found


def _source_guard(port: PortState, state: ForwardingState) -> list[str]:
    """IPv4 packets pass only from a bound host; IPv6 is left to filters (`docs/lab-switch.md`, unverified)."""
    if port.binding_check is None:
        return []
    bound = [f"ether type ip {match} meta mark set 2" for match in _bound(port, state, ("ip saddr", "ether saddr"))]
    return [*bound, f"ether type ip meta mark 0 {_DENY} return", "meta mark set 0"]


def _arp_guard(port: PortState, state: ForwardingState) -> list[str]:
    """ARP passes only with a bound sender address."""
    if not port.arp_check:
        return []
    bound = [
        f"ether type arp {match} meta mark set 2" for match in _bound(port, state, ("arp saddr ip", "arp saddr ether"))
    ]
    return [*bound, f"ether type arp meta mark 0 {_DENY} return", "meta mark set 0"]
