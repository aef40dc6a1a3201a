# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a switch has that it should not have, and lacks that it should, one sentence for each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from ..config.access_list import FAMILY_NAMES, Acl, Rule
from ..config.objects import DeviceConfig, Port
from ..platforms import languages

# What each setting of a port serves, and what it is called.
SETTINGS = {
    "description": ("description", "7.4"),
    "link_type": ("link type", "6.4-a"),
    "vlan": ("VLAN", "6.4-a"),
    "max_macs": ("number of MAC addresses", "6.4-c"),
    "source_check": ("check of IP packets against the bindings", "6.4-b"),
    "arp_check": ("check of ARP packets against the bindings", "6.4-b"),
    "arp_trust": ("trust in ARP packets", "6.4-b"),
    "isolation": ("isolation group", "6.4-e"),
    "edge": ("edge port", "7.4"),
    "bpdu_guard": ("protection from BPDUs", "6.4-c"),
    "shut": ("shutdown", "6.4-c"),
}


@dataclass(frozen=True)
class Drift:
    """One difference; `subject` is the terminal's id, or the site's switch as a whole where it is empty."""

    what: str
    clause: str
    subject: str = ""


@dataclass(frozen=True)
class Duty:
    """What a rule of the wanted access list is there for."""

    text: str
    clause: str
    subject: str


def drift(running: DeviceConfig, target: DeviceConfig, duties: Mapping[Rule, Duty] | None = None) -> tuple[Drift, ...]:
    """Return every difference, running against wanted.

    Args:
        running: what the switch has.
        target: what it should have, as `difference.merged` returns it.
        duties: why each rule is there, by the rule with number 0.
    """
    return tuple(_drift(running, target, duties or {}))


def _drift(running: DeviceConfig, target: DeviceConfig, duties: Mapping[Rule, Duty]) -> Iterator[Drift]:
    for vlan in sorted(target.vlans - running.vlans):
        yield Drift(f"VLAN {vlan} does not exist", "6.4-a")
    yield from _acls(running, target, duties)
    for vlan in sorted(target.arp_vlans - running.arp_vlans):
        yield Drift(f"ARP packets in VLAN {vlan} are not checked against the bindings", "6.4-b")
    if target.bpdu_protection and not running.bpdu_protection:
        yield Drift("edge ports are not protected from BPDUs", "6.4-c")
    for profile in sorted(running.profiles - running.in_use(running.profiles)):
        yield Drift(f"rate profile {profile.name} is left over", "7.2")
    owners = {port.name: port.description or port.name for port in target.ports}
    there, right = frozenset(running.bindings), frozenset(target.bindings)
    for binding in target.bindings:
        if binding not in there:
            yield Drift(f"binding {binding} is missing", "6.4-b", owners.get(binding.port, ""))
    for binding in running.bindings:
        if binding not in right:
            yield Drift(f"binding {binding} does not belong there", "6.4-b", owners.get(binding.port, ""))
    for port in target.ports:
        yield from _port(running, port)


def _acls(running: DeviceConfig, target: DeviceConfig, duties: Mapping[Rule, Duty]) -> Iterator[Drift]:
    language = languages.get(target.platform)
    for family in language.slots:
        wanted = next((acl for acl in target.acls if acl.family == family and language.owns(acl)), None)
        there = [acl for acl in running.acls if acl.family == family and language.owns(acl)]
        used = max(there, key=lambda acl: (_same(acl, wanted), _uses(running, acl)), default=None)
        if wanted and used:
            yield from _rules(language.acl_name(family, used.number), used, wanted, duties)
        elif wanted:
            yield Drift(f"there is no access list of ours for {FAMILY_NAMES[family]}", "6.4-e")
        for acl in there:
            if acl is not used or not wanted:
                name = language.acl_name(family, acl.number)
                yield Drift(f"access list {name} for {FAMILY_NAMES[family]} is left over", "7.2")


def _same(acl: Acl, wanted: Acl | None) -> bool:
    return wanted is not None and acl.same_content(wanted)


def _uses(config: DeviceConfig, acl: Acl) -> int:
    return sum((one.family, one.acl) == (acl.family, acl.number) for port in config.ports for one in port.filters)


def _rules(name: str, used: Acl, wanted: Acl, duties: Mapping[Rule, Duty]) -> Iterator[Drift]:
    if used.same_content(wanted) and not used.unknown:
        return
    here = {replace(rule, number=0): rule for rule in used.rules}
    there = {replace(rule, number=0): rule for rule in wanted.rules}
    for key, rule in there.items():
        if key not in here:
            duty = duties.get(key, Duty("", "7.2" if rule.permit else "6.4-e", ""))
            why = f", which is there for: {duty.text}" if duty.text else ""
            yield Drift(f'access list {name} lacks "{rule.line.text}"{why}', duty.clause, duty.subject)
    for key, rule in here.items():
        if key not in there:
            clause = "6.4-e" if rule.permit else "7.2"
            yield Drift(f'access list {name} has "{rule.line.text}", which is not planned', clause)
    for line in used.unknown:
        yield Drift(f'access list {name} has "{line.text}", which is not understood', "6.4-e")
    if here.keys() == there.keys() and not used.unknown and not used.same_content(wanted):
        what = "description" if used.rules == wanted.rules else "numbering or order of the rules"
        yield Drift(f"access list {name}: the {what} is not the planned one", "7.2")


def _port(running: DeviceConfig, port: Port) -> Iterator[Drift]:
    there, subject = running.port(port.name), port.description or port.name
    if there is None:
        yield Drift(f"{port.name} is not configured", "6.4-c", subject)
        return
    for name, (title, clause) in SETTINGS.items():
        value, old = getattr(port, name), getattr(there, name)
        if value != old:
            yield Drift(f"{port.name}: {title} is {_shown(old)}, not {_shown(value)}", clause, subject)
    yield from _filters(running, there, port)
    yield from _rates(there, port)


def _filters(running: DeviceConfig, there: Port, port: Port) -> Iterator[Drift]:
    subject = port.description or port.name
    slots = languages.get(running.platform).slots
    for family in slots:
        has = [one for one in there.inbound(family) if one.acl in slots[family]]
        if port.inbound(family) and not has:
            yield Drift(f"{port.name}: no inbound filter of ours for {FAMILY_NAMES[family]}", "6.4-e", subject)
        elif len(has) > 1:
            yield Drift(f"{port.name}: two inbound filters of ours for {FAMILY_NAMES[family]}", "6.4-e", subject)
        elif has and running.acl(family, has[0].acl) is None:
            yield Drift(f'{port.name}: the access list of "{has[0].line.text}" does not exist', "6.4-e", subject)
    for one in there.filters:
        if one not in port.filters and one.acl not in slots[one.family]:
            yield Drift(f'{port.name}: "{one.line.text}" is not planned', "6.4-e", subject)


def _rates(there: Port, port: Port) -> Iterator[Drift]:
    subject = port.description or port.name
    for direction in ("inbound", "outbound"):
        limit, old_limit = port.rate(direction), there.rate(direction)
        if limit != old_limit:
            now = f"{old_limit.cir} kbit/s" if old_limit else "not limited"
            then = f"{limit.cir} kbit/s" if limit else "not limited"
            yield Drift(f"{port.name}: {direction} rate is {now}, not {then}", "6.4-d", subject)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, frozenset):
        return ", ".join(map(str, sorted(value))) or "not set"
    return str(value) if value not in ("", 0) else "not set"
