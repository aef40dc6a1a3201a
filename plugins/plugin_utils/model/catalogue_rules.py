# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What must agree inside `catalogue.yml`, and with the city."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .catalogue import Catalogue, Endpoint
from .city import City
from .city_rules import edge, listed
from .finding import Finding
from .reading import dotted
from .uniqueness import same_name


def catalogue_findings(catalogue: Catalogue, city: City | None) -> Iterator[Finding]:
    """Find what does not agree; the city is left out while it can not be read."""
    codes: dict[str, int] = {}
    names: dict[str, int] = {}
    for at, item in enumerate(catalogue.items):
        path = ("items", at)
        known = codes.setdefault(item.code, at)
        if known != at:
            other = f"{dotted(('items', known))} ({catalogue.items[known].name})"
            what = f"{dotted((*path, 'code'))}: {item.code} is also the code of {other}"
            yield Finding((*path, "code"), what, "7.7", "give each item its own code")
        namesake = names.setdefault(same_name(item.name), at)
        if namesake != at:
            other = f"{dotted(('items', namesake))} ({catalogue.items[namesake].code})"
            what = f"{dotted((*path, 'name'))}: {item.name} is also the name of {other}"
            fix = "give each item a name that tells it from all others on the home page"
            yield Finding((*path, "name"), what, "7.7", fix)
        for number, endpoint in enumerate(item.endpoints):
            yield from _endpoint_findings((*path, "endpoints", number), endpoint, city)


def _no_name(endpoint: Endpoint, city: City | None) -> str:
    """Say why an endpoint's name is somebody else's; nothing if it is not. Its own address may stand for a name."""
    name = endpoint.name.lower()
    if name == "localhost" or name.endswith(".localhost"):
        return "is the terminal itself"
    if re.fullmatch(r"[0-9.]+", name) and name != str(endpoint.address):
        return "is another address than the endpoint's"
    if city and name in {canary.name.lower() for canary in city.canaries}:
        return "is the name of a canary"
    return ""


def _no_server(endpoint: Endpoint, city: City) -> str:
    """Say why a terminal may not be let to an address inside the prefixes; nothing if it may."""
    address = endpoint.address
    for name, network in city.networks.items():
        if any(address in prefix for prefix in network.operations):
            return f"lies inside the {name}'s operations prefixes, which no terminal may call"
        if any(edge(address, prefix) for prefix in network.prefixes):
            return f"is the first or the last address of one of the {name}'s prefixes, which no server has"
    return ""


def _endpoint_findings(path: tuple[str | int, ...], endpoint: Endpoint, city: City | None) -> Iterator[Finding]:
    if wrong := _no_name(endpoint, city):
        here = (*path, "name")
        yield Finding(here, f"{dotted(here)}: {endpoint.name} {wrong}", "7.7", "write the server's own host name")
    if city and not any(network.holds(endpoint.address) for network in city.networks.values()):
        networks = "; ".join(f"{name} {listed(network.prefixes)}" for name, network in city.networks.items())
        what = f"{dotted((*path, 'address'))}: {endpoint.address} lies outside all networks' prefixes ({networks})"
        fix = "correct it; an item on the internet can not be offered on a terminal"
        yield Finding((*path, "address"), what, "6.4-e", fix)
    elif city and (where := _no_server(endpoint, city)):
        here = (*path, "address")
        yield Finding(here, f"{dotted(here)}: {endpoint.address} {where}", "6.4-e", "give the server's own address")
    if endpoint.check == "tls" and not endpoint.tls:
        yield Finding((*path, "check"), f"{dotted(path)}: `check: tls` needs `tls: true`", "7.7", "add `tls: true`")
    for key, bare in (("path", "/"), ("expect", None)):
        if endpoint.check != "http" and getattr(endpoint, key) != bare:
            here = (*path, key)
            what = f"{dotted(here)}: only `check: http` looks at `{key}`; this endpoint has `check: {endpoint.check}`"
            yield Finding(here, what, "7.7", f"write `check: http`, or delete `{key}`", key=True)
