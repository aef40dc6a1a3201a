# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the rules look up for every site, computed once: either file may be missing because it could not be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...module_utils.message import say
from .catalogue import Catalogue, Item
from .city import City


@dataclass(frozen=True)
class Surroundings:
    """The city and its catalogue, as a site sees them.

    Attributes:
        city: the city, if it could be read.
        items: the catalogue's items by code; None if it could not be read.
        unreachable: per network class, the items that it does not reach.
        servers: what must not lie among terminals: address as an integer, and what it is.
    """

    city: City | None
    items: Mapping[str, Item] | None
    unreachable: Mapping[str, frozenset[str]]
    servers: Mapping[int, str]

    @classmethod
    def of(cls, city: City | None, catalogue: Catalogue | None) -> Surroundings:
        """Compute them."""
        items = {item.code: item for item in catalogue.items} if catalogue else None
        unreachable: dict[str, frozenset[str]] = {
            name: frozenset(
                code
                for code, item in (items or {}).items()
                if not all(network.holds(endpoint.address) for endpoint in item.endpoints)
            )
            for name, network in (city.networks.items() if city else ())
        }
        return cls(city, items, unreachable, dict(_servers(city, items or {})))


def _servers(city: City | None, items: Mapping[str, Item]) -> Iterator[tuple[int, str]]:
    for item in items.values():
        for endpoint in item.endpoints:
            yield int(endpoint.address), say("{address} of item {code}", address=endpoint.address, code=item.code)
    for name, network in city.networks.items() if city else ():
        for address in network.resolvers:
            yield int(address), say("the {network}'s resolver {address}", network=name, address=address)
        for address in network.time_servers:
            yield int(address), say("the {network}'s time server {address}", network=name, address=address)
        if network.measure:
            address = network.measure_server[0]
            yield int(address), say("the {network}'s measure server {address}", network=name, address=address)
    for canary in city.canaries if city else ():
        yield int(canary.address), say("{address} of canary {name}", address=canary.address, name=canary.name)
