# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What must agree inside `city.yml`."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

from .address_space import governmental, no_hosts
from .canary_rules import canary_findings
from .city import City, ExplainedPrefix, Network
from .finding import Finding
from .reading import dotted
from .reserved import RESERVED

WIDEST = 8
"""The shortest prefix that any government network has: 10.0.0.0/8, 19.0.0.0/8."""


def city_findings(city: City) -> Iterator[Finding]:
    """Find what does not agree."""
    for name, network in city.networks.items():
        yield from _network_findings(name, network)
    yield from _pool_findings(city)
    yield from canary_findings(city)
    for code in city.districts:
        if code in RESERVED:
            what = f"districts.{code}: `{code}` is the name of a group of hosts"
            yield Finding(("districts", code), what, "", "choose another code", key=True)


def _network_findings(name: str, network: Network) -> Iterator[Finding]:
    for at, each in enumerate(network.listed):
        reason = isinstance(each, ExplainedPrefix)
        place = ("networks", name, "prefixes", at, *(("prefix",) if isinstance(each, ExplainedPrefix) else ()))
        yield from _prefix_findings(place, network.prefixes[at], explained=reason)
    fix = "correct it, or add its prefix to `prefixes` if terminals may really reach all of it"
    for path, found in _services(("networks", name), network):
        if found.prefixlen == found.max_prefixlen and any(edge(found[0], prefix) for prefix in network.prefixes):
            what = f"{dotted(path)}: {found[0]} is the first or the last address of a prefix, which no server has"
            yield Finding(path, what, "6.4-e", "give the server's own address")
        managing = next((each for each in network.operations if found.subnet_of(each)), None)
        if managing and path[2] != "operations":
            what = (
                f"{dotted(path)}: {found[0]} lies inside the operations prefix {managing}, and terminals are let to it"
            )
            yield Finding(path, what, "6.4-e", "give the server an address that nothing is managed from")
        if not any(found.subnet_of(prefix) for prefix in network.prefixes):
            shown = found.network_address if found.prefixlen == found.max_prefixlen else found
            what = f"{dotted(path)}: {shown} lies outside the {name}'s prefixes ({listed(network.prefixes)})"
            yield Finding(path, what, "6.4-e", fix)


def _prefix_findings(place: tuple[str | int, ...], prefix: IPv4Network, *, explained: bool) -> Iterator[Finding]:
    kind = no_hosts(prefix)
    if kind:
        what = f"{dotted(place)}: {prefix} holds {kind} addresses, which no host has"
        yield Finding(place, what, "6.4-e", "list only prefixes of the government's network")
    elif prefix.prefixlen < WIDEST:
        what = f"{dotted(place)}: {prefix} is wider than any government network"
        yield Finding(place, what, "6.4-e", f"list its parts, each /{WIDEST} or longer")
    elif not explained and not governmental(prefix):
        what = (
            f"{dotted(place)}: {prefix} is no prefix of a government network by its numbers: neither private "
            "(RFC 1918) nor inside 59.192.0.0/10 or 19.0.0.0/8"
        )
        fix = f"take it out, or write `{{prefix: {prefix}, reason: ...}}`: the application form prints the reason"
        yield Finding(place, what, "6.4-e", fix)


def _services(path: tuple[str | int, ...], network: Network) -> Iterator[tuple[tuple[str | int, ...], IPv4Network]]:
    """Give every server and prefix that the network names, each with its place."""
    for key in ("resolvers", "time_servers", "operations"):
        for at, found in enumerate(getattr(network, key)):
            yield (*path, key, at), IPv4Network(found)
    if network.measure:
        yield (*path, "measure"), IPv4Network(network.measure_server[0])


def _pool_findings(city: City) -> Iterator[Finding]:
    seen: list[tuple[IPv4Network, tuple[str | int, ...]]] = []
    for code, district in city.districts.items():
        for name, pools in district.pools.items():
            path = ("districts", code, "pools", name)
            network = city.networks.get(name)
            if network is None:
                what = f"{dotted(path)}: the city has no network `{name}`; it has: {', '.join(city.networks)}"
                yield Finding(path, what, "6.4-a", f"describe `{name}` under `networks`, or delete the pool", key=True)
                continue
            for at, pool in enumerate(pools):
                place = (*path, at)
                yield from _one_pool(place, pool, name, network)
                other = next((path for known, path in seen if known.overlaps(pool)), None)
                if other:
                    what = f"{dotted(place)}: {pool} overlaps {dotted(other)}"
                    yield Finding(place, what, "6.4-b", "give each address to one pool only")
                seen.append((pool, place))


def _one_pool(place: tuple[str | int, ...], pool: IPv4Network, name: str, network: Network) -> Iterator[Finding]:
    if not any(pool.subnet_of(prefix) for prefix in network.prefixes):
        what = f"{dotted(place)}: {pool} lies outside the {name}'s prefixes ({listed(network.prefixes)})"
        yield Finding(place, what, "6.4-b", "correct the pool, or the prefixes")


def edge(address: IPv4Address, prefix: IPv4Network) -> bool:
    """Tell whether an address is a prefix's own or its broadcast address; prefixes of one or two hosts have neither."""
    ends = (prefix.network_address, prefix.broadcast_address)
    return prefix.prefixlen < prefix.max_prefixlen - 1 and address in ends


def listed(prefixes: tuple[IPv4Network, ...]) -> str:
    """Write prefixes one after the other."""
    return ", ".join(str(prefix) for prefix in prefixes)
