# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Links, addresses and routes as the kernel tells them: `rtnetlink(7)`, so that no `ip` program is needed.

/sys/class/net would not do: it shows the network namespace it was mounted in, not the one we are in.
"""

from __future__ import annotations

import ipaddress
import socket
import struct
from dataclasses import dataclass
from typing import Iterator

RTM_GETLINK, RTM_GETADDR, RTM_GETROUTE, RTM_GETNEIGH = 18, 22, 26, 30
NLM_REQUEST_DUMP = 0x1 | 0x300
NLMSG_ERROR, NLMSG_DONE = 2, 3
IFLA_ADDRESS, IFLA_IFNAME, IFLA_OPERSTATE = 1, 3, 16
IFA_ADDRESS, IFA_LOCAL = 1, 2
NDA_DST, NDA_LLADDR = 1, 2
RTA_DST, RTA_OIF, RTA_GATEWAY, RTA_TABLE = 1, 4, 5, 15
IFF_UP, IFF_LOOPBACK, IFF_RUNNING = 0x1, 0x8, 0x40
RT_TABLE_LOCAL = 255
RTN_UNICAST = 1


@dataclass(frozen=True)
class Link:
    """One network interface; `active` means switched on and with carrier."""

    index: int
    name: str
    mac: str
    loopback: bool
    active: bool


@dataclass(frozen=True)
class Address:
    """One address of an interface, with its prefix length."""

    index: int
    interface: str  # as in 10.96.128.2/27

    @property
    def address(self) -> str:
        """Return it without the prefix length."""
        return self.interface.partition("/")[0]

    @property
    def is_global(self) -> bool:
        """Tell an address that packets can leave the link with; fd00::/8 is one."""
        parsed = ipaddress.ip_address(self.address)
        return not (parsed.is_loopback or parsed.is_link_local or parsed.is_multicast)


@dataclass(frozen=True)
class Route:
    """One unicast route of any table; an empty gateway means on link."""

    destination: str  # as in 0.0.0.0/0
    gateway: str
    index: int
    table: int

    @property
    def is_default(self) -> bool:
        """Tell the way to everywhere."""
        return self.destination.endswith("/0")


def links() -> list[Link]:
    """Return all interfaces."""
    found = []
    for head, attributes in _dump(RTM_GETLINK, socket.AF_UNSPEC, 16):
        _, _, index, flags, _ = struct.unpack("=BxHiII", head)
        name = attributes[IFLA_IFNAME].rstrip(b"\0").decode()
        mac = ":".join("{:02x}".format(byte) for byte in attributes.get(IFLA_ADDRESS, b""))
        running = flags & IFF_UP != 0 and flags & IFF_RUNNING != 0
        found.append(Link(index, name, mac, flags & IFF_LOOPBACK != 0, running))
    return found


def addresses() -> list[Address]:
    """Return all addresses of both families."""
    found = []
    for head, attributes in _dump(RTM_GETADDR, socket.AF_UNSPEC, 8):
        family, length, _, _, index = struct.unpack("=BBBBI", head)
        if family in (socket.AF_INET, socket.AF_INET6):
            # On a point-to-point link IFA_ADDRESS is the other side.
            raw = attributes.get(IFA_LOCAL) or attributes[IFA_ADDRESS]
            found.append(Address(index, "{}/{}".format(ipaddress.ip_address(raw), length)))
    return found


def routes() -> list[Route]:
    """Return the unicast routes of both families, of every table but the kernel's own local one."""
    found = []
    for head, attributes in _dump(RTM_GETROUTE, socket.AF_UNSPEC, 12):
        family, length, _, _, table, _, _, kind, _ = struct.unpack("=BBBBBBBBI", head)
        table = struct.unpack("=I", attributes[RTA_TABLE])[0] if RTA_TABLE in attributes else table
        if family not in (socket.AF_INET, socket.AF_INET6) or kind != RTN_UNICAST or table == RT_TABLE_LOCAL:
            continue
        zero = bytes(4 if family == socket.AF_INET else 16)
        destination = "{}/{}".format(ipaddress.ip_address(attributes.get(RTA_DST, zero)), length)
        gateway = str(ipaddress.ip_address(attributes[RTA_GATEWAY])) if RTA_GATEWAY in attributes else ""
        index = struct.unpack("=i", attributes[RTA_OIF])[0] if RTA_OIF in attributes else 0
        found.append(Route(destination, gateway, index, table))
    return found


def neighbours() -> dict[tuple[int, str], str]:
    """Return the hardware addresses the kernel knows, by interface index and address."""
    found = {}
    for head, attributes in _dump(RTM_GETNEIGH, socket.AF_UNSPEC, 12):
        index = struct.unpack("=BxxxiHBB", head)[1]
        if NDA_DST in attributes and NDA_LLADDR in attributes and len(attributes[NDA_DST]) in (4, 16):
            mac = ":".join("{:02x}".format(byte) for byte in attributes[NDA_LLADDR])
            found[index, str(ipaddress.ip_address(attributes[NDA_DST]))] = mac
    return found


def _dump(kind: int, family: int, head: int) -> Iterator[tuple[bytes, dict[int, bytes]]]:
    """Ask for a whole table; yield each message's fixed head and its attributes."""
    request = struct.pack("=IHHII", 16 + 20, kind, NLM_REQUEST_DUMP, 1, 0) + struct.pack("=B", family).ljust(20, b"\0")
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE) as sock:
        sock.settimeout(2)
        sock.bind((0, 0))
        sock.send(request)
        while True:
            data = sock.recv(1 << 18)
            while len(data) >= 16:
                length, message = struct.unpack_from("=IH", data)
                if message in (NLMSG_DONE, NLMSG_ERROR):
                    return
                yield data[16 : 16 + head], _attributes(data[16 + head : length])
                data = data[(length + 3) & ~3 :]


def _attributes(data: bytes) -> dict[int, bytes]:
    found = {}
    while len(data) >= 4:
        length, kind = struct.unpack_from("=HH", data)
        if length < 4:
            break
        found[kind & 0x3FFF] = data[4:length]
        data = data[(length + 3) & ~3 :]
    return found
