# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What an address can be by its number alone: a government's, the internet's, or nobody's.

`ipaddress.is_private` does not tell the government's networks from the internet: 59.192.0.0/10 and 19.0.0.0/8 are in
use on government extranets and count as global there.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from ...module_utils.message import say

OWN = tuple(IPv4Network(each) for each in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
"""RFC 1918."""
GOVERNMENT = tuple(IPv4Network(each) for each in ("59.192.0.0/10", "19.0.0.0/8"))
"""What government extranets use besides: the national block, and Guangdong's."""
DOCUMENTATION = tuple(IPv4Network(each) for each in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"))
"""RFC 5737."""

_NO_HOST = {
    IPv4Network("0.0.0.0/8"): say("unspecified"),
    IPv4Network("127.0.0.0/8"): say("loopback"),
    IPv4Network("169.254.0.0/16"): say("link-local"),
    IPv4Network("224.0.0.0/4"): say("multicast"),
    IPv4Network("240.0.0.0/4"): say("reserved"),
}
_NOT_BEYOND = {
    **_NO_HOST,
    **dict.fromkeys(OWN, say("private")),
    **dict.fromkeys(GOVERNMENT, say("government")),
    IPv4Network("100.64.0.0/10"): say("carrier-grade NAT"),
    IPv4Network("192.0.0.0/24"): say("special-purpose"),
    IPv4Network("192.88.99.0/24"): say("special-purpose"),
    IPv4Network("198.18.0.0/15"): say("benchmarking"),
}
_GLOBAL6 = IPv6Network("2000::/3")
# Tunnels of RFC 4380 and RFC 3056: what answers there may be an IPv4 host of ours.
_TUNNELS6 = (IPv6Network("2001::/32"), IPv6Network("2002::/16"))


def no_host(address: IPv4Address) -> str:
    """Say why no host on a network can have the address, such as `loopback`; nothing if one can."""
    return next((kind for network, kind in _NO_HOST.items() if address in network), "")


def no_hosts(prefix: IPv4Network) -> str:
    """Say which addresses of a prefix no host can have, such as `multicast`; nothing if there are none."""
    return next((kind for network, kind in _NO_HOST.items() if prefix.overlaps(network)), "")


def governmental(prefix: IPv4Network) -> bool:
    """Tell whether the whole prefix is private, or what government extranets use."""
    return any(prefix.subnet_of(network) for network in (*OWN, *GOVERNMENT))


def not_beyond(address: IPv4Address | IPv6Address) -> str:
    """Say why an address is not on the internet, such as `private`; nothing for the internet's and documentation's."""
    if isinstance(address, IPv4Address):
        return next((kind for network, kind in _NOT_BEYOND.items() if address in network), "")
    if any(address in network for network in _TUNNELS6):
        return say("tunnel")
    return "" if address in _GLOBAL6 else say("special-purpose")
