# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Who else has this address on the link: ARP probes (RFC 5227 2.1) with a control.

A silent link proves nothing either: a switch that checks ARP against its bindings drops a probe, whose sender address
is 0.0.0.0. So the gateway is asked in the same two forms, and its answer says which form gets through.
"""

from __future__ import annotations

import asyncio
import ipaddress
import struct
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .link_layer import BROADCAST, ETH_P_ARP, PacketSocket, mac_bytes, mac_text

if TYPE_CHECKING:
    from .netlink import Link

REQUEST = 1
UNSPECIFIED = "0.0.0.0"  # noqa: S104 - the sender of an ARP probe (RFC 5227)
ROUNDS = 3
INTERVAL = 0.15


@dataclass
class ArpFindings:
    """What was heard.

    Attributes:
        others: hardware addresses, not ours, that claim our address.
        gateway: hardware address of the gateway, empty if it did not answer.
        probe_passed: the gateway answered the RFC 5227 form, with sender 0.0.0.0.
        request_passed: the gateway answered the plain form, with our sender address.
    """

    others: list[str] = field(default_factory=list)
    gateway: str = ""
    probe_passed: bool = False
    request_passed: bool = False


def request(mac: str, sender: str, target: str) -> bytes:
    """Return an ARP request (RFC 826)."""
    sender_ip, target_ip = ipaddress.IPv4Address(sender).packed, ipaddress.IPv4Address(target).packed
    return struct.pack("!HHBBH", 1, 0x0800, 6, 4, REQUEST) + mac_bytes(mac) + sender_ip + bytes(6) + target_ip


def note(findings: ArpFindings, packet: bytes, mac: str, address: str, gateway: str) -> None:
    """Take in one ARP packet that was heard."""
    if len(packet) < 28:
        return
    sender_mac, sender = mac_text(packet[8:14]), str(ipaddress.IPv4Address(packet[14:18]))
    if sender_mac == mac:
        return
    target = str(ipaddress.IPv4Address(packet[24:28]))
    # Two hosts that probe for one address at once are a conflict as well.
    if sender == address or (sender == UNSPECIFIED and target == address):
        if sender_mac not in findings.others:
            findings.others.append(sender_mac)
    elif sender == gateway:
        findings.gateway = sender_mac
        if target == UNSPECIFIED:
            findings.probe_passed = True
        elif target == address:
            findings.request_passed = True


async def probe(link: Link, address: str, gateway: str, rounds: int = ROUNDS) -> ArpFindings:
    """Ask for our own address and for the gateway, `rounds` times, `INTERVAL` seconds apart.

    Raises:
        OSError: no CAP_NET_RAW, or the interface is gone.
    """
    findings = ArpFindings()
    with closing(PacketSocket(link.index, link.name, link.mac, ETH_P_ARP)) as packets:
        listening = asyncio.ensure_future(
            packets.listen(
                rounds * INTERVAL + 0.1, lambda _, packet: note(findings, packet, link.mac, address, gateway)
            )
        )
        for _ in range(rounds):
            for sender in (UNSPECIFIED, address):
                packets.send(BROADCAST, request(link.mac, sender, address))
                packets.send(BROADCAST, request(link.mac, sender, gateway))
            await asyncio.sleep(INTERVAL)
        await listening
    return findings
