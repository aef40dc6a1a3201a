# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which access lists and bindings are ours, and what of somebody else's a change of them would break.

Two numbers of each family are the toolkit's, but an engineer may have used them before it came. A list is ours if it
says so as well (`Platform.owns`); any other one is left alone, and as long as it is there nothing is changed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from ...module_utils.message import Message, join, say
from ..config.access_list import FRAMES, Acl
from ..config.line import Line, enumerated
from ..config.objects import Binding, DeviceConfig, Port
from ..platforms import languages
from .list_names import applies_list
from .violation import Violation


def has_ours(port: Port, config: DeviceConfig) -> bool:
    """Tell whether one of our access lists is applied to a port."""
    owns = languages.get(config.platform).owns
    return any(
        (acl := config.acl(acl_filter.family, acl_filter.acl)) is not None and owns(acl) for acl_filter in port.filters
    )


def our_bindings(wanted: DeviceConfig, released: set[str]) -> Callable[[Binding], bool]:
    """Return what tells whether a running binding is about our terminals; of a form not understood, it is left to people."""
    ports = (
        released
        | {port.name for port in wanted.ports}
        | {wanted_binding.port for wanted_binding in wanted.bindings if wanted_binding.port}
    )
    vlans = {wanted_binding.vlan for wanted_binding in wanted.bindings}
    addresses = {wanted_binding.address for wanted_binding in wanted.bindings}
    macs = {wanted_binding.mac for wanted_binding in wanted.bindings if wanted_binding.mac}

    def ours(binding: Binding) -> bool:
        return binding.address is not None and (
            binding.port in ports
            or (not binding.port and binding.vlan in vlans)
            # One that holds everywhere lets others in too, and may be there for them: it is told of (`port_proof`).
            or binding.address in addresses
            or binding.mac in macs
        )

    return ours


def strangers(config: DeviceConfig, site: str, *, frames: bool) -> Iterator[Violation]:
    """Tell of access lists under our numbers that are not ours, and of what applies them.

    Args:
        config: what the switch has, or what it would have.
        site: the site's code.
        frames: the numbers of lists of frames are in use too.
    """
    language = languages.get(config.platform)
    for acl in config.acls:
        if acl.family == FRAMES and not frames:
            continue
        if acl.number in language.acl_numbers[acl.family] and not language.owns(acl):
            name = language.acl_name(acl.family, acl.number)
            said = (
                say('its description is "{description}"', description=acl.description)
                if acl.description
                else say("it has no description")
            )
            users = [*_users(config, acl.family, acl.number)]
            used = say("; it is applied by {users}", users=enumerated(users)) if users else ""
            what = say(
                'access list {name} is not ours: {said}, and ours begins with "govkiosk "{used}',
                name=name,
                said=said,
                used=used,
            )
            fix = say(
                "give it another number: {ours} are the toolkit's; if it is the toolkit's own, describe it as "
                '"govkiosk {site}" again',
                ours=_ours(config, acl.family),
                site=site,
            )
            yield Violation("stranger", site, what, "7.2", fix, line=acl.line)


def entangled(
    running: DeviceConfig, wanted: DeviceConfig, site_ports: Collection[str], site: str
) -> Iterator[Violation]:
    """Tell of what is not ours and applies an access list of ours that the change builds or takes away.

    Args:
        running: what the switch has.
        wanted: what it would have.
        site_ports: the site's ports.
        site: the site's code.
    """
    for acl in _touched(running, wanted):
        for line, place in _lines(running, acl.family, acl.number, site_ports):
            name = languages.get(running.platform).acl_name(acl.family, acl.number)
            what = say(
                "{line}{place} applies access list {name}, which this change builds or takes away",
                line=line,
                place=place,
                name=name,
            )
            fix = say(
                "have it apply a list under another number: {ours} are the toolkit's", ours=_ours(running, acl.family)
            )
            yield Violation("entangled", site, what, "7.2", fix, line=line)


def _ours(config: DeviceConfig, family: int) -> Message:
    language = languages.get(config.platform)
    return enumerated(language.acl_name(family, slot) for slot in language.acl_numbers[family])


def _touched(running: DeviceConfig, wanted: DeviceConfig) -> list[Acl]:
    """Return the lists under our numbers that are not the same before and after; one that is built, as it will be."""
    acl_numbers = languages.get(running.platform).acl_numbers
    pairs = (
        (running.acl(family, slot), wanted.acl(family, slot))
        for family, numbers in acl_numbers.items()
        for slot in numbers
    )
    return [found for before, after in pairs if before != after and (found := before or after)]


def _lines(
    config: DeviceConfig, family: int, number: int, site_ports: Collection[str] = ()
) -> Iterator[tuple[Line, str]]:
    """Return the lines of others that apply a list, each with its port in words; a port that has ours follows us."""
    language = languages.get(config.platform)
    name, acl = language.acl_name(family, number), config.acl(family, number)
    ours, applying = acl is not None and language.owns(acl), language.foreign.applies_list
    yield from ((line, "") for line in config.foreign if applies_list(line.text, name, family, applying))
    for port in config.ports:
        if port.name not in site_ports:
            named = [line for line in port.unknown if applies_list(line.text, name, family, applying)]
            applied = (
                []
                if ours
                else [
                    acl_filter.line
                    for acl_filter in port.filters
                    if (acl_filter.family, acl_filter.acl) == (family, number)
                ]
            )
            yield from ((line, say(" on {port}", port=port.name)) for line in (*applied, *named))


def _users(config: DeviceConfig, family: int, number: int) -> Iterator[Message]:
    return (join([line, place], "") for line, place in _lines(config, family, number))
