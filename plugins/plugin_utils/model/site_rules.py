# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What must agree inside a site's file, and with the city."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from ..config.port_names import PortNames
from ..platforms import IDENTITIES
from .city import City
from .delivery_rules import delivery_findings
from .finding import Finding
from .grant_rules import grant_findings
from .opening_hours import hours_findings
from .reading import dotted
from .reserved import RESERVED
from .site import Site
from .subnet import blocked, usable_bounds
from .surroundings import Surroundings
from .switch_rules import switch_findings

LONGEST_PREFIX = 30
"""A /30 holds the gateway and one terminal."""

ROLLOUT_RECORDS = "rollout"
"""`records/rollout/`, beside the folders of the sites."""

_SUBNET = ("network", "subnet")


def site_findings(site: Site, around: Surroundings) -> Iterator[Finding]:
    """Find what does not agree; what needs the city is left out while it can not be read."""
    yield from _name_findings(site, around.city)
    yield from _profile_findings(site)
    yield from _uplink_findings(site)
    yield from hours_findings(site.service.mode, site.service.hours)
    yield from switch_findings(site, around)
    yield from _port_findings(site)
    yield from grant_findings(site, around)
    yield from delivery_findings(site)
    if site.network.subnet.prefixlen > LONGEST_PREFIX:
        what = f"{dotted(_SUBNET)}: {site.network.subnet} has no room for a gateway and a terminal"
        yield Finding(_SUBNET, what, "6.4-b", f"give a subnet of /{LONGEST_PREFIX} or larger")
        return
    yield from _gateway_findings(site)
    yield from _server_findings(site, around)
    if around.city:
        yield from _place_findings(site, around.city)


def _name_findings(site: Site, city: City | None) -> Iterator[Finding]:
    groups = {*RESERVED, site.district, *(city.districts if city else ())}
    names = [(("terminals", at, "id"), terminal.id, {site.site}) for at, terminal in enumerate(site.terminals)]
    for path, name, more in [(("site",), site.site, set[str]()), *names]:
        if name in groups or name in more:
            what = f"{dotted(path)}: `{name}` is the name of a group of hosts"
            yield Finding(path, what, "", "choose another name")
    if site.site == ROLLOUT_RECORDS:
        what = f"site: `{site.site}` is the folder of the records of whole deployments"
        yield Finding(("site",), what, "", "choose another name")
    if site.venue == "other" and not site.venue_note:
        fix = "add `venue_note:` that says which place it is, and why"
        yield Finding(("venue",), "venue: `other` needs a reason", "6.1", fix)


def _profile_findings(site: Site) -> Iterator[Finding]:
    network = site.network
    if network.class_ == "police" and network.profile != "police":
        what = f"network.profile: found `{network.profile}`; the police network has a profile of its own"
        yield Finding(("network", "profile"), what, "6.4-f", "write `profile: police`")
    if network.profile == "police" and not network.own_rules:
        what = "network.own_rules is missing: the document that takes the place of 6.4 at a police site"
        yield Finding(("network",), what, "6.4-f", "add `own_rules: {number: ..., date: ...}`")


def _uplink_findings(site: Site) -> Iterator[Finding]:
    uplink = site.network.uplink
    if uplink != "wired":
        path = ("network", "uplink")
        what = (
            f"{dotted(path)}: found `{uplink}`; no gateway is configured or proven yet, so a site that is not wired "
            "can be neither planned nor deployed"
        )
        yield Finding(path, what, "6.4-a", "take the file out of sites/ until then, such as by naming it _site.yml")


def _port_findings(site: Site) -> Iterator[Finding]:
    names = IDENTITIES[site.switch.platform].port_names
    found: list[tuple[tuple[Any, ...], str]] = [
        (("terminals", at, "port"), one.port) for at, one in enumerate(site.terminals)
    ]
    found += [(("switch", "spare_ports", at), port) for at, port in enumerate(site.switch.spare_ports)]
    for path, port in found:
        if not names.pattern.fullmatch(port):
            full = names.full(port)
            fix = f"write `{full}`" if full else f"write the port as the switch shows it, such as `{names.example}`"
            what = f"{dotted(path)}: `{port}` is no port's full name in {site.switch.platform}"
            yield Finding(path, what, "6.4-c", fix)
    yield from _spare_findings(site, names)


def _spare_findings(site: Site, names: PortNames) -> Iterator[Finding]:
    users = {terminal.port: terminal.id for terminal in site.terminals}
    seen: dict[str, int] = {}
    for at, port in enumerate(site.switch.spare_ports):
        path = ("switch", "spare_ports", at)
        first = seen.setdefault(names.full(port) or port, at)
        if first != at:
            what = f"{dotted(path)}: `{port}` is also {dotted((*path[:-1], first))}"
            yield Finding(path, what, "6.4-c", "take one of the two out, or correct it")
        if user := users.get(port):
            what = f"{dotted(path)}: `{port}` is the port of {user}, and a spare port is shut"
            yield Finding(path, what, "6.4-c", "take it out of `spare_ports`, or correct the terminal's port")


def _gateway_findings(site: Site) -> Iterator[Finding]:
    path, subnet = ("network", "gateway"), site.network.subnet
    fix = f"delete the line: the gateway is then {subnet[1]}"
    if site.gateway not in subnet:
        yield Finding(path, f"{dotted(path)}: {site.gateway} lies outside the subnet {subnet}", "6.4-b", fix)
    elif site.gateway in (subnet.network_address, subnet.broadcast_address):
        which = "own" if site.gateway == subnet.network_address else "broadcast"
        yield Finding(path, f"{dotted(path)}: {site.gateway} is the {which} address of {subnet}", "6.4-b", fix)


def _server_findings(site: Site, around: Surroundings) -> Iterator[Finding]:
    subnet = site.network.subnet
    low, high = int(subnet.network_address), int(subnet.broadcast_address)
    for address, name in around.servers.items():
        if low <= address <= high:
            what = f"{dotted(_SUBNET)}: {subnet} holds {name}"
            yield Finding(_SUBNET, what, "6.4-b", "choose a subnet that holds nothing but terminals and their gateway")
    for name, network in around.city.networks.items() if around.city else ():
        for prefix in network.operations:
            if prefix.overlaps(subnet):
                what = f"{dotted(_SUBNET)}: {subnet} overlaps the {name}'s operations prefix {prefix}"
                fix = "give terminals addresses that nothing is managed from"
                yield Finding(_SUBNET, what, "6.4-b", fix)


def _place_findings(site: Site, city: City) -> Iterator[Finding]:
    district, network = city.districts.get(site.district), site.network
    if district is None:
        near = get_close_matches(site.district, city.districts, n=1)
        named = f"add `{site.district}` under `districts` in city.yml"
        what = f"district: the city has no district `{site.district}`; it has: {', '.join(city.districts)}"
        yield Finding((), what, "5", f"did you mean the folder `{near[0]}`?" if near else named)
        return
    if network.class_ not in city.networks:
        what = f"network.class: the city has no network `{network.class_}`; it has: {', '.join(city.networks)}"
        fix = "write one of these, or describe it under `networks` in city.yml"
        yield Finding(("network", "class"), what, "6.4-a", fix)
        return
    pools = district.pools.get(network.class_, ())
    if not any(network.subnet.subnet_of(pool) for pool in pools):
        listed = ", ".join(str(pool) for pool in pools) or "it has none"
        what = f"{dotted(_SUBNET)}: {network.subnet} lies outside {site.district}'s {network.class_} pools ({listed})"
        fix = "choose a free subnet inside a pool, or add a pool to city.yml"
        yield Finding(_SUBNET, what, "6.4-b", fix)
        return
    first, end = usable_bounds(site)
    room = end - first - len(blocked(site, city))
    if len(site.terminals) > room:
        what = f"terminals: {len(site.terminals)} are listed, {network.subnet} has room for {room}"
        yield Finding(("terminals",), what, "6.4-b", "give the site a larger subnet")
