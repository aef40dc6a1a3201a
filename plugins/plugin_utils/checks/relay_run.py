# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The relays of one terminal: what the run knows of them already, and the rest asked from here, each by nobody else meanwhile."""

from __future__ import annotations

import asyncio
import os
import secrets
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from ...module_utils.plain_text import one_line
from ...module_utils.probe import probing
from ...module_utils.probe.outcome import Outcome
from ..base import vantage
from ..base.errors import KioskError
from . import canary_log, relay_checks, relays
from .relay_checks import RelayFinding, RelayRun

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ...module_utils.check import Check
    from ...module_utils.probe.relay_aim import RelayAim
    from ...module_utils.probe.target import Target
    from ..model.city import Canary
    from .egress_options import EgressOptions
    from .relay_memory import Claim, RelayMemory
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
    """Return the checks on the relays of one terminal, of which nothing was asked yet; the arguments are those of `Relaying`."""
    with Relaying(Asker(terminal, site, options, memory, ask), subjects, canaries) as relaying:
        return relaying.checks()


@dataclass(frozen=True)
class Asker:
    """The terminal that asks.

    Attributes:
        terminal: its id.
        site: where it stands.
        options: how to check.
        memory: of this run.
        ask: runs requests on the terminal. A KioskError that it raises becomes the findings, else what was found before
            would be lost with it; anything else passes through.
    """

    terminal: str
    site: str
    options: EgressOptions
    memory: RelayMemory
    ask: Ask


@dataclass(frozen=True)
class _Round:
    """Relays of one kind that are asked now, and what was seen before they are."""

    canary: Canary
    aims: Mapping[Relay, Sequence[RelayAim]]
    run: str
    before: canary_log.CanaryLog
    delegated: str
    controls: Sequence[Target]
    control_outcomes: Mapping[str, Outcome]


class Relaying:
    """The relays of one terminal: those that nobody is asking go along with its other probes, the rest is known or asked later.

    Args:
        asker: the terminal.
        subjects: its relays (`relays.of`).
        canaries: the city's: servers are asked for the first, resolvers for the first that has a zone.

    Raises:
        KioskError: this is a test, and we are outside its lab.
    """

    def __init__(self, asker: Asker, subjects: Mapping[Relay, Sequence[str]], canaries: Sequence[Canary]) -> None:
        vantage.require_lab(os.environ)
        zoned = relays.zoned(canaries)
        self._asker, self._subjects = asker, subjects
        self._found: dict[Relay, RelayFinding] = {}
        if zoned is None:
            resolvers = [relay for relay in subjects if relay.resolver]
            self._found |= dict.fromkeys(resolvers, relay_checks.unzoned(relays.unzoned(canaries)))
        self._canaries = {False: canaries[0], True: zoned}
        self._claims: list[Claim] = []
        self._rounds: list[_Round] = []

    def __enter__(self) -> Self:
        """Hold what is claimed as long as it is asked."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of what was not asked after all."""
        self._release()

    def begin(self, *, late: bool = False) -> list[RelayAim]:
        """Claim what nobody is asking, and return the requests for it; `take` or `fail` has to follow if there are any.

        Args:
            late: what others are asking is not waited for any longer.
        """
        memory, left = self._asker.memory, self._left()
        self._claims = [claim for relay in left if (claim := memory.claim(relay, at_once=late))]
        # Whoever had a claim before may have found it out.
        self._found |= {relay: known for relay in left if (known := memory.known(relay))}
        unasked = [claim.relay for claim in self._claims if claim.relay not in self._found]
        for resolver, canary in self._canaries.items():
            asked = [relay for relay in unasked if relay.resolver == resolver]
            if asked and canary:
                try:
                    self._rounds.append(_begin(asked, canary, self._asker.options))
                except KioskError as error:
                    self._tell(self._unasked(asked, error))
        aims = [aim for each in self._rounds for ways in each.aims.values() for aim in ways]
        if not aims:
            self._release()
        return aims

    def take(self, outcomes: Mapping[str, Any]) -> None:
        """Judge what the terminal saw, by nonce, and let the run know."""
        for each in self._rounds:
            try:
                self._tell(relay_checks.judge(_end(each, self._asker, outcomes)))
            except KioskError as error:
                self._tell(self._unasked(each.aims, error))
        self._release()

    def fail(self, error: KioskError) -> None:
        """Take the terminal's answer for none."""
        for each in self._rounds:
            self._tell(self._unasked(each.aims, error))
        self._release()

    def checks(self) -> tuple[Check, ...]:
        """Return the checks, once everything is known; what others are asking too long is asked from here."""
        until = time.monotonic() + PATIENCE
        while self._left():
            aims = self.begin(late=time.monotonic() >= until)
            if aims:
                try:
                    self.take(self._asker.ask(aims))
                except KioskError as error:
                    self.fail(error)
            elif self._left():
                time.sleep(PAUSE)
        return tuple(
            self._found[relay].check(subject, relay.check)
            for relay, names in self._subjects.items()
            for subject in names
        )

    def _left(self) -> list[Relay]:
        return sorted(relay for relay in self._subjects if relay not in self._found)

    def _unasked(self, asked: Iterable[Relay], error: KioskError) -> dict[Relay, RelayFinding]:
        return {relay: relay_checks.unasked(self._asker.terminal, relay, one_line(error)) for relay in asked}

    def _tell(self, judged: Mapping[Relay, RelayFinding]) -> None:
        self._found |= judged
        for relay, finding in judged.items():
            self._asker.memory.tell(relay, self._asker.site, finding)

    def _release(self) -> None:
        for claim in self._claims:
            claim.release()
        self._claims, self._rounds = [], []


def _begin(asked: Sequence[Relay], canary: Canary, options: EgressOptions) -> _Round:
    run = secrets.token_hex(6)
    aims, controls = relays.plan(run, asked, canary), relays.controls(run, asked, canary)
    before = _log(canary, options, [("prefix", f"gk{run}")])
    delegated = f"gk{run}-ffff" if any(relay.resolver for relay in asked) else ""
    if delegated and not before.problem:
        name = f"{delegated}.{canary.zone}"
        canary_log.resolve(str(canary.address), options.token, name, options.port)
    # Before the requests: a log that was flooded since, so that it lost what they brought, has lost the controls as well.
    control_outcomes = asyncio.run(probing.probe_all(controls, options.wait))
    return _Round(canary, aims, run, before, delegated, controls, control_outcomes)


def _end(begun: _Round, asker: Asker, outcomes: Mapping[str, Any]) -> RelayRun:
    before, canary = begun.before, begun.canary
    sources = [("src", address) for address in dict.fromkeys(relay.address for relay in begun.aims)]
    # Nothing of an earlier request for a log that could not be read is this one's.
    after = [] if before.problem else [("after", str(max(0, before.next - 1))), *sources]
    log = _log(canary, asker.options, [("prefix", f"gk{begun.run}"), *after])
    # What came without a nonce could not be asked for then: this log shows what arrived, and no silence.
    log = replace(log, problem=log.problem or before.problem)
    seen = {aim.nonce: Outcome(**outcomes[aim.nonce]) for ways in begun.aims.values() for aim in ways}
    return RelayRun(
        asker.terminal, canary.name, begun.aims, seen, begun.controls, begun.control_outcomes, log, begun.delegated
    )


def _log(canary: Canary, options: EgressOptions, query: Sequence[tuple[str, str]]) -> canary_log.CanaryLog:
    return canary_log.ask(canary.name, str(canary.address), options.token, query, options.port)
