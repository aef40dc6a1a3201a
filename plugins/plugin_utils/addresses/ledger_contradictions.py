# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What in the ledger can not be true, and which terminals are held for it while all others go on (6.4-b)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from ipaddress import IPv4Address

from ...module_utils.message import say
from ..base.errors import KioskError, KioskErrors
from ..model.city_folder import CityFolder
from ..model.site import Site
from ..model.subnet import blocked, usable_bounds
from .ledger import Ledger
from .ledger_lines import ACTIVE, Line

Found = Iterator[tuple[tuple[str, ...], KioskError]]
"""The terminals that an error can be put down to, the likeliest first, and the error."""


def contradictions(folder: CityFolder, ledger: Ledger) -> dict[str, KioskError]:
    """Give the terminals to hold, each with the first thing that is wrong with its lines.

    Raises:
        KioskErrors: what can not be put down to one terminal of the city.
    """
    known = {terminal.id for _site, terminal in folder.terminals()}
    held: dict[str, KioskError] = {}
    errors: list[KioskError] = []
    for finder in (_unreadable, _address_twice, _terminal_twice, _outside_pools, _not_for_terminals):
        for concerned, error in finder(folder, ledger, known):
            terminal = next((terminal for terminal in concerned if terminal in known), None)
            if terminal is None:
                errors.append(error)
            elif terminal not in held:
                what = say("{what}; {terminal} is held, all others go on", what=error.what, terminal=terminal)
                held[terminal] = KioskError.of(replace(error.problem, text=what))
    if errors:
        raise KioskErrors(errors)
    return held


def _unreadable(_folder: CityFolder, ledger: Ledger, _known: set[str]) -> Found:
    owner = {line.address: line.terminal for line in ledger.lines if line.state == ACTIVE} if ledger.broken else {}
    for line in ledger.broken:
        what = say("the line {why}: `{raw}`", why=line.why, raw=line.raw[:80])
        fix = say("correct the line, or delete it: the terminal then gets a free address")
        concerned = (*line.words, *(owner.get(address, "") for address in line.addresses))
        yield (
            concerned,
            KioskError(what, where=ledger.where(line), clause="6.4-b", fix=fix, id="ledger-line-unreadable"),
        )


def _address_twice(_folder: CityFolder, ledger: Ledger, _known: set[str]) -> Found:
    """Hold the later line's terminal; where that one is at rest or gone, the earlier line's."""
    first: dict[int, Line] = {}
    for line in ledger.lines:
        known = first.setdefault(line.address, line)
        if known is line:
            continue
        concerned = tuple(each.terminal for each in (line, known) if each.state == ACTIVE)
        address, place = IPv4Address(line.address), ledger.where(known)
        what = say(
            "{address} is given to {terminal} here and to {known_terminal} at {place}",
            address=address,
            terminal=line.terminal,
            known_terminal=known.terminal,
            place=place,
        )
        fix = say("delete the wrong one of the two lines; a terminal without a line gets a free address")
        yield concerned, KioskError(what, where=ledger.where(line), clause="6.4-b", fix=fix, id="address-twice")


def _terminal_twice(_folder: CityFolder, ledger: Ledger, known: set[str]) -> Found:
    first: dict[str, Line] = {}
    for line in ledger.lines:
        if line.state != ACTIVE or line.terminal not in known:
            continue
        earlier = first.setdefault(line.terminal, line)
        if earlier is not line:
            second, first_address = IPv4Address(line.address), IPv4Address(earlier.address)
            what = say(
                "{terminal} has {second} here and {first} at {place}",
                terminal=line.terminal,
                second=second,
                first=first_address,
                place=ledger.where(earlier),
            )
            fix = say("delete the line with the address that the terminal does not have")
            yield (
                (line.terminal,),
                KioskError(what, where=ledger.where(line), clause="6.4-b", fix=fix, id="terminal-twice"),
            )


def _outside_pools(folder: CityFolder, ledger: Ledger, known: set[str]) -> Found:
    pools = [
        (int(pool[0]), int(pool[-1]))
        for district in folder.city.districts.values()
        for pools in district.pools.values()
        for pool in pools
    ]
    for line in ledger.lines:
        if line.state != ACTIVE or line.terminal not in known:
            continue
        if not any(low <= line.address <= high for low, high in pools):
            what = say(
                "{address} of {terminal} lies in no pool of any district",
                address=IPv4Address(line.address),
                terminal=line.terminal,
            )
            fix = say("correct the address, or delete the line: the terminal then gets a free address")
            yield (
                (line.terminal,),
                KioskError(what, where=ledger.where(line), clause="6.4-b", fix=fix, id="address-outside-pools"),
            )


def _not_for_terminals(folder: CityFolder, ledger: Ledger, _known: set[str]) -> Found:
    """Find terminals on their gateway's, switch's or subnet's own address, the broadcast, or an excluded one."""
    active = {line.terminal: line for line in ledger.lines if line.state == ACTIVE}
    for site in folder.sites.values():
        lines = [line for terminal in site.terminals if (line := active.get(terminal.id))]
        if not lines:
            continue
        (first, end), never = usable_bounds(site), blocked(site, folder.city)
        for line in lines:
            if line.address in (first - 1, end) or line.address in never:
                kept_for = _kept_for(site, line.address)
                what = say(
                    "{address} of {terminal} is no terminal's address: it is {kept_for}",
                    address=IPv4Address(line.address),
                    terminal=line.terminal,
                    kept_for=kept_for,
                )
                fix = say("delete the line: the terminal then gets a free address")
                yield (
                    (line.terminal,),
                    KioskError(what, where=ledger.where(line), clause="6.4-b", fix=fix, id="address-reserved"),
                )


def _kept_for(site: Site, address: int) -> str:
    subnet = site.network.subnet
    return {
        int(site.gateway): "the gateway's",
        int(site.switch.address): "the switch's",
        int(subnet.network_address): say("the own address of {subnet}", subnet=subnet),
        int(subnet.broadcast_address): say("the broadcast address of {subnet}", subnet=subnet),
    }.get(address, say("excluded by `policy.excluded` in city.yml"))
