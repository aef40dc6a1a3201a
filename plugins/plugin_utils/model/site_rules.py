# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What must agree inside a site's file, and with the city."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from ...module_utils.message import say
from ..config.port_names import PortNames
from ..platforms import IDENTITIES
from .city import City
from .delivery_rules import delivery_findings
from .grant_rules import grant_findings
from .opening_hours import hours_findings
from .reading import dotted
from .reserved import RESERVED
from .rule_finding import RuleFinding
from .site import Site
from .subnet import blocked, usable_bounds
from .surroundings import Surroundings
from .switch_rules import switch_findings

LONGEST_PREFIX = 30
"""A /30 holds the gateway and one terminal."""

ROLLOUT_RECORDS = "rollout"
"""`records/rollout/`, beside the folders of the sites."""

_SUBNET = ("network", "subnet")


def site_findings(site: Site, around: Surroundings) -> Iterator[RuleFinding]:
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
        what = say(
            "{path}: {subnet} has no room for a gateway and a terminal",
            path=dotted(_SUBNET),
            subnet=site.network.subnet,
        )
        yield RuleFinding(
            _SUBNET,
            what,
            "6.4-b",
            say("give a subnet of /{longest_prefix} or larger", longest_prefix=LONGEST_PREFIX),
            id="subnet-too-small",
        )
        return
    yield from _gateway_findings(site)
    yield from _server_findings(site, around)
    if around.city:
        yield from _place_findings(site, around.city)


def _name_findings(site: Site, city: City | None) -> Iterator[RuleFinding]:
    groups = {*RESERVED, site.district, *(city.districts if city else ())}
    names = [(("terminals", at, "id"), terminal.id, {site.site}) for at, terminal in enumerate(site.terminals)]
    for path, name, more in [(("site",), site.site, set[str]()), *names]:
        if name in groups or name in more:
            what = say("{path}: `{name}` is the name of a group of hosts", path=dotted(path), name=name)
            yield RuleFinding(path, what, "", say("choose another name"), id="name-reserved")
    canaries = {each.name for each in (city.canaries if city else ()) if each.ssh}
    for path, name in [(("site",), site.site), (("site",), site.switch_name), *(each[:2] for each in names)]:
        if name in canaries:
            what = say("{path}: `{name}` is the name of a canary", path=dotted(path), name=name)
            yield RuleFinding(path, what, "", say("choose another name"), id="name-of-canary")
    if site.site == ROLLOUT_RECORDS:
        what = say("site: `{site}` is the folder of the records of whole deployments", site=site.site)
        yield RuleFinding(("site",), what, "", say("choose another name"), id="site-name-reserved")
    if site.venue == "other" and not site.venue_note:
        fix = say("add `venue_note:` that says which place it is, and why")
        yield RuleFinding(("venue",), say("venue: `other` needs a reason"), "6.1", fix, id="venue-without-note")


def _profile_findings(site: Site) -> Iterator[RuleFinding]:
    network = site.network
    if network.class_ == "police" and network.profile != "police":
        what = say(
            "network.profile: found `{profile}`; the police network has a profile of its own", profile=network.profile
        )
        yield RuleFinding(("network", "profile"), what, "6.4-f", say("write `profile: police`"), id="police-profile")
    if network.profile == "police" and not network.own_rules:
        what = say("network.own_rules is missing: the document that takes the place of 6.4 at a police site")
        yield RuleFinding(
            ("network",), what, "6.4-f", say("add `own_rules: {{number: ..., date: ...}}`"), id="police-rules-missing"
        )


def _uplink_findings(site: Site) -> Iterator[RuleFinding]:
    uplink = site.network.uplink
    if uplink != "wired":
        path = ("network", "uplink")
        what = say(
            "{path}: found `{uplink}`; no gateway is configured or proven yet, so a site that is not wired can "
            "be neither planned nor deployed",
            path=dotted(path),
            uplink=uplink,
        )
        yield RuleFinding(
            path,
            what,
            "6.4-a",
            say("take the file out of sites/ until then, such as by naming it _site.yml"),
            id="uplink-not-wired",
        )


def _port_findings(site: Site) -> Iterator[RuleFinding]:
    names = IDENTITIES[site.switch.platform].port_names
    found: list[tuple[tuple[Any, ...], str]] = [
        (("terminals", at, "port"), terminal.port) for at, terminal in enumerate(site.terminals)
    ]
    found += [(("switch", "spare_ports", at), port) for at, port in enumerate(site.switch.spare_ports)]
    for path, port in found:
        if not names.pattern.fullmatch(port):
            full = names.full(port)
            fix = (
                say("write `{full}`", full=full)
                if full
                else say("write the port as the switch shows it, such as `{example}`", example=names.example)
            )
            what = say(
                "{path}: `{port}` is no port's full name in {platform}",
                path=dotted(path),
                port=port,
                platform=site.switch.platform,
            )
            yield RuleFinding(path, what, "6.4-c", fix, id="port-name")
    yield from _spare_findings(site, names)


def _spare_findings(site: Site, names: PortNames) -> Iterator[RuleFinding]:
    users = {terminal.port: terminal.id for terminal in site.terminals}
    seen: dict[str, int] = {}
    for at, port in enumerate(site.switch.spare_ports):
        path = ("switch", "spare_ports", at)
        first = seen.setdefault(names.full(port) or port, at)
        if first != at:
            what = say(
                "{path}: `{port}` is also {first}", path=dotted(path), port=port, first=dotted((*path[:-1], first))
            )
            yield RuleFinding(path, what, "6.4-c", say("take one of the two out, or correct it"), id="spare-port-twice")
        if user := users.get(port):
            what = say(
                "{path}: `{port}` is the port of {user}, and a spare port is shut",
                path=dotted(path),
                port=port,
                user=user,
            )
            yield RuleFinding(
                path,
                what,
                "6.4-c",
                say("take it out of `spare_ports`, or correct the terminal's port"),
                id="spare-port-in-use",
            )


def _gateway_findings(site: Site) -> Iterator[RuleFinding]:
    path, subnet = ("network", "gateway"), site.network.subnet
    fix = say("delete the line: the gateway is then {subnet}", subnet=subnet[1])
    if site.gateway not in subnet:
        yield RuleFinding(
            path,
            say(
                "{path}: {gateway} lies outside the subnet {subnet}",
                path=dotted(path),
                gateway=site.gateway,
                subnet=subnet,
            ),
            "6.4-b",
            fix,
            id="gateway-outside",
        )
    elif site.gateway in (subnet.network_address, subnet.broadcast_address):
        names = {"path": dotted(path), "gateway": site.gateway, "subnet": subnet}
        if site.gateway == subnet.network_address:
            what = say("{path}: {gateway} is the own address of {subnet}", **names)
        else:
            what = say("{path}: {gateway} is the broadcast address of {subnet}", **names)
        yield RuleFinding(
            path,
            what,
            "6.4-b",
            fix,
            id="gateway-at-edge",
        )


def _server_findings(site: Site, around: Surroundings) -> Iterator[RuleFinding]:
    subnet = site.network.subnet
    low, high = int(subnet.network_address), int(subnet.broadcast_address)
    for address, name in around.servers.items():
        if low <= address <= high:
            what = say("{path}: {subnet} holds {name}", path=dotted(_SUBNET), subnet=subnet, name=name)
            yield RuleFinding(
                _SUBNET,
                what,
                "6.4-b",
                say("choose a subnet that holds nothing but terminals and their gateway"),
                id="subnet-holds-server",
            )
    for name, network in around.city.networks.items() if around.city else ():
        for prefix in network.operations:
            if prefix.overlaps(subnet):
                what = say(
                    "{path}: {subnet} overlaps the {name}'s operations prefix {prefix}",
                    path=dotted(_SUBNET),
                    subnet=subnet,
                    name=name,
                    prefix=prefix,
                )
                fix = say("give terminals addresses that nothing is managed from")
                yield RuleFinding(_SUBNET, what, "6.4-b", fix, id="subnet-among-operations")


def _place_findings(site: Site, city: City) -> Iterator[RuleFinding]:
    district, network = city.districts.get(site.district), site.network
    if district is None:
        near = get_close_matches(site.district, city.districts, n=1)
        named = say("add `{district}` under `districts` in city.yml", district=site.district)
        what = say(
            "district: the city has no district `{district}`; it has: {districts}",
            district=site.district,
            districts=", ".join(city.districts),
        )
        yield RuleFinding(
            (),
            what,
            "5",
            say("did you mean the folder `{near}`?", near=near[0]) if near else named,
            id="district-unknown",
        )
        return
    if network.class_ not in city.networks:
        what = say(
            "network.class: the city has no network `{network}`; it has: {networks}",
            network=network.class_,
            networks=", ".join(city.networks),
        )
        fix = say("write one of these, or describe it under `networks` in city.yml")
        yield RuleFinding(("network", "class"), what, "6.4-a", fix, id="network-unknown")
        return
    pools = district.pools.get(network.class_, ())
    if not any(network.subnet.subnet_of(pool) for pool in pools):
        listed = ", ".join(str(pool) for pool in pools) or say("it has none")
        what = say(
            "{path}: {subnet} lies outside {district}'s {network} pools ({listed})",
            path=dotted(_SUBNET),
            subnet=network.subnet,
            district=site.district,
            network=network.class_,
            listed=listed,
        )
        fix = say("choose a free subnet inside a pool, or add a pool to city.yml")
        yield RuleFinding(_SUBNET, what, "6.4-b", fix, id="subnet-outside-pools")
        return
    first, end = usable_bounds(site)
    room = end - first - len(blocked(site, city))
    if len(site.terminals) > room:
        what = say(
            "terminals: {count} are listed, {subnet} has room for {room}",
            count=len(site.terminals),
            subnet=network.subnet,
            room=room,
        )
        yield RuleFinding(("terminals",), what, "6.4-b", say("give the site a larger subnet"), id="subnet-full")
