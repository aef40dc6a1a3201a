# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Does a terminal's own firewall, read back from its text, let out what the terminal needs, and nothing else?

Connection tracking also accepts the answers of flows that other rules admitted. Their peers are those that this proof
looks at: what may be reached anew, and who may come in anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...module_utils.message import join, say
from ..config.access_list import AddressMatch, Rule
from ..config.line import Line
from ..config.packet import ICMP, TCP
from .host_firewall import ANSWERS, LOG, LOOPBACK, PROBES, Chain, HostFirewall
from .intent import SSH, Permit, SiteIntent, TerminalPort
from .packet_space import Node, PacketSpace, packet_space
from .violation import Violation

HOOKS = ("input", "forward", "output")
# The longest that a probe's mark may live, in seconds; a probe asks for 20.
MARK_LIMIT_S = 60
ECHO, ECHO_REPLY = (8, 0), (0, 0)
_TEMPLATE_FIX = say("take it out of the firewall of the terminal's package, or off the terminal")
_RELOAD_FIX = say("load the package's firewall again: systemctl restart govkiosk-firewall on the terminal")
# What a chain has to accept whatever the grants are: kind, clause, and what fails without it.
_NEEDED = {
    "input": (
        (LOOPBACK, "7.6", say("loopback: the screen cannot reach its own home page")),
        (PROBES, "6.4-e", say("the probes' mark: their answers stop here, so nothing is proven of the network")),
        (ANSWERS, "7.3", say("answers to what the terminal asks: no item can be used")),
    ),
    "output": (
        (LOOPBACK, "7.6", say("loopback: the screen cannot reach its own home page")),
        (PROBES, "6.4-e", say("the probes' mark: they stop here, so nothing is proven of the network")),
        (ANSWERS, "7.2", say("answers to the operations network")),
    ),
}
_LIFE = r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:\d+ms)?"
_MARK = re.compile(rf"(0x[0-9a-f]{{8}}) timeout {_LIFE} expires {_LIFE}")


def prove(firewall: HostFirewall, intent: SiteIntent, terminal: TerminalPort) -> tuple[Violation, ...]:
    """Return everything in the firewall that is not as the intent says; empty when it is proven.

    Args:
        firewall: parsed back from text, written or listed by the kernel.
        intent: what the site's terminals may do.
        terminal: whose firewall it is.
    """
    found = [*_table(firewall, terminal)]
    for family in (4, 6):
        with packet_space(family) as space:
            found += _Host(space, firewall, intent, terminal).prove()
    return tuple(dict.fromkeys(found))


def _table(firewall: HostFirewall, terminal: TerminalPort) -> Iterator[Violation]:
    for line in firewall.unknown:
        what = say("{line} of the firewall is not understood, so nothing can be proven of it", line=line)
        yield Violation("unknown", terminal.terminal, what, "6.4-e", _TEMPLATE_FIX, line=line)
    for hook in HOOKS:
        chain = firewall.chains.get(hook)
        if chain is None or chain.policy != "drop":
            does = say("has policy {policy}", policy=chain.policy) if chain else say("is missing")
            what = say(
                "the firewall's chain for {hook} {does}: what no rule accepts has to be dropped", hook=hook, does=does
            )
            line = chain.line if chain else Line(0, "")
            yield Violation("policy", terminal.terminal, what, "6.4-e", say("give it `policy drop`"), line=line)
        if chain is not None:
            yield from _order(chain, terminal)
    for element in firewall.bypass:
        if why := _lives_on(element):
            what = say("mark {element} {why}", element=element, why=why)
            yield Violation("bypass", terminal.terminal, what, "6.4-e", say("remove it from the set probe_bypass"))
    for other in firewall.others:
        what = say(
            "{line} of the terminal's table {table} can change, mark or copy packets beside the firewall",
            line=other.line,
            table=other.table,
        )
        fix = say("run `nft delete table {table}` on the terminal, and take away what loads it", table=other.table)
        yield Violation("other_table", terminal.terminal, what, "6.4-e", fix, line=other.line)


def _order(chain: Chain, terminal: TerminalPort) -> Iterator[Violation]:
    """Return what is wrong with the chain whatever the grants are: what it lacks, and what packets never reach."""
    dead = [step for step in chain.steps[chain.end :] if step.kind != LOG]
    if dead:
        what = say(
            "{line} of the firewall drops everything, so {unreachable} never acts",
            line=chain.reached[-1].line,
            unreachable=dead[0].line,
        )
        yield Violation("dead", terminal.terminal, what, "7.2", _RELOAD_FIX, line=dead[0].line)
    kinds = {step.kind for step in chain.reached}
    for kind, clause, lacks in _NEEDED.get(chain.hook, ()):
        if kind not in kinds:
            what = say("the firewall's chain for {hook} does not accept {lacks}", hook=chain.hook, lacks=lacks)
            yield Violation("shut_out", terminal.terminal, what, clause, _RELOAD_FIX, line=chain.line)
    if chain.hook == "forward":
        for step in chain.reached:
            if step.rules:
                what = say("{line} of the firewall forwards packets: a terminal is no router", line=step.line)
                yield Violation("leak", terminal.terminal, what, "6.4-e", _TEMPLATE_FIX, line=step.line)


def _lives_on(element: str) -> str:
    """Return why an element of the probes' set is no probe's, empty if it is one."""
    mark = _MARK.fullmatch(element)
    if mark is None:
        return say("passes the firewall for ever: the probes' marks die by themselves")
    if int(mark[1], 16) == 0:
        return say("is the mark of every packet that has none")
    lives = [int(figure or 0) for figure in mark.groups()[1:]]
    for days, hours, minutes, seconds in (lives[:4], lives[4:]):
        if days or hours or 60 * minutes + seconds > MARK_LIMIT_S:
            return say(
                "passes the firewall for longer than the {limit} s that a probe may take",
                limit=MARK_LIMIT_S,
            )
    return ""


class _Host:
    """One family of packets."""

    def __init__(self, space: PacketSpace, firewall: HostFirewall, intent: SiteIntent, terminal: TerminalPort) -> None:
        self.space, self.intent, self.terminal = space, intent, terminal
        self.family = space.family
        self.permits = [
            permit for permit in intent.permits if permit.terminal == terminal.terminal and space.family == 4
        ]
        chains = firewall.chains
        self.out = self._of_family(chains["output"].accepts if "output" in chains else ())
        self.into = self._of_family(chains["input"].accepts if "input" in chains else ())

    def _of_family(self, rules: Sequence[Rule]) -> list[Rule]:
        return [rule for rule in rules if rule.source.family == self.family]

    def prove(self) -> Iterator[Violation]:
        """Return the violations, the gravest first."""
        prefixes = [AddressMatch.of(prefix) for prefix in self.intent.prefixes if prefix.version == self.family]
        inside = self._union(self.space.addresses("destination", prefix) for prefix in prefixes)
        needed = self._union(self.space.rule(rule) for rule in self._needed())
        passed = self.space.none
        for rule in self.out:
            packets = self.space.rule(rule)
            yield from self._escape(rule, packets & ~inside, "leak", "6.4-e", say("which leaves the allowed prefixes"))
            if packets & ~inside == self.space.none:
                why = say("not covered by any grant or required service")
                yield from self._escape(rule, packets & ~needed, "unplanned", "7.3", why)
            if packets & ~passed == self.space.none:
                what = say(
                    "{line} of the firewall accepts nothing that another line does not accept already", line=rule.line
                )
                yield Violation("doubled", self.terminal.terminal, what, "7.2", _TEMPLATE_FIX, line=rule.line)
            passed |= packets
        yield from self._shut_out(passed)
        yield from self._let_in()
        yield from self._kept_out()

    def _union(self, nodes: Iterator[Node]) -> Node:
        union = self.space.none
        for node in nodes:
            union |= node
        return union

    def _needed(self) -> Iterator[Rule]:
        """Return what may leave: the permits, from whatever address the host has, and echo to whom they name."""
        anywhere = AddressMatch.any(4)
        for permit in self.permits:
            # The table has to be loaded over a session that it does not track yet: SSH answers need no tracking.
            yield replace(permit.rule, source=anywhere, established=False)
            yield Rule(0, True, anywhere, permit.rule.destination, ICMP[4], icmp=ECHO)

    def _escape(self, rule: Rule, packets: Node, kind: str, clause: str, why: str) -> Iterator[Violation]:
        if packets != self.space.none:
            packet = self.space.example(packets, self._wishes())
            what = say("{line} of the firewall lets {packet} out, {why}", line=rule.line, packet=packet, why=why)
            yield Violation(kind, self.terminal.terminal, what, clause, _TEMPLATE_FIX, str(packet), rule.line)

    def _wishes(self) -> Iterator[Node]:
        yield ~self.space.bdd.var("fragment")
        yield ~self.space.bdd.var("established")
        if self.terminal.address and self.family == 4:
            yield self.space.value("source", int(self.terminal.address))
        for outside in self.intent.outside:
            if outside.version == self.family:
                yield self.space.value("destination", int(outside))
        yield self.space.value("protocol", TCP) & self.space.value("destination_port", 443)
        yield self.space.value("source_port", 40000)

    def _shut_out(self, passed: Node) -> Iterator[Violation]:
        for permit in self.permits:
            missing = self.space.rule(permit.rule) & ~passed
            if missing != self.space.none and not _answer(permit):
                yield self._stopped(missing, permit, say("let it out: {flow}", flow=permit.flow))

    def _stopped(self, packets: Node, permit: Permit, fix: str) -> Violation:
        packet = self.space.example(packets, self._wishes())
        what = say(
            "the firewall stops {packet}, which is needed for: {reasons}",
            packet=packet,
            reasons=join(permit.reasons, "; "),
        )
        return Violation("shut_out", self.terminal.terminal, what, permit.clause, fix, str(packet))

    def _let_in(self) -> Iterator[Violation]:
        operations = [permit.rule.destination for permit in self.permits if permit.source_port == SSH]
        welcome = self._union(self.space.addresses("source", prefix) for prefix in operations)
        if self.family == 4:
            reply = Rule(0, True, AddressMatch.any(4), AddressMatch.any(4), ICMP[4], icmp=ECHO_REPLY)
            welcome |= self.space.rule(reply)
        for rule in self.into:
            packets = self.space.rule(rule) & ~welcome
            if packets != self.space.none:
                packet = self.space.example(packets)
                what = say(
                    "{line} of the firewall lets {packet} in: only the operations network may begin anything",
                    line=rule.line,
                    packet=packet,
                )
                yield Violation("let_in", self.terminal.terminal, what, "6.4-e", _TEMPLATE_FIX, str(packet), rule.line)

    def _kept_out(self) -> Iterator[Violation]:
        """Return what the operations network must be able to begin and cannot."""
        let_in = self._union(self.space.rule(rule) for rule in self.into)
        for permit in self.permits:
            if _answer(permit):
                begun = self.space.rule(_question(permit))
                if begun & ~let_in != self.space.none:
                    yield self._stopped(begun & ~let_in, permit, _RELOAD_FIX)


def _question(permit: Permit) -> Rule:
    """Return what an answer is the answer to."""
    destination, source = permit.rule.destination, permit.rule.source
    if permit.message:
        return Rule(0, True, destination, source, ICMP[4], icmp=ECHO)
    return Rule(0, True, destination, source, TCP, destination_ports=(SSH, SSH))


def _answer(permit: Permit) -> bool:
    """Tell whether a permit is for answers, which connection tracking lets out."""
    return permit.established or permit.message == "echo-reply"
