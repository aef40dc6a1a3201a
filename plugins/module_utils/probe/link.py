# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the terminal's network card shows: links, addresses, routes, who else claims the address, the line's speed."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from ..message import said, say
from . import netlink, throughput
from .arp_probe import ArpFindings
from .arp_probe import probe as arp_probe


async def look(address: str, gateway: str, measure: str, minimum_kbps: int = 0) -> dict[str, Any]:
    """Return JSON types: links, uplink, addresses, default_routes, arp, throughput.

    Args:
        address: the address the terminal should have, without mask.
        gateway: its gateway.
        measure: URL of the measure server, empty for none.
        minimum_kbps: the rate below which a direction is measured again.
    """
    links = netlink.links()
    loopbacks = {link.index for link in links if link.loopback}
    addresses = [a for a in netlink.addresses() if a.index not in loopbacks and ":" not in a.interface]
    defaults = [route for route in netlink.routes() if route.is_default and ":" not in route.destination]
    uplink = _uplink(links, addresses, defaults, address)
    # One after the other: ARP must not wait in the queue of a line that is being measured.
    arp = await _arp(uplink, address, gateway)
    return {
        "links": [asdict(link) for link in links],
        "uplink": uplink.name if uplink else "",
        "addresses": [a.interface for a in addresses],
        "default_routes": [asdict(route) for route in defaults],
        "arp": arp,
        "throughput": await _speed(measure, minimum_kbps),
    }


def _uplink(
    links: list[netlink.Link], addresses: list[netlink.Address], defaults: list[netlink.Route], address: str
) -> netlink.Link | None:
    """Return the interface that has the address, else the one with the default route, else the first active one."""
    wanted = [a.index for a in addresses if a.address == address] + [route.index for route in defaults]
    wanted += [link.index for link in links if link.active and not link.loopback]
    return next((link for index in wanted[:1] for link in links if link.index == index), None)


async def _arp(uplink: netlink.Link | None, address: str, gateway: str) -> dict[str, Any]:
    if uplink is None:
        return {**asdict(ArpFindings()), "problem": said(say("no network interface is active", id="link-none"))}
    try:
        return {**asdict(await arp_probe(uplink, address, gateway)), "problem": ""}
    except OSError as error:
        return {**asdict(ArpFindings()), "problem": error.strerror or str(error)}


async def _speed(measure: str, minimum_kbps: int) -> dict[str, Any]:
    if not measure:
        return {"down_kbps": None, "up_kbps": None, "problem": ""}
    down, down_problem = await throughput.measure(measure, "down", minimum_kbps)
    up, up_problem = await throughput.measure(measure, "up", minimum_kbps)
    return {"down_kbps": down, "up_kbps": up, "problem": said(down_problem or up_problem)}
