# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The terminal's part of the egress check: path control, all probes in both passes, the walks."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from typing import Any

from ..message import said, say
from . import bypass, netlink, outcome, path_control, probing, ttl_walk
from .arp_probe import probe as arp_probe
from .frame_probe import FrameProbes
from .outcome import Outcome
from .target import UDP, Target


@dataclass(frozen=True)
class EgressRequest:
    """What the controller wants to know.

    Attributes:
        targets: the probes.
        endpoints: granted `{address, port}`, for the path control.
        resolvers: the city's resolvers, for the path control.
        wait: seconds per probe.
        table: the host firewall's nftables table (family inet).
        marks: its set of marks that pass.
    """

    targets: list[Target]
    endpoints: list[dict[str, Any]]
    resolvers: list[str]
    wait: float
    table: str
    marks: str


async def run(request: EgressRequest) -> dict[str, Any]:
    """Probe; return JSON types: path, marked_path, bypass, outcomes by nonce, walks by address, ipv6, own, wall_s."""
    started = time.monotonic()
    own = [address.address for address in netlink.addresses()]
    ipv6 = ipv6_state()
    path = await path_control.control(request.endpoints, request.resolvers)
    with bypass.opened(request.table, request.marks) as way:
        marked = path
        if way.state == bypass.OPEN:
            marked = await path_control.control(request.endpoints, [], way.mark)
        by_frame = [t for t in request.targets if t.version6 and t.past_firewall and not ipv6["usable"]]
        by_socket = [t for t in request.targets if t not in by_frame]
        mark = None if way.state == bypass.FAILED else way.mark
        outcomes, (framed, seen), walks = await asyncio.gather(
            probing.probe_all(by_socket, request.wait, mark),
            _frames(by_frame, request.wait),
            _walks(by_socket, request.wait, mark),
        )
        outcomes.update(framed)
    return {
        "path": path.to_dict(),
        "marked_path": marked.to_dict(),
        "bypass": {"state": way.state, "detail": said(way.detail)},
        "outcomes": {nonce: found.to_dict() for nonce, found in outcomes.items()},
        "walks": walks,
        "ipv6": {**ipv6, **seen},
        "own": own,
        "wall_s": round(time.monotonic() - started, 2),
    }


def ipv6_state() -> dict[str, Any]:
    """Return the terminal's IPv6 addresses and routes that lead off the link, and whether packets can leave."""
    loopbacks = {link.index for link in netlink.links() if link.loopback}
    addresses = [a.interface for a in netlink.addresses() if a.index not in loopbacks and ":" in a.interface]
    global_ones = [a for a in addresses if netlink.Address(0, a).is_global]
    routes = [
        "{} via {}".format(route.destination, route.gateway or "the link")
        for route in netlink.routes()
        if ":" in route.destination and (route.gateway or route.is_default) and route.index not in loopbacks
    ]
    return {"addresses": global_ones, "routes": routes, "usable": bool(global_ones and routes)}


async def _frames(targets: list[Target], wait: float) -> tuple[dict[str, Outcome], dict[str, Any]]:
    """Probe IPv6 past the kernel, by the interface of the IPv4 default route."""
    if not targets:
        return {}, {"technique": "socket"}
    try:
        link, own4, gateway = _uplink()
        # The path control has just talked to the gateway, so the kernel knows it, unless the resolver is on link.
        mac = netlink.neighbours().get((link.index, gateway))
        frames = FrameProbes(targets, link, own4, mac or (await arp_probe(link, own4, gateway, rounds=1)).gateway)
        outcomes = await frames.run(wait)
    except OSError as error:
        missing = Outcome(outcome.NOT_RUN, technique="frame", detail=error.strerror or str(error))
        return {target.nonce: missing for target in targets}, {"technique": "frame"}
    routers = sorted(set(frames.seen.routers.values()))
    return outcomes, {
        "technique": "frame",
        "source": frames.source,
        "routers": routers,
        "prefix": frames.seen.prefix,
    }


def _uplink() -> tuple[netlink.Link, str, str]:
    """Return the interface of the IPv4 default route, its address, and the gateway.

    Raises:
        OSError: there is none.
    """
    for route in netlink.routes():
        if route.is_default and route.gateway and ":" not in route.gateway:
            link = next(link for link in netlink.links() if link.index == route.index)
            address = next(a for a in netlink.addresses() if a.index == route.index and ":" not in a.interface)
            return link, address.address, route.gateway
    raise OSError(
        0, say("there is no IPv4 default route, so no interface to send frames from", id="no-frame-interface")
    )


async def _walks(targets: list[Target], wait: float, mark: int | None) -> dict[str, list[str]]:
    """Walk once towards each address, past the host firewall; at the same time as the probes, to save theirs."""
    first: dict[str, Target] = {}
    for target in targets:
        if target.proto == UDP and target.past_firewall and mark is not None:
            first.setdefault(target.address, target)
    hops = await asyncio.gather(*(ttl_walk.walk(target, wait, mark or 0) for target in first.values()))
    return {address: hops[number] for number, address in enumerate(first)}
