# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether a deployment goes on after a wave, judged by what became of its sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...module_utils.message import Bilingual, Message, say
from ..base.language import translated
from . import reasons
from .waves import Wave

#: A batch task's registered result: a slot per host in `results`, or only a `msg` if it did not get that far.
Batch = Mapping[str, Any]


@dataclass(frozen=True)
class WaveResults:
    """What the batch tasks of a wave registered."""

    pushed: Batch
    confirmed: Batch
    accepted: Batch

    def reason(self, hosts: tuple[str, ...], switch: str) -> str:
        """Say in one line why a site is not accepted, nothing if it is: every one of its terminals, or its switch alone.

        Arguments:
            hosts: its hosts in this wave.
            switch: which of them, or none of them, is its switch.
        """
        terminals = [host for host in hosts if host != switch]
        if not terminals:
            return self._of_switch(switch)
        refused = [why for terminal in terminals if (why := self._of_terminal(terminal))]
        if not refused:
            return ""
        return (_trouble(self.pushed, switch) if switch in hosts else "") or refused[0]

    def _of_terminal(self, terminal: str) -> str:
        """Say why a terminal is not accepted: only a decision that says so accepts it."""
        verdict = (self.accepted.get("results") or {}).get(terminal)
        if not verdict:
            return named(terminal, reasons.of_result(self.accepted, say("nothing was decided")))
        if verdict.get("accepted") is True and not any(
            verdict.get(key) for key in ("failed", "unreachable", "skipped")
        ):
            return ""
        outcome = ((self.accepted.get("summary") or {}).get("terminals") or {}).get(terminal) or {}
        reason = {"msg": outcome.get("reason"), "problem": outcome.get("problem")} if outcome.get("reason") else verdict
        return named(terminal, reasons.of_result(reason, say("it was not accepted")))

    def _of_switch(self, switch: str) -> str:
        """Say why a switch without terminals in this wave is not done: pushed to, and confirmed to stay as it is."""
        if trouble := _trouble(self.pushed, switch) or _trouble(self.confirmed, switch):
            return trouble
        slot = (self.confirmed.get("results") or {})[switch]
        if slot.get("confirmed") is True:
            return ""
        return named(switch, reasons.of_result(slot, say("it was not confirmed")))


@dataclass(frozen=True)
class GateDecision:
    """What a gate says.

    Attributes:
        stop: the next wave is not begun.
        failed: of each site that is not accepted, why.
        accepted: the others.
        line: both as one line for the engineer.
    """

    stop: bool
    failed: dict[str, str]
    accepted: tuple[str, ...]
    line: Message

    def alone(self, wave: Wave) -> dict[str, str]:
        """Return of each failed host why, if no other host of its site is in the wave that fails at its acceptance."""
        return {wave.sites[site][0]: why for site, why in self.failed.items() if wave.sites[site] == (f"{site}-sw",)}


def decide(wave: Wave, number: int, count: int, results: WaveResults) -> GateDecision:
    """Judge the wave that is the `number`-th of `count`."""
    found = {site: results.reason(hosts, f"{site}-sw") for site, hosts in wave.sites.items()}
    failed = {site: reason for site, reason in found.items() if reason}
    accepted = tuple(site for site in found if site not in failed)
    over = len(failed) * 100 > wave.max_failed_percent * len(found)
    line = say(
        "wave {number} of {count} ({name}): {accepted} of {all} sites accepted",
        number=number, count=count, name=wave.name, accepted=len(accepted), all=len(found),
    )  # fmt: skip
    if failed and number < count:
        line = say("{line}; it goes on", line=line) if not over else say(
            "{line}; more than {percent} % failed, the next wave is not begun",
            line=line, percent=wave.max_failed_percent,
        )  # fmt: skip
    return GateDecision(bool(failed) and over, failed, accepted, line)


def unready(wave: Wave, pushed: Batch) -> dict[str, str]:
    """Return of each switch that a check could not look at, or would not change, why: nothing else is decided then."""
    switches = {f"{site}-sw": hosts for site, hosts in wave.sites.items()}
    troubles = {switch: _trouble(pushed, switch) for switch, hosts in switches.items() if switch in hosts}
    return {switch: why for switch, why in troubles.items() if why}


def _trouble(batch: Batch, host: str) -> str:
    """Give the first line of what went wrong with a host in a batch; a step that was left out went wrong too."""
    slot = (batch.get("results") or {}).get(host)
    if slot is None:
        return named(host, reasons.of_result(batch, say("the batch did not get to it")))
    if slot.get("skipped"):
        return named(host, reasons.of_result(slot, say("it was left out")))
    return reasons.about(host, reasons.of_result(slot)) if slot.get("failed") or slot.get("unreachable") else ""


def named(host: str, reason: str) -> Bilingual:
    """Return a reason with the host that it is about."""
    return Bilingual(f"{host}: {reason}", f"{host}: {translated(reason)}")
