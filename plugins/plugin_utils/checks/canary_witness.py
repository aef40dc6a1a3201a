# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Leg 4: whether a canary's log holds a probe, or holds its control and not the probe. Pure."""

from __future__ import annotations

import ipaddress
from collections import Counter
from typing import TYPE_CHECKING

from ...module_utils.probe.outcome import ANSWERED, NOT_RUN, SILENT
from ...module_utils.probe.target import TCP
from . import egress_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ...module_utils.probe.outcome import Outcome
    from ...module_utils.probe.target import Target
    from .canary_log import Arrival, CanaryLog
    from .egress_findings import EgressFindings

#: As a log calls a SYN, whatever becomes of it.
SYN = "tcp-syn"
#: Destination and source of a connection, each with its port.
Ends = tuple[str, int, str, int]


class CanaryWitness:
    """What the canaries' logs say about the probes of one run.

    Args:
        found: the run.
        outcomes: what the terminal saw, by nonce.
    """

    def __init__(self, found: EgressFindings, outcomes: Mapping[str, Outcome]) -> None:
        self.found = found
        self.outcomes = outcomes
        self.ports = frozenset(outcome.local_port for outcome in outcomes.values())
        self.isns = frozenset(each.isn for each in (*found.targets, *found.controls))
        self.again = {name: _sent_again(log) for name, log in found.logs.items()}
        self.made = {name: {each.nonce for each in found.controls if each.canary == name} for name in found.logs}
        self.controls = {(each.proto, each.address, each.port): each for each in found.controls}

    def heard(self, target: Target) -> bool | None:
        """Tell what a log says: it holds the probe, it holds the control of the very same port only, or neither.

        Where no control gets there, as the city file has it, a log that holds others of its canary and no probe is silent.
        """
        log = self.found.logs.get(target.canary)
        if log is None or log.problem:
            return None
        if target.nonce in log.nonces or any(self._is_syn_of(target, each) for each in log.arrivals):
            return True
        control = self.controls.get((target.proto, target.address, target.port))
        if control is None or control.nonce not in log.nonces:
            return (
                False
                if self.exempt(target) and self.found.logs[target.canary].nonces & self.made[target.canary]
                else None
            )
        return None if target.proto == TCP and not _holds_syn(control, log) else False

    def exempt(self, target: Target) -> bool:
        """Tell whether the city file stands for a control: one that was sent, and that nobody answered."""
        control = self.controls.get((target.proto, target.address, target.port))
        made = self.found.control_outcomes[control.nonce].kind if control else SILENT
        return made not in (ANSWERED, NOT_RUN) and bool(egress_words.exemption(target, self.found))

    def _is_syn_of(self, target: Target, each: Arrival) -> bool:
        """Tell a SYN of ours that arrived though its answer did not come back: a way out is a leak, both ways or not.

        Its source may have been translated on the way. Then it is known by its initial sequence number, or by a source
        port that the kernel chose; a port of our choice (53, 80) is one that others send from as well. Other runs have
        connections from such ports too, but only a SYN that nobody answers is sent again.
        """
        if each.proto != SYN or each.nonce or target.proto != TCP:
            return False
        if (each.dst, each.port) != (str(ipaddress.ip_address(target.address)), target.port):
            return False
        if each.isn in self.isns:
            return each.isn == target.isn
        local = self.outcomes[target.nonce].local_port
        if each.src in self.found.seen["own"]:
            return each.sport == local or each.sport not in self.ports
        return not target.source_port and each.sport == local != 0 and _ends(each) in self.again[target.canary]


def _holds_syn(control: Target, log: CanaryLog) -> bool:
    """Tell whether a log holds the SYN of a control's connection: where it holds none, a missing SYN says nothing."""
    made = {_ends(each) for each in log.arrivals if each.nonce == control.nonce and each.proto == TCP}
    return any(_ends(each) in made for each in log.arrivals if each.proto == SYN)


def _sent_again(log: CanaryLog) -> frozenset[Ends]:
    """Return the ends of connections whose SYN came more than once."""
    times = Counter(_ends(each) for each in log.arrivals if each.proto == SYN)
    return frozenset(ends for ends, number in times.items() if number > 1)


def _ends(each: Arrival) -> Ends:
    return each.dst, each.port, each.src, each.sport
