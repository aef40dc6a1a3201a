# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Does a configuration, read back from its text, hold the terminals to the intent: no more, no less?

Every violation says which line is to blame and, where packets are concerned, gives one that shows it. Packets are
proven for each terminal's port from any source address: the binding table is a second line of defence, not part of this one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address

from ...module_utils.message import join, say
from ..config.access_list import FAMILY_NAMES, Acl, AddressMatch, Rule
from ..config.line import Line, enumerated
from ..config.objects import DeviceConfig
from ..config.packet import ICMP, TCP, Packet
from ..platforms import languages
from . import effect_proof, frame_proof, ownership, port_proof, switch_proof
from .intent import Permit, SiteIntent, TerminalPort
from .packet_space import Node, PacketSpace, packet_space
from .violation import Violation

FAMILIES = (4, 6)
# An address such as a terminal would give itself (RFC 3849), for example packets.
EXAMPLE6 = IPv6Address("2001:db8::2")
# ICMP type * 256 + code, as `objects.Packet` keeps it.
ECHO = {4: 8 << 8, 6: 128 << 8}


@dataclass(frozen=True)
class RuleMatch:
    """What one rule decides about: the packets that match it and none before it. `rule` is None for the default."""

    rule: Rule | None
    permit: bool
    packets: Node


def prove(config: DeviceConfig, intent: SiteIntent) -> tuple[Violation, ...]:
    """Return everything in the configuration that is not as the intent says; empty when it is proven.

    Args:
        config: parsed back from text, rendered or running; what is on other ports is of no interest.
        intent: what the site's terminals may do.
    """
    acl_numbers = languages.get(config.platform).acl_numbers
    ours = [acl for acl in config.acls if acl.number in acl_numbers[acl.family]]
    found = [*ownership.strangers(config, intent.site, frames=intent.filters_frames)]
    found += (_unknown(line, intent) for acl in ours for line in acl.unknown)
    groups: dict[tuple[int, tuple[int, ...]], list[TerminalPort]] = {}
    for terminal in intent.terminals:
        port = config.port(terminal.port)
        found += port_proof.prove_port(config, port, terminal, intent)
        if port is None:
            continue
        for family in FAMILIES:
            numbers = tuple(acl_filter.acl for acl_filter in port.inbound(family))
            groups.setdefault((family, numbers), []).append(terminal)
    for (family, numbers), terminals in groups.items():
        with packet_space(family) as space:
            found += _AclProof(space, config, intent, numbers, terminals).prove()
    found += frame_proof.prove_frames(config, intent)
    found += switch_proof.prove_switch(config, intent)
    found += effect_proof.prove_effects(config, intent)
    return tuple(dict.fromkeys(found))


def _unknown(line: Line, intent: SiteIntent) -> Violation:
    return Violation(
        "unknown",
        intent.site,
        say(
            "{line} stands in one of our access lists and is not understood, so nothing can be proven of it", line=line
        ),
        "6.4-e",
        say("take the line out; what it should do belongs in the template"),
        line=line,
    )


class _AclProof:
    """The access lists that a group of terminals' ports apply to one family of packets, and what is wrong with them."""

    def __init__(
        self,
        space: PacketSpace,
        config: DeviceConfig,
        intent: SiteIntent,
        numbers: Sequence[int],
        terminals: Sequence[TerminalPort],
    ) -> None:
        self.space, self.config, self.intent = space, config, intent
        self.family = space.family
        self.terminals = terminals
        self.ports = ", ".join(terminal.port for terminal in terminals)
        # More than one filter is a violation of its own (`port_proof`); the first one is the one that is proven.
        self.acl = config.acl(self.family, numbers[0]) if numbers else None
        self.language = languages.get(config.platform)
        self.name = self.language.acl_name(self.family, numbers[0]) if numbers else ""
        # Nowhere does a list without a rule deny: IOS's implicit deny stands behind the last rule of a list that has one.
        self.default = not (self.acl and self.acl.rules) or self.language.implicit_permit
        self.permits = [permit for permit in intent.permits if self._concerns(permit)] if self.family == 4 else []

    def _concerns(self, permit: Permit) -> bool:
        return any(terminal.terminal == permit.terminal for terminal in self.terminals)

    def prove(self) -> Iterator[Violation]:
        """Return the violations, the gravest first."""
        decisions = self._decisions(self.acl.rules if self.acl else ())
        passed = self._union(decision.packets for decision in decisions if decision.permit)
        permits = self.intent.permits if self.family == 4 else ()
        planned = self._union(self.space.rule(permit.rule) for permit in permits)
        inside = self._union(
            self.space.addresses("destination", AddressMatch.of(prefix)) for prefix in self.intent.prefixes
        )
        leaking = passed & ~inside
        yield from self._escapes(decisions, leaking, "leak", "6.4-e", self._leak_text)
        # A rule that leaks is wrong as a whole; what else it opens needs no second message.
        rest = [decision for decision in decisions if decision.packets & leaking == self.space.none]
        yield from self._escapes(rest, passed & inside & ~planned, "unplanned", "7.3", self._unplanned_text)
        yield from self._blocked_flows(passed)
        if self.acl:
            yield from self._unreachable(self.acl, decisions)
            yield from self._last(self.acl)

    def _union(self, nodes: Iterator[Node]) -> Node:
        union = self.space.none
        for node in nodes:
            union |= node
        return union

    def _decisions(self, rules: Sequence[Rule]) -> list[RuleMatch]:
        decided, rest = [], self.space.all
        for rule in rules:
            matched = self.space.rule(rule)
            decided.append(RuleMatch(rule, rule.permit, matched & rest))
            rest &= ~matched
        return [*decided, RuleMatch(None, self.default, rest)]

    def _escapes(
        self, decisions: Sequence[RuleMatch], escaped: Node, kind: str, clause: str, text: Callable[[str, Packet], str]
    ) -> Iterator[Violation]:
        if escaped == self.space.none:
            return
        found = [(decision.rule, decision.packets & escaped) for decision in decisions if decision.permit]
        found = [(rule, packets) for rule, packets in found if packets != self.space.none]
        # That permits of ports let later fragments through is the list's fault, not theirs: it is told of once.
        late = [rule for rule, packets in found if rule and rule.fragments_too and self._only_fragments(packets)]
        for rule, packets in found:
            if rule in late[1:]:
                continue
            packet = self.space.example(packets, self._wishes())
            line = rule.line if rule else self._acl_line()
            by = self._by(rule)
            if rule in late and len(late) > 1:
                by = say("{line} (and {count} more)", line=by, count=len(late) - 1)
            what = text(by, packet)
            fix = self._escape_fix(rule, late)
            yield Violation(kind, self._subject(packet), what, clause, fix, str(packet), line)

    def _only_fragments(self, packets: Node) -> bool:
        return bool(packets & ~self.space.bdd.var("fragment") == self.space.none)

    def _escape_fix(self, rule: Rule | None, late: Sequence[Rule]) -> str:
        if rule is None:
            return self._missing_fix()
        if rule in late:
            return say(
                "begin access list {name} with `{rule}`",
                name=self.name,
                rule=self.language.deny_fragments[self.family],
            )
        return say("take the line out of the template or of the switch")

    def _leak_text(self, by: str, packet: Packet) -> str:
        kind = say("which leaves the allowed prefixes") if self.family == 4 else say("and IPv6 is not planned")
        return say("{by} lets {packet} through on {ports}, {kind}", by=by, packet=packet, ports=self.ports, kind=kind)

    def _unplanned_text(self, by: str, packet: Packet) -> str:
        return say(
            "{by} lets {packet} through on {ports}, not covered by any grant or required service",
            by=by,
            packet=packet,
            ports=self.ports,
        )

    def _by(self, rule: Rule | None) -> str:
        if rule:
            return rule.line.message()
        family = FAMILY_NAMES[self.family]
        if not self.name:
            return say(
                "no inbound {family} filter on the port, hence {platform}", family=family, platform=self.language.name
            )
        if self.acl is None:
            return say(
                "{line} applies an access list of which nothing is known, hence {platform}",
                line=self._acl_line(),
                platform=self.language.name,
            )
        return say(
            "no rule of access list {name} matches, hence {platform}",
            name=self.name,
            platform=self.language.name,
        )

    def _missing_fix(self) -> str:
        if self.acl is None:
            return say("apply an access list that ends in a deny to {ports}, inbound", ports=self.ports)
        return say("end access list {name} with `{rule}`", name=self.name, rule=self.language.deny_all[self.family])

    def _acl_line(self) -> Line:
        if self.acl:
            return self.acl.line
        port = self.config.port(self.terminals[0].port)
        filters = port.inbound(self.family) if port else ()
        return filters[0].line if filters else port.line if port else Line(0, "")

    def _wishes(self) -> Iterator[Node]:
        """Name what makes an example easy to read: a terminal's own TCP packet to port 443 of a canary."""
        yield ~self.space.bdd.var("fragment")
        own = [terminal.address for terminal in self.terminals if terminal.address] if self.family == 4 else [EXAMPLE6]
        for address in own:
            yield self.space.value("source", int(address))
        for outside in self.intent.outside:
            if outside.version == self.family:
                yield self.space.value("destination", int(outside))
        tcp = self.space.value("protocol", TCP)
        yield tcp
        yield tcp & self.space.value("destination_port", 443)
        yield tcp & self.space.value("source_port", 40000)
        yield self.space.value("protocol", ICMP[self.family]) & self.space.value("destination_port", ECHO[self.family])
        yield ~self.space.bdd.var("established")

    def _subject(self, packet: Packet) -> str:
        owner = (
            terminal.terminal
            for terminal in self.terminals
            if terminal.address and int(terminal.address) == packet.source
        )
        return next(owner, self.terminals[0].terminal)

    def _blocked_flows(self, passed: Node) -> Iterator[Violation]:
        for permit in self.permits:
            missing = self.space.rule(permit.rule) & ~passed
            if missing == self.space.none:
                continue
            packet = self.space.example(missing, self._wishes())
            rule = self.acl.first_match(packet) if self.acl else None
            by = rule.line.message() if rule else say("access list {name}", name=self.name)
            yield Violation(
                "shut_out",
                permit.terminal,
                say(
                    "{by} stops {packet}, which is needed for: {reasons}",
                    by=by,
                    packet=packet,
                    reasons=join(permit.reasons, "; "),
                ),
                permit.clause,
                say("add the rule: {flow}", flow=permit.flow),
                str(packet),
                rule.line if rule else self._acl_line(),
            )

    def _unreachable(self, acl: Acl, decisions: Sequence[RuleMatch]) -> Iterator[Violation]:
        """Tell of rules that never decide, those that one earlier rule leaves nothing in one breath."""
        groups: dict[tuple[bool, tuple[Rule, ...]], list[Rule]] = {}
        for place, decision in enumerate(decisions):
            if decision.rule and decision.packets == self.space.none:
                groups.setdefault(self._blocking(decision.rule, acl.rules[:place]), []).append(decision.rule)
        for (same, blocking), unreachable in groups.items():
            line = unreachable[0].line.message()
            if len(unreachable) > 1:
                line = say("{line} (and {count} more)", line=line, count=len(unreachable) - 1)
            by = enumerated(rule.line for rule in blocking)
            if same:
                what = say("{line} is redundant: {by} says the same", line=line, by=by)
            else:
                what = say("{line} is shadowed by {by} and never decides about a packet", line=line, by=by)
            yield Violation(
                "doubled" if same else "dead",
                self.intent.site,
                what,
                "7.2",
                say("take the line out, or put it where it was meant to stand"),
                line=unreachable[0].line,
            )

    def _blocking(self, rule: Rule, earlier: Sequence[Rule]) -> tuple[bool, tuple[Rule, ...]]:
        """Return the first rule that covers this one and whether it is its double, or all that cover it together."""
        whole = self.space.rule(rule)
        for other in earlier:
            if whole & ~self.space.rule(other) == self.space.none:
                return self.space.rule(other) == whole and other.permit == rule.permit, (other,)
        return False, tuple(other for other in earlier if self.space.rule(other) & whole != self.space.none)

    def _last(self, acl: Acl) -> Iterator[Violation]:
        last = acl.rules[-1] if acl.rules else None
        if last is None or last.permit or not last.matches_all:
            names = {"platform": self.language.name, "line": last.line if last else None}
            if last is None:
                end = say(
                    "it has no rule, and {platform} lets everything through an empty one", platform=self.language.name
                )
            elif self.default:
                end = say("{line} is its last rule, and {platform} lets through what no rule matches", **names)
            else:
                end = say("{line} is its last rule, and {platform} stops what no rule matches", **names)
            yield Violation(
                "no_final_deny",
                self.intent.site,
                say("access list {name} does not end in a rule that denies everything: {end}", name=self.name, end=end),
                "6.4-e",
                say("end it with `{rule}`", rule=self.language.deny_all[self.family]),
                line=last.line if last else acl.line,
            )
