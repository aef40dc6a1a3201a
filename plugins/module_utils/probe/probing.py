# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Many probes at once: on the terminal for the verdict, on the controller for the target control."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Iterable

from ..message import say
from . import icmp_probe, outcome, tcp_probe, tunnel_probe, udp_probe
from .outcome import Outcome
from .target import ICMP, TCP, TUNNELS, UDP

if TYPE_CHECKING:
    from .target import Target

_PROBES = {
    TCP: tcp_probe.probe,
    UDP: udp_probe.probe,
    ICMP: icmp_probe.probe,
    **dict.fromkeys(TUNNELS, tunnel_probe.probe),
}
_NOT_PASSED = say("the host firewall could not be passed", id="firewall-not-passed")


async def probe_all(targets: Iterable[Target], wait: float, mark: int | None = 0) -> dict[str, Outcome]:
    """Return every target's outcome by its nonce.

    Args:
        targets: what to probe.
        wait: seconds that each probe may take; all of them run at the same time.
        mark: SO_MARK of the targets that go past the firewall; None: they can not, and are not run.
    """

    async def by_nonce(target: Target) -> tuple[str, Outcome]:
        if not target.past_firewall:
            return target.nonce, await _PROBES[target.proto](target, wait)
        if mark is None:
            return target.nonce, Outcome(outcome.NOT_RUN, detail=_NOT_PASSED)
        return target.nonce, await _PROBES[target.proto](target, wait, mark)

    return dict(await asyncio.gather(*(by_nonce(target) for target in targets)))
