# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands that make and change access lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, RefusedError, View
from lab.switch.forwarding import IPV4, IPV6, Family, Masked
from lab.switch.ios_style import well_known
from lab.switch.ios_style.acl import ALL, Acl, Ports, Rule
from lab.switch.ios_style.words import command

if TYPE_CHECKING:
    from lab.switch.command_table import CommandTable
    from lab.switch.ios_style.configuration import Configuration
    from lab.switch.matcher import Match

_OPERATORS = ("eq", "gt", "lt", "neq")
_RULE = "{ permit | deny }"


def _address(family: Family, side: str) -> str:
    network = "<ipv4:{0}> <ipv4:{0}_wildcard>" if family == IPV4 else "<network6:{0}_network>"
    return f"{{ any | host <ipv{family}:{side}_host> | {network.format(side)} }}"


def _ports(side: str, kind: str) -> str:
    single = " | ".join(f"{operator} <{kind}:{side}_{operator}>" for operator in _OPERATORS)
    return f"[ {single} | range <{kind}:{side}_low> <{kind}:{side}_high> ]"


def _rules(family: Family, options: str) -> tuple[str, ...]:
    """The syntaxes of a rule without its number."""
    source, destination = _address(family, "source"), _address(family, "destination")
    end = f"[ {options} ]*"
    names = well_known.PROTOCOLS if family == IPV4 else well_known.PROTOCOLS6
    plain = " | ".join(name for name in names if name not in ("tcp", "udp", "icmp"))
    icmp = "<icmp-name>" if family == IPV4 else "<icmp6-name>"
    tcp, udp = (
        f"{source} {_ports('source', kind)} {destination} {_ports('destination', kind)}"
        for kind in ("tcp-port", "udp-port")
    )
    return (
        f"{_RULE} {{ {'ip' if family == IPV4 else 'ipv6'} | {plain} | <0-255:protocol> }} {source} {destination} {end}",
        f"{_RULE} tcp {tcp} [ established | {options} ]*",
        f"{_RULE} udp {udp} {end}",
        f"{_RULE} icmp {source} {destination} [ {icmp} | <0-255:icmp_type> [ <0-255:icmp_code> ] ] {end}",
    )


def enter_rules(table: CommandTable, options: str, number6: str) -> None:
    """Enter the rules of a platform.

    Args:
        table: where they go.
        options: what may stand at the end of any rule.
        number6: what stands before an IPv6 rule's number.
    """
    for view, family, before in (("acl", IPV4, ""), ("acl6", IPV6, number6)):
        number, rules = f"{before} <1-2147483647:number>", _rules(family, options)
        table.command(view, *(f"[ {number} ] {rule}" for rule in rules))(_add_rule)
        table.command(view, f"no {number}", *(f"no {rule}" for rule in rules))(_no_rule)


def _family(match: Match) -> Family:
    return IPV6 if match.has("ipv6") else IPV4


@command("config", "ip access-list extended <list:acl>", "ipv6 access-list <list:acl>")
def _open_acl(context: Context, match: Match) -> Answer:
    family, name = _family(match), match.get("acl")
    if family == IPV4 and name.isdigit() and not _extended(int(name)):
        raise RefusedError("% Invalid access list name.\n")
    context.configuration.acls.setdefault((family, name), Acl(family, name))
    context.view = View("acl" if family == IPV4 else "acl6", name)
    return None


def _extended(number: int) -> bool:
    """The numbers of extended lists (Cisco and Ruijie, `ip access-list extended`)."""
    return number in range(100, 200) or number in range(2000, 2700)


@command("config", "no ip access-list extended <list:acl>", "no ipv6 access-list <list:acl>")
def _no_acl(context: Context, match: Match) -> Answer:
    context.configuration.acls.pop((_family(match), match.get("acl")), None)
    return None


@command("config", "ip access-list resequence <list:acl> <1-2147483647:start> <1-2147483647:step>")
def _resequence(context: Context, match: Match) -> Answer:
    acl = context.configuration.acls.get((IPV4, match.get("acl")))
    if acl is None:
        raise RefusedError("% Access list does not exist.\n")
    acl.renumber(match.get("start"), match.get("step"))
    return None


def _acl(context: Context) -> Acl:
    """The list that is being edited, which exists again if it was deleted meanwhile."""
    configuration: Configuration = context.configuration
    family = IPV4 if context.view.kind == "acl" else IPV6
    return configuration.acls.setdefault((family, context.view.key), Acl(family, context.view.key))


def add_remark(context: Context, match: Match) -> Answer:
    """Put a remark behind what the list has so far."""
    acl, text = _acl(context), match.get("text")
    if all(text != known for _, known in acl.remarks):
        acl.remarks.append((acl.next_number(), text))
    return None


def drop_remark(context: Context, match: Match) -> Answer:
    """Take off one remark or all."""
    acl = _acl(context)
    acl.remarks = [remark for remark in acl.remarks if match.get("text") not in (None, remark[1])]
    return None


def _add_rule(context: Context, match: Match) -> Answer:
    acl = _acl(context)
    rule, number = _rule(acl.family, match), match.get("number")
    if rule in acl.rules.values():
        return None
    if number in acl.rules:
        raise RefusedError("% Duplicate sequence number\n")
    acl.rules[number or acl.next_number()] = rule
    return None


def _no_rule(context: Context, match: Match) -> Answer:
    acl, number = _acl(context), match.get("number")
    if number is None:
        wanted = _rule(acl.family, match)
        number = next((known for known, rule in acl.rules.items() if rule == wanted), None)
    if acl.rules.pop(number, None) is None:
        raise RefusedError("% Specified access list entry does not exist.\n")
    return None


def _rule(family: Family, match: Match) -> Rule:
    """The rule that a line describes."""
    names = ("ip", "ipv6", *(well_known.PROTOCOLS if family == IPV4 else well_known.PROTOCOLS6))
    number = match.get("protocol")
    return Rule(
        permit=match.has("permit"),
        protocol=match.one_of(*names) if number is None else well_known.protocol_name(family, number),
        source=_masked(family, match, "source"),
        destination=_masked(family, match, "destination"),
        source_port=_condition(match, "source"),
        destination_port=_condition(match, "destination"),
        icmp=_icmp(match),
        established=match.has("established"),
        fragments=bool(match.one_of("fragments", "fragment")),
        log=match.has("log"),
    )


def _masked(family: Family, match: Match, side: str) -> Masked | None:
    """An address with the bits that do not count cleared, as the devices keep it; None for any."""
    host, network = match.get(f"{side}_host"), match.get(f"{side}_network")
    if host is not None:
        return Masked(int(host), ALL[family])
    if network is not None:
        value, mask = int(network.ip), int(network.netmask)
    elif match.get(side) is not None:
        value, mask = int(match.get(side)), int(match.get(f"{side}_wildcard")) ^ ALL[family]
    else:
        return None
    return Masked(value & mask, mask) if mask else None


def _condition(match: Match, side: str) -> Ports | None:
    low, high = match.get(f"{side}_low"), match.get(f"{side}_high")
    if low is not None:
        return Ports("range", min(low, high), max(low, high))
    found = ((operator, match.get(f"{side}_{operator}")) for operator in _OPERATORS)
    return next((Ports(operator, value) for operator, value in found if value is not None), None)


def _icmp(match: Match) -> tuple[int, int | None] | None:
    named: tuple[int, int | None] | None = match.get("icmp-name") or match.get("icmp6-name")
    kind = match.get("icmp_type")
    return named if named or kind is None else (kind, match.get("icmp_code"))
