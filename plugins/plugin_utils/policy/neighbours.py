# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Is what stands on a switch another site's? Two addresses swapped in two files must not wipe two sites.

An access list says whose it is by its description, and a binding by its address, which the ledger has given to a site.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from ipaddress import IPv4Address

from ...module_utils.message import Message, say
from ..config.access_list import Acl
from ..config.line import Line
from ..config.objects import DeviceConfig
from ..config.steps import SIGNATURE
from ..platforms import languages
from ..platforms.line_tables import LONGEST
from .violation import Violation

_RANGE = re.compile(r"(?<![\d.])(\d+(?:\.\d+){3})(?:(?: to | ?- ?)(\d+(?:\.\d+){3}))?(?![\d.])")


def _compare(other: str, site: str) -> Message:
    return say(
        "compare switch.address in the site files with the name that each switch prints; if {other} is given up or has "
        "become {site}, retire it first, or write `formerly: {other}` into {site}'s file",
        other=other,
        site=site,
    )


def signature(site: str) -> str:
    """Return the description of a site's access lists, which no other site's have."""
    return f"{SIGNATURE}{site}"


def unsigned(text: DeviceConfig, site: str) -> Iterator[Violation]:
    """Tell of access lists in a text of ours that would not be known as the site's once they are on a switch."""
    for acl in _ours(text):
        if acl.description != signature(site):
            what = say(
                'access list {name} is described as "{description}", not as "{signature}"',
                name=_name(text, acl),
                description=acl.description,
                signature=signature(site),
            )
            fix = say("have the template describe it so: nothing else tells one site's list from another's")
            yield Violation("unsigned", site, what, "7.2", fix, line=acl.line)


def another_sites(
    running: DeviceConfig, site: str, *, formerly: str = "", addresses: Mapping[int, str]
) -> Iterator[Violation]:
    """Tell of access lists and bindings on a switch that are another site's (6.4-b, 7.2).

    Args:
        running: what the switch has.
        site: the code of the site that the switch is taken for.
        formerly: its code before it was renamed, empty if it never was.
        addresses: the site that each address in use is given to, addresses as integers.
    """
    yield from _lists(running, site, {signature(site), signature(formerly or site)})
    ours = (None, site, formerly or site)
    for line in _binding_lines(running):
        found = {number for span in _addresses(line.text[:LONGEST]) for number in _within(span, addresses)}
        named = sorted(number for number in found if addresses.get(number) not in ours)
        for owner, number in {addresses[number]: number for number in reversed(named)}.items():
            what = say(
                "{line} binds {address}, which the address ledger gives to {owner}, not to {site}",
                line=line,
                address=IPv4Address(number),
                owner=owner,
                site=site,
            )
            yield Violation("another_site", site, what, "6.4-b", _compare(owner, site), line=line)


def _binding_lines(running: DeviceConfig) -> list[Line]:
    """Return the lines that bind addresses, whether as we do, in words of another release, or in a form that nobody reads."""
    ours = [binding.line for binding in running.bindings]
    ports = (line for port in running.ports for line in (*port.unknown, *port.harmless))
    binding = languages.get(running.platform).foreign.binding
    theirs = (line for line in (*running.foreign, *ports) if binding.match(line.text[:LONGEST]))
    return sorted({*ours, *theirs}, key=lambda line: line.number)


def _within(span: tuple[int, int], addresses: Mapping[int, str]) -> Iterable[int]:
    """Return the numbers of a range that may be in use; the city, which is large, is gone through for a larger one only."""
    first, last = span
    if last - first < len(addresses):
        return range(first, last + 1)
    return (number for number in addresses if first <= number <= last)


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Return the first and last of each address, or range of addresses, of a line."""
    for first, last in _RANGE.findall(text):
        try:
            yield int(IPv4Address(first)), int(IPv4Address(last or first))
        except ValueError:
            continue  # no address: the line is not understood, and the proof says so


def _lists(running: DeviceConfig, site: str, signed: Collection[str]) -> Iterator[Violation]:
    for acl in _ours(running):
        if acl.description in signed:
            continue
        other = acl.description.removeprefix(SIGNATURE)
        if other and other != acl.description:
            what = say(
                'access list {name} is of {other}, not of {site}: its description is "{description}"',
                name=_name(running, acl),
                other=other,
                site=site,
                description=acl.description,
            )
            fix = _compare(other, site)
        else:
            said = (
                say('its description is "{description}"', description=acl.description)
                if acl.description
                else say("it has no description")
            )
            what = say(
                "access list {name} does not say which site's it is: {said}", name=_name(running, acl), said=said
            )
            fix = say(
                'if it is {site}\'s, describe it as "{signature}" again; otherwise take it off by hand',
                site=site,
                signature=signature(site),
            )
        yield Violation("another_site", site, what, "7.2", fix, line=acl.line)


def _ours(config: DeviceConfig) -> Iterator[Acl]:
    language = languages.get(config.platform)
    # A list that cannot say whose it is says the same at every site, and stands beside lists that can.
    return (acl for acl in config.acls if language.owns(acl) and acl.family not in language.unsigned)


def _name(config: DeviceConfig, acl: Acl) -> str:
    return languages.get(config.platform).acl_name(acl.family, acl.number)
