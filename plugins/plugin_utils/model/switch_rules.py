# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether a switch's management address can be one: what is written there is given the site's configuration."""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Network

from ...module_utils.message import say
from .address_space import governmental, no_host
from .city import City
from .city_rules import edge
from .reading import dotted
from .rule_finding import RuleFinding
from .site import Site
from .surroundings import Surroundings

_ADDRESS = ("switch", "address")
_FIX = say("write the address that the switch is managed at")


def switch_findings(site: Site, around: Surroundings) -> Iterator[RuleFinding]:
    """Find an address that no switch has, or that is somebody else's."""
    address, subnet = site.switch.address, site.network.subnet
    kind = no_host(address)
    if kind:
        what = say(
            "{path}: {address} is no address of a switch: it is {kind}",
            path=dotted(_ADDRESS),
            address=address,
            kind=kind,
        )
        yield RuleFinding(_ADDRESS, what, "6.4-b", _FIX, id="switch-address")
    elif int(address) in around.servers:
        what = say("{path}: found {server}", path=dotted(_ADDRESS), server=around.servers[int(address)])
        yield RuleFinding(_ADDRESS, what, "6.4-b", _FIX, id="switch-address-of-server")
    elif address in subnet:
        what = say(
            "{path}: {address} lies inside {subnet}, the terminals' own subnet",
            path=dotted(_ADDRESS),
            address=address,
            subnet=subnet,
        )
        fix = say("manage the switch at an address outside it: terminals reach their neighbours without any gateway")
        yield RuleFinding(_ADDRESS, what, "6.4-b", fix, id="switch-among-terminals")
    elif around.city and (prefix := _edge(address, around.city)):
        what = say(
            "{path}: {address} is the first or the last address of {prefix}, which no switch has",
            path=dotted(_ADDRESS),
            address=address,
            prefix=prefix,
        )
        yield RuleFinding(_ADDRESS, what, "6.4-b", _FIX, id="switch-at-edge")
    elif around.city and not _on_a_network(address, around.city):
        what = say(
            "{path}: {address} is neither private nor inside any network's prefixes",
            path=dotted(_ADDRESS),
            address=address,
        )
        yield RuleFinding(
            _ADDRESS,
            what,
            "6.4-b",
            say("{fix}, never an address on the internet", fix=_FIX),
            id="switch-outside",
        )


def _on_a_network(address: IPv4Address, city: City) -> bool:
    return governmental(IPv4Network(address)) or any(network.holds(address) for network in city.networks.values())


def _edge(address: IPv4Address, city: City) -> IPv4Network | None:
    prefixes = (prefix for network in city.networks.values() for prefix in (*network.prefixes, *network.operations))
    return next((prefix for prefix in prefixes if edge(address, prefix)), None)
