# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands inside an ACL; how one is opened and deleted is each platform's own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lab.switch.context import Answer, Context, View
from lab.switch.forwarding import FRAMES, IPV4, IPV6, Family, Masked
from lab.switch.vrp_style.acl import DEFAULT_STEP, Acl, Ports, Rule
from lab.switch.vrp_style.frame_rule import FrameRule

if TYPE_CHECKING:
    from lab.switch.command_table import CommandTable
    from lab.switch.matcher import Match
    from lab.switch.vrp_style.style import Style

_ALL4 = 0xFFFFFFFF
_FIRST_OF_FRAMES = 4000
_BOOLEANS = ("established", "fragment", "counting", "logging")


def enter(table: CommandTable, style: Style) -> None:
    """Enter the commands of the views that `view_of` names."""
    head = _head(style)
    flags = " | ".join(style.flags)
    both4, both6 = (f"{address('source')} | {address('destination')}" for address in (_address4, _address6))
    table.command("acl-basic", f"{head} [ {_address4('source')} | {flags} ]*")(_add_rule)
    table.command("acl6-basic", f"{head} [ {_address6('source')} | {flags} ]*")(_add_rule)
    table.command("acl-adv", *_advanced(style, IPV4, head, f"{both4} | {flags}"))(_add_rule)
    table.command("acl6-adv", *_advanced(style, IPV6, head, f"{both6} | {flags}"))(_add_rule)
    table.command("acl-l2", frame_rule_syntax(style))(add_frame_rule)
    parts = " | ".join(_parts(style))
    table.command("acl", f"undo rule <0-{style.rule_limit}:rule> [ {parts} ]*")(_undo_rule)
    table.command("acl", "description <text>")(_description)
    table.command("acl", "undo description")(_undo_description)
    table.command("acl", "step <1-20:step>", "undo step")(_step)


def _head(style: Style) -> str:
    return f"rule [ <0-{style.rule_limit}:rule> ] {{ permit | deny }}"


def frame_rule_syntax(style: Style) -> str:
    """How a rule of a list of frames is typed."""
    return f"{_head(style)} [ {style.type_word} <ethertype:kind> [ <ethertype:mask> ] ]"


def view_of(acl: Acl) -> View:
    """The view in which an ACL is changed."""
    if acl.family == FRAMES:
        return View("acl-l2", str(acl.number))
    return View(f"acl{'6' if acl.family == IPV6 else ''}-{'basic' if acl.basic else 'adv'}", str(acl.number))


def family_of(match: Match) -> Family:
    """The family that the line names, by a word or by its number."""
    if match.has("ipv6"):
        return IPV6
    return FRAMES if match.has("mac") or (match.get("acl") or 0) >= _FIRST_OF_FRAMES else IPV4


def family_of_view(kind: str) -> Family:
    """The family of the list that is edited in a view."""
    return FRAMES if kind == "acl-l2" else IPV6 if kind.startswith("acl6") else IPV4


def _parts(style: Style) -> dict[str, str]:
    """The words of the parts of a rule that `undo rule` may name, and the fields they are."""
    fields = {"icmp-type": "icmp", "icmp6-type": "icmp", style.established.split()[0]: "established"}
    fields |= {word: word.replace("-", "_") for word in ("source", "source-port", "destination", "destination-port")}
    return fields | {flag: flag for flag in style.flags}


def _address4(name: str) -> str:
    return f"{name} {{ <ipv4:{name}_address> <wildcard:{name}_wildcard> | any }}"


def _address6(name: str) -> str:
    return f"{name} {{ <network6:{name}_network> | <ipv6:{name}_address> <0-128:{name}_length> | any }}"


def _ports(style: Style, name: str, kind: str) -> str:
    single = " | ".join(f"{operator} <{kind}:{name}_{operator}>" for operator in style.operators)
    return f"{name} {{ {single} | range <{kind}:{name}_low> <{kind}:{name}_high> }}"


def _advanced(style: Style, family: Family, head: str, common: str) -> tuple[str, ...]:
    tcp, udp = (
        f"{_ports(style, 'source-port', kind)} | {_ports(style, 'destination-port', kind)}"
        for kind in ("tcp-port", "udp-port")
    )
    icmp, word = ("icmp", "icmp") if family == IPV4 else ("icmpv6", "icmp6")
    message = f"{word}-type {{ <{word}-name> | <0-255:icmp_type> [ <0-255:icmp_code> ] }}"
    return (
        f"{head} {{ {' | '.join(style.protocols[family])} | <1-255:protocol> }} [ {common} ]*",
        f"{head} tcp [ {common} | {tcp} | {style.established} ]*",
        f"{head} udp [ {common} | {udp} ]*",
        f"{head} {icmp} [ {common} | {message} ]*",
    )


def _acl(context: Context) -> Acl:
    acl: Acl = context.configuration.acls[(family_of_view(context.view.kind), int(context.view.key))]
    return acl


def _description(context: Context, match: Match) -> Answer:
    _acl(context).description = match.get("text")
    return None


def _undo_description(context: Context, _: Match) -> Answer:
    _acl(context).description = ""
    return None


def _step(context: Context, match: Match) -> Answer:
    _acl(context).renumber(match.get("step", DEFAULT_STEP))
    return None


def _add_rule(context: Context, match: Match) -> Answer:
    acl = _acl(context)
    return _put(acl, _rule(acl, match))


def add_frame_rule(context: Context, match: Match) -> Answer:
    """Put a rule into a list of frames."""
    acl, kind, mask = _acl(context), match.get("kind"), match.get("mask", 0xFFFF)
    about = None if kind is None else Masked(kind & mask, mask)
    return _put(acl, FrameRule(match.get("rule", acl.next_number()), match.has("permit"), about))


def _put(acl: Acl, rule: Rule | FrameRule) -> Answer:
    if any(old == rule and old.number != rule.number for old in acl.rules.values()):
        raise acl.style.refuse("The rule already exists.")
    old = acl.rules.get(rule.number)
    acl.rules[rule.number] = old.merged(rule) if old else rule
    return None


def _rule(acl: Acl, match: Match) -> Rule:
    """The rule that a line describes."""
    protocol = match.get("protocol")
    name = "" if acl.basic else match.one_of("tcp", "udp", "icmp", "icmpv6", *acl.style.protocols[acl.family])
    return Rule(
        number=match.get("rule", acl.next_number()),
        permit=match.has("permit"),
        protocol=_canonical(acl, protocol) if protocol is not None else name,
        source=_masked(acl, match, "source"),
        destination=_masked(acl, match, "destination"),
        source_port=_port_condition(acl, match, "source-port"),
        destination_port=_port_condition(acl, match, "destination-port"),
        icmp=_icmp(match),
        established=match.has("established"),
        fragment=match.has("fragment"),
        counting=match.has("counting"),
        logging=match.has("logging"),
    )


def _canonical(acl: Acl, number: int) -> str:
    """A protocol typed as a number is printed by name where there is one."""
    names = {6: "tcp", 17: "udp", 47: "gre", 89: "ospf"}
    names |= {1: "icmp", 2: "igmp", 4: "ipinip"} if acl.family == IPV4 else {58: "icmpv6"}
    return names.get(number, str(number))


def _masked(acl: Acl, match: Match, name: str) -> Masked | None:
    address = match.get(f"{name}_address")
    if acl.family == IPV4:
        if address is None:
            return None
        mask = match.get(f"{name}_wildcard") ^ _ALL4
        return Masked(int(address), mask) if mask else None
    network = match.get(f"{name}_network")
    if network is None and address is None:
        return None
    value, length = (network.ip, network.network.prefixlen) if network else (address, match.get(f"{name}_length"))
    return Masked(int(value), ((1 << length) - 1) << (128 - length)) if length else None


def _port_condition(acl: Acl, match: Match, name: str) -> Ports | None:
    if match.get(f"{name}_low") is not None:
        low, high = match.get(f"{name}_low"), match.get(f"{name}_high")
        if low > high:
            raise acl.style.refuse("The start port number must not be larger than the end port number.")
        return Ports("range", low, high)
    for operator in acl.style.operators:
        value = match.get(f"{name}_{operator}")
        if value is not None:
            return Ports(operator, value)
    return None


def _icmp(match: Match) -> tuple[int, int | None] | None:
    named: Any = match.get("icmp-name") or match.get("icmp6-name")
    if named is not None:
        return (named[0], named[1])
    return (match.get("icmp_type"), match.get("icmp_code")) if match.get("icmp_type") is not None else None


def _undo_rule(context: Context, match: Match) -> Answer:
    acl = _acl(context)
    rule = acl.rules.get(match.get("rule"))
    if rule is None:
        raise acl.style.refuse("The rule does not exist.")
    named = {field for word, field in _parts(acl.style).items() if match.has(word)}
    if not named:
        del acl.rules[rule.number]
        return None
    unset: dict[str, Any] = {field: False if field in _BOOLEANS else None for field in named}
    acl.rules[rule.number] = replace(rule, **unset)
    return None
