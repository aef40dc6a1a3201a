# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Network namespaces: the batches of ip(8) that make them (pure), and working inside one.

A lab has no interface in the machine's own namespace: every cable runs between two namespaces of the lab.
"""

from __future__ import annotations

import ctypes
import os
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from ipaddress import IPv6Interface
from pathlib import Path

from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.scalars import Mac

from lab.topology import End, Topology

NETNS = Path("/run/netns")
CLONE_NEWNET = 0x40000000
# A link that is back within a millisecond is not seen as lost by everybody; no hand is that quick.
UNPLUGGED_SECONDS = 0.3

# The TTL walk and the attribution of a refusal live on ICMP errors, which Linux limits to one a second by default.
_FORWARDING = {
    "net/ipv4/ip_forward": "1",
    "net/ipv6/conf/all/forwarding": "1",
    "net/ipv4/icmp_ratelimit": "0",
    "net/ipv6/icmp/ratelimit": "0",
}
_END_HOST = {"net/ipv4/icmp_ratelimit": "0", "net/ipv6/icmp/ratelimit": "0"}


def path(lab: str, role: str) -> Path:
    """Return the file that holds the namespace open."""
    return NETNS / f"{lab}-{role}"


def creation(lab: str, topology: Topology) -> str:
    """Return the batch, run in the machine's own namespace, that makes all namespaces and cables."""
    lines = [f"netns add {lab}-{role}" for role in topology.roles]
    for link in topology.links:
        a, b = (f"netns {lab}-{end.role}{f' address {end.mac}' if end.mac else ''}" for end in (link.a, link.b))
        lines.append(f"link add name {link.a.name} {a} type veth peer name {link.b.name} {b}")
    return "".join(f"{line}\n" for line in lines)


def settings(topology: Topology) -> dict[str, str]:
    """Return, for each role, the batch that gives its interfaces their addresses, bridges and routes.

    The terminals' own interfaces stay down and bare: that is their operating system's business.
    """
    terminals = {terminal.role for terminal in topology.terminals}
    lines: dict[str, list[str]] = {role: ["link set lo up"] for role in topology.roles if role not in terminals}
    for bridge in topology.bridges:
        lines[bridge.role].append(f"link add name {bridge.name} type bridge")
        lines[bridge.role] += _bring_up(End(bridge.role, bridge.name, bridge.addresses))
    for end in (end for link in topology.links for end in (link.a, link.b) if end.role not in terminals):
        lines[end.role] += _bring_up(end)
    for gateway in topology.gateways:
        everything = "::/0" if ":" in gateway.address else "0.0.0.0/0"
        lines[gateway.role].append(f"route add {everything} via {gateway.address} dev {gateway.interface}")
    return {role: "".join(f"{line}\n" for line in batch) for role, batch in lines.items()}


def _bring_up(end: End) -> Iterator[str]:
    if end.bridge:
        yield f"link set {end.name} master {end.bridge}"
    # Without nodad an IPv6 address is of no use for its first second.
    yield from (
        f"address add {address} dev {end.name}{' nodad' if isinstance(address, IPv6Interface) else ''}"
        for address in end.addresses
    )
    yield f"link set {end.name} up"


def build(lab: str, topology: Topology) -> None:
    """Make and set up all namespaces of the lab.

    Raises:
        KioskError: ip(8) refused a line; the line is told.
    """
    _ip([], creation(lab, topology))
    for role in topology.roles:
        with inside(path(lab, role)):
            for key, value in (_FORWARDING if role == "router" else _END_HOST).items():
                Path("/proc/sys", key).write_text(value)
    for role, batch in settings(topology).items():
        _ip(["-n", f"{lab}-{role}"], batch)


def existing(names: Iterable[str]) -> list[str]:
    """Return those of the namespaces that are there."""
    return [name for name in names if (NETNS / name).exists()]


def remove(names: Iterable[str]) -> None:
    """Delete the namespaces, with every interface in them; those that are gone already are none of our business."""
    _ip([], "".join(f"netns del {name}\n" for name in existing(names)))


def cut(namespace: Path, interface: str) -> None:
    """Forget what a running system had configured in its namespace, as a loss of power would."""
    prefix = ["nsenter", f"--net={namespace}"]
    subprocess.run(["ip", "-n", namespace.name, "link", "set", interface, "down"], check=True)
    subprocess.run(["ip", "-n", namespace.name, "address", "flush", "dev", interface], check=True)
    subprocess.run([*prefix, "nft", "flush", "ruleset"], check=True)
    with inside(namespace):
        Path(f"/proc/sys/net/ipv6/conf/{interface}/disable_ipv6").write_text("0")


def set_mac(namespace: Path, interface: str, mac: str) -> None:
    """Give an interface another address, as another network card in the same socket has: the link is lost meanwhile.

    An interface that is down stays down.

    Raises:
        KioskError: it is no MAC address that a card can have.
    """
    try:
        address = Mac.parse(mac)
    except ValueError as error:
        raise KioskError(f"{mac} {error}", fix="Write it like 5489-9800-0199.") from None
    up = _is_up(namespace, interface)
    _ip(["-n", namespace.name], f"link set {interface} down\nlink set {interface} address {address}\n")
    if up:
        time.sleep(UNPLUGGED_SECONDS)
        _ip(["-n", namespace.name], f"link set {interface} up\n")


def forget_neighbour(namespace: Path, address: str) -> None:
    """Let a router ask again who has an address, which it would do by itself after some minutes."""
    _ip(["-n", namespace.name], f"neighbour flush to {address}\n")


def has_default_route(namespace: Path) -> bool:
    """Tell whether a namespace has an IPv4 way out of its own networks."""
    return bool(subprocess.check_output(["ip", "-n", namespace.name, "-4", "route", "show", "default"]))


def _is_up(namespace: Path, interface: str) -> bool:
    command = ["ip", "-n", namespace.name, "-oneline", "link", "show", "dev", interface, "up"]
    return bool(subprocess.check_output(command))


@contextmanager
def inside(namespace: Path) -> Iterator[None]:
    """Let the calling thread, and no other, work in a network namespace: sockets and /proc/sys/net are that one's."""
    libc = ctypes.CDLL(None, use_errno=True)
    with Path("/proc/thread-self/ns/net").open() as own, namespace.open() as other:
        _setns(libc, other.fileno())
        try:
            yield
        finally:
            _setns(libc, own.fileno())


def _setns(libc: ctypes.CDLL, descriptor: int) -> None:
    if libc.setns(descriptor, CLONE_NEWNET):
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))


def _ip(options: list[str], batch: str) -> None:
    done = subprocess.run(
        ["ip", *options, "-batch", "-"],
        input=batch,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        raise KioskError(
            f"ip {' '.join(options)} refused: {done.stdout.strip()}",
            fix="Is the machine's kernel without veth or bridge?",
        )
