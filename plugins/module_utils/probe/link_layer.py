# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A packet socket on one interface: frames made and heard by hand, past the kernel's own addresses and firewall.

Nothing is configured: no address, no route, no sysctl, so nothing can be left behind, even by a killed process.
"""

from __future__ import annotations

import asyncio
import socket
import struct
import time
from typing import Callable

ETH_P_ARP, ETH_P_IPV6 = 0x0806, 0x86DD
SOL_PACKET, PACKET_ADD_MEMBERSHIP, PACKET_MR_ALLMULTI = 263, 1, 2
BROADCAST = "ff:ff:ff:ff:ff:ff"


def mac_bytes(text: str) -> bytes:
    """Return `54:89:98:00:01:01` as six bytes."""
    return bytes.fromhex(text.replace(":", ""))


def mac_text(data: bytes) -> str:
    """Return six bytes as `54:89:98:00:01:01`."""
    return ":".join("{:02x}".format(byte) for byte in data)


class PacketSocket:
    """Sends and hears Ethernet frames of one type.

    Args:
        index: the interface's index.
        name: its name.
        mac: its hardware address, the source of what is sent.
        ether_type: ETH_P_ARP or ETH_P_IPV6.

    Raises:
        OSError: no CAP_NET_RAW, or the interface is gone.
    """

    def __init__(self, index: int, name: str, mac: str, ether_type: int) -> None:
        self.mac = mac
        self.ether_type = ether_type
        self.sock = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(ether_type))
        self.sock.setblocking(False)
        self.sock.bind((name, ether_type))
        # Router advertisements go to a multicast address that the card filters out where IPv6 is off.
        request = struct.pack("=iHH8s", index, PACKET_MR_ALLMULTI, 0, b"")
        self.sock.setsockopt(SOL_PACKET, PACKET_ADD_MEMBERSHIP, request)

    def close(self) -> None:
        """Give the socket back; the kernel drops its multicast membership with it."""
        self.sock.close()

    def send(self, destination: str, packet: bytes) -> None:
        """Send one frame."""
        head = mac_bytes(destination) + mac_bytes(self.mac) + struct.pack("!H", self.ether_type)
        self.sock.send((head + packet).ljust(60, b"\0"))

    async def listen(self, seconds: float, heard: Callable[[str, bytes], None]) -> None:
        """Call `heard(source mac, packet)` for every frame of the next `seconds`."""
        until = time.monotonic() + seconds
        while True:
            left = until - time.monotonic()
            if left <= 0:
                return
            try:
                frame = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(self.sock, 65535), left)
            except asyncio.TimeoutError:
                return
            if len(frame) > 14:
                heard(mac_text(frame[6:12]), frame[14:])
