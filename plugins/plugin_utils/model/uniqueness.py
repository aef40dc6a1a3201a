# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What may occur once only in the whole city; both places are named."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from ...module_utils.message import Message, say
from ..base.problem import Problem, Where
from .reading import dotted
from .site import Site

Path = tuple[Any, ...]


class UniqueKind(NamedTuple):
    """A kind of thing that is unique: the id of the problem where it is not, how to say it, its clause, and what to do."""

    id: str
    found: Callable[[object], Message]
    clause: str
    fix: str


CODE = UniqueKind(
    "name-twice",
    lambda value: say("the name {value} is also written at", value=value),
    "5",
    say("give each site, switch and terminal a name of its own"),
)
NAME = UniqueKind(
    "site-name-twice",
    lambda value: say("the name {value} is also written at", value=value),
    "5",
    say("give each site a name that tells it from all others on forms and screens"),
)
SWITCH = UniqueKind(
    "switch-address-twice",
    lambda value: say("the switch address {value} is also written at", value=value),
    "6.4-b",
    say("give each switch an address of its own"),
)
MAC = UniqueKind(
    "mac-twice",
    lambda value: say("the MAC address {value} is also written at", value=value),
    "6.4-c",
    say("read it off both terminals again"),
)
SERIAL = UniqueKind(
    "serial-twice",
    lambda value: say("the serial number {value} is also written at", value=value),
    "7.5.1-a1",
    say("read it off both terminals again"),
)
PORT = UniqueKind(
    "port-twice",
    lambda value: say("port {value} is also written at", value=value),
    "6.4-c",
    say("give each terminal a port of its own"),
)
DELIVERY = UniqueKind(
    "delivery-twice",
    lambda value: say("the delivery of {value} is also written at", value=value),
    "7.5.2",
    say("keep it in the record of its own delivery alone"),
)


@dataclass(frozen=True)
class Clash:
    """The same thing in two places.

    Attributes:
        first: the site that has it first, in the order of the files.
        first_path: where in its file.
        second: the site that has it again.
        second_path: where in its file.
        found: what is wrong there; the first place follows.
    """

    first: Site
    first_path: Path
    second: Site
    second_path: Path
    found: Problem

    def problem(self, first: Where, second: Where) -> Problem:
        """Return it as a problem at the second place, which names the first."""
        what = say("{path}: {found} {first}", path=dotted(self.second_path), found=self.found.text, first=first)
        return replace(self.found, text=what, where=second)


def clashes(sites: list[Site]) -> Iterator[Clash]:
    """Find what occurs twice among the sites."""
    yield from _repeated(sites)
    yield from _overlapping(sites)
    yield from _switches_among_terminals(sites)


def _marks(site: Site) -> Iterator[tuple[UniqueKind, Hashable, Path]]:
    yield CODE, site.site, ("site",)
    yield CODE, site.switch_name, ("site",)
    if site.formerly:
        yield CODE, site.formerly, ("formerly",)
    yield NAME, same_name(site.name), ("name",)
    yield SWITCH, site.switch.address, ("switch", "address")
    for at, terminal in enumerate(site.terminals):
        yield CODE, terminal.id, ("terminals", at, "id")
        yield MAC, terminal.mac, ("terminals", at, "mac")
        yield SERIAL, terminal.serial, ("terminals", at, "serial")


def same_name(name: str) -> str:
    """Give what two names have in common that a reader takes for one: width, case and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _own_marks(site: Site) -> Iterator[tuple[UniqueKind, Hashable, Path]]:
    """Give what may occur once only in a site."""
    for at, terminal in enumerate(site.terminals):
        yield PORT, terminal.port, ("terminals", at, "port")
    for at, delivery in enumerate(site.delivery):
        for number, serial in enumerate(delivery.serials):
            yield DELIVERY, serial, ("delivery", at, "serials", number)


def _repeated(sites: list[Site]) -> Iterator[Clash]:
    seen: dict[tuple[UniqueKind, Hashable], tuple[Site, Path]] = {}
    for site in sites:
        own: dict[tuple[UniqueKind, Hashable], tuple[Site, Path]] = {}
        for book, marks in ((seen, _marks(site)), (own, _own_marks(site))):
            for kind, value, path in marks:
                first, first_path = book.setdefault((kind, value), (site, path))
                if first is not site or first_path != path:
                    found = Problem(kind.found(value), id=kind.id, clause=kind.clause, fix=kind.fix)
                    yield Clash(first, first_path, site, path, found)


def _overlapping(sites: list[Site]) -> Iterator[Clash]:
    """Sweep the subnets by their first address: what overlaps lies inside the widest so far."""
    path = ("network", "subnet")
    widest: tuple[int, Site] | None = None
    for at, site in sorted(enumerate(sites), key=lambda each: _bounds(each[1])):
        first, last = _first(site), _last(site)
        if widest and first <= _last(widest[1]):
            (_, first_site), (_, second_site) = sorted((widest, (at, site)), key=lambda each: each[0])
            found = say(
                "{second} overlaps {first}, the subnet written at",
                second=second_site.network.subnet,
                first=first_site.network.subnet,
            )
            fix = say("give each site a subnet of its own")
            problem = Problem(found, id="subnet-overlap", clause="6.4-b", fix=fix)
            yield Clash(first_site, path, second_site, path, problem)
        if not widest or last > _last(widest[1]):
            widest = at, site


def _bounds(site: Site) -> tuple[int, int]:
    return _first(site), -_last(site)


def _first(site: Site) -> int:
    return int(site.network.subnet.network_address)


def _last(site: Site) -> int:
    return int(site.network.subnet.broadcast_address)


def _switches_among_terminals(sites: list[Site]) -> Iterator[Clash]:
    """Find switches in another site's subnet; in its own, the switch's address is kept from the terminals."""
    ordered = sorted(sites, key=_bounds)
    starts = [_first(site) for site in ordered]
    for site in sites:
        at = bisect_right(starts, int(site.switch.address)) - 1
        other = ordered[at] if at >= 0 else site
        if other is not site and site.switch.address in other.network.subnet:
            found = say(
                "{address} lies inside {subnet}, the terminals' subnet written at",
                address=site.switch.address,
                subnet=other.network.subnet,
            )
            fix = say("give the switch an address outside all terminals' subnets")
            problem = Problem(found, id="switch-in-subnet", clause="6.4-b", fix=fix)
            yield Clash(other, ("network", "subnet"), site, ("switch", "address"), problem)
