# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What must agree inside `catalogue.yml`, and with the city."""

from __future__ import annotations

from collections.abc import Iterator

from .catalogue import Catalogue, Endpoint
from .city import City
from .city_rules import listed
from .finding import Finding
from .reading import dotted


def catalogue_findings(catalogue: Catalogue, city: City | None) -> Iterator[Finding]:
    """Find what does not agree; the city is left out while it can not be read."""
    first: dict[str, int] = {}
    for at, item in enumerate(catalogue.items):
        path = ("items", at)
        known = first.setdefault(item.code, at)
        if known != at:
            other = f"{dotted(('items', known))} ({catalogue.items[known].name})"
            what = f"{dotted((*path, 'code'))}: {item.code} is also the code of {other}"
            yield Finding((*path, "code"), what, "7.7", "give each item its own code")
        for number, endpoint in enumerate(item.endpoints):
            yield from _endpoint_findings((*path, "endpoints", number), endpoint, city)


def _endpoint_findings(path: tuple[str | int, ...], endpoint: Endpoint, city: City | None) -> Iterator[Finding]:
    if city and not any(network.holds(endpoint.address) for network in city.networks.values()):
        networks = "; ".join(f"{name} {listed(network.prefixes)}" for name, network in city.networks.items())
        what = f"{dotted((*path, 'address'))}: {endpoint.address} lies outside all networks' prefixes ({networks})"
        fix = "correct it; an item on the internet can not be offered on a terminal"
        yield Finding((*path, "address"), what, "6.4-e", fix)
    if endpoint.check == "tls" and not endpoint.tls:
        yield Finding((*path, "check"), f"{dotted(path)}: `check: tls` needs `tls: true`", "7.7", "add `tls: true`")
    for key, bare in (("path", "/"), ("expect", None)):
        if endpoint.check != "http" and getattr(endpoint, key) != bare:
            here = (*path, key)
            what = f"{dotted(here)}: only `check: http` looks at `{key}`; this endpoint has `check: {endpoint.check}`"
            yield Finding(here, what, "7.7", f"write `check: http`, or delete `{key}`", key=True)
