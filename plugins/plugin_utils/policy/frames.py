# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Frames that carry neither IPv4, IPv6 nor ARP: PPPoE, MPLS, a tag on an untagged port, anything with a type of its own.

The lists of IPv4 and IPv6 say nothing of them, and a switch forwards what no list denies. A list of frames stops them, by
the EtherType. On VRP and Comware it does so by denials alone, of every type but those three: how two lists of different
kinds on one port are weighed against each other is in no manual that was found, and a list that matches no IPv4 packet
cannot let one pass before the IPv4 list has seen it, whatever the answer. A Catalyst's looks at nothing but what is not IP
(Catalyst 2960-XR security guide, MAC ACLs on a Layer 2 interface), so it may permit ARP and end in a deny.

Left alone on VRP and Comware are 802.3 frames, which have a length where others have a type: BPDUs are among them, and
protection from BPDUs has to see them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ...module_utils.message import say
from ..config.access_list import FRAMES
from ..platforms import languages

IPV4, ARP, IPV6 = 0x0800, 0x0806, 0x86DD
#: What lists of their own, or the checks against the bindings, decide about.
DECIDED = (IPV4, ARP, IPV6)
#: Below it the field is the length of an 802.3 frame (IEEE 802.3, 3.2.6).
FIRST_TYPE = 0x0600
#: What IEEE 802.1Q (8.6.3) has no bridge forward, and what a switch itself may need: BPDUs, 802.1X, LLDP, LACP.
RESERVED = 0x0180_C200_0000
RESERVED_BITS = 0xF
KNOWN = {
    0x8863: say("PPPoE discovery"),
    0x8864: say("PPPoE session"),
    0x8847: "MPLS",
    0x88A8: say("a service tag"),
    0x8100: say("a VLAN tag"),
}


@dataclass(frozen=True)
class Types:
    """EtherTypes that agree with `value` in the bits that are not set in `wildcard`."""

    value: int
    wildcard: int

    @property
    def mask(self) -> int:
        """Return the bits that count."""
        return 0xFFFF ^ self.wildcard


def _others(first: int = 0, size: int = 0x10000) -> Iterator[Types]:
    """Give the largest blocks of types, one after the other, that have neither a length nor any of `DECIDED` in them."""
    if first >= FIRST_TYPE and not any(first <= kind < first + size for kind in DECIDED):
        yield Types(first, size - 1)
    elif size > 1 and first + size > FIRST_TYPE:
        yield from _others(first, size // 2)
        yield from _others(first + size // 2, size // 2)


#: What no terminal has to send.
OTHER_TYPES = tuple(_others())


@dataclass(frozen=True)
class Coverage:
    """What becomes of such frames, as plan and evidence say it, and as forms do."""

    stopped: bool
    english: str
    chinese: str


_WHAT, _WHAT_ZH = "frames that carry neither IPv4, IPv6 nor ARP", "IPv4、IPv6、ARP 以外类型的以太网帧"
_SUCH, _SUCH_ZH = f"{_WHAT} (PPPoE, MPLS, two tags)", f"{_WHAT_ZH}（PPPoE、MPLS、双层标签等）"
_LEFT = Coverage(
    False,
    f"{_SUCH} are not filtered: policy.other_ethertypes in city.yml does not say filter",
    f"{_SUCH_ZH}未作过滤（全市参数未启用）",
)
_UNABLE = Coverage(
    False,
    f"{_SUCH} are not filtered: no list of this platform is known to stop them beside those of IPv4 and IPv6",
    f"{_SUCH_ZH}未作过滤（该型交换机无可确认的过滤手段）",
)
_TYPED = Coverage(
    True,
    f"deny all {_WHAT}, by their type; 802.3 frames, which have none, are not filtered",
    f"拒绝 {_SUCH_ZH}；无类型字段的 802.3 帧未作过滤",
)
_ALL = Coverage(True, f"deny all {_WHAT}", f"拒绝 {_SUCH_ZH}")


def can_filter(platform: str) -> bool:
    """Tell whether a platform's switches can stop such frames."""
    return FRAMES in languages.get(platform).acl_numbers


def coverage(platform: str, *, wanted: bool) -> Coverage:
    """Say what becomes of such frames at a site, and why where they pass; `wanted` is that city.yml has them stopped."""
    if not can_filter(platform):
        return _UNABLE
    if not wanted:
        return _LEFT
    return _TYPED if languages.get(platform).frames_see_ip else _ALL
