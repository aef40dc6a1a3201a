# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What must agree inside `city.yml`."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from .city import City, Network
from .finding import Finding
from .reading import dotted
from .reserved import RESERVED


def city_findings(city: City) -> Iterator[Finding]:
    """Find what does not agree."""
    for name, network in city.networks.items():
        yield from _network_findings(name, network)
    yield from _pool_findings(city)
    for at, canary in enumerate(city.canaries):
        holder = next((name for name, network in city.networks.items() if network.holds(canary.address)), "")
        if holder:
            path = ("canaries", at, "address")
            what = (
                f"{dotted(path)}: {canary.address} lies inside the {holder}'s prefixes; a canary stands beyond the exit"
            )
            yield Finding(path, what, "6.4-e", "give an address that no network's prefixes hold")
    for code in city.districts:
        if code in RESERVED:
            what = f"districts.{code}: `{code}` is the name of a group of hosts"
            yield Finding(("districts", code), what, "", "choose another code", key=True)


def _network_findings(name: str, network: Network) -> Iterator[Finding]:
    fix = "correct it, or add its prefix to `prefixes` if terminals may really reach all of it"
    for path, found in _services(("networks", name), network):
        if not any(found.subnet_of(prefix) for prefix in network.prefixes):
            shown = found.network_address if found.prefixlen == found.max_prefixlen else found
            what = f"{dotted(path)}: {shown} lies outside the {name}'s prefixes ({listed(network.prefixes)})"
            yield Finding(path, what, "6.4-e", fix)


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


def listed(prefixes: tuple[IPv4Network, ...]) -> str:
    """Write prefixes one after the other."""
    return ", ".join(str(prefix) for prefix in prefixes)
