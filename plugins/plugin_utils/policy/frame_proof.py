# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Does a terminal's port stop every frame that carries neither IPv4, IPv6 nor ARP, and none that does?

There are 65,536 types, so a set of them is a number with as many bits, and the walk through a list is exact. Types below
`FIRST_TYPE` stand for 802.3 frames; a rule that names a type does not match those. A rule about some addresses alone
counts for what it may let pass, and for what it may stop, but never as one that stops everything of a type.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...module_utils.message import say
from ..config.access_list import FRAMES, Rule
from ..config.line import Line
from ..config.objects import DeviceConfig
from ..platforms import languages
from .frames import ARP, DECIDED, FIRST_TYPE, IPV4, IPV6, KNOWN, RESERVED, RESERVED_BITS
from .intent import SiteIntent, TerminalPort
from .violation import Violation

_EVERY = (1 << 0x10000) - 1
_TYPED = _EVERY ^ ((1 << FIRST_TYPE) - 1)
_DECIDED = sum(1 << kind for kind in DECIDED)
_NAMES = {IPV4: "IPv4", IPV6: "IPv6", ARP: "ARP", **KNOWN}


@dataclass(frozen=True)
class _RuleMatch:
    """What a rule may let pass, or may stop: types as bits. `rule` is None for what no rule matches."""

    rule: Rule | None
    permit: bool
    types: int


def prove_frames(config: DeviceConfig, intent: SiteIntent) -> Iterator[Violation]:
    """Return what is wrong with the lists of frames on the terminals' ports; nothing where none is asked for."""
    if not intent.filters_frames:
        return
    groups: dict[tuple[int, ...], list[TerminalPort]] = {}
    for terminal in intent.terminals:
        if port := config.port(terminal.port):
            groups.setdefault(tuple(acl_filter.acl for acl_filter in port.inbound(FRAMES)), []).append(terminal)
    for numbers, terminals in groups.items():
        yield from _FrameProof(config, numbers, terminals).prove()


class _FrameProof:
    """The list of frames that a group of terminals' ports apply, and what is wrong with it."""

    def __init__(self, config: DeviceConfig, numbers: Sequence[int], terminals: Sequence[TerminalPort]) -> None:
        self.language = languages.get(config.platform)
        # More than one filter is a violation of its own (`port_proof`).
        self.acl = config.acl(FRAMES, numbers[0]) if numbers else None
        self.ports, self.subject = ", ".join(terminal.port for terminal in terminals), terminals[0].terminal
        port = config.port(terminals[0].port)
        filters = port.inbound(FRAMES) if port else ()
        self.line = self.acl.line if self.acl else filters[0].line if filters else port.line if port else Line(0, "")

    def prove(self) -> Iterator[Violation]:
        """Return the violations, in the order of the rules."""
        # What has no type is stopped where the platform's list looks at it at all.
        unwanted = (_TYPED if self.language.frames_see_ip else _EVERY) & ~_DECIDED
        needed = (1 << ARP) | (1 << IPV4 if self.language.frames_see_ip else 0)
        for match in self._decisions():
            if match.permit and match.types & unwanted:
                yield self._leak(match, _example(match.types & unwanted))
            elif match.permit and match.rule and self.language.frames_see_ip and match.types & _DECIDED:
                yield self._first(match.rule, _example(match.types & _DECIDED))
            elif not match.permit and match.types & needed:
                yield self._blocked_frames(match, _example(match.types & needed))

    def _decisions(self) -> Iterator[_RuleMatch]:
        rules, rest = self.acl.rules if self.acl else (), _EVERY
        for rule in rules:
            if rule.permit and _never_forwarded(rule):
                continue
            types = _types(rule)
            yield _RuleMatch(rule, rule.permit, types & rest)
            if rule.source.is_any and rule.destination.is_any:
                rest &= ~types
        yield _RuleMatch(None, not rules or self.language.implicit_permit, rest)

    def _leak(self, match: _RuleMatch, frame: str) -> Violation:
        what = say(
            "{by} lets {frame} through on {ports}, and only IPv4, IPv6 and ARP are planned",
            by=self._by(match),
            frame=frame,
            ports=self.ports,
        )
        fix = say("take the line out of the template or of the switch")
        if match.rule is None:
            fix = say("put what the template has back into the list")
            if self.acl is None:
                fix = say("apply the list that stops frames of other kinds to {ports}, inbound", ports=self.ports)
        return Violation("leak", self.subject, what, "6.4-e", fix, str(frame), self._line(match.rule))

    def _first(self, rule: Rule, frame: str) -> Violation:
        what = say(
            "{line} permits {frame}, which another list on {ports} decides about, and which of two lists wins on "
            "{platform} is not known",
            line=rule.line,
            frame=frame,
            ports=self.ports,
            platform=self.language.name,
        )
        fix = say("take the line out: what the list does not deny needs no permit")
        return Violation("leak", self.subject, what, "6.4-e", fix, str(frame), rule.line)

    def _blocked_frames(self, match: _RuleMatch, frame: str) -> Violation:
        what = say(
            "{by} stops {frame} on {ports}, which every terminal needs",
            by=self._by(match),
            frame=frame,
            ports=self.ports,
        )
        fix = say("leave IPv4 and ARP to the lists and checks that are about them")
        return Violation("shut_out", self.subject, what, "7.3", fix, str(frame), self._line(match.rule))

    def _line(self, rule: Rule | None) -> Line:
        return rule.line if rule else self.line

    def _by(self, match: _RuleMatch) -> str:
        if match.rule:
            return match.rule.line.message()
        if self.acl is None:
            return say("no inbound list of frames on the port, hence {platform}", platform=self.language.name)
        return say(
            "no rule of access list {acl} matches, hence {platform}",
            acl=self.language.acl_name(FRAMES, self.acl.number),
            platform=self.language.name,
        )


def _never_forwarded(rule: Rule) -> bool:
    to = rule.destination
    return to.value == RESERVED and not to.wildcard & ~RESERVED_BITS


def _types(rule: Rule) -> int:
    """Return the types that a rule is about, one bit for each."""
    if rule.protocol is None:
        return _EVERY
    types = 1 << (rule.protocol & ~rule.wildcard)
    for place in range(16):
        if rule.wildcard >> place & 1:
            types |= types << (1 << place)
    return types & _TYPED


def _example(types: int) -> str:
    """Name one frame of the set, one that people know if there is any."""
    known = next((kind for kind in KNOWN if types >> kind & 1), None)
    typed = types & _TYPED
    if known is None and not typed:
        return say("an 802.3 frame")
    chosen = (typed & -typed).bit_length() - 1 if known is None else known
    if chosen in _NAMES:
        return say("a frame of EtherType 0x{number:04x} ({name})", number=chosen, name=_NAMES[chosen])
    return say("a frame of EtherType 0x{number:04x}", number=chosen)
