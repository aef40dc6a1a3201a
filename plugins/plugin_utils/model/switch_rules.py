# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether a switch's management address can be one: what is written there is given the site's configuration."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

from .address_space import governmental, no_host
from .city import City
from .city_rules import edge
from .finding import Finding
from .reading import dotted
from .site import Site
from .surroundings import Surroundings

_ADDRESS = ("switch", "address")
_FIX = "write the address that the switch is managed at"


def switch_findings(site: Site, around: Surroundings) -> Iterator[Finding]:
    """Find an address that no switch has, or that is somebody else's."""
    address, subnet = site.switch.address, site.network.subnet
    kind = no_host(address)
    if kind:
        what = f"{dotted(_ADDRESS)}: {address} is no address of a switch: it is {kind}"
        yield Finding(_ADDRESS, what, "6.4-b", _FIX)
    elif int(address) in around.servers:
        what = f"{dotted(_ADDRESS)}: found {around.servers[int(address)]}"
        yield Finding(_ADDRESS, what, "6.4-b", _FIX)
    elif address in subnet:
        what = f"{dotted(_ADDRESS)}: {address} lies inside {subnet}, the terminals' own subnet"
        fix = "manage the switch at an address outside it: terminals reach their neighbours without any gateway"
        yield Finding(_ADDRESS, what, "6.4-b", fix)
    elif around.city and (prefix := _edge(address, around.city)):
        what = f"{dotted(_ADDRESS)}: {address} is the first or the last address of {prefix}, which no switch has"
        yield Finding(_ADDRESS, what, "6.4-b", _FIX)
    elif around.city and not _on_a_network(address, around.city):
        what = f"{dotted(_ADDRESS)}: {address} is neither private nor inside any network's prefixes"
        yield Finding(_ADDRESS, what, "6.4-b", f"{_FIX}, never an address on the internet")


def _on_a_network(address: IPv4Address, city: City) -> bool:
    return governmental(IPv4Network(address)) or any(network.holds(address) for network in city.networks.values())


def _edge(address: IPv4Address, city: City) -> IPv4Network | None:
    prefixes = (prefix for network in city.networks.values() for prefix in (*network.prefixes, *network.operations))
    return next((prefix for prefix in prefixes if edge(address, prefix)), None)
