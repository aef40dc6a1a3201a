# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The relays of one terminal: what the run knows of them already, and the rest asked from here, each by nobody else meanwhile."""

from __future__ import annotations

import asyncio
import os
import secrets
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ...module_utils.plain_text import one_line
from ...module_utils.probe import probing
from ...module_utils.probe.outcome import Outcome
from ..base import vantage
from ..base.errors import KioskError
from . import canary_log, relay_checks, relays
from .relay_checks import RelayFinding, RelayRun

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ...module_utils.check import Check
    from ...module_utils.probe.relay_probe import RelayAim
    from ..model.city import Canary
    from .egress_options import EgressOptions
    from .relay_memory import RelayMemory
    from .relays import Relay

    #: Runs the module's requests on the terminal; returns outcomes by nonce.
    Ask = Callable[[Sequence[RelayAim]], Mapping[str, Any]]

#: Seconds until a terminal asks what another one has not done asking, and between two looks at it.
PATIENCE, PAUSE = 90.0, 0.5


def check(
    terminal: str,
    site: str,
    subjects: Mapping[Relay, Sequence[str]],
    canaries: Sequence[Canary],
    options: EgressOptions,
    memory: RelayMemory,
    ask: Ask,
) -> tuple[Check, ...]:
    """Return the checks on the relays of one terminal.

    Args:
        terminal: its id.
        site: where it stands.
        subjects: its relays (`relays.of`).
        canaries: the city's: servers are asked for the first, resolvers for the first that has a zone.
        options: how to check.
        memory: of this run.
        ask: runs requests on the terminal. A KioskError that it raises becomes the findings, else what was found before
            would be lost with it; anything else passes through.

    Raises:
        KioskError: this is a test, and we are outside its lab.
    """
    vantage.require_lab(os.environ)
    zoned = relays.zoned(canaries)
    asker = Asker(terminal, site, options, memory, ask)
    found = _all(asker, [each for each in subjects if not each.resolver], canaries[0])
    resolvers = [each for each in subjects if each.resolver]
    if zoned:
        found |= _all(asker, resolvers, zoned)
    else:
        found |= dict.fromkeys(resolvers, relay_checks.unzoned(relays.unzoned(canaries)))
    return tuple(found[relay].check(subject, relay.check) for relay, names in subjects.items() for subject in names)


@dataclass(frozen=True)
class Asker:
    """The terminal that asks: its id and site, and with what."""

    terminal: str
    site: str
    options: EgressOptions
    memory: RelayMemory
    ask: Ask


def _all(asker: Asker, asked: Sequence[Relay], canary: Canary) -> dict[Relay, RelayFinding]:
    """Return what is known of each; what nobody is asking is asked, and what others are asking too long as well."""
    found: dict[Relay, RelayFinding] = {}
    until = time.monotonic() + PATIENCE
    while left := [relay for relay in sorted(asked) if relay not in found]:
        late = time.monotonic() >= until
        claims = [claim for relay in left if (claim := asker.memory.claim(relay, at_once=late))]
        try:
            # Whoever had a claim before may have found it out.
            found |= {relay: known for relay in left if (known := asker.memory.known(relay))}
            mine = [claim.relay for claim in claims if claim.relay not in found]
            found |= _asked(asker, mine, canary) if mine else {}
        finally:
            for claim in claims:
                claim.release()
        if not claims:
            time.sleep(PAUSE)
    return found


def _asked(asker: Asker, mine: Sequence[Relay], canary: Canary) -> dict[Relay, RelayFinding]:
    """Ask, and let the run know."""
    try:
        judged = relay_checks.judge(_run(asker, mine, canary))
    except KioskError as error:
        judged = {relay: relay_checks.unasked(asker.terminal, relay, one_line(error)) for relay in mine}
    for relay, finding in judged.items():
        asker.memory.tell(relay, asker.site, finding)
    return judged


def _run(asker: Asker, asked: Sequence[Relay], canary: Canary) -> RelayRun:
    run, options = secrets.token_hex(6), asker.options
    aims, controls = relays.plan(run, asked, canary), relays.controls(run, asked, canary)
    before = _log(canary, options, [("prefix", f"gk{run}")])
    delegated = f"gk{run}-ffff" if any(relay.resolver for relay in asked) else ""
    if delegated and not before.problem:
        name = f"{delegated}.{canary.zone}"
        canary_log.resolve(str(canary.address), options.token, name, options.port)
    # Before the requests: a log that was flooded since, so that it lost what they brought, has lost the controls as well.
    control_outcomes = asyncio.run(probing.probe_all(controls, options.wait))
    outcomes = asker.ask([aim for each in aims.values() for aim in each])
    sources = [("src", address) for address in dict.fromkeys(relay.address for relay in asked)]
    # Nothing of an earlier request for a log that could not be read is this one's.
    after = [] if before.problem else [("after", str(max(0, before.next - 1))), *sources]
    log = _log(canary, options, [("prefix", f"gk{run}"), *after])
    # What came without a nonce could not be asked for then: this log shows what arrived, and no silence.
    log = replace(log, problem=log.problem or before.problem)
    seen = {nonce: Outcome(**raw) for nonce, raw in outcomes.items()}
    return RelayRun(asker.terminal, canary.name, aims, seen, controls, control_outcomes, log, delegated)


def _log(canary: Canary, options: EgressOptions, query: Sequence[tuple[str, str]]) -> canary_log.CanaryLog:
    return canary_log.ask(canary.name, str(canary.address), options.token, query, options.port)
