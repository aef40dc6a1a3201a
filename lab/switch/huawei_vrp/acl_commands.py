# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands that make and change ACLs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from lab.switch.context import Answer, Context, RefusedError, View
from lab.switch.forwarding import IPV4, IPV6, Family, Masked
from lab.switch.huawei_vrp.acl import DEFAULT_STEP, Acl, Ports, Rule
from lab.switch.huawei_vrp.words import command

if TYPE_CHECKING:
    from lab.switch.huawei_vrp.configuration import Configuration
    from lab.switch.matcher import Match

_ALL4 = 0xFFFFFFFF
_HEAD = "rule [ <0-4294967294:rule> ] { permit | deny }"
_PARTS = (
    "source | source-port | destination | destination-port | icmp-type | icmp6-type | tcp-flag | fragment | logging"
)


def _address4(name: str) -> str:
    return f"{name} {{ <ipv4:{name}_address> <wildcard:{name}_wildcard> | any }}"


def _address6(name: str) -> str:
    return f"{name} {{ <network6:{name}_network> | <ipv6:{name}_address> <0-128:{name}_length> | any }}"


def _ports(name: str, kind: str) -> str:
    single = " | ".join(f"{operator} <{kind}:{name}_{operator}>" for operator in ("eq", "gt", "lt"))
    return f"{name} {{ {single} | range <{kind}:{name}_low> <{kind}:{name}_high> }}"


def _advanced(addresses: str, protocols: str, icmp: str, icmp_type: str) -> tuple[str, ...]:
    common = f"{addresses} | fragment | logging"
    tcp, udp = (
        f"{_ports('source-port', kind)} | {_ports('destination-port', kind)}" for kind in ("tcp-port", "udp-port")
    )
    return (
        f"{_HEAD} {{ {protocols} | <1-255:protocol> }} [ {common} ]*",
        f"{_HEAD} tcp [ {common} | {tcp} | tcp-flag established ]*",
        f"{_HEAD} udp [ {common} | {udp} ]*",
        f"{_HEAD} {icmp} [ {common} | {icmp_type} ]*",
    )


_BOTH4 = f"{_address4('source')} | {_address4('destination')}"
_BOTH6 = f"{_address6('source')} | {_address6('destination')}"
_ICMP4 = "icmp-type { <icmp-name> | <0-255:icmp_type> [ <0-255:icmp_code> ] }"
_ICMP6 = "icmp6-type { <icmp6-name> | <0-255:icmp_type> [ <0-255:icmp_code> ] }"


def _family(match: Match) -> Family:
    return IPV6 if match.has("ipv6") else IPV4


@command("system", "acl [ number ] <2000-3999:acl>", "acl ipv6 [ number ] <2000-3999:acl>")
def _open_acl(context: Context, match: Match) -> Answer:
    family, number = _family(match), match.get("acl")
    acl = context.configuration.acls.setdefault((family, number), Acl(family, number))
    version = "6" if family == IPV6 else ""
    context.view = View(f"acl{version}-{'basic' if acl.basic else 'adv'}", str(number))
    return None


@command("system", "undo acl [ number ] <2000-3999:acl>", "undo acl ipv6 [ number ] <2000-3999:acl>")
def _undo_acl(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    acl = configuration.acls.get((_family(match), match.get("acl")))
    if acl is None:
        raise RefusedError("Error: The ACL does not exist.")
    if configuration.users_of(acl):
        raise RefusedError("Error: The ACL is being used by the traffic-filter and can not be deleted.")
    del configuration.acls[(acl.family, acl.number)]
    return None


@command("system", "undo acl all", "undo acl ipv6 all")
def _undo_all_acls(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    found = [acl for acl in configuration.acls.values() if acl.family == _family(match)]
    if any(configuration.users_of(acl) for acl in found):
        raise RefusedError("Error: The ACL is being used by the traffic-filter and can not be deleted.")
    for acl in found:
        del configuration.acls[(acl.family, acl.number)]
    return None


def _acl(context: Context) -> Acl:
    acl: Acl = context.configuration.acls[
        (IPV6 if context.view.kind.startswith("acl6") else IPV4, int(context.view.key))
    ]
    return acl


@command("acl", "description <text>")
def _description(context: Context, match: Match) -> Answer:
    _acl(context).description = match.get("text")
    return None


@command("acl", "undo description")
def _undo_description(context: Context, _: Match) -> Answer:
    _acl(context).description = ""
    return None


@command("acl", "step <1-20:step>", "undo step")
def _step(context: Context, match: Match) -> Answer:
    _acl(context).renumber(match.get("step", DEFAULT_STEP))
    return None


@command("acl-basic", f"{_HEAD} [ {_address4('source')} | fragment | logging ]*")
@command("acl6-basic", f"{_HEAD} [ {_address6('source')} | fragment | logging ]*")
@command("acl-adv", *_advanced(_BOTH4, "ip | igmp | ipinip | gre | ospf", "icmp", _ICMP4))
@command("acl6-adv", *_advanced(_BOTH6, "ipv6 | gre | ospf", "icmpv6", _ICMP6))
def _add_rule(context: Context, match: Match) -> Answer:
    acl = _acl(context)
    rule = _rule(acl, match)
    if any(
        replace(old, number=0) == replace(rule, number=0) for old in acl.rules.values() if old.number != rule.number
    ):
        raise RefusedError("Error: The rule already exists.")
    old = acl.rules.get(rule.number)
    acl.rules[rule.number] = old.merged(rule) if old else rule
    return None


def _rule(acl: Acl, match: Match) -> Rule:
    """The rule that a line describes."""
    protocol = match.get("protocol")
    words = ("ip", "ipv6", "tcp", "udp", "icmp", "icmpv6", "igmp", "ipinip", "gre", "ospf")
    name = "" if acl.basic else match.one_of(*words)
    return Rule(
        number=match.get("rule", acl.next_number()),
        permit=match.has("permit"),
        protocol=_canonical(acl, protocol) if protocol is not None else name,
        source=_masked(acl, match, "source"),
        destination=_masked(acl, match, "destination"),
        source_port=_port_condition(match, "source-port"),
        destination_port=_port_condition(match, "destination-port"),
        icmp=_icmp(match),
        established=match.has("established"),
        fragment=match.has("fragment"),
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


def _port_condition(match: Match, name: str) -> Ports | None:
    if match.get(f"{name}_low") is not None:
        low, high = match.get(f"{name}_low"), match.get(f"{name}_high")
        if low > high:
            raise RefusedError("Error: The start port number must not be larger than the end port number.")
        return Ports("range", low, high)
    for operator in ("eq", "gt", "lt"):
        value = match.get(f"{name}_{operator}")
        if value is not None:
            return Ports(operator, value)
    return None


def _icmp(match: Match) -> tuple[int, int | None] | None:
    named: Any = match.get("icmp-name") or match.get("icmp6-name")
    if named is not None:
        return (named[0], named[1])
    return (match.get("icmp_type"), match.get("icmp_code")) if match.get("icmp_type") is not None else None


@command("acl", f"undo rule <0-4294967294:rule> [ {_PARTS} ]*")
def _undo_rule(context: Context, match: Match) -> Answer:
    acl = _acl(context)
    rule = acl.rules.get(match.get("rule"))
    if rule is None:
        raise RefusedError("Error: The rule does not exist.")
    fields = {"icmp-type": "icmp", "icmp6-type": "icmp", "tcp-flag": "established"}
    parts = [word.strip() for word in _PARTS.split("|") if match.has(word.strip())]
    if not parts:
        del acl.rules[rule.number]
        return None
    named = {fields.get(part, part.replace("-", "_")) for part in parts}
    unset: dict[str, Any] = {name: False if name in ("established", "fragment", "logging") else None for name in named}
    acl.rules[rule.number] = replace(rule, **unset)
    return None
