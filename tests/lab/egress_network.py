# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A small network of namespaces for the egress tests: terminal - gateway - core - internet; controller at the core.

Nothing here has a way out of the machine: no namespace has an interface of the machine's own.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "0123456789abcdef-test"
CLONE_NEWNET = 0x40000000
T = TypeVar("T")

TERMINAL, SPARE, GATEWAY = "10.96.128.2", "10.96.128.9", "10.96.128.1"
MAC = "54:89:98:00:01:01"
ITEM = ("10.96.8.11", 9001)
CANARY, CANARY6 = "198.51.100.80", "2001:db8:51::80"
ZONE = "tunnel.canary.test"
CORE, CORE6 = "10.96.254.2", "2001:db8:fe::2"

# (namespace, interface, addresses, peer namespace, peer interface, peer addresses)
LINKS = (
    ("t", "eth0", [f"{TERMINAL}/27"], "gw", "site", [f"{GATEWAY}/27", "2001:db8:a:110::1/64"]),
    ("gw", "wan", ["10.96.254.1/24", "2001:db8:fe::1/64"], "core", "wan", [f"{CORE}/24", f"{CORE6}/64"]),
    ("core", "inet", ["198.51.100.1/24", "2001:db8:51::1/64"], "inet", "eth0", [f"{CANARY}/24", f"{CANARY6}/64"]),
    ("core", "ops", ["10.96.0.1/24", "2001:db8:a::1/64"], "ops", "eth0", ["10.96.0.10/24", "2001:db8:a::10/64"]),
    ("core", "svc", ["10.96.8.1/24"], "svc", "eth0", ["10.96.8.11/24"]),
)
ROUTES = (
    ("t", "default via 10.96.128.1"),
    ("gw", "default via 10.96.254.2"),
    ("gw", "default via 2001:db8:fe::2"),
    ("core", "10.96.128.0/27 via 10.96.254.1"),
    ("core", "default via 2001:db8:fe::1"),
    ("inet", "default via 198.51.100.1"),
    ("inet", "default via 2001:db8:51::1"),
    ("ops", "default via 10.96.0.1"),
    ("ops", "default via 2001:db8:a::1"),
    ("svc", "default via 10.96.8.1"),
)


FORWARD = """
table inet filter {{
 chain forward {{
  type filter hook forward priority 0; policy accept
  {}
 }}
}}
"""


class EgressNetwork:
    """The namespaces, a canary in the internet and one granted item; `down()` removes all of it."""

    def __init__(self, name: str, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.program = ROOT / "roles/canary/files/canary.py"
        self.processes: list[subprocess.Popen[str]] = []

    def namespace(self, role: str) -> str:
        """Return a role's namespace."""
        return f"{self.name}-{role}"

    def up(self) -> None:
        """Build everything."""
        for role in ("t", "gw", "core", "inet", "ops", "svc"):
            run("ip", "netns", "add", self.namespace(role))
            self.sysctl(role, "net.ipv6.conf.default.accept_dad=0", "net.ipv6.conf.all.accept_dad=0")
            run("ip", "-n", self.namespace(role), "link", "set", "lo", "up")
        # The terminal as terminal_host leaves it: without IPv6.
        self.sysctl("t", "net.ipv6.conf.all.disable_ipv6=1", "net.ipv6.conf.default.disable_ipv6=1")
        for role in ("gw", "core"):
            self.sysctl(role, "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1")
            self.sysctl(role, "net.ipv4.icmp_ratelimit=0", "net.ipv6.icmp.ratelimit=0")
        for left, left_if, left_addresses, right, right_if, right_addresses in LINKS:
            self.link(left, left_if, right, right_if)
            for role, interface, addresses in ((left, left_if, left_addresses), (right, right_if, right_addresses)):
                for address in addresses:
                    self.ip(role, "addr", "add", address, "dev", interface, *(["nodad"] if ":" in address else []))
        for role, route in ROUTES:
            self.ip(role, *(["-6"] if "::" in route else []), "route", "add", *route.split())
        self.start_canary()
        self.start("svc", [sys.executable, "-c", LISTEN, *map(str, ITEM)], ready="listens")
        self.resolver("inet", "127.0.0.1", 53, "forward")  # the internet's own, which the canary's host asks

    def link(self, left: str, left_if: str, right: str, right_if: str) -> None:
        """Join two namespaces by a cable."""
        mac = ["address", MAC] if (left, left_if) == ("t", "eth0") else []
        run(
            *["ip", "link", "add", left_if, "netns", self.namespace(left), *mac, "type", "veth"],
            *["peer", "name", right_if, "netns", self.namespace(right)],
        )
        for role, interface in ((left, left_if), (right, right_if)):
            self.ip(role, "link", "set", interface, "up")

    def ip(self, role: str, *words: str) -> None:
        """Run `ip` in a namespace; a first word -6 chooses the family."""
        family = ["-6"] if words[0] == "-6" else []
        run("ip", *family, "-n", self.namespace(role), *words[len(family) :])

    def sysctl(self, role: str, *settings: str) -> None:
        """Set `name=value` settings in a namespace."""
        run(*self.enter(role), "sysctl", "-qw", *settings)

    def enter(self, role: str) -> list[str]:
        """Return the words that start a command inside a namespace."""
        return ["nsenter", f"--net=/run/netns/{self.namespace(role)}"]

    def nft(self, role: str, rules: str) -> None:
        """Load a ruleset into one namespace, replacing what was there."""
        subprocess.run([*self.enter(role), "nft", "-f", "-"], input=f"flush ruleset\n{rules}", text=True, check=True)

    def start_canary(self) -> None:
        """Start the canary on its addresses."""
        command = [
            sys.executable,
            str(self.program),
            "--name",
            "canary-a",
            "--log",
            str(self.log),
        ]
        environ = {**os.environ, "GOVKIOSK_CANARY_TOKEN": TOKEN}
        addresses = ["--address", CANARY, "--address", CANARY6, "--resolver", "127.0.0.1"]
        self.canary = self.start("inet", [*command, *addresses], ready="listens", environ=environ)

    def resolver(self, role: str, address: str, port: int, mode: str) -> subprocess.Popen[str]:
        """Start a resolver: it may `forward` names of `ZONE` to the canary, also `deny` or say `nothing` then; or `refuse`."""
        command = [sys.executable, "-c", RESOLVE, address, str(port), mode, CANARY, ZONE]
        return self.start(role, command, ready="resolves")

    @property
    def log(self) -> Path:
        """The canary's log."""
        return self.folder / "canary.jsonl"

    def start(
        self, role: str, command: list[str], *, ready: str, environ: dict[str, str] | None = None
    ) -> subprocess.Popen[str]:
        """Start a program in a namespace and wait until it says on stderr that it is ready."""
        process = subprocess.Popen([*self.enter(role), *command], stderr=subprocess.PIPE, text=True, env=environ)
        self.processes.append(process)
        assert process.stderr is not None
        line = process.stderr.readline()
        assert ready in line, line + (process.stderr.read() if process.poll() is not None else "")
        return process

    def inside(self, role: str, function: Callable[[], T]) -> T:
        """Call a function in a thread of its own that has entered a namespace; no other thread notices."""

        def enter_and_call() -> T:
            with Path(f"/run/netns/{self.namespace(role)}").open() as file:
                if ctypes.CDLL(None, use_errno=True).setns(file.fileno(), CLONE_NEWNET) != 0:
                    raise OSError(ctypes.get_errno(), "setns")
            return function()

        with ThreadPoolExecutor(1) as thread:
            return thread.submit(enter_and_call).result()

    def down(self) -> None:
        """End every program and remove every namespace."""
        for process in self.processes:
            process.terminate()
            process.wait(10)
        for role in ("t", "gw", "core", "inet", "ops", "svc"):
            subprocess.run(["ip", "netns", "del", self.namespace(role)], check=False, stderr=subprocess.DEVNULL)
        time.sleep(0.05)

    def filter(self, *rules: str) -> None:
        """Give the gateway these forwarding rules and no others."""
        self.nft("gw", FORWARD.format("\n  ".join(rules)) if rules else "")

    def advertise(self) -> subprocess.Popen[str]:
        """Let the gateway answer router solicitations, as a router with SLAAC does."""
        return self.start("gw", [sys.executable, "-c", ADVERTISE, "site", "2001:db8:a:110::"], ready="advertises")


LISTEN = """
import socket, sys
s = socket.socket(); s.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
s.bind((sys.argv[1], int(sys.argv[2]))); s.listen(64)
print("listens", file=sys.stderr, flush=True)
while True:
    s.accept()[0].close()
"""


# Over UDP. A question travels on as one of its own with its letters turned upside down, as 0x20 does it.
RESOLVE = """
import socket, sys
address, port, mode, canary, zone = sys.argv[1:]
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind((address, int(port)))
up = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); up.settimeout(1)
print("resolves", file=sys.stderr, flush=True)
def rcode(query, code):
    return query[:2] + bytes([0x81, 0x80 + code]) + query[4:6] + bytes(6) + query[12:]
while True:
    query, asker = s.recvfrom(4096)
    name = zone.split(".")[0].encode()
    if mode == "refuse" or name not in query:
        s.sendto(rcode(query, 5), asker)
        continue
    up.sendto(query[:12] + query[12:].swapcase(), (canary, 53))
    if mode == "deny":
        s.sendto(rcode(query, 3), asker)
    elif mode == "forward":
        try:
            s.sendto(up.recv(4096), asker)
        except OSError:
            s.sendto(rcode(query, 2), asker)
"""


ADVERTISE = """
import socket, struct, sys
index = socket.if_nametoindex(sys.argv[1])
s = socket.socket(socket.AF_INET6, socket.SOCK_RAW, socket.IPPROTO_ICMPV6)
s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_HOPS, 255)
s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_MULTICAST_IF, index)
group = socket.inet_pton(socket.AF_INET6, "ff02::2") + struct.pack("@I", index)
s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_JOIN_GROUP, group)
prefix = struct.pack("!BBBBIII", 3, 4, 64, 0xC0, 1800, 1800, 0) + socket.inet_pton(socket.AF_INET6, sys.argv[2])
print("advertises", file=sys.stderr, flush=True)
while True:
    if s.recv(2048)[0] == 133:
        s.sendto(struct.pack("!BBHBBHII", 134, 0, 0, 64, 0, 1800, 0, 0) + prefix, ("ff02::1", 0, 0, index))
"""


def run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr}"
