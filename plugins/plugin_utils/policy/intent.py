# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a site's terminals may send, and to whom: an ordered list of permits, each with its reason; all else is denied.

The access list stands on the terminal's port, inbound, and keeps no state. So an answer is permitted as such: SSH and
echo answers to the operations network, and nothing that a terminal would begin towards it. ARP is not IP and needs no
permit; it is held to the binding table. IPv6 is planned nowhere yet, so there is no IPv6 permit at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address, collapse_addresses
from typing import TYPE_CHECKING, Any

from ...module_utils.message import Message, join, say
from ..config.access_list import AddressMatch, Network, Rule
from ..config.packet import TCP, UDP
from .frames import can_filter

if TYPE_CHECKING:
    from ..model.city_folder import CityFolder
    from ..model.site import Site, Terminal

PROTOCOLS = {"tcp": TCP, "udp": UDP, "icmp": 1}
ICMP_MESSAGES = {"echo": (8, 0), "echo-reply": (0, 0)}
SSH, DNS, NTP = 22, 53, 123
# 6.4-d in kbit/s; the "4 M" of the clause is taken as 4 x 1024.
LEAST_RATE = 4096

#: What every site needs besides its items, whatever the grants.
REQUIRED = {
    "names": say("names of the items"),
    "time": say("time"),
    "measure": say("measure the bandwidth"),
    "ssh": say("answer the operations network's SSH"),
    "echo": say("answer the operations network's echo"),
    "gateway": say("see whether the gateway is there"),
}


@dataclass(frozen=True)
class Permit:
    """One permitted flow from one terminal.

    Attributes:
        source_port, port: TCP or UDP ports, None for every one.
        message: the ICMP message, "" where the protocol is another.
        established: only answers in a TCP connection that the other side opened.
        clause: the clause that the flow is opened for.
        reasons: why, one for each item or duty that needs the flow.
    """

    terminal: str
    protocol: str
    source: IPv4Address
    destination: IPv4Network
    clause: str
    reasons: tuple[str, ...]
    source_port: int | None = None
    port: int | None = None
    message: str = ""
    established: bool = False

    @cached_property
    def rule(self) -> Rule:
        """Return the permit as a rule without a number."""
        return Rule(
            0,
            True,
            AddressMatch.of(self.source),
            AddressMatch.of(self.destination),
            PROTOCOLS[self.protocol],
            source_ports=(self.source_port, self.source_port) if self.source_port is not None else None,
            destination_ports=(self.port, self.port) if self.port is not None else None,
            icmp=ICMP_MESSAGES[self.message] if self.message else None,
            established=self.established,
        )

    @property
    def flow(self) -> str:
        """Return the flow in a few words, such as `permit tcp 443 from 10.96.128.2 to 10.96.8.11`."""
        to = self.destination.network_address if self.destination.prefixlen == 32 else self.destination
        words = [self.protocol, self.message, str(self.port or "")]
        if self.source_port:
            words.append(f"answers of port {self.source_port}")
        return f"permit {' '.join(word for word in words if word)} from {self.source} to {to}"

    @property
    def explanation(self) -> str:
        """Return the flow, whose it is, and why it is open."""
        reasons = join(self.reasons, "; ")
        return say(
            "{flow} ({terminal}): {reasons} [{clause}]",
            flow=self.flow,
            terminal=self.terminal,
            reasons=reasons,
            clause=self.clause,
        )


@dataclass(frozen=True)
class TerminalPort:
    """What the switch has to hold a terminal to; `address` is None while the terminal is held back and gets nothing."""

    terminal: str
    port: str
    mac: str
    address: IPv4Address | None


@dataclass(frozen=True)
class SiteIntent:
    """All that the policy of a site has to say, whatever the switch.

    Attributes:
        prefixes: all that may ever be reached (6.4).
        outside: addresses beyond, the canaries': an example packet goes there when it can.
        rate_kbps: the rate limit of each terminal, in each direction.
        spare_ports: ports of the site that no terminal uses.
        filters_frames: frames that carry neither IPv4, IPv6 nor ARP are stopped too, where the platform can.
    """

    site: str
    vlan: int
    prefixes: tuple[Network, ...]
    outside: tuple[IPv4Address | IPv6Address, ...]
    terminals: tuple[TerminalPort, ...]
    permits: tuple[Permit, ...]
    rate_kbps: int
    spare_ports: tuple[str, ...] = ()
    filters_frames: bool = False


def of_site(folder: CityFolder, site: Site, addresses: Mapping[str, IPv4Interface]) -> SiteIntent:
    """Return the intent of a site; a terminal without an address in `addresses` gets no permit."""
    network = folder.network(site)
    canaries = folder.city.canaries
    ports = tuple(
        TerminalPort(
            terminal.id,
            terminal.port,
            str(terminal.mac),
            addresses[terminal.id].ip if terminal.id in addresses else None,
        )
        for terminal in site.terminals
    )
    permits = tuple(
        permit
        for terminal in site.terminals
        if terminal.id in addresses
        for permit in _merge(_permits(folder, site, terminal, addresses[terminal.id].ip))
    )
    return SiteIntent(
        site=site.site,
        vlan=site.network.vlan,
        prefixes=network.prefixes,
        outside=(
            *(canary.address for canary in canaries),
            *(canary.address6 for canary in canaries if canary.address6),
        ),
        terminals=ports,
        permits=permits,
        rate_kbps=max(folder.city.policy.rate_kbps, LEAST_RATE),
        spare_ports=site.switch.spare_ports,
        filters_frames=folder.city.policy.other_ethertypes == "filter" and can_filter(site.switch.platform),
    )


def _permits(folder: CityFolder, site: Site, terminal: Terminal, source: IPv4Address) -> Iterator[Permit]:
    def permit(protocol: str, to: IPv4Address | IPv4Network, clause: str, reason: str, **rest: Any) -> Permit:
        return Permit(terminal.id, protocol, source, _network(to), clause, (reason,), **rest)

    grants = folder.grants(site, terminal)
    for item in folder.granted(site, terminal):
        reason = _granted(item.code, item.name, item.provider, grants[item.code].approval)
        for endpoint in item.endpoints:
            yield permit("tcp", endpoint.address, "7.3", reason, port=endpoint.port)
    network = folder.network(site)
    approval = site.network.approval.number if site.network.approval else ""
    services = {service: _required(service, approval) for service in REQUIRED}
    for resolver in network.resolvers:
        for protocol in ("udp", "tcp"):
            yield permit(protocol, resolver, "7.2", services["names"], port=DNS)
    for server in network.time_servers:
        yield permit("udp", server, "7.2", services["time"], port=NTP)
    if network.measure:
        server, port = network.measure_server
        yield permit("tcp", server, "6.4-d", services["measure"], port=port)
    # Overlapping prefixes would make rules that never match.
    for prefix in collapse_addresses(network.operations):
        yield permit("tcp", prefix, "7.2", services["ssh"], source_port=SSH, established=True)
        yield permit("icmp", prefix, "7.2", services["echo"], message="echo-reply")
    yield permit("icmp", site.gateway, "7.2", services["gateway"], message="echo")


@lru_cache(maxsize=4096)
def _granted(code: str, name: str, provider: str, approval: str) -> Message:
    """Return why an item is open; the same items are open at every site."""
    return say(
        "{code} {name}, granted by {provider}, approval {approval}",
        code=code,
        name=name,
        provider=provider,
        approval=approval,
    )


@lru_cache(maxsize=4096)
def _required(service: str, approval: str) -> Message:
    """Return what a site needs besides its items, with the approval of its network (7.2) if there is one."""
    reason = REQUIRED[service]
    return say("{reason}, approval {approval}", reason=reason, approval=approval) if approval else reason


@lru_cache(maxsize=4096)
def _network(to: IPv4Address | IPv4Network) -> IPv4Network:
    """Return an address as a prefix of its own; the same few servers stand in every site's permits."""
    return IPv4Network(to)


def _merge(permits: Iterator[Permit]) -> Iterator[Permit]:
    """Make one permit of those that open the same flow, so that no rule is there twice."""
    flows: dict[Rule, Permit] = {}
    for permit in permits:
        known = flows.get(permit.rule)
        flows[permit.rule] = replace(known, reasons=known.reasons + permit.reasons) if known else permit
    yield from flows.values()
