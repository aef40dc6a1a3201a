# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A switch of the lab on real cables, and raw frames to send through it.

Frames are sent and caught on raw sockets in namespaces of the bench's own.
"""

from __future__ import annotations

import contextlib
import ctypes
import ipaddress
import json
import socket
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
T1_MAC, T2_MAC, OTHER_MAC = "54:89:98:00:01:01", "54:89:98:00:01:02", "02:00:00:00:00:99"
T1, T2 = "10.96.128.2", "10.96.128.3"
MAGIC = b"gkh2"
# Offset in units of eight bytes, and whether more fragments follow.
WHOLE = (0, False)


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def _socket_in(namespace: str, make: Callable[[], socket.socket]) -> socket.socket:
    """A socket that belongs to another namespace: it stays there when the thread that made it is gone."""
    made: list[socket.socket] = []

    def enter() -> None:
        with Path("/run/netns", namespace).open() as file:
            if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), 0x40000000):
                raise OSError(ctypes.get_errno(), "setns")
        made.append(make())

    thread = threading.Thread(target=enter)
    thread.start()
    thread.join()
    return made[0]


@dataclass
class Wire:
    """A raw socket on an interface."""

    socket: socket.socket

    @classmethod
    def on(cls, namespace: str, interface: str) -> Wire:
        """Open a wire on an interface of a namespace."""

        def make() -> socket.socket:
            raw = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(3))
            raw.setsockopt(socket.SOL_SOCKET, 33, 16 << 20)  # SO_RCVBUFFORCE
            raw.bind((interface, 0))
            return raw

        return cls(_socket_in(namespace, make))

    def send(self, frame: bytes) -> None:
        """Send a frame; one that finds no link is lost, as on a cable. A first error may be the socket's old one."""
        for _ in range(2):
            with contextlib.suppress(OSError):
                self.socket.send(frame)
                return

    def caught(self, wait: float = 0.2) -> set[int]:
        """The numbers of our packets that have arrived, until none has come for a while."""
        numbers: set[int] = set()
        self.socket.settimeout(wait)
        while True:
            try:
                frame, origin = self.socket.recvfrom(65535)
            except (TimeoutError, BlockingIOError):
                return numbers
            if origin[2] != 4 and frame[-8:-4] == MAGIC:  # 4: PACKET_OUTGOING
                numbers.add(struct.unpack("!I", frame[-4:])[0])


@dataclass
class Bench:
    """The switch between two terminals and a router."""

    name: str
    state: Path
    startup: str
    platform: str = "huawei_vrp"
    process: subprocess.Popen[str] | None = None
    t1: Wire = field(init=False)
    t2: Wire = field(init=False)
    router: Wire = field(init=False)
    router_mac: str = ""

    def build(self) -> None:
        """Make the namespaces and the cables."""
        for role in ("sw", "t1", "t2", "rt"):
            _run("ip", "netns", "add", f"{self.name}-{role}")
        for role, setting in (("t1", "ipv4/conf/all/arp_ignore=8"), ("t2", "ipv4/conf/all/arp_ignore=8"), ("rt", "")):
            # The terminals' own kernels stay silent: only our frames count.
            for one in filter(None, (setting, "ipv6/conf/all/disable_ipv6=1", "ipv6/conf/default/disable_ipv6=1")):
                path, _, value = one.partition("=")
                self.inside(role, "sh", "-c", f"echo {value} > /proc/sys/net/{path}")
        for role, near, far, mac in (
            ("t1", "eth0", "ge1", T1_MAC),
            ("t2", "eth0", "ge2", T2_MAC),
            ("rt", "v110", "up110", ""),
            ("rt", "v4000", "up4000", ""),
        ):
            _run(
                "ip",
                "link",
                "add",
                "name",
                near,
                "netns",
                f"{self.name}-{role}",
                "type",
                "veth",
                "peer",
                "name",
                far,
                "netns",
                f"{self.name}-sw",
            )
            if mac:
                self.inside(role, "ip", "link", "set", near, "address", mac)
            self.inside(role, "ip", "link", "set", near, "up")
        self.inside("rt", "ip", "addr", "add", "10.96.128.1/27", "dev", "v110")
        self.inside("rt", "ip", "addr", "add", "10.96.192.1/24", "dev", "v4000")
        self.t1, self.t2, self.router = (
            Wire.on(f"{self.name}-{r}", i) for r, i in (("t1", "eth0"), ("t2", "eth0"), ("rt", "v110"))
        )
        self.router_mac = json.loads(self.inside("rt", "ip", "-j", "link", "show", "v110"))[0]["address"]

    def inside(self, role: str, *command: str) -> str:
        """Run a command in a namespace."""
        return _run("nsenter", f"--net=/run/netns/{self.name}-{role}", *command)

    def start(self) -> None:
        """Switch it on and wait until it forwards."""
        files = {"startup.cfg": self.startup, "password": "secret\n"}
        for file, text in files.items():
            (self.state / file).write_text(text)
        key = self.state / "host_key"
        if not key.exists():
            _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(key))
        arguments = [
            "--startup",
            f"{self.state}/startup.cfg",
            "--state",
            str(self.state),
            "--password-file",
            f"{self.state}/password",
        ]
        arguments += [
            "--platform",
            self.platform,
            "--host-key",
            str(key),
            "--boot-seconds",
            "0.5",
            "--minute-seconds",
            "1",
        ]
        command = ["nsenter", f"--net=/run/netns/{self.name}-sw", sys.executable, "-m", "lab.switch", *arguments]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        assert self.process.stdout.readline().startswith("ready")
        self.until_forwarding()

    def stop(self) -> None:
        """Switch it off."""
        if self.process is not None:
            self.process.terminate()
            assert self.process.wait(10) == 0
            self.process = None

    def remove(self) -> None:
        """Remove the namespaces."""
        for role in ("sw", "t1", "t2", "rt"):
            subprocess.run(["ip", "netns", "del", f"{self.name}-{role}"], check=False, capture_output=True)

    def ask(self, **request: Any) -> dict[str, Any]:
        """Ask the control socket."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self.state / "control.sock"))
            connection.sendall(json.dumps(request).encode() + b"\n")
            reply: dict[str, Any] = json.loads(connection.makefile().readline())
        return reply

    def type(self, *lines: str) -> str:
        """Type lines in the system view."""
        reply = self.ask(do="cli", lines=["system-view", *lines])
        assert reply["ok"], reply
        return str(reply["output"])

    def configure(self, *lines: str) -> None:
        """Type lines of which none may be refused."""
        output = self.type(*lines)
        assert "Error" not in output, output

    def until_forwarding(self) -> None:
        """Wait for the kernel to bring the links up."""
        deadline = time.monotonic() + 10
        while not self.delivered([udp(T1, "10.96.8.11", self.router_mac, src_mac=T1_MAC)]):
            assert time.monotonic() < deadline, "nothing is forwarded"

    def delivered(self, packets: list[bytes], sender: Wire | None = None, receiver: Wire | None = None) -> set[int]:
        """Which of the packets arrive."""
        receiver = receiver or self.router
        receiver.caught(wait=0)
        for number, packet in enumerate(packets):
            (sender or self.t1).send(packet + MAGIC + struct.pack("!I", number))
        return receiver.caught()


def ether(source: str, destination: str, kind: int) -> bytes:
    return bytes.fromhex((destination + source).replace(":", "")) + struct.pack("!H", kind)


def checksum(data: bytes) -> int:
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def ipv4(source: str, destination: str, protocol: int, payload: bytes, part: tuple[int, bool] = WHOLE) -> bytes:
    """A header and payload; eight bytes of mark follow, so the length counts them."""
    offset, more = part
    flags = (0x2000 if more else 0) | offset
    length = 20 + len(payload) + 8
    addresses = socket.inet_aton(source) + socket.inet_aton(destination)
    head = struct.pack("!BBHHHBBH", 0x45, 0, length, 7, flags, 64, protocol, 0) + addresses
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + payload


def ipv6(source: str, destination: str, protocol: int, payload: bytes, part: tuple[int, bool] = WHOLE) -> bytes:
    offset, more = part
    if part != WHOLE:
        payload = struct.pack("!BBHI", protocol, 0, offset << 3 | more, 7) + payload
        protocol = 44
    addresses = ipaddress.IPv6Address(source).packed + ipaddress.IPv6Address(destination).packed
    return struct.pack("!IHBB", 6 << 28, len(payload) + 8, protocol, 64) + addresses + payload


def udp(source: str, destination: str, router_mac: str, *, port: int = 53, src_mac: str = T1_MAC) -> bytes:
    return ether(src_mac, router_mac, 0x0800) + ipv4(source, destination, 17, struct.pack("!HHHH", 40000, port, 16, 0))


def arp(sender_ip: str, sender_mac: str, target: str) -> bytes:
    body = (
        struct.pack("!HHBBH", 1, 0x0800, 6, 4, 1)
        + bytes.fromhex(sender_mac.replace(":", ""))
        + socket.inet_aton(sender_ip)
    )
    return ether(sender_mac, "ff:ff:ff:ff:ff:ff", 0x0806) + body + bytes(6) + socket.inet_aton(target)
