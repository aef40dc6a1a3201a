# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whether a change may stay, judged by what the site's own terminals found.

A change stays if the running configuration is proven, no terminal reaches the internet, and at least one terminal that
is there proved its path. A terminal is there if its port is up and carries its address. If none is there (switched off,
exchanged, without an address of its own), nothing was there that the change could have cut off, and the proven
configuration stays: the session in which it is confirmed shows that the switch itself is still reached. What the change
itself may have done is no absence: a port that went down since, or that a protection shut, and on a switch that is
configured for the first time a device that is still there, under another address than the site file's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...module_utils.check import FAIL, PASS, Check
from ...module_utils.message import join, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Checks that can pass only if packets went from the terminal through its port, there and back.
_PATH = ("egress/path-control", "link/throughput", "item/")


@dataclass(frozen=True)
class Witness:
    """One terminal and what it found.

    Attributes:
        id: its name.
        checks: its link, egress and item checks, none if it did not answer.
        unreadable: the place in what it found that cannot be read, empty if all can.
        held: it has no address to speak from.
        was_up: its port was up before the change.
        before: the addresses on its port before the first change ever made there, none before any other.
    """

    id: str
    checks: Sequence[Check] = ()
    unreadable: str = ""
    held: bool = False
    was_up: bool = False
    before: Sequence[str] = ()

    @property
    def leak(self) -> str:
        """The reason of its first check that found a leak, empty if there is none."""
        leaks = (check for check in self.checks if check.status == FAIL and check.data.get("verdict") == "LEAK")
        return next((check.reason or say("it says so") for check in leaks), "")

    @property
    def path_proven(self) -> bool:
        """Packets of it got through: what it says about another terminal proves nothing of its own path."""
        own = (check for check in self.checks if check.subject == self.id)
        return any(check.status == PASS and check.name.startswith(_PATH) for check in own)


@dataclass(frozen=True)
class ConfirmDecision:
    """Whether the change stays, and why."""

    stays: bool
    reason: str


def decide(witnesses: Iterable[Witness], port_checks: Iterable[Check]) -> ConfirmDecision:
    """Judge a change whose running configuration is proven.

    Args:
        witnesses: all terminals of the site.
        port_checks: verdicts on the switch's ports, of which `switch/port` tells who is there.
    """
    asked = list(witnesses)
    by_id = {witness.id: witness for witness in asked}
    absent = {
        check.subject
        for check in port_checks
        if check.name == "switch/port" and check.status != PASS and _absent(check, by_id.get(check.subject))
    }
    for witness in asked:
        if witness.leak:
            what = say("{terminal} reaches the internet: {reason}", terminal=witness.id, reason=witness.leak)
            return ConfirmDecision(False, what)
    for witness in asked:
        if witness.unreadable:
            # A leak may be in it: whoever brings that about must not gain by it.
            what = say("what {terminal} found cannot be read ({place})", terminal=witness.id, place=witness.unreadable)
            return ConfirmDecision(False, what)
    present = [witness for witness in asked if not witness.held and witness.id not in absent]
    if not present:
        return ConfirmDecision(True, say("no terminal is at its port, so the change cut nothing off"))
    if proven := [witness.id for witness in present if witness.path_proven]:
        what = say("{proven} of {all} terminals proved their path", proven=len(proven), all=len(asked))
        return ConfirmDecision(True, what)
    names = ", ".join(witness.id for witness in present)
    return ConfirmDecision(False, say("no terminal proved its path ({terminals} should have)", terminals=names))


def decide_retirement(port_checks: Iterable[Check]) -> ConfirmDecision:
    """Judge a site's retirement, which no terminal can speak for: its ports are shut.

    Args:
        port_checks: verdicts on the switch's ports.
    """
    failed = next((check for check in port_checks if check.status != PASS), None)
    if failed:
        return ConfirmDecision(False, join([failed.subject, failed.reason], ": "))
    return ConfirmDecision(True, say("the site's ports are shut and nothing of its policy is left"))


def _absent(check: Check, witness: Witness | None) -> bool:
    """Tell whether the port shows that the terminal is not there: link down, or only other addresses on it.

    A port that is up without any address may belong to a terminal that the change silenced; that one counts.
    """
    was_up, before = (witness.was_up, witness.before) if witness else (False, ())
    if not check.data.get("up"):
        return not was_up and not check.data.get("tripped")
    seen = {_digits(mac) for mac in check.data.get("seen") or ()}
    return bool(seen) and not seen & {_digits(check.data.get("expected", "")), *map(_digits, before)}


def _digits(mac: str) -> str:
    return mac.translate({ord("-"): None, ord(":"): None}).lower()
