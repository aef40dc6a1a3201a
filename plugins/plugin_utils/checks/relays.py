# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Relays: the servers that terminals are let to, each of which could pass on what they may not send themselves (6.4-e). Pure.

What one of them does is a finding of the city: it is asked once per network class and run, and closes every terminal that
is let to it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...module_utils.probe.relay_aim import DNS_WAYS, PORTS, WAYS, RelayAim
from ...module_utils.probe.target import TCP, UDP, Target
from ..model.city import DNS
from . import targets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ..model.city import Canary
    from ..model.city_folder import CityFolder
    from ..model.site import Site, Terminal

#: How the names of these checks begin.
PREFIX = "egress/relay/"
#: As the subject of the check on the server that bandwidth is measured against.
MEASURE = "measure"
DNS_PORT = 53


@dataclass(frozen=True, order=True)
class Relay:
    """One server, as terminals of one network class are let to it.

    Attributes:
        network: the class.
        address: of the server.
        port: its TCP port.
        tls: an item says that it speaks TLS: then nothing else counts as asked.
        name: its host name.
        resolver: it is asked for names, not for connections.
    """

    network: str
    address: str
    port: int
    tls: bool = False
    name: str = ""
    resolver: bool = False

    @property
    def key(self) -> str:
        """Return what tells it from the others of its city, fit for a file's name."""
        asked = "names" if self.resolver else "tls" if self.tls else "tcp"
        return f"{self.network}-{self.address}-{self.port}-{asked}"

    @property
    def check(self) -> str:
        """Return the name of the check on it."""
        return f"{PREFIX}{self.address}:{self.port}"

    @property
    def ways(self) -> tuple[tuple[str, bool], ...]:
        """Return how it is asked, and whether in TLS: in both forms, for what an item says of its server is no proof."""
        if self.resolver:
            return tuple((way, False) for way in DNS_WAYS)
        return tuple((way, tls) for tls in (False, True) for way in WAYS)


def of(folder: CityFolder, site: Site, terminal: Terminal) -> dict[Relay, tuple[str, ...]]:
    """Return the servers that a terminal is let to, each with the subjects of its checks.

    Those are the items' codes, `MEASURE`, or a resolver's address.
    """
    network, class_ = folder.network(site), str(site.network.class_)
    known: dict[tuple[str, int], Relay] = {}
    subjects: dict[tuple[str, int], list[str]] = {}
    for item in folder.granted(site, terminal):
        for each in item.endpoints:
            place = (str(each.address), each.port)
            relay = known.setdefault(place, Relay(class_, *place, name=str(each.name)))
            if each.tls or each.check == "tls":
                known[place] = replace(relay, tls=True)
            subjects.setdefault(place, []).append(item.code)
    if network.measure:
        place = (str(network.measure_server[0]), network.measure_server[1])
        known.setdefault(place, Relay(class_, *place))
        subjects.setdefault(place, []).append(MEASURE)
    found = {relay: subjects[place] for place, relay in known.items()}
    for resolver in map(str, network.resolvers):
        found[Relay(class_, resolver, DNS_PORT, resolver=True)] = [resolver]
    return {relay: tuple(dict.fromkeys(subjects)) for relay, subjects in found.items()}


def zoned(canaries: Sequence[Canary]) -> Canary | None:
    """Return the canary that resolvers are asked for, None if none has a zone."""
    return next((canary for canary in canaries if canary.zone), None)


def waivable(relays: Mapping[Relay, tuple[str, ...]], canaries: Sequence[Canary]) -> dict[tuple[str, str], str]:
    """Return the checks, by subject and name, that city.yml says cannot be made, and why."""
    why = unzoned(canaries)
    resolvers = {relay: subjects for relay, subjects in relays.items() if relay.resolver}
    return dict.fromkeys(names(resolvers), why) if why and zoned(canaries) is None else {}


def unzoned(canaries: Sequence[Canary]) -> str:
    """Return why no canary has a zone, as city.yml has it."""
    return next((canary.unreachable[DNS] for canary in canaries if DNS in canary.unreachable), "")


def names(relays: Mapping[Relay, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Return what has to be said about them: subject and name of each check."""
    return [(subject, relay.check) for relay, subjects in relays.items() for subject in subjects]


def plan(run: str, relays: Iterable[Relay], canary: Canary) -> dict[Relay, tuple[RelayAim, ...]]:
    """Return how each relay is asked for a canary, with a nonce for each way.

    Args:
        run: 12 hex digits, new each time.
        relays: what to ask.
        canary: what to ask them for.
    """
    numbers = iter(range(targets.CONTROL_BASE))
    address, zone = str(canary.address), str(canary.zone)
    return {
        relay: tuple(
            RelayAim(
                *(f"gk{run}-{next(numbers):04x}", way, relay.address, relay.port, tls, relay.name),
                zone if relay.resolver else address,
            )
            for way, tls in relay.ways
        )
        for relay in relays
    }


def controls(run: str, relays: Iterable[Relay], canary: Canary) -> list[Target]:
    """Return the controller's own way to what relays are asked for."""
    wanted = sorted({control for relay in relays for control in _controls(relay)})
    return [
        Target(f"gk{run}-{targets.CONTROL_BASE + number:04x}", proto, str(canary.address), port, canary=canary.name)
        for number, (proto, port) in enumerate(wanted)
    ]


def _controls(relay: Relay) -> list[tuple[str, int]]:
    return [(UDP, DNS_PORT)] if relay.resolver else [(TCP, port) for port in PORTS.values()]
