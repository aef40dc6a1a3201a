# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From four legs to one verdict. Pure; the table is the project's, see `docs/egress.md`.

A probe that fails proves nothing: resolver down, cable out, dead target and a filter's drop all look alike. So a
blocked verdict stands on four legs: the path is alive, the target is alive, nobody let it through (a filter's word, the
terminal's own, or silence), and the target's own log is silent.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from . import icmp_error, outcome

if TYPE_CHECKING:
    from .outcome import Outcome

LEAK = "LEAK"
BLOCKED_PROVEN = "BLOCKED_PROVEN"
BLOCKED_UNATTRIBUTED = "BLOCKED_UNATTRIBUTED"
UNREACHABLE = "UNREACHABLE"
INCONCLUSIVE = "INCONCLUSIVE"
UNCONTROLLED = "UNCONTROLLED"  # no target control, as city.yml says with its reason; nothing arrived
NOT_RUN = "NOT_RUN"
# From the one that hurts most to the only one that passes: a group of probes is as good as its worst.
WORST_FIRST = (LEAK, INCONCLUSIVE, UNREACHABLE, NOT_RUN, BLOCKED_UNATTRIBUTED, UNCONTROLLED, BLOCKED_PROVEN)

# What an outcome says about who stopped the packet.
ANSWER = "answer"  # nobody: something beyond answered
PROHIBITED = "prohibited"  # a filter in the network, by its own word
LOCAL = "local"  # the terminal's own firewall
NOWHERE = "nowhere"  # no route, here or on the way: today's accident, not a policy
RESET = "reset"  # a TCP reset or a posed port-unreachable: filter and open network look alike
NOTHING = "nothing"  # silence
MISSING = "missing"  # the probe was not made
SIGNS = (ANSWER, PROHIBITED, LOCAL, NOWHERE, RESET, NOTHING, MISSING)


@dataclass(frozen=True)
class Legs:
    """What is known about one probe.

    Attributes:
        path: leg 1, from the same terminal in the same minute something allowed answered.
        target: leg 2, the very target, protocol and port answered the controller.
        sign: leg 3, what came back to the terminal, one of `SIGNS`.
        heard: leg 4, the target's log holds the probe (True), holds the control only (False), can not tell (None).
        past_firewall: the probe was to go past the terminal's own firewall, so that one is no answer.
        beyond: a router outside the network that had packets to the target, empty if none spoke (`docs/egress.md`).
        exempt: the reviewed city file says that the controller cannot reach the target by this protocol.
    """

    path: bool
    target: bool
    sign: str
    heard: bool | None = None
    past_firewall: bool = False
    beyond: str = ""
    exempt: bool = False


def sign_of(seen: Outcome, target: str, own: frozenset[str]) -> str:
    """Say what an outcome tells about who stopped the packet.

    Args:
        seen: the outcome on the terminal.
        target: the address that was probed.
        own: the terminal's own addresses; an ICMP error from one of them was made by its own kernel.
    """
    simple = {
        outcome.ANSWERED: ANSWER,
        outcome.OPENED: ANSWER,
        outcome.REFUSED: RESET,
        outcome.SILENT: NOTHING,
        outcome.NO_ROUTE: NOWHERE,
        outcome.DENIED: LOCAL,
        outcome.NOT_RUN: MISSING,
    }
    if seen.kind != outcome.ICMP:
        return simple[seen.kind]
    if seen.offender == target:
        return ANSWER  # the target's own refusal has to come from the target: the packet got there
    error = (seen.offender, seen.icmp_type, seen.icmp_code)
    if seen.offender in own:
        return LOCAL if icmp_error.is_prohibited(*error) or icmp_error.is_port_unreachable(*error) else NOWHERE
    if icmp_error.is_prohibited(*error):
        return PROHIBITED
    return RESET if icmp_error.is_port_unreachable(*error) else NOWHERE


def judge(legs: Legs) -> str:
    """Return the verdict on one probe. Only BLOCKED_PROVEN satisfies 6.4-e; UNCONTROLLED is waived by the city file."""
    if legs.sign == ANSWER or legs.heard or legs.beyond:
        return LEAK  # whatever the controls say: it came through, as far as a canary's own filter or further
    if legs.sign == MISSING:
        return NOT_RUN
    if not legs.path or not (legs.target or legs.exempt):
        return INCONCLUSIVE
    if legs.sign == NOWHERE:
        return UNREACHABLE
    # What never left the terminal says nothing of the network; and a log that nobody can read is not exempt.
    if (legs.sign == LOCAL and legs.past_firewall) or (not legs.target and legs.heard is None):
        return INCONCLUSIVE
    # A way out without a way back looks like silence, and whoever says that he refused a packet may have passed it on: only
    # the log shows that nothing arrived. What the terminal itself stopped never left it.
    blocked = BLOCKED_PROVEN if legs.heard is False or legs.sign == LOCAL else BLOCKED_UNATTRIBUTED
    return blocked if legs.target else UNCONTROLLED


def worst(verdicts: list[str]) -> str:
    """Return the verdict on a group of probes; of none at all, NOT_RUN."""
    return min(verdicts, key=WORST_FIRST.index) if verdicts else NOT_RUN
