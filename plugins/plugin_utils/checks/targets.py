# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What to probe to show that a terminal does not reach the internet (6.4-e, `docs/egress.md`). Pure."""

from __future__ import annotations

import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...module_utils.probe.target import ESP, GRE, ICMP, SIX_IN_FOUR, TCP, UDP, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..model.city import Canary

TCP_PORTS = (80, 443, 53, 853, 22, 8080)
UDP_PORTS = (53, 123, 443, 3478)
SOURCE_PORTS = (53, 80)
CONTROL_BASE = 0x8000


@dataclass(frozen=True)
class PortList:
    """Ports that a hole in a filter would be made for, and that nobody thinks of."""

    tcp: tuple[int, ...]
    udp: tuple[int, ...]


#: One of them in turn besides the ports above (IANA service names; the last: first and last of what hosts choose from).
LISTS = (
    PortList((25, 110, 143, 465, 587, 993), (69, 514, 1812, 5060)),  # mail; small services
    PortList((21, 23, 3389, 5900, 5938, 8443), (161, 3389, 5938, 8443)),  # remote access
    PortList((1080, 1194, 1723, 3128, 8888, 9001), (500, 1194, 1701, 4500)),  # proxies and tunnels
    PortList((1024, 10000, 32768, 49152, 60000, 65535), (1024, 33434, 51820, 65535)),  # high ports
)


@dataclass(frozen=True)
class Ports:
    """Which ports of each canary are probed: always, from which source ports, and which lists take turns."""

    tcp: Sequence[int] = TCP_PORTS
    udp: Sequence[int] = UDP_PORTS
    source: Sequence[int] = SOURCE_PORTS
    lists: Sequence[PortList] = LISTS


def plan(run: str, terminal: str, canaries: Sequence[Canary], ports: Ports) -> list[Target]:
    """Return all probes of a run: every canary, both families, with the host firewall as it is and past it.

    Args:
        run: 12 hex digits, new for each run and terminal.
        terminal: its id, which decides on each canary's list of ports.
        canaries: the city's.
        ports: what to probe on each.
    """
    aims = [
        aim
        for past in (False, True)
        for number, canary in enumerate(canaries)
        for aim in _aims(canary, ports, _turn(terminal, number, ports.lists), past)
    ]
    return [replace(aim, nonce=f"gk{run}-{number:04x}") for number, aim in enumerate(aims)]


def controls(run: str, targets: Sequence[Target]) -> list[Target]:
    """Return one control for each distinct thing that is probed, for the controller to try (leg 2)."""
    distinct = {(each.proto, each.address, each.port): each for each in targets}
    return [
        Target(f"gk{run}-{CONTROL_BASE + number:04x}", proto, address, port, canary=each.canary)
        for number, ((proto, address, port), each) in enumerate(distinct.items())
    ]


def exempt(canaries: Sequence[Canary]) -> dict[tuple[str, str], str]:
    """Return which of them operations cannot reach by which protocol (`Target.kind`), and why, as city.yml has it."""
    return {(each.name, kind): reason for each in canaries for kind, reason in each.unreachable.items()}


def _turn(terminal: str, number: int, lists: Sequence[PortList]) -> PortList:
    """Return the list that a terminal tries on the city's canary of this number.

    The same in each run, so that acceptance knows it; another one on the next canary and, as it falls, on the next
    terminal, so that a site of some terminals tries them all.
    """
    return lists[(zlib.crc32(terminal.encode()) + number) % len(lists)] if lists else PortList((), ())


def _aims(canary: Canary, ports: Ports, turn: PortList, past: bool) -> Iterator[Target]:
    for address in (canary.address, canary.address6):
        if address is None:
            continue
        base = Target("", TCP, str(address), past_firewall=past, canary=canary.name)
        yield from (replace(base, port=port) for port in dict.fromkeys((*ports.tcp, *turn.tcp)))
        # Both passes run at once: another destination port each, so that their connections are not the same one.
        towards = ports.tcp[int(past) % len(ports.tcp)] if ports.tcp else 0
        yield from (replace(base, port=towards, source_port=port) for port in ports.source if towards)
        yield from (replace(base, proto=UDP, port=port) for port in dict.fromkeys((*ports.udp, *turn.udp)))
        # IPv6 does not travel in itself under this number.
        others = (ICMP, GRE, ESP) if base.version6 else (ICMP, GRE, ESP, SIX_IN_FOUR)
        yield from (replace(base, proto=proto) for proto in others)
