# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From what a switch runs to what it should run: the steps, in an order that never opens a window.

The promise: after any number of the commands, no packet passes a port that neither the old nor the new configuration
lets pass. An access list is built under the free one of our two numbers, applied, and only then the old one is taken
off and deleted. Where that alone cannot keep the promise, the port is shut for the change. What is not ours stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..config.access_list import Acl
from ..config.objects import Binding, DeviceConfig, Filter, Port
from ..config.steps import (
    AddBinding,
    AddVlan,
    ApplyFilter,
    BuildAcl,
    CheckArp,
    DeleteAcl,
    InPort,
    PortStep,
    ProtectFromBpdus,
    RemoveBinding,
    RemoveFilter,
    RemoveRate,
    RemoveRateProfile,
    SecondAcl,
    SetPort,
    SetRate,
    Step,
)
from ..platforms import languages
from .ownership import has_ours, our_bindings

Acls = Mapping[tuple[int, int], Acl]
# Settings that say nothing about which IP packet passes, in the order an engineer would type them.
PLAIN = ("description", "edge", "bpdu_guard", "max_macs", "isolation", "arp_check", "arp_trust")


def difference(running: DeviceConfig, wanted: DeviceConfig) -> tuple[str, ...]:
    """Return the command lines, from the system view and back to it, that turn `running` into `merged`."""
    steps = plan_steps(running, merged(running, wanted))
    return languages.get(wanted.platform).write(steps)


def merged(running: DeviceConfig, wanted: DeviceConfig) -> DeviceConfig:
    """Return what the switch should run: `wanted`, under numbers that fit the switch, and all that is not ours.

    A port that is no terminal's any more, but still has one of our access lists, gets the new one: no address is
    bound to it and no permit names it, so nothing passes until somebody configures it anew.
    """
    language = languages.get(wanted.platform)
    for family, acl_numbers in language.acl_numbers.items():
        wanted = _in_slot(running, wanted, family, acl_numbers)
    acls = {(acl.family, acl.number): acl for acl in wanted.acls}
    # Last: where both our numbers are somebody else's lists, the change is refused (`ownership`), but it spares them too.
    acls |= {(acl.family, acl.number): acl for acl in running.acls if not language.owns(acl)}
    names = {port.name for port in wanted.ports}
    released = [port for port in running.ports if port.name not in names and has_ours(port, running)]
    ports = [
        *(_spare(port, running, acls) if port.only_shut else _kept(port, running) for port in wanted.ports),
        *(_released(port, running, acls) for port in released),
    ]
    for acl in running.acls:
        # Without a new one to take its place, it stays for as long as a port that was released uses it.
        if any(
            (acl_filter.family, acl_filter.acl) == (acl.family, acl.number)
            for port in ports
            for acl_filter in port.filters
        ):
            acls.setdefault((acl.family, acl.number), acl)
    ours = our_bindings(wanted, {port.name for port in released})
    kept = (binding for binding in running.bindings if not ours(binding))
    rest = running.with_ports(ports)
    return replace(
        rest,
        vlans=running.vlans | wanted.vlans,
        acls=tuple(acls[key] for key in sorted(acls)),
        bindings=tuple(sorted({*wanted.bindings, *kept}, key=str)),
        arp_vlans=running.arp_vlans | wanted.arp_vlans,
        bpdu_protection=running.bpdu_protection or wanted.bpdu_protection,
        profiles=rest.in_use(running.profiles),
    )


def _in_slot(running: DeviceConfig, wanted: DeviceConfig, family: int, acl_numbers: tuple[int, int]) -> DeviceConfig:
    """Return `wanted` with its access list under the number that it has on the switch, or under the free one."""
    acl = next((acl for acl in wanted.acls if acl.family == family), None)
    if acl is None:
        return wanted
    number = min(acl_numbers, key=lambda slot: _slot_cost(running, acl, slot))

    def moved(acl_filter: Filter) -> Filter:
        return (
            replace(acl_filter, acl=number)
            if (acl_filter.family, acl_filter.acl) == (family, acl.number)
            else acl_filter
        )

    return replace(
        wanted,
        acls=tuple(
            replace(wanted_acl, number=number) if wanted_acl is acl else wanted_acl for wanted_acl in wanted.acls
        ),
        ports=tuple(replace(port, filters=tuple(map(moved, port.filters))) for port in wanted.ports),
    )


def _slot_cost(running: DeviceConfig, acl: Acl, slot: int) -> tuple[bool, bool, int, bool, int]:
    current = running.acl(acl.family, slot)
    strange = current is not None and not languages.get(running.platform).owns(current)
    same = current is not None and current.same_content(acl)
    users = len(_users(running, acl.family, slot))
    # Best: it is there already, and where it is used most. Next: a number that no port uses, and that is free.
    return (strange, not same, -users if same else users, current is not None, slot)


def _users(config: DeviceConfig, family: int, number: int) -> list[Port]:
    return [
        port
        for port in config.ports
        if any((acl_filter.family, acl_filter.acl) == (family, number) for acl_filter in port.filters)
    ]


def _kept(port: Port, running: DeviceConfig) -> Port:
    """Return a wanted port with the lines of the running one that are none of our business."""
    current = running.port(port.name)
    if current is None:
        return port
    filters = port.filters if set(port.filters) != set(current.filters) else current.filters
    return replace(
        port, filters=filters, harmless=current.harmless, unknown=current.unknown, membership=current.membership
    )


def _spare(port: Port, running: DeviceConfig, acls: Acls) -> Port:
    """Return a port that no terminal uses: as it is, but shut."""
    current = running.port(port.name)
    return _released(replace(current, shut=True), running, acls) if current else port


def _released(port: Port, running: DeviceConfig, acls: Acls) -> Port:
    language = languages.get(running.platform)

    def moved(acl_filter: Filter) -> Filter:
        old = running.acl(acl_filter.family, acl_filter.acl)
        if old is None or not language.owns(old):
            return acl_filter
        acl_numbers = language.acl_numbers[acl_filter.family]
        new = (
            slot
            for slot in acl_numbers
            if (acl := acls.get((acl_filter.family, slot))) is not None and language.owns(acl)
        )
        return replace(acl_filter, acl=next(new, acl_filter.acl))

    return replace(port, filters=tuple(dict.fromkeys(map(moved, port.filters))))


def plan_steps(running: DeviceConfig, target: DeviceConfig) -> tuple[Step, ...]:
    """Return the steps from one configuration of a switch to another, both whole, in a safe order."""
    return tuple(_Order(running, target).steps())


class _Order:
    """Walks from one configuration to the other, and knows at each step what the ports are like by then."""

    def __init__(self, running: DeviceConfig, target: DeviceConfig) -> None:
        self.running, self.target = running, target
        self.ports = {port.name: port for port in running.ports}
        # A switch may have thousands of entries.
        self.old, self.kept = frozenset(running.bindings), frozenset(target.bindings)
        self.new: dict[str, list[Binding]] = {}
        for binding in target.bindings:
            if binding not in self.old:
                self.new.setdefault(binding.port, []).append(binding)
        self.second_acl = languages.get(target.platform).second_acl

    def steps(self) -> Iterator[Step]:
        """Return the steps."""
        for vlan in sorted(self.target.vlans - self.running.vlans):
            yield AddVlan(vlan)
        yield from self._build()
        yield from (RemoveBinding(binding) for binding in self.running.bindings if binding not in self.kept)
        for port in self.target.ports:
            yield from self._port(port)
        rest = (binding for binding in self.target.bindings if binding not in self.old and binding.port in self.new)
        yield from map(AddBinding, rest)
        for acl in self.running.acls:
            if self.target.acl(acl.family, acl.number) is None:
                yield DeleteAcl(acl.family, acl.number)
        for profile in sorted(self.running.profiles - self.target.profiles):
            yield RemoveRateProfile(profile.name)
        # Last: before its bindings are there, a check cuts the terminals off.
        yield from map(CheckArp, sorted(self.target.arp_vlans - self.running.arp_vlans))
        if self.target.bpdu_protection and not self.running.bpdu_protection:
            yield ProtectFromBpdus()

    def _build(self) -> Iterator[Step]:
        for acl in self.target.acls:
            current = self.running.acl(acl.family, acl.number)
            if current == acl:
                continue
            # Both our numbers are in use, which an interrupted change can leave behind: shut who uses this one.
            for port in _users(self.running, acl.family, acl.number):
                yield from self._shut_without(port.name, acl)
            if current:
                yield DeleteAcl(acl.family, acl.number)
            yield BuildAcl(acl)

    def _shut_without(self, name: str, acl: Acl) -> Iterator[Step]:
        port = self.ports[name]
        using = [
            acl_filter for acl_filter in port.filters if (acl_filter.family, acl_filter.acl) == (acl.family, acl.number)
        ]
        shut: tuple[PortStep, ...] = () if port.shut else (SetPort("shut", value=True, old=False),)
        yield InPort(name, (*shut, *map(RemoveFilter, using)))
        rest = tuple(acl_filter for acl_filter in port.filters if acl_filter not in using)
        self.ports[name] = replace(port, shut=True, filters=rest)

    def _port(self, port: Port) -> Iterator[Step]:
        current = self.ports.get(port.name, Port(port.name))
        bindings = self.new.pop(port.name, [])
        # A check without its entry would cut the terminal off; an entry under the old list would let too much in.
        if not current.source_check:
            yield from map(AddBinding, bindings)
        if steps := tuple(_port_steps(current, port, self.second_acl)):
            yield InPort(port.name, steps)
        if current.source_check:
            yield from map(AddBinding, bindings)


def _port_steps(current: Port, port: Port, second_acl: SecondAcl) -> Iterator[PortStep]:
    def change(name: str) -> Iterator[PortStep]:
        value, old = getattr(port, name), getattr(current, name)
        if value != old:
            yield SetPort(name, value, old)

    shut = current.shut
    if not shut and (port.shut or _needs_shutting(current, port, second_acl)):
        yield SetPort("shut", value=True, old=False)
        shut = True
    # IOS lets a port have port security only once it is an access port.
    if port.link_type == "access":
        yield from _link_type(current, port)
    for name in PLAIN:
        yield from change(name)
    yield from _rates(current, port)
    if port.source_check:
        yield from change("source_check")
    yield from _refilter(current, port, second_acl)
    yield from _membership(current, port)
    if not port.source_check:
        yield from change("source_check")
    if shut != port.shut:
        yield SetPort("shut", port.shut, shut)


def _refilter(current: Port, port: Port, second_acl: SecondAcl) -> Iterator[PortStep]:
    new = [acl_filter for acl_filter in port.filters if acl_filter not in current.filters]
    old = [acl_filter for acl_filter in current.filters if acl_filter not in port.filters]
    if second_acl == "refused":
        yield from map(RemoveFilter, old)
    yield from map(ApplyFilter, new)
    if second_acl == "joins":
        yield from map(RemoveFilter, old)
    elif second_acl == "replaces":
        # To take off a list that another one has replaced can take off the new one.
        replaced = {(acl_filter.direction, acl_filter.family) for acl_filter in new}
        yield from (
            RemoveFilter(acl_filter) for acl_filter in old if (acl_filter.direction, acl_filter.family) not in replaced
        )


def _membership(current: Port, port: Port) -> Iterator[PortStep]:
    if port.link_type != "access":
        yield from _link_type(current, port)
    vlan = current.vlan if current.link_type == port.link_type else 1
    if vlan != port.vlan:
        yield SetPort("vlan", port.vlan, vlan)


def _link_type(current: Port, port: Port) -> Iterator[PortStep]:
    if current.link_type != port.link_type:
        if current.vlan != 1:
            # A device refuses a new link type while the port still has a VLAN of the old one.
            yield SetPort("vlan", 1, current.vlan)
        yield SetPort("link_type", port.link_type, current.link_type)


def _needs_shutting(current: Port, port: Port, second_acl: SecondAcl) -> bool:
    """Tell whether a port would for a moment have no access list, or one configuration's in the other's VLAN.

    A new link type takes a port through VLAN 1; a device that refuses a second list has to lose the first one.
    """
    relinked = current.link_type != port.link_type
    filtered = any(acl_filter.direction == "inbound" for acl_filter in current.filters)
    bare = second_acl == "refused" and any(acl_filter not in port.filters for acl_filter in current.filters)
    return bare or (relinked and current.vlan != 1) or (filtered and current.vlan != port.vlan)


def _rates(current: Port, port: Port) -> Iterator[PortStep]:
    for rate in sorted(current.rates - port.rates, key=lambda limit: limit.direction):
        if port.rate(rate.direction) is None:
            yield RemoveRate(rate)
    for rate in sorted(port.rates - current.rates, key=lambda limit: limit.direction):
        yield SetRate(rate, current.rate(rate.direction))
