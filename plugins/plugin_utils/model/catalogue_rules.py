# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What must agree inside `catalogue.yml`, and with the city."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...module_utils.message import say
from .catalogue import Catalogue, Endpoint
from .city import City
from .city_rules import edge, listed
from .reading import dotted
from .rule_finding import RuleFinding
from .uniqueness import same_name


def catalogue_findings(catalogue: Catalogue, city: City | None) -> Iterator[RuleFinding]:
    """Find what does not agree; the city is left out while it can not be read."""
    codes: dict[str, int] = {}
    names: dict[str, int] = {}
    for at, item in enumerate(catalogue.items):
        path = ("items", at)
        known = codes.setdefault(item.code, at)
        if known != at:
            other = f"{dotted(('items', known))} ({catalogue.items[known].name})"
            what = say(
                "{path}: {code} is also the code of {other}", path=dotted((*path, "code")), code=item.code, other=other
            )
            yield RuleFinding((*path, "code"), what, "7.7", say("give each item its own code"), id="item-code-twice")
        namesake = names.setdefault(same_name(item.name), at)
        if namesake != at:
            other = f"{dotted(('items', namesake))} ({catalogue.items[namesake].code})"
            what = say(
                "{path}: {name} is also the name of {other}", path=dotted((*path, "name")), name=item.name, other=other
            )
            fix = say("give each item a name that tells it from all others on the home page")
            yield RuleFinding((*path, "name"), what, "7.7", fix, id="item-name-twice")
        for number, endpoint in enumerate(item.endpoints):
            yield from _endpoint_findings((*path, "endpoints", number), endpoint, city)


def _no_name(endpoint: Endpoint, city: City | None) -> str:
    """Say why an endpoint's name is somebody else's; nothing if it is not. Its own address may stand for a name."""
    name = endpoint.name.lower()
    if name == "localhost" or name.endswith(".localhost"):
        return say("is the terminal itself")
    if re.fullmatch(r"[0-9.]+", name) and name != str(endpoint.address):
        return say("is another address than the endpoint's")
    if city and name in {canary.name.lower() for canary in city.canaries}:
        return say("is the name of a canary")
    return ""


def _no_server(endpoint: Endpoint, city: City) -> str:
    """Say why a terminal may not be let to an address inside the prefixes; nothing if it may."""
    address = endpoint.address
    for name, network in city.networks.items():
        if any(address in prefix for prefix in network.operations):
            return say("lies inside the {name}'s operations prefixes, which no terminal may call", name=name)
        if any(edge(address, prefix) for prefix in network.prefixes):
            return say(
                "is the first or the last address of one of the {name}'s prefixes, which no server has", name=name
            )
    return ""


def _endpoint_findings(path: tuple[str | int, ...], endpoint: Endpoint, city: City | None) -> Iterator[RuleFinding]:
    if wrong := _no_name(endpoint, city):
        here = (*path, "name")
        yield RuleFinding(
            here,
            say("{path}: {name} {wrong}", path=dotted(here), name=endpoint.name, wrong=wrong),
            "7.7",
            say("write the server's own host name"),
            id="endpoint-name",
        )
    if city and not any(network.holds(endpoint.address) for network in city.networks.values()):
        networks = "; ".join(f"{name} {listed(network.prefixes)}" for name, network in city.networks.items())
        what = say(
            "{path}: {address} lies outside all networks' prefixes ({networks})",
            path=dotted((*path, "address")),
            address=endpoint.address,
            networks=networks,
        )
        fix = say("correct it; an item on the internet can not be offered on a terminal")
        yield RuleFinding((*path, "address"), what, "6.4-e", fix, id="endpoint-outside")
    elif city and (where := _no_server(endpoint, city)):
        here = (*path, "address")
        yield RuleFinding(
            here,
            say("{path}: {address} {wrong}", path=dotted(here), address=endpoint.address, wrong=where),
            "6.4-e",
            say("give the server's own address"),
            id="endpoint-address",
        )
    if endpoint.check == "tls" and not endpoint.tls:
        yield RuleFinding(
            (*path, "check"),
            say("{path}: `check: tls` needs `tls: true`", path=dotted(path)),
            "7.7",
            say("add `tls: true`"),
            id="endpoint-tls",
        )
    for key, bare in (("path", "/"), ("expect", None)):
        if endpoint.check != "http" and getattr(endpoint, key) != bare:
            here = (*path, key)
            what = say(
                "{path}: only `check: http` looks at `{key}`; this endpoint has `check: {check}`",
                path=dotted(here),
                key=key,
                check=endpoint.check,
            )
            yield RuleFinding(
                here,
                what,
                "7.7",
                say("write `check: http`, or delete `{key}`", key=key),
                key=True,
                id="endpoint-check",
            )
