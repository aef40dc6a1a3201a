# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines of a switch that no table of its platform knows.

On a terminal's port, in its VLAN and in our access lists such a line keeps the proof from passing. Anywhere else it stops
nothing and is told, so that a person can judge it: on the screen, in the evidence and on the form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from ...module_utils.message import Message, join, say
from ..config.line import Line
from ..config.objects import DeviceConfig
from ..platforms import languages
from .intent import SiteIntent
from .ways import Ways, others, ways

NOBODY = say("is in no table of the toolkit: nobody has judged what it does to the terminals")
# So many characters of a line are shown.
LONGEST = 200


@dataclass(frozen=True)
class Notice:
    """One text to be told of: its first line, how many more there are of it or under it, and what is known of it."""

    line: Line
    more: int = 0
    place: str = ""
    known: str = ""

    @property
    def text(self) -> str:
        """Return it as evidence and forms have it: without its line's number, which any other line can change."""
        return f"{self._shown}{self._rest}"

    @property
    def _shown(self) -> str:
        """Return the line as far as people can read it: whatever a device prints is one line without control characters."""
        plain = "".join(letter if letter.isprintable() else "?" for letter in self.line.text[:LONGEST])
        return plain + ("…" if len(self.line.text) > LONGEST else "")

    @property
    def _rest(self) -> Message:
        more = say(" (and {count} more)", count=self.more) if self.more else ""
        return join([self.place, more], "")

    def message(self) -> Message:
        """Return all of it as one sentence."""
        return say(
            'line {number} "{shown}"{rest} {known}',
            number=self.line.number,
            shown=self._shown,
            rest=self._rest,
            known=self.known or NOBODY,
        )

    def __str__(self) -> str:
        return str(self.message())


def notices(config: DeviceConfig, intent: SiteIntent) -> tuple[Notice, ...]:
    """Return what is to be told of a running configuration and stops nothing; each text once."""
    found: dict[str, Notice] = {}
    for notice in _found(config, intent):
        first = found.get(notice.line.text)
        found[notice.line.text] = replace(first, more=first.more + 1 + notice.more) if first else notice
    return tuple(found.values())


def _trusted(config: DeviceConfig, intent: SiteIntent, out: Ways) -> Iterator[Notice]:
    """Tell of somebody's host in the terminals' VLAN that is trusted as only the way to the gateway should be."""
    known = say(
        "has whoever is behind it speak for the gateway of VLAN {vlan}, where a trunk leads to it: only that "
        "has to be trusted (6.4-b)",
        vlan=intent.vlan,
    )
    for port in others(config, intent):
        if port in out.ports or port.shut or port.link_type not in ("", "access") or port.vlan != intent.vlan:
            continue
        said = [line for name, line in port.checks if name == "arp_trust"]
        effects = [
            effect.line for effect in config.effects if effect.kind in ("trust", "arp") and port.name in effect.ports
        ]
        yield from (Notice(line, place=say(" on {port}", port=port.name), known=known) for line in (*said, *effects))


def _found(config: DeviceConfig, intent: SiteIntent) -> Iterator[Notice]:
    for unjudged in config.unjudged:
        if intent.vlan not in unjudged.vlans:
            yield Notice(unjudged.line, unjudged.more)
    macs = {terminal.mac for terminal in intent.terminals}
    for effect in config.effects:
        if effect.kind == "hole" and effect.mac not in macs and (not effect.vlans or intent.vlan in effect.vlans):
            known = say(
                "discards whatever comes from or goes to an address that is no terminal's: it may be the gateway's"
            )
            yield Notice(effect.line, known=known)
    ours = {terminal.port for terminal in intent.terminals}
    qos_policy = languages.get(config.platform).foreign.qos_policy
    judged = {(name, effect.line) for effect in config.effects for name in effect.ports}
    for port in config.ports:
        if port.name not in ours:
            left = (line for line in port.unknown if line not in port.membership and (port.name, line) not in judged)
            # A policy counts where it stands on a way out of the VLAN, which is below.
            yield from (
                Notice(line, place=say(" on {port}", port=port.name))
                for line in left
                if not qos_policy.fullmatch(line.text)
            )
    out = ways(config, intent)
    yield from _trusted(config, intent, out)
    for hindrance in out.hindrances:
        # Where that is so of all ways, it is a violation (`switch_proof`), unless the switch itself is the gateway.
        if out.open or not hindrance.sure or intent.vlan in config.gateways:
            known = say(
                "{what}; the terminals need another way out of VLAN {vlan}", what=hindrance.what, vlan=intent.vlan
            )
            yield Notice(hindrance.line, place=say(" on {port}", port=hindrance.port.name), known=known)
