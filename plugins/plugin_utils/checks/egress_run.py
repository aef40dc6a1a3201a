# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One egress check in its order: logs, target control, the terminal's probes, logs again, verdicts."""

from __future__ import annotations

import asyncio
import os
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...module_utils.probe import probing
from ...module_utils.probe.target import TCP
from ..base import vantage
from . import canary_log, egress_checks, targets
from .egress_findings import EgressFindings

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from ipaddress import IPv4Network

    from ...module_utils.check import Check
    from ...module_utils.probe.target import Target
    from ..model.city import Canary
    from .canary_log import CanaryLog
    from .egress_options import EgressOptions


@dataclass(frozen=True)
class EgressRun:
    """A run's nonce, what the terminal saw, and the checks that come of it."""

    run: str
    seen: Mapping[str, Any]
    checks: tuple[Check, ...]


def check(
    terminal: str,
    canaries: Sequence[Canary],
    prefixes: Sequence[IPv4Network],
    options: EgressOptions,
    ask_terminal: Callable[[Sequence[Target]], Mapping[str, Any]],
) -> EgressRun:
    """Check one terminal.

    Args:
        terminal: its id.
        canaries: the city's.
        prefixes: the city's own; a router outside them is on the internet.
        options: how to check.
        ask_terminal: runs the module's probes on the terminal and returns what it saw; what it raises passes through.

    Raises:
        KioskError: this is a test, and we are outside its lab.
    """
    vantage.require_lab(os.environ)
    run = secrets.token_hex(6)
    planned = targets.plan(run, terminal, canaries, options.ports)
    controls = targets.controls(run, planned)
    before = {each.name: _log(each, options, [("prefix", f"gk{run}")]) for each in canaries}
    # Leg 2 in the same minute as the probes: an answer here shows that the target lives.
    control_outcomes = asyncio.run(probing.probe_all(controls, options.wait))
    seen = ask_terminal(planned)
    logs = {each.name: _log(each, options, _wanted(run, planned, seen, before[each.name])) for each in canaries}
    found = EgressFindings(
        terminal, planned, seen, controls, control_outcomes, logs, prefixes, targets.exempt(canaries)
    )
    return EgressRun(run, seen, tuple(egress_checks.checks(found)))


def _wanted(run: str, planned: Sequence[Target], seen: Mapping[str, Any], before: CanaryLog) -> list[tuple[str, str]]:
    """Return what to ask a canary's log for: this run's nonces, what else the terminal sent, and its SYNs from wherever.

    A SYN whose source was translated on the way still has its initial sequence number, and often its port.
    """
    tcp = [target for target in planned if target.proto == TCP and target.canary == before.canary]
    local = {seen["outcomes"][target.nonce]["local_port"] for target in tcp if not target.source_port} - {0}
    return [
        ("prefix", f"gk{run}"),
        ("after", str(max(0, before.next - 1))),
        *(("src", address) for address in seen["own"]),
        *(("isn", str(target.isn)) for target in tcp),
        *(("sport", str(port)) for port in sorted(local)),
    ]


def _log(canary: Canary, options: EgressOptions, query: Sequence[tuple[str, str]]) -> CanaryLog:
    return canary_log.ask(canary.name, str(canary.address), options.token, query, options.port)
