# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One packet match as an nftables expression of the bridge family."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from lab.switch.forwarding import IPV4, FrameMatch

if TYPE_CHECKING:
    from lab.switch.forwarding import Masked, PacketMatch

_WIDTH = {4: 32, 6: 128}
_ANY_PORT = (0, 65535)
_FIRST_TYPE = 0x0600


def match_texts(match: PacketMatch | FrameMatch) -> list[str]:
    """The expressions of which one has to hold: two for IPv6 with conditions on the transport header, else one.

    Later fragments have no transport header. That is said explicitly, because nftables' fast path reads the bytes there
    all the same (seen on Linux 6.18: `tcp dport 54-65535` matched a fragment with offset 185).
    """
    if isinstance(match, FrameMatch):
        return [_frame_text(match)]
    header = "ip" if match.family == IPV4 else "ip6"
    parts = [f"ether type {header}"]
    parts += _address(match.family, f"{header} saddr", match.source)
    parts += _address(match.family, f"{header} daddr", match.destination)
    parts += [f"meta l4proto {match.protocol}"] if match.protocol is not None else []
    if match.fragments:
        parts.append("ip frag-off & 0x1fff != 0" if match.family == IPV4 else "frag frag-off != 0")
    transport = _transport(match)
    if not transport:
        return [" ".join(parts)]
    whole = ["ip frag-off & 0x1fff == 0"] if match.family == IPV4 else ["exthdr frag missing", "frag frag-off 0"]
    return [" ".join([*parts, unfragmented, *transport]) for unfragmented in whole]


def _frame_text(match: FrameMatch) -> str:
    """The field behind the MAC addresses is read as it came in: of a tagged frame it is the tag's."""
    field = "@ll,96,16"
    parts = (
        [f"ether daddr & {_mac(match.destination.mask)} == {_mac(match.destination.value)}"]
        if match.destination
        else []
    )
    if match.kind is not None:
        parts.append(f"{field} >= 0x{_FIRST_TYPE:04x}")
        parts.append(f"{field} & 0x{match.kind.mask:04x} == 0x{match.kind.value & match.kind.mask:04x}")
    parts += ["ether type != { ip, ip6 }"] if match.beside_ip else []
    return " ".join(parts)


def _mac(number: int) -> str:
    return ":".join(f"{byte:02x}" for byte in number.to_bytes(6, "big"))


def _transport(match: PacketMatch) -> list[str]:
    parts = _ports("sport", match.source_ports) + _ports("dport", match.destination_ports)
    if match.icmp_type is not None:
        kind = "icmp" if match.family == IPV4 else "icmpv6"
        parts.append(f"{kind} type {match.icmp_type}")
        parts += [f"{kind} code {match.icmp_code}"] if match.icmp_code is not None else []
    return parts + (["tcp flags & (ack | rst) != 0"] if match.established else [])


def _address(family: int, field: str, wanted: Masked | None) -> list[str]:
    if wanted is None or wanted.mask == 0:
        return []
    kind = ipaddress.IPv4Address if family == IPV4 else ipaddress.IPv6Address
    value = kind(wanted.value & wanted.mask)
    ones = wanted.mask.bit_count()
    if wanted.mask == ((1 << ones) - 1) << (_WIDTH[family] - ones):
        return [f"{field} {value}" + ("" if ones == _WIDTH[family] else f"/{ones}")]
    return [f"{field} & {kind(wanted.mask)} == {value}"]


def _ports(side: str, bounds: tuple[int, int] | None) -> list[str]:
    """A condition that every port meets still needs a port to be there."""
    if bounds is None:
        return []
    low, high = bounds
    if bounds == _ANY_PORT:
        return [f"th {side} >= 0"]
    return [f"th {side} {low}" if low == high else f"th {side} {low}-{high}"]
