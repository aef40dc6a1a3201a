# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A site's accepted plan as the plan of today: what it may still do, and what it would have to be refused for.

An accepted plan may know less than today: items granted since, terminals added since. That much service is given up, and
told. It may never know more: a binding that the ledger does not have, a permit that no grant needs any more, or a packet
beyond today's prefixes is a violation of the proof, as in any other plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...module_utils.message import say
from ..config.access_list import FRAMES
from ..config.objects import Binding, DeviceConfig
from ..platforms import languages
from .intent import Permit, TerminalPort
from .planning import SitePlan
from .port_proof import prove_others
from .proof import prove
from .violation import Violation


@dataclass(frozen=True)
class Rollback:
    """An accepted plan, measured by what holds today.

    Attributes:
        plan: the accepted text, with as much of today's intent as it has; its violations are what it is refused for.
        without: what today's plan has and this one has not, one sentence for each.
    """

    plan: SitePlan
    without: tuple[str, ...]


def rolled_back(plan: SitePlan, accepted: str) -> Rollback:
    """Return the plan that has the accepted text in place of today's.

    Args:
        plan: the site's plan of today.
        accepted: the text of the plan that was accepted then.
    """
    config = languages.get(plan.objects.platform).parse(accepted)
    terminals = tuple(then for terminal in plan.intent.terminals if (then := _then(config, terminal)))
    served = {terminal.terminal for terminal in terminals if terminal.address}
    permits = tuple(permit for permit in plan.intent.permits if permit.terminal in served and _has(config, permit))
    spare = tuple(name for name in plan.intent.spare_ports if config.port(name))
    frames = plan.intent.filters_frames and any(acl.family == FRAMES for acl in config.acls)
    intent = replace(plan.intent, terminals=terminals, permits=permits, spare_ports=spare, filters_frames=frames)
    without = (
        *(
            say("{terminal} at {port}", terminal=permit.terminal, port=permit.port)
            for permit in plan.intent.terminals
            if permit.address and permit.terminal not in served
        ),
        *(permit.explanation for permit in plan.intent.permits if permit.terminal in served and permit not in permits),
        *(
            [say("the list that stops frames of other kinds than IPv4, IPv6 and ARP")]
            if frames < plan.intent.filters_frames
            else []
        ),
    )
    violations = (*_strays(config, plan), *prove(config, intent), *prove_others(config, intent))
    return Rollback(replace(plan, text=accepted, objects=config, intent=intent, violations=violations), without)


def _then(config: DeviceConfig, terminal: TerminalPort) -> TerminalPort | None:
    """Return what the text has to hold a terminal to: nothing if it does not know it, no packet if it was held back."""
    if any(
        binding.port == terminal.port or binding.address == terminal.address
        for binding in config.bindings
        if binding.address
    ):
        return terminal
    port = config.port(terminal.port)
    return None if port is None or port.only_shut else replace(terminal, address=None)


def _has(config: DeviceConfig, permit: Permit) -> bool:
    """Tell whether the text has the permit as a rule; templates write one rule for each."""
    return any(replace(rule, number=0) == permit.rule for acl in config.acls for rule in acl.rules)


def _strays(config: DeviceConfig, plan: SitePlan) -> Iterator[Violation]:
    """Return the bindings that are no terminal's of today: somebody else may have the address by now."""
    vlan = plan.intent.vlan
    ledger = {
        Binding(terminal.port, terminal.address, terminal.mac, vlan)
        for terminal in plan.intent.terminals
        if terminal.address
    }
    for binding in config.bindings:
        if binding not in ledger:
            what = say(
                "it binds {binding}, which the address ledger and the site's file do not say any more", binding=binding
            )
            fix = say("choose a plan that was accepted later, or deploy the plan of today")
            yield Violation("binding", plan.site.site, what, "6.4-b", fix, line=binding.line)
