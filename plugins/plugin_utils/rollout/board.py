# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A deployment as it is known at one moment: its waves, their sites, and what each step of each site came to.

It is told what happens and keeps no clock: who tells says when, in seconds since the epoch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from ...module_utils.message import Bilingual, say
from ...module_utils.redaction import redact
from ..base.language import translated
from . import reasons, steps
from .steps import Status


class State(StrEnum):
    """What a site has come to."""

    WAITING = "waiting"
    RUNNING = "running"
    ACCEPTED = "accepted"
    FAILED = "failed"
    HELD = "held"


@dataclass
class Row:
    """One site.

    Attributes:
        wave: the number of its wave from 1, 0 if it is in none because somebody else holds it.
        hosts: of each step, what it came to on each host.
        guard: `armed`, `confirmed` or `none`; nothing as long as the switch has not said so.
        began, ended: seconds since the epoch, 0 if not yet.
    """

    site: str
    wave: int
    state: State = State.WAITING
    hosts: dict[str, dict[str, Status]] = field(default_factory=dict)
    reason: str = ""
    guard: str = ""
    began: float = 0.0
    ended: float = 0.0

    def step(self, name: str) -> Status | None:
        """Give what a step came to, None if it has not begun."""
        found: Status | None = None
        for each in self.hosts.get(name, {}).values():
            found = steps.worst(found, each)
        return found


@dataclass
class Board:
    """The whole deployment.

    Attributes:
        waves: their names, in order.
        wave: the number of the one that runs or ran last, from 1.
        step: the step that the wave is at.
        resume: the command that goes on with what is left.
        extra: whether this run had extra variables, which that command needs again.
        touched: the sites of which something else is known than when somebody last took these.

    Rows are changed here alone: what is counted and asked for with every result is kept, so that none costs the whole city.
    """

    run: str
    waves: list[str]
    rows: dict[str, Row]
    members: dict[str, str]
    began: float
    resume: str = ""
    extra: bool = False
    ended: float = 0.0
    wave: int = 0
    step: str = ""
    stopped: bool = False
    touched: set[str] = field(init=False)
    _of_wave: dict[int, list[Row]] = field(init=False, default_factory=dict)
    _count: Counter[State] = field(init=False)

    def __post_init__(self) -> None:
        """Sort and count the rows."""
        self.touched, self._count = {*self.rows}, Counter(row.state for row in self.rows.values())
        for row in self.rows.values():
            self._of_wave.setdefault(row.wave, []).append(row)

    @classmethod
    def of(cls, result: Mapping[str, Any], now: float) -> Board:
        """Begin with what `rollout_begin` has returned."""
        rows: dict[str, Row] = {}
        members: dict[str, str] = {}
        for number, wave in enumerate(result["waves"], 1):
            for site, hosts in wave["sites"].items():
                rows[site] = Row(site, number)
                members |= dict.fromkeys(hosts, site)
        for site, who in (result.get("refused") or {}).items():
            rows[site] = Row(site, 0, State.HELD, reason=Bilingual(str(who["text"]), str(who["shown"])))
        waves, extra = [wave["name"] for wave in result["waves"]], bool(result.get("extra"))
        return cls(str(result["run"]), waves, rows, members, now, str(result["resume"]), extra)

    @property
    def again(self) -> str:
        """Give the command that goes on, and what has to be added to it."""
        return say("{command} (and the same -e as before)", command=self.resume) if self.extra else self.resume

    @property
    def current(self) -> list[Row]:
        """Give the sites of the wave that runs."""
        return self.of_wave(self.wave)

    def of_wave(self, number: int) -> list[Row]:
        """Give the sites of a wave."""
        return self._of_wave.get(number, [])

    def count(self, *states: State) -> int:
        """Count the sites in these states."""
        return sum(self._count[state] for state in states)

    @property
    def lost(self) -> Iterator[Row]:
        """Give the sites that were begun, or could not be, and are not accepted."""
        return (row for row in self.rows.values() if row.state not in (State.ACCEPTED, State.WAITING))

    def next_wave(self, now: float) -> None:
        """Begin the next wave."""
        self.wave, self.step = self.wave + 1, ""
        for row in self.current:
            self._becomes(row, State.RUNNING)
            row.began = now

    def begin_step(self, name: str) -> None:
        """Begin a step of the wave."""
        self.step = name

    def tell(self, host: str, name: str, result: Mapping[str, Any]) -> None:
        """Take a host's result of a step."""
        row = self.rows.get(self.members.get(host, ""))
        if row is None:
            return
        came = steps.status(result)
        self.touched.add(row.site)
        row.hosts.setdefault(name, {})[host] = came
        if came in (Status.FAILED, Status.UNREACHABLE) and not row.reason:
            row.reason = reasons.about(host, first_line(result))
        row.guard = _guard(name, result) or row.guard

    def judge(self, result: Mapping[str, Any], now: float) -> None:
        """End the wave with what `rollout_gate` has returned."""
        failed = result.get("failed_sites") or {}
        shown = result.get("failed_sites_shown") or {}
        for row in self.current:
            row.ended, row.reason = now, ""
            self._becomes(row, State.FAILED if row.site in failed else State.ACCEPTED)
            if row.site in failed:
                row.reason = Bilingual(str(failed[row.site]), str(shown.get(row.site) or failed[row.site]))
        self.stopped = bool(result.get("stop"))

    def end(self, now: float) -> None:
        """End the run; what is still on its way then was broken off."""
        self.ended = now
        for row in self.rows.values():
            if row.state is State.RUNNING:
                self._becomes(row, State.FAILED)
                row.ended = now
                row.reason = row.reason or say("the run ended before the site was decided on")

    def _becomes(self, row: Row, state: State) -> None:
        self._count[row.state] -= 1
        self._count[state] += 1
        row.state = state
        self.touched.add(row.site)


def first_line(result: Mapping[str, Any]) -> Bilingual:
    """Say in one line what is wrong with a result."""
    failed = result.get("failed") or result.get("unreachable")
    found = next((str(check.get("reason") or "") for check in steps.failures(result)), "")
    reason = reasons.of_result({"msg": found} if found and not (failed and result.get("msg")) else result)
    return Bilingual(redact(str(reason)), redact(translated(reason)))


def _guard(name: str, result: Mapping[str, Any]) -> str:
    """Tell the state of the device's own timer from a result that knows it, nothing from any other."""
    if name == "confirm" and result.get("confirmed") and result.get("changed"):
        return "confirmed"
    return str(result.get("guard") or "") if name in ("switch", "confirm") else ""
