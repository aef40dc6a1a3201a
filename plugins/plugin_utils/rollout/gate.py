# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether a deployment goes on after a wave, judged by what became of its sites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .waves import Wave

#: A batch task's registered result: a slot per host in `results`, or only a `msg` if it did not get that far.
Batch = Mapping[str, Any]


@dataclass(frozen=True)
class Told:
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
        reasons = [why for terminal in terminals if (why := self._of_terminal(terminal))]
        if not reasons:
            return ""
        return (_trouble(self.pushed, switch) if switch in hosts else "") or reasons[0]

    def _of_terminal(self, terminal: str) -> str:
        """Say why a terminal is not accepted: only a decision that says so accepts it."""
        verdict = (self.accepted.get("results") or {}).get(terminal)
        if not verdict:
            return f"{terminal}: {_line(self.accepted.get('msg'), 'nothing was decided')}"
        if verdict.get("accepted") is True and not any(
            verdict.get(key) for key in ("failed", "unreachable", "skipped")
        ):
            return ""
        told = ((self.accepted.get("summary") or {}).get("terminals") or {}).get(terminal) or {}
        return f"{terminal}: {_line(told.get('reason') or verdict.get('msg'), 'it was not accepted')}"

    def _of_switch(self, switch: str) -> str:
        """Say why a switch without terminals in this wave is not done: pushed to, and confirmed to stay as it is."""
        if trouble := _trouble(self.pushed, switch) or _trouble(self.confirmed, switch):
            return trouble
        told = (self.confirmed.get("results") or {})[switch]
        return "" if told.get("confirmed") is True else f"{switch}: {_line(told.get('msg'), 'it was not confirmed')}"


@dataclass(frozen=True)
class Decision:
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
    line: str

    def alone(self, wave: Wave) -> dict[str, str]:
        """Return of each failed host why, if no other host of its site is in the wave that fails at its acceptance."""
        return {wave.sites[site][0]: why for site, why in self.failed.items() if wave.sites[site] == (f"{site}-sw",)}


def decide(wave: Wave, number: int, count: int, told: Told) -> Decision:
    """Judge the wave that is the `number`-th of `count`."""
    reasons = {site: told.reason(hosts, f"{site}-sw") for site, hosts in wave.sites.items()}
    failed = {site: reason for site, reason in reasons.items() if reason}
    accepted = tuple(site for site in reasons if site not in failed)
    over = len(failed) * 100 > wave.max_failed_percent * len(reasons)
    line = f"wave {number} of {count} ({wave.name}): {len(accepted)} of {len(reasons)} sites accepted"
    if failed and number < count:
        line += (
            f"; more than {wave.max_failed_percent} % failed, the next wave is not begun" if over else "; it goes on"
        )
    return Decision(bool(failed) and over, failed, accepted, line)


def unready(wave: Wave, pushed: Batch) -> dict[str, str]:
    """Return of each switch that a check could not look at, or would not change, why: nothing else is decided then."""
    switches = {f"{site}-sw": hosts for site, hosts in wave.sites.items()}
    told = {switch: _trouble(pushed, switch) for switch, hosts in switches.items() if switch in hosts}
    return {switch: why for switch, why in told.items() if why}


def _trouble(batch: Batch, host: str) -> str:
    """Give the first line of what went wrong with a host in a batch; a step that was left out went wrong too."""
    slot = (batch.get("results") or {}).get(host)
    if slot is None:
        return f"{host}: {_line(batch.get('msg'), 'the batch did not get to it')}"
    if slot.get("skipped"):
        return f"{host}: {_line(slot.get('msg'), 'it was left out')}"
    told = _line(slot.get("msg")) if slot.get("failed") or slot.get("unreachable") else ""
    return told if not told or told.startswith(host) else f"{host}: {told}"


def _line(message: Any, otherwise: str = "no reason was given") -> str:
    return str(message or otherwise).strip().split("\n")[0]
