# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Is a terminal's port, apart from its access lists, what the terminal needs and nothing more?"""

from __future__ import annotations

from collections.abc import Iterator

from ...module_utils.message import Message, say
from ..config.effects import KINDS, Effect
from ..config.line import enumerated
from ..config.notation import mac_in
from ..config.objects import Binding, DeviceConfig, Port
from ..model.port_protections import PROTECTIONS
from ..platforms import languages
from .intent import LEAST_RATE, SiteIntent, TerminalPort
from .violation import Violation

# The checks that a line can take away, by the kind of violation that it then is.
TAKEN = {kind.violation: check for check, kind in KINDS.items() if not kind.what}
SETTING_FIX = say("put the setting back into the template, or onto the switch")
EFFECT_FIX = say("take that line off the switch by hand")
# To take it off may turn spanning tree on for everybody else.
TREE_FIX = say(
    "leave it to the switch's engineers: spanning tree is about all of its ports, so they look at all of them first"
)
ALL_PORTS_FIX = say(
    "have the switch's engineers take that line off: it is about all of its ports, so they look at all of them first"
)


def prove_port(
    config: DeviceConfig, port: Port | None, terminal: TerminalPort, intent: SiteIntent
) -> Iterator[Violation]:
    """Return what is wrong with a terminal's port."""
    if port is None:
        what = say("{port} is not in the configuration", port=terminal.port)
        fix = say("configure the port, or correct its name in the site file")
        yield Violation("port", terminal.terminal, what, "6.4-c", fix)
        return
    yield from _membership(port, terminal, intent)
    yield from _bindings(config, terminal, intent)
    yield from _checks(config, port, terminal, intent)
    yield from _filters(config, port, terminal)
    yield from _rates(port, terminal)
    yield from _held(port, terminal)
    yield from _unknown(config, port, terminal.terminal, say("take the line off the port by hand"))


def prove_others(config: DeviceConfig, intent: SiteIntent) -> Iterator[Violation]:
    """Return what nobody understands on the other ports of a text of ours: on a switch they are their owners' affair."""
    terminals = {terminal.port for terminal in intent.terminals}
    for port in config.ports:
        if port.name not in terminals:
            fix = say("take the line out of the template, or the port out of the site file")
            yield from _unknown(config, port, intent.site, fix)


def _unknown(config: DeviceConfig, port: Port, subject: str, fix: str) -> Iterator[Violation]:
    known = {effect.line for effect in config.effects if port.name in effect.ports}
    for line in port.unknown:
        if line in known:
            continue  # told of by what it does
        if line in port.membership:
            what = say("{line} on {name} is about a trunk, and a terminal's port is none", line=line, name=port.name)
            right = say(
                "correct the port's name in the site file; if it is right, let the switch's engineers say what the port is for"
            )
            yield Violation("unknown", subject, what, "6.4-a", right, line=line)
            continue
        what = say(
            "{line} on {name} is not understood, so nothing can be proven of this port", line=line, name=port.name
        )
        yield Violation("unknown", subject, what, "6.4-e", fix, line=line)


def _held(port: Port, terminal: TerminalPort) -> Iterator[Violation]:
    """Tell of addresses that port security keeps: with room for one, another one locks the terminal out."""
    for line in port.harmless:
        mac = mac_in(line.text)
        if mac and mac != terminal.mac:
            what = say(
                "{line} on {name}: port security holds another MAC than the terminal's, {mac}",
                line=line,
                name=port.name,
                mac=terminal.mac,
            )
            fix = say(
                "take the line off the port by hand, or correct mac in the site file if the terminal was exchanged"
            )
            yield Violation("port_security", terminal.terminal, what, "6.4-c", fix, line=line)


def _membership(port: Port, terminal: TerminalPort, intent: SiteIntent) -> Iterator[Violation]:
    if port.link_type != "access":
        has = say("link type {link_type}", link_type=port.link_type) if port.link_type else say("the default link type")
        what = say("{name} has {has}, not access", name=port.name, has=has)
        fix = say("make it an access port: a terminal that can tag frames chooses its own VLAN")
        yield Violation("link_type", terminal.terminal, what, "6.4-a", fix, line=port.line)
    if port.vlan != intent.vlan:
        what = say(
            "{name} is in VLAN {vlan}, not in the terminals' VLAN {intended}",
            name=port.name,
            vlan=port.vlan,
            intended=intent.vlan,
        )
        yield Violation(
            "vlan", terminal.terminal, what, "6.4-a", say("put it into VLAN {vlan}", vlan=intent.vlan), line=port.line
        )


def _bindings(config: DeviceConfig, terminal: TerminalPort, intent: SiteIntent) -> Iterator[Violation]:
    right = Binding(terminal.port, terminal.address, terminal.mac, intent.vlan)
    about = (binding for binding in config.bindings if binding.concerns(right, intent.vlan))
    present = [binding for binding in about if not _neighbour(binding, terminal, intent)]
    if terminal.address and right not in present:
        what = say("the address ledger's binding {right} is missing", right=right)
        yield Violation("binding", terminal.terminal, what, "6.4-b", say("add the binding"))
    for binding in present:
        if binding != right or not terminal.address:
            held = say("the terminal is held back")
            ledger = say("the address ledger says {right}", right=right) if terminal.address else held
            what = say("{line} is not the address ledger's: {ledger}", line=binding.line, ledger=ledger)
            yield Violation("binding", terminal.terminal, what, "6.4-b", say("take the binding out"), line=binding.line)


def _neighbour(binding: Binding, terminal: TerminalPort, intent: SiteIntent) -> bool:
    """Tell whether a binding is wholly another terminal's, so that it is told of there."""
    return binding.port != terminal.port and any(
        binding == Binding(neighbour.port, neighbour.address, neighbour.mac, intent.vlan)
        for neighbour in intent.terminals
        if neighbour.address
    )


def _checks(config: DeviceConfig, port: Port, terminal: TerminalPort, intent: SiteIntent) -> Iterator[Violation]:
    one_mac = port.max_macs == 1 and not config.taken("macs", port)
    wanted = (
        (config.checks_source(port), "source_check", say("does not check IP packets against the bindings")),
        (config.checks_arp(port), "arp_check", say("does not check ARP packets against the bindings")),
        (one_mac, "port_security", _macs(port.max_macs)),
        (config.isolates(port), "isolation", say("is not isolated from the neighbouring terminals")),
        (config.guards_bpdus(port), "bpdu", say("is not protected from BPDUs: spanning tree can be disturbed")),
    )
    for good, kind, what in wanted:
        if not good:
            clause, _does = PROTECTIONS[kind]
            effect = config.taken(TAKEN[kind], port)
            fix = SETTING_FIX
            if effect:
                fix = EFFECT_FIX
                if kind == "bpdu" and not effect.ports:
                    tree = languages.get(config.platform).foreign.spanning_tree
                    fix = TREE_FIX if tree.match(effect.line.text) else ALL_PORTS_FIX
            line = effect.line if effect else port.line
            yield Violation(kind, terminal.terminal, _lack(port, what, effect), clause, fix, line=line)
    yield from _apart(config, port, terminal, intent)


def _lack(port: Port, what: str, effect: Effect | None) -> Message:
    """Say what a port lacks, and which line is to blame if it is not the port's own."""
    lack = say("{port} {what}", port=port.name, what=what)
    if effect is None:
        return lack
    lack = say("{lack}, because of {line}", lack=lack, line=effect.line)
    return say("{what}: {why}", what=lack, why=effect.why) if effect.why else lack


def _apart(config: DeviceConfig, port: Port, terminal: TerminalPort, intent: SiteIntent) -> Iterator[Violation]:
    """Tell of terminals in other groups: to have a group is not to be isolated from those of another one."""
    others = (config.port(other.port) for other in intent.terminals if other.port != port.name)
    apart = [other.name for other in others if other and other.isolation and not other.isolation & port.isolation]
    if port.isolation and apart:
        groups = enumerated(sorted(port.isolation))
        what = say(
            "{name} is in isolation group {groups}, and {apart} in another one: they reach each other",
            name=port.name,
            groups=groups,
            apart=enumerated(apart),
        )
        yield Violation("isolation", terminal.terminal, what, "6.4-e", SETTING_FIX, line=port.line)


def _macs(most: int) -> str:
    if most == 1:
        return say("does not hold to one MAC address")
    if most:
        return say("lets in {most} MAC addresses, not one", most=most)
    return say("lets in any number of MAC addresses: port security is off")


def _filters(config: DeviceConfig, port: Port, terminal: TerminalPort) -> Iterator[Violation]:
    language = languages.get(config.platform)
    for acl_filter in port.filters:
        if acl_filter.direction != "inbound":
            what = say(
                "{line} on {name} filters what the terminal receives; what it sends is inbound",
                line=acl_filter.line,
                name=port.name,
            )
            yield Violation(
                "filter", terminal.terminal, what, "6.4-e", say("apply the access list inbound"), line=acl_filter.line
            )
        elif acl_filter.acl not in language.acl_numbers[acl_filter.family]:
            first, second = (
                language.acl_name(acl_filter.family, number) for number in language.acl_numbers[acl_filter.family]
            )
            ours = say("{first} or {second}", first=first, second=second)
            what = say(
                "{line} on {name} applies an access list that is not ours: ours are {ours}",
                line=acl_filter.line,
                name=port.name,
                ours=ours,
            )
            yield Violation(
                "filter", terminal.terminal, what, "6.4-e", say("take the filter off the port"), line=acl_filter.line
            )
    for family in language.acl_numbers:
        inbound = port.inbound(family)
        if len(inbound) > 1:
            lines = enumerated(acl_filter.line for acl_filter in inbound)
            what = say(
                "{lines} on {name} are more than one filter, and which of them decides depends on the device",
                lines=lines,
                name=port.name,
            )
            yield Violation("filter", terminal.terminal, what, "6.4-e", say("leave one of them"), line=inbound[1].line)


def _rates(port: Port, terminal: TerminalPort) -> Iterator[Violation]:
    for rate in sorted(port.rates, key=lambda rate: rate.direction):
        if rate.cir < LEAST_RATE:
            what = say(
                "{line} on {name} is less than the {least} kbit/s that a terminal has to have",
                line=rate.line,
                name=port.name,
                least=LEAST_RATE,
            )
            fix = say("raise policy.rate_kbps in city.yml, or take the limit off the port")
            yield Violation("rate", terminal.terminal, what, "6.4-d", fix, line=rate.line)
