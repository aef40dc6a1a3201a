# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What to probe to show that a terminal does not reach the internet (6.4-e, `docs/egress.md`). Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...module_utils.probe.target import ICMP, TCP, UDP, Target

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ..model.city import Canary

TCP_PORTS = (80, 443, 53, 853, 22, 8080)
UDP_PORTS = (53, 123, 443, 3478)
# Old filters let "answers" of DNS and of web servers pass by their source port alone.
SOURCE_PORTS = (53, 80)
CONTROL_BASE = 0x8000


@dataclass(frozen=True)
class Ports:
    """Which ports of each canary are probed."""

    tcp: Sequence[int] = TCP_PORTS
    udp: Sequence[int] = UDP_PORTS
    source: Sequence[int] = SOURCE_PORTS


def plan(run: str, canaries: Sequence[Canary], ports: Ports) -> list[Target]:
    """Return all probes of a run: every canary, both families, with the host firewall as it is and past it.

    Args:
        run: 12 hex digits, new for each run and terminal.
        canaries: the city's.
        ports: what to probe on each.
    """
    aims = [aim for past in (False, True) for canary in canaries for aim in _aims(canary, ports, past)]
    return [replace(aim, nonce=f"gk{run}-{number:04x}") for number, aim in enumerate(aims)]


def controls(run: str, targets: Sequence[Target]) -> list[Target]:
    """Return one control for each distinct thing that is probed, for the controller to try (leg 2)."""
    distinct = {(each.proto, each.address, each.port): each for each in targets}
    return [
        Target(f"gk{run}-{CONTROL_BASE + number:04x}", proto, address, port, canary=each.canary)
        for number, ((proto, address, port), each) in enumerate(distinct.items())
    ]


def _aims(canary: Canary, ports: Ports, past: bool) -> Iterator[Target]:
    for address in (canary.address, canary.address6):
        if address is None:
            continue
        base = Target("", TCP, str(address), past_firewall=past, canary=canary.name)
        yield from (replace(base, port=port) for port in ports.tcp)
        # Both passes run at once: another destination port each, so that their connections are not the same one.
        towards = ports.tcp[int(past) % len(ports.tcp)] if ports.tcp else 0
        yield from (replace(base, port=towards, source_port=port) for port in ports.source if towards)
        yield from (replace(base, proto=UDP, port=port) for port in ports.udp)
        yield replace(base, proto=ICMP)
