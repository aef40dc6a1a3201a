# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a switch has that it should not have, and lacks that it should, one sentence for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ...module_utils.message import say
from ..base.problem import Problem
from ..config.access_list import FAMILY_NAMES, Acl, Rule
from ..config.objects import DeviceConfig, Port
from ..platforms import languages

# What each setting of a port serves, and what it is called.
SETTINGS = {
    "description": (say("description"), "7.4"),
    "link_type": (say("link type"), "6.4-a"),
    "vlan": ("VLAN", "6.4-a"),
    "max_macs": (say("number of MAC addresses"), "6.4-c"),
    "source_check": (say("check of IP packets against the bindings"), "6.4-b"),
    "arp_check": (say("check of ARP packets against the bindings"), "6.4-b"),
    "arp_trust": (say("trust in ARP packets"), "6.4-b"),
    "isolation": (say("isolation group"), "6.4-e"),
    "edge": (say("edge port"), "7.4"),
    "bpdu_guard": (say("protection from BPDUs"), "6.4-c"),
    "shut": (say("shutdown"), "6.4-c"),
}

DIRECTIONS = {"inbound": say("inbound"), "outbound": say("outbound")}


@dataclass(frozen=True)
class Justification:
    """What a rule of the wanted access list is there for."""

    text: str
    clause: str
    subject: str


def drift(
    running: DeviceConfig, target: DeviceConfig, duties: Mapping[Rule, Justification] | None = None
) -> tuple[Problem, ...]:
    """Return every difference, running against wanted.

    Args:
        running: what the switch has.
        target: what it should have, as `difference.merged` returns it.
        duties: why each rule is there, by the rule with number 0.
    """
    return tuple(_drift(running, target, duties or {}))


def _drift(running: DeviceConfig, target: DeviceConfig, duties: Mapping[Rule, Justification]) -> Iterator[Problem]:
    for vlan in sorted(target.vlans - running.vlans):
        yield Problem(say("VLAN {vlan} does not exist", vlan=vlan), clause="6.4-a", id="vlan-missing")
    yield from _acls(running, target, duties)
    for vlan in sorted(target.arp_vlans - running.arp_vlans):
        yield Problem(
            say("ARP packets in VLAN {vlan} are not checked against the bindings", vlan=vlan),
            clause="6.4-b",
            id="arp-check-missing",
        )
    if target.bpdu_protection and not running.bpdu_protection:
        yield Problem(say("edge ports are not protected from BPDUs"), clause="6.4-c", id="bpdu-protection-missing")
    for profile in sorted(running.profiles - running.in_use(running.profiles)):
        yield Problem(say("rate profile {name} is left over", name=profile.name), clause="7.2", id="rate-profile-left")
    owners = {port.name: port.description or port.name for port in target.ports}
    present, right = frozenset(running.bindings), frozenset(target.bindings)
    for binding in target.bindings:
        if binding not in present:
            yield Problem(
                say("binding {binding} is missing", binding=binding),
                clause="6.4-b",
                subject=owners.get(binding.port, ""),
                id="binding-missing",
            )
    for binding in running.bindings:
        if binding not in right:
            yield Problem(
                say("binding {binding} does not belong there", binding=binding),
                clause="6.4-b",
                subject=owners.get(binding.port, ""),
                id="binding-foreign",
            )
    for port in target.ports:
        yield from _port(running, port)


def _acls(running: DeviceConfig, target: DeviceConfig, duties: Mapping[Rule, Justification]) -> Iterator[Problem]:
    language = languages.get(target.platform)
    for family in language.acl_numbers:
        wanted = next((acl for acl in target.acls if acl.family == family and language.owns(acl)), None)
        present = [acl for acl in running.acls if acl.family == family and language.owns(acl)]
        used = max(present, key=lambda acl: (_same(acl, wanted), _uses(running, acl)), default=None)
        if wanted and used:
            yield from _rules(language.acl_name(family, used.number), used, wanted, duties)
        elif wanted:
            yield Problem(
                say("there is no access list of ours for {family}", family=FAMILY_NAMES[family]),
                clause="6.4-e",
                id="acl-missing",
            )
        for acl in present:
            if acl is not used or not wanted:
                name = language.acl_name(family, acl.number)
                yield Problem(
                    say(
                        "access list {name} for {family} is left over",
                        name=name,
                        family=FAMILY_NAMES[family],
                    ),
                    clause="7.2",
                    id="acl-left",
                )


def _same(acl: Acl, wanted: Acl | None) -> bool:
    return wanted is not None and acl.same_content(wanted)


def _uses(config: DeviceConfig, acl: Acl) -> int:
    return sum(
        (acl_filter.family, acl_filter.acl) == (acl.family, acl.number)
        for port in config.ports
        for acl_filter in port.filters
    )


def _rules(name: str, used: Acl, wanted: Acl, duties: Mapping[Rule, Justification]) -> Iterator[Problem]:
    if used.same_content(wanted) and not used.unknown:
        return
    here = {replace(rule, number=0): rule for rule in used.rules}
    planned = {replace(rule, number=0): rule for rule in wanted.rules}
    for key, rule in planned.items():
        if key not in here:
            duty = duties.get(key, Justification("", "7.2" if rule.permit else "6.4-e", ""))
            why = say(", which is there for: {text}", text=duty.text) if duty.text else ""
            yield Problem(
                say('access list {name} lacks "{text}"{why}', name=name, text=rule.line.text, why=why),
                clause=duty.clause,
                subject=duty.subject,
                id="rule-missing",
            )
    for key, rule in here.items():
        if key not in planned:
            clause = "6.4-e" if rule.permit else "7.2"
            yield Problem(
                say('access list {name} has "{text}", which is not planned', name=name, text=rule.line.text),
                clause=clause,
                id="rule-unplanned",
            )
    for line in used.unknown:
        yield Problem(
            say('access list {name} has "{text}", which is not understood', name=name, text=line.text),
            clause="6.4-e",
            id="rule-unparsed",
        )
    if here.keys() == planned.keys() and not used.unknown and not used.same_content(wanted):
        what = say("description") if used.rules == wanted.rules else say("numbering or order of the rules")
        yield Problem(
            say("access list {name}: the {what} is not the planned one", name=name, what=what),
            clause="7.2",
            id="acl-differs",
        )


def _port(running: DeviceConfig, port: Port) -> Iterator[Problem]:
    current, subject = running.port(port.name), port.description or port.name
    if current is None:
        yield Problem(
            say("{name} is not configured", name=port.name), clause="6.4-c", subject=subject, id="port-missing"
        )
        return
    for name, (title, clause) in SETTINGS.items():
        value, old = getattr(port, name), getattr(current, name)
        if value != old:
            yield Problem(
                say(
                    "{name}: {setting} is {old}, not {new}",
                    name=port.name,
                    setting=title,
                    old=_shown(old),
                    new=_shown(value),
                ),
                clause=clause,
                subject=subject,
                id="setting-differs",
            )
    yield from _filters(running, current, port)
    yield from _rates(current, port)


def _filters(running: DeviceConfig, current: Port, port: Port) -> Iterator[Problem]:
    subject = port.description or port.name
    acl_numbers = languages.get(running.platform).acl_numbers
    for family in acl_numbers:
        has = [acl_filter for acl_filter in current.inbound(family) if acl_filter.acl in acl_numbers[family]]
        if port.inbound(family) and not has:
            yield Problem(
                say(
                    "{name}: no inbound filter of ours for {family}",
                    name=port.name,
                    family=FAMILY_NAMES[family],
                ),
                clause="6.4-e",
                subject=subject,
                id="filter-missing",
            )
        elif len(has) > 1:
            yield Problem(
                say(
                    "{name}: two inbound filters of ours for {family}",
                    name=port.name,
                    family=FAMILY_NAMES[family],
                ),
                clause="6.4-e",
                subject=subject,
                id="filter-twice",
            )
        elif has and running.acl(family, has[0].acl) is None:
            yield Problem(
                say('{name}: the access list of "{text}" does not exist', name=port.name, text=has[0].line.text),
                clause="6.4-e",
                subject=subject,
                id="filter-without-acl",
            )
    for acl_filter in current.filters:
        if acl_filter not in port.filters and acl_filter.acl not in acl_numbers[acl_filter.family]:
            yield Problem(
                say('{name}: "{text}" is not planned', name=port.name, text=acl_filter.line.text),
                clause="6.4-e",
                subject=subject,
                id="filter-unplanned",
            )


def _rates(current: Port, port: Port) -> Iterator[Problem]:
    subject = port.description or port.name
    for direction in ("inbound", "outbound"):
        limit, old_limit = port.rate(direction), current.rate(direction)
        if limit != old_limit:
            now = f"{old_limit.cir} kbit/s" if old_limit else say("not limited")
            then = f"{limit.cir} kbit/s" if limit else say("not limited")
            yield Problem(
                say(
                    "{name}: {direction} rate is {now}, not {then}",
                    name=port.name,
                    direction=DIRECTIONS[direction],
                    now=now,
                    then=then,
                ),
                clause="6.4-d",
                subject=subject,
                id="rate-differs",
            )


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return say("on") if value else say("off")
    if isinstance(value, frozenset):
        return ", ".join(map(str, sorted(value))) or say("not set")
    return str(value) if value not in ("", 0) else say("not set")
