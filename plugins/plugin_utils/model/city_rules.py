# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What must agree inside `city.yml`."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

from ...module_utils.message import say
from .address_space import governmental, no_hosts
from .canary_rules import canary_findings
from .city import City, ExplainedPrefix, Network
from .reading import dotted
from .reserved import RESERVED
from .rule_finding import RuleFinding

WIDEST = 8
"""The shortest prefix that any government network has: 10.0.0.0/8, 19.0.0.0/8."""


def city_findings(city: City) -> Iterator[RuleFinding]:
    """Find what does not agree."""
    for name, network in city.networks.items():
        yield from _network_findings(name, network)
    yield from _pool_findings(city)
    yield from canary_findings(city)
    for code in city.districts:
        if code in RESERVED:
            what = say("districts.{code}: `{code}` is the name of a group of hosts", code=code)
            yield RuleFinding(
                ("districts", code), what, "", say("choose another code"), key=True, id="district-reserved"
            )


def _network_findings(name: str, network: Network) -> Iterator[RuleFinding]:
    for at, each in enumerate(network.listed):
        reason = isinstance(each, ExplainedPrefix)
        place = ("networks", name, "prefixes", at, *(("prefix",) if isinstance(each, ExplainedPrefix) else ()))
        yield from _prefix_findings(place, network.prefixes[at], explained=reason)
    fix = say("correct it, or add its prefix to `prefixes` if terminals may really reach all of it")
    for path, found in _services(("networks", name), network):
        if found.prefixlen == found.max_prefixlen and any(edge(found[0], prefix) for prefix in network.prefixes):
            what = say(
                "{path}: {found} is the first or the last address of a prefix, which no server has",
                path=dotted(path),
                found=found[0],
            )
            yield RuleFinding(path, what, "6.4-e", say("give the server's own address"), id="server-at-edge")
        managing = next((each for each in network.operations if found.subnet_of(each)), None)
        if managing and path[2] != "operations":
            what = say(
                "{path}: {found} lies inside the operations prefix {managing}, and terminals are let to it",
                path=dotted(path),
                found=found[0],
                managing=managing,
            )
            yield RuleFinding(
                path,
                what,
                "6.4-e",
                say("give the server an address that nothing is managed from"),
                id="server-among-operations",
            )
        if not any(found.subnet_of(prefix) for prefix in network.prefixes):
            shown = found.network_address if found.prefixlen == found.max_prefixlen else found
            what = say(
                "{path}: {shown} lies outside the {name}'s prefixes ({listed})",
                path=dotted(path),
                shown=shown,
                name=name,
                listed=listed(network.prefixes),
            )
            yield RuleFinding(path, what, "6.4-e", fix, id="server-outside")


def _prefix_findings(place: tuple[str | int, ...], prefix: IPv4Network, *, explained: bool) -> Iterator[RuleFinding]:
    kind = no_hosts(prefix)
    if kind:
        what = say(
            "{path}: {prefix} holds {kind} addresses, which no host has", path=dotted(place), prefix=prefix, kind=kind
        )
        yield RuleFinding(
            place, what, "6.4-e", say("list only prefixes of the government's network"), id="prefix-without-hosts"
        )
    elif prefix.prefixlen < WIDEST:
        what = say("{path}: {prefix} is wider than any government network", path=dotted(place), prefix=prefix)
        yield RuleFinding(
            place,
            what,
            "6.4-e",
            say("list its parts, each /{widest} or longer", widest=WIDEST),
            id="prefix-too-wide",
        )
    elif not explained and not governmental(prefix):
        what = say(
            "{path}: {prefix} is no prefix of a government network by its numbers: neither private (RFC 1918) "
            "nor inside 59.192.0.0/10 or 19.0.0.0/8",
            path=dotted(place),
            prefix=prefix,
        )
        fix = say(
            "take it out, or write `{{prefix: {prefix}, reason: ...}}`: the application form prints the reason",
            prefix=prefix,
        )
        yield RuleFinding(place, what, "6.4-e", fix, id="prefix-unexplained")


def _services(path: tuple[str | int, ...], network: Network) -> Iterator[tuple[tuple[str | int, ...], IPv4Network]]:
    """Give every server and prefix that the network names, each with its place."""
    for key in ("resolvers", "time_servers", "operations"):
        for at, found in enumerate(getattr(network, key)):
            yield (*path, key, at), IPv4Network(found)
    if network.measure:
        yield (*path, "measure"), IPv4Network(network.measure_server[0])


def _pool_findings(city: City) -> Iterator[RuleFinding]:
    seen: list[tuple[IPv4Network, tuple[str | int, ...]]] = []
    for code, district in city.districts.items():
        for name, pools in district.pools.items():
            path = ("districts", code, "pools", name)
            network = city.networks.get(name)
            if network is None:
                what = say(
                    "{path}: the city has no network `{name}`; it has: {networks}",
                    path=dotted(path),
                    name=name,
                    networks=", ".join(city.networks),
                )
                yield RuleFinding(
                    path,
                    what,
                    "6.4-a",
                    say("describe `{name}` under `networks`, or delete the pool", name=name),
                    key=True,
                    id="pool-without-network",
                )
                continue
            for at, pool in enumerate(pools):
                place = (*path, at)
                yield from _one_pool(place, pool, name, network)
                other = next((path for known, path in seen if known.overlaps(pool)), None)
                if other:
                    what = say("{path}: {pool} overlaps {other}", path=dotted(place), pool=pool, other=dotted(other))
                    yield RuleFinding(
                        place, what, "6.4-b", say("give each address to one pool only"), id="pool-overlap"
                    )
                seen.append((pool, place))


def _one_pool(place: tuple[str | int, ...], pool: IPv4Network, name: str, network: Network) -> Iterator[RuleFinding]:
    if not any(pool.subnet_of(prefix) for prefix in network.prefixes):
        what = say(
            "{path}: {pool} lies outside the {name}'s prefixes ({listed})",
            path=dotted(place),
            pool=pool,
            name=name,
            listed=listed(network.prefixes),
        )
        yield RuleFinding(place, what, "6.4-b", say("correct the pool, or the prefixes"), id="pool-outside")


def edge(address: IPv4Address, prefix: IPv4Network) -> bool:
    """Tell whether an address is a prefix's own or its broadcast address; prefixes of one or two hosts have neither."""
    ends = (prefix.network_address, prefix.broadcast_address)
    return prefix.prefixlen < prefix.max_prefixlen - 1 and address in ends


def listed(prefixes: tuple[IPv4Network, ...]) -> str:
    """Write prefixes one after the other."""
    return ", ".join(str(prefix) for prefix in prefixes)
