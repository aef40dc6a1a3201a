# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands of the configuration mode: routes, static bindings, spanning tree."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, RefusedError
from lab.switch.forwarding import Route
from lab.switch.ios_style.configuration import Configuration, SourceBinding
from lab.switch.ios_style.words import command

if TYPE_CHECKING:
    from lab.switch.matcher import Match

_BINDING = "ip source binding <mac> vlan <1-4094:vlan> <ipv4:address> interface <interface>"


@command("config", "ip default-gateway <ipv4:gateway>", "no ip default-gateway [ <ipv4:old> ]")
def _default_gateway(context: Context, match: Match) -> Answer:
    context.configuration.gateway = match.get("gateway")
    return None


def _network(match: Match) -> ipaddress.IPv4Network:
    try:
        return ipaddress.IPv4Network((match.get("destination"), match.get("mask")))
    except ValueError:
        raise RefusedError("%Inconsistent address and mask\n") from None


@command("config", "ip route <ipv4:destination> <mask> <ipv4:gateway>")
def _route(context: Context, match: Match) -> Answer:
    added = Route(_network(match), match.get("gateway"))
    if added not in context.configuration.routes:
        context.configuration.routes.append(added)
    return None


@command("config", "no ip route <ipv4:destination> <mask> [ <ipv4:gateway> ]")
def _no_route(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    network, gateway = _network(match), match.get("gateway")
    kept = [r for r in configuration.routes if r.destination != network or gateway not in (None, r.gateway)]
    if len(kept) == len(configuration.routes):
        raise RefusedError("%No matching route to delete\n")
    configuration.routes = kept
    return None


def _binding(match: Match) -> SourceBinding:
    return SourceBinding(match.get("mac"), match.get("vlan"), match.get("address"), match.get("interface"))


@command("config", _BINDING)
def _source_binding(context: Context, match: Match) -> Answer:
    """A host has one binding in a VLAN: a new one takes the place of the old (unverified)."""
    configuration: Configuration = context.configuration
    new = _binding(match)
    others = [old for old in configuration.bindings if (old.mac, old.vlan) != (new.mac, new.vlan)]
    configuration.bindings = configuration.bindings if new in configuration.bindings else [*others, new]
    return None


@command("config", f"no {_BINDING}")
def _no_source_binding(context: Context, match: Match) -> Answer:
    bindings: list[SourceBinding] = context.configuration.bindings
    if _binding(match) not in bindings:
        raise RefusedError("% The binding does not exist.\n")
    bindings.remove(_binding(match))
    return None


@command("config", "[ no ] spanning-tree portfast bpduguard default")
def _guard_edges(context: Context, match: Match) -> Answer:
    context.configuration.guard_edges = not match.has("no")
    return None
