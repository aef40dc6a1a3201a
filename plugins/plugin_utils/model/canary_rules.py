# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether the canaries stand where a packet that left would arrive: one that nothing can reach is silent for ever."""

from __future__ import annotations

from collections.abc import Iterator

from ...module_utils.message import say
from .address_space import not_beyond
from .city import DNS, LONGEST_ZONE, Canary, City
from .reading import dotted
from .reserved import RESERVED
from .rule_finding import RuleFinding

#: TCP ports that the canary's program listens on (`roles/canary/files/canary.py`; a test compares them), so that no sshd may.
LISTENED = frozenset(
    (
        *(22, 53, 80, 443, 853, 8080, 4780),
        *(25, 110, 143, 465, 587, 993),
        *(21, 23, 3389, 5900, 5938, 8443),
        *(1080, 1194, 1723, 3128, 8888, 9001),
        *(1024, 10000, 32768, 49152, 60000, 65535),
    )
)


def canary_findings(city: City) -> Iterator[RuleFinding]:
    """Find canaries inside the networks, at addresses that are not on the internet, or written twice."""
    first: dict[object, str] = {}
    for at, canary in enumerate(city.canaries):
        yield from _unreachable(at, canary)
        yield from _zone(at, canary)
        yield from _login(at, canary, city)
        holder = next((name for name, network in city.networks.items() if network.holds(canary.address)), "")
        if holder:
            path = ("canaries", at, "address")
            what = say(
                "{path}: {address} lies inside the {holder}'s prefixes; a canary stands beyond the exit",
                path=dotted(path),
                address=canary.address,
                holder=holder,
            )
            yield RuleFinding(
                path, what, "6.4-e", say("give an address that no network's prefixes hold"), id="canary-inside"
            )
        for key, address in (("address", canary.address), ("address6", canary.address6)):
            kind = not_beyond(address) if address and not (holder and key == "address") else ""
            if kind:
                path = ("canaries", at, key)
                # Newer Pythons write such an address with the IPv4 one in it; older ones do not.
                mapped = getattr(address, "ipv4_mapped", None)
                shown = f"::ffff:{mapped}" if mapped else address
                what = say(
                    "{path}: {shown} is not on the internet ({kind}), where a canary stands",
                    path=dotted(path),
                    shown=shown,
                    kind=kind,
                )
                yield RuleFinding(
                    path,
                    what,
                    "6.4-e",
                    say("give the address that the canary has on the internet"),
                    id="canary-not-on-internet",
                )
        for key, value in _owned(canary):
            path = ("canaries", at, key)
            known = first.setdefault(value, dotted(path)) if value else dotted(path)
            if known != dotted(path):
                what = say(
                    "{path}: {value} is also {known}", path=dotted(path), value=getattr(canary, key), known=known
                )
                yield RuleFinding(
                    path,
                    what,
                    "6.4-e",
                    say("give each canary a name, addresses and a zone of its own"),
                    id="canary-twice",
                )


def _unreachable(at: int, canary: Canary) -> Iterator[RuleFinding]:
    for tunnel in canary.unreachable:
        if tunnel != "6in4" and tunnel.endswith("6") and not canary.address6:
            path = ("canaries", at, "unreachable", tunnel)
            what = say(
                "{path}: {name} has no IPv6 address, so nothing is sent to it inside IPv6",
                path=dotted(path),
                name=canary.name,
            )
            yield RuleFinding(
                path,
                what,
                "6.4-e",
                say("delete it, or give the canary its address6"),
                key=True,
                id="canary-without-ipv6",
            )


def _owned(canary: Canary) -> tuple[tuple[str, object], ...]:
    """Return what no two canaries may share."""
    zone = canary.zone.lower() if canary.zone else None
    return (
        ("name", canary.name.lower()), ("address", canary.address), ("address6", canary.address6), ("zone", zone),
    )  # fmt: skip


def _zone(at: int, canary: Canary) -> Iterator[RuleFinding]:
    path = ("canaries", at, "zone")
    _, _, last = (canary.zone or "").rpartition(".")
    if canary.zone and (last in (canary.zone, "") or last.isdigit() or len(canary.zone) > LONGEST_ZONE):
        what = say(
            "{path}: {zone} is no domain of two labels and up to {longest_zone} characters",
            path=dotted(path),
            zone=canary.zone,
            longest_zone=LONGEST_ZONE,
        )
        yield RuleFinding(
            path,
            what,
            "6.4-e",
            say("write the domain that is delegated to the canary, such as t.example.cn"),
            id="canary-zone",
        )
    if canary.zone and DNS in canary.unreachable:
        what = say(
            "{path}: {name} has a zone, and `unreachable` says that it has none", path=dotted(path), name=canary.name
        )
        yield RuleFinding(path, what, "6.4-e", say("delete one of them"), id="canary-zone-unreachable")


def _login(at: int, canary: Canary, city: City) -> Iterator[RuleFinding]:
    """Find a port that sshd and the canary would both want, and a name that the inventory has given away."""
    login = canary.ssh
    if login is None:
        return
    if login.port in LISTENED:
        path = ("canaries", at, "ssh", "port")
        yield RuleFinding(
            path,
            say("{path}: the canary itself listens on port {port}", path=dotted(path), port=login.port),
            "6.4-e",
            say("let its sshd listen on another port, such as 2222, and write that one"),
            id="canary-ssh-port",
        )
    if canary.name in RESERVED or canary.name in city.districts:
        place = ("canaries", at, "name")
        yield RuleFinding(
            place,
            say("{path}: `{name}` is the name of a group of hosts", path=dotted(place), name=canary.name),
            "",
            say("choose another name"),
            id="canary-reserved",
        )
