# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Configuration of the city's resolver and time server, and of the router's IPv6 announcements. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from ipaddress import IPv4Address
from types import MappingProxyType

from ansible_collections.govkiosk.site.plugins.plugin_utils.model.catalogue import Item

NOBODY: Mapping[str, str] = MappingProxyType({})


def resolver_config(address: IPv4Address, items: Iterable[Item], zones: Mapping[str, str] = NOBODY) -> str:
    """Return dnsmasq's configuration: the items' names; there is nobody to ask for the rest.

    Args:
        address: where it listens.
        items: of the catalogue.
        zones: canaries' zones and addresses, to which the lab's internet, or a fault, brings questions.
    """
    records = dict.fromkeys((endpoint.name, str(endpoint.address)) for item in items for endpoint in item.endpoints)
    lines = [
        *("port=53", "bind-interfaces", f"listen-address={address}", "no-resolv", "no-hosts", "user=root"),
        *("pid-file=", "log-facility=-", "log-queries"),
        *(f"host-record={name},{target}" for name, target in records),
        *(f"server=/{zone}/{target}" for zone, target in zones.items()),
    ]
    return "".join(f"{line}\n" for line in lines)


def advertisement_config(interfaces: Iterable[str]) -> str:
    """Return the configuration of a dnsmasq that only announces the router's IPv6 prefixes (RFC 4861)."""
    lines = ["port=0", "enable-ra", "ra-param=*,10,1800", "user=root", "pid-file=", "log-facility=-", "leasefile-ro"]
    for interface in interfaces:
        lines += [f"interface={interface}", f"dhcp-range=::,constructor:{interface},ra-only"]
    return "".join(f"{line}\n" for line in lines)


def time_config(address: IPv4Address) -> str:
    """Return chrony's configuration: the lab's clock is the machine's, which chrony (-x) never touches."""
    lines = [
        "local stratum 3",
        "allow all",
        f"bindaddress {address}",
        "cmdport 0",
        f"pidfile /srv/chrony-{address}.pid",
    ]
    return "".join(f"{line}\n" for line in lines)
