# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The relays of one terminal: what the run knows of them already, and the rest asked from here, each by nobody else meanwhile."""

from __future__ import annotations

import asyncio
import os
import secrets
from typing import TYPE_CHECKING, Any

from ...module_utils.probe import probing
from ...module_utils.probe.outcome import Outcome
from . import canary_log, relay_checks, relays, vantage
from .relay_checks import RelayFinding, RelayRun

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ...module_utils.check import Check
    from ...module_utils.probe.relay_probe import RelayAim
    from ..model.city import Canary
    from .egress_options import EgressOptions
    from .relay_memory import Claim, RelayMemory
    from .relays import Relay

    #: Runs the module's requests on the terminal; returns outcomes by nonce.
    Ask = Callable[[Sequence[RelayAim]], Mapping[str, Any]]


def check(
    terminal: str,
    subjects: Mapping[Relay, Sequence[str]],
    canaries: Sequence[Canary],
    options: EgressOptions,
    memory: RelayMemory,
    ask: Ask,
) -> tuple[Check, ...]:
    """Return the checks on the relays of one terminal.

    Args:
        terminal: its id.
        subjects: its relays (`relays.of`).
        canaries: the city's: servers are asked for the first, resolvers for the first that has a zone.
        options: how to check.
        memory: of this run.
        ask: runs requests on the terminal; what it raises passes through.

    Raises:
        KioskError: this is a test, and we are outside its lab.
    """
    vantage.require_lab(os.environ)
    zoned = relays.zoned(canaries)
    found = _all(terminal, [each for each in subjects if not each.resolver], canaries[0], options, memory, ask)
    resolvers = [each for each in subjects if each.resolver]
    if zoned:
        found |= _all(terminal, resolvers, zoned, options, memory, ask)
    else:
        found |= dict.fromkeys(resolvers, relay_checks.unzoned(relays.unzoned(canaries)))
    return tuple(found[relay].check(subject, relay.check) for relay, names in subjects.items() for subject in names)


def _all(
    terminal: str,
    asked: Sequence[Relay],
    canary: Canary,
    options: EgressOptions,
    memory: RelayMemory,
    ask: Ask,
) -> dict[Relay, RelayFinding]:
    found = {relay: known for relay in asked if (known := memory.known(relay))}
    # Whatever nobody else is asking now, all at once; what others are asking is known when they have done.
    for wait, batch in ((False, [sorted(asked)]), (True, [[relay] for relay in sorted(asked)])):
        for some in batch:
            claims = [claim for relay in some if relay not in found and (claim := memory.claim(relay, wait=wait))]
            found |= _settle(terminal, canary, options, memory, claims, ask)
    return found


def _settle(
    terminal: str,
    canary: Canary,
    options: EgressOptions,
    memory: RelayMemory,
    claims: Sequence[Claim],
    ask: Ask,
) -> dict[Relay, RelayFinding]:
    """Ask what is claimed and still not known, and let the run know."""
    found, mine = {}, {}
    for claim in claims:
        # Whoever had the claim before may have found it out.
        known = memory.known(claim.relay)
        if known:
            found[claim.relay] = known
            claim.release()
        else:
            mine[claim.relay] = claim
    if not mine:
        return found
    try:
        judged = relay_checks.judge(_run(terminal, canary, options, list(mine), ask))
    except BaseException:
        for claim in mine.values():
            claim.release()
        raise
    for relay, claim in mine.items():
        claim.settle(judged[relay])
    return found | judged


def _run(terminal: str, canary: Canary, options: EgressOptions, asked: Sequence[Relay], ask: Ask) -> RelayRun:
    run = secrets.token_hex(6)
    aims, controls = relays.plan(run, asked, canary), relays.controls(run, asked, canary)
    before = _log(canary, options, [("prefix", f"gk{run}")])
    delegated = f"gk{run}-ffff" if any(relay.resolver for relay in asked) else ""
    if delegated and not before.problem:
        name = f"{delegated}.{canary.zone}"
        canary_log.resolve(str(canary.address), options.token, name, options.port)
    outcomes = ask([aim for each in aims.values() for aim in each])
    control_outcomes = asyncio.run(probing.probe_all(controls, options.wait))
    sources = [("src", address) for address in dict.fromkeys(relay.address for relay in asked)]
    # Nothing of an earlier request for a log that could not be read is this one's.
    after = [] if before.problem else [("after", str(max(0, before.next - 1))), *sources]
    log = _log(canary, options, [("prefix", f"gk{run}"), *after])
    seen = {nonce: Outcome(**raw) for nonce, raw in outcomes.items()}
    return RelayRun(terminal, canary.name, aims, seen, controls, control_outcomes, log, delegated)


def _log(canary: Canary, options: EgressOptions, query: Sequence[tuple[str, str]]) -> canary_log.CanaryLog:
    return canary_log.ask(canary.name, str(canary.address), options.token, query, options.port)
