# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""IPv6 probes as frames, for a terminal whose own IPv6 is off.

"No route" on the terminal says nothing about the network: whoever plugs another host into the port has IPv6. So the
probes are put on the wire past the kernel, to the IPv4 gateway's hardware address and to every IPv6 router that shows
itself, from an address of the advertised prefix. The kernel's IPv6 stays off and nothing is configured.
"""

from __future__ import annotations

import ipaddress
import struct
import time
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..message import say
from . import frame, outcome, outgoing, payload
from .link_layer import ETH_P_IPV6, PacketSocket, mac_bytes
from .outcome import Outcome
from .target import TUNNELS

if TYPE_CHECKING:
    from .netlink import Link
    from .target import Target

DISCOVERY = 0.3
FIRST_PORT = 47000


@dataclass
class Ipv6Link:
    """What shows itself of IPv6 on the link: routers by hardware address, and the prefix one of them advertises."""

    routers: dict[str, str] = field(default_factory=dict)
    prefix: str = ""


class FrameProbes:
    """All IPv6 probes of a run, sent together.

    Args:
        probes: the IPv6 targets.
        link: the interface.
        own4: its IPv4 address.
        gateway_mac: the IPv4 gateway's hardware address.
    """

    def __init__(self, probes: list[Target], link: Link, own4: str, gateway_mac: str) -> None:
        self.probes = probes
        self.link = link
        self.own4 = own4
        self.gateway_mac = gateway_mac
        self.seen = Ipv6Link()
        self.outcomes: dict[str, Outcome] = {}
        self.source = ""
        self.started = 0.0

    async def run(self, wait: float) -> dict[str, Outcome]:
        """Look for routers, send every probe to each of them twice, listen; return outcomes by nonce.

        Raises:
            OSError: no CAP_NET_RAW, or the interface is gone.
        """
        with closing(PacketSocket(self.link.index, self.link.name, self.link.mac, ETH_P_IPV6)) as packets:
            await self._discover(packets)
            self.source = frame.source_address(self.seen.prefix, self.own4, mac_bytes(self.link.mac))
            self.started = time.monotonic()
            hops = sorted({mac for mac in (self.gateway_mac, *self.seen.routers) if mac})
            for _ in range(2 if hops else 0):
                for mac in hops:
                    for number, probe in enumerate(self.probes):
                        packets.send(mac, self._packet(number, probe))
                await packets.listen(wait / 2, lambda _, data: self._heard(packets, data))
        unknown = say("the gateway's hardware address is not known", id="gateway-mac-unknown")
        missing = Outcome(outcome.NOT_RUN, technique="frame", detail=unknown)
        silent = Outcome(outcome.SILENT, outgoing.elapsed(self.started), technique="frame")
        return {p.nonce: self.outcomes.get(p.nonce, silent if hops else missing) for p in self.probes}

    async def _discover(self, packets: PacketSocket) -> None:
        own = mac_bytes(self.link.mac)
        source = frame.link_local(own)
        for body in (frame.router_solicitation(own), frame.echo(1, 1, b"govkiosk")):
            packets.send(frame.ALL_ROUTERS_MAC, frame.ipv6(source, frame.ALL_ROUTERS, frame.ICMP6, body, hop_limit=255))

        def heard(mac: str, data: bytes) -> None:
            packet = frame.parse(data)
            if packet is None or packet.proto != frame.ICMP6 or not packet.body:
                return
            self._answer_neighbour(packets, packet, source)
            if packet.body[0] == frame.ROUTER_ADVERTISEMENT:
                self.seen.prefix = self.seen.prefix or frame.advertised_prefix(packet.body)
                self.seen.routers[mac] = packet.source
            elif packet.body[0] == frame.ECHO_REPLY and packet.destination == source:
                self.seen.routers.setdefault(mac, packet.source)

        await packets.listen(DISCOVERY, heard)

    def _packet(self, number: int, probe: Target) -> bytes:
        nonce, port = probe.nonce, probe.port
        if probe.proto == "icmp":
            return frame.ipv6(self.source, probe.address, frame.ICMP6, frame.echo(number, number, nonce.encode()))
        if probe.proto in TUNNELS:
            return frame.ipv6(self.source, probe.address, TUNNELS[probe.proto], payload.tunnel(probe))
        source_port = probe.source_port or FIRST_PORT + number
        if probe.proto == "udp":
            body, proto = frame.udp(source_port, port, payload.udp(probe)), frame.UDP
        else:
            body, proto = frame.syn(source_port, port, probe.isn, nonce.encode()), frame.TCP
        return frame.ipv6(self.source, probe.address, proto, body)

    def _answer_neighbour(self, packets: PacketSocket, packet: frame.Packet, own: str) -> None:
        if packet.body[0] != frame.NEIGHBOUR_SOLICITATION or packet.source == "::":
            return
        if str(ipaddress.IPv6Address(packet.body[8:24])) != own:
            return
        answer = frame.neighbour_advertisement(own, mac_bytes(self.link.mac))
        packets.send(
            _solicitor(packet, self.seen) or self.gateway_mac,
            frame.ipv6(own, packet.source, frame.ICMP6, answer, hop_limit=255),
        )

    def _heard(self, packets: PacketSocket, data: bytes) -> None:
        packet = frame.parse(data)
        if packet is None or not packet.body:
            return
        if packet.proto == frame.ICMP6 and packet.body[0] == frame.NEIGHBOUR_SOLICITATION:
            self._answer_neighbour(packets, packet, self.source)
            return
        if packet.destination != self.source:
            return
        for number, probe in enumerate(self.probes):
            found = self._match(number, probe, packet)
            if found is not None:
                self.outcomes.setdefault(probe.nonce, found)
                return

    def _match(self, number: int, probe: Target, packet: frame.Packet) -> Outcome | None:
        """Say what a packet tells about a probe; None if it is not about it."""
        ms, nonce = outgoing.elapsed(self.started), probe.nonce.encode()
        if packet.proto == frame.ICMP6 and packet.body[0] < frame.ECHO_REQUEST:
            # An ICMPv6 error quotes as much of our packet as fits, the nonce with it.
            code = packet.body[1]
            about = Outcome(outcome.ICMP, ms, packet.source, packet.body[0], code, technique="frame")
            return about if nonce in packet.body else None
        if packet.source != probe.address:
            return None
        if packet.proto == frame.TCP and probe.proto == "tcp":
            ends = struct.unpack_from("!HH", packet.body)
            if ends != (probe.port, probe.source_port or FIRST_PORT + number):
                return None
            kind = outcome.OPENED if packet.body[13] & frame.SYN_ACK == frame.SYN_ACK else outcome.REFUSED
            return Outcome(kind, ms, technique="frame", detail=say("the SYN was answered", id="syn-answered"))
        return Outcome(outcome.ANSWERED, ms, technique="frame") if nonce in packet.body else None


def _solicitor(packet: frame.Packet, seen: Ipv6Link) -> str:
    """Return the hardware address of who asked: its option (RFC 4861 4.3), else the router we know by its address."""
    if packet.body[24:26] == b"\x01\x01" and len(packet.body) >= 32:
        return ":".join("{:02x}".format(byte) for byte in packet.body[26:32])
    return next((mac for mac, address in seen.routers.items() if address == packet.source), "")
