# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines of a switch that no table of its dialect knows.

On a terminal's port, in its VLAN and in our access lists such a line keeps the proof from passing. Anywhere else it stops
nothing and is told, so that a person can judge it: on the screen, in the evidence and on the form.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .effects import Effect
from .intent import SiteIntent
from .objects import DeviceConfig, Line, Port

# So many characters of a line are shown.
LONGEST = 200


@dataclass(frozen=True)
class Notice:
    """One text that nobody has judged: its first line, and how many more there are of it or under it."""

    line: Line
    more: int = 0
    place: str = ""

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
    def _rest(self) -> str:
        return self.place + (f" (and {self.more} more)" if self.more else "")

    def __str__(self) -> str:
        said = f'line {self.line.number} "{self._shown}"{self._rest}'
        return f"{said} is in no table of the toolkit: nobody has judged what it does to the terminals"


def notices(config: DeviceConfig, intent: SiteIntent) -> tuple[Notice, ...]:
    """Return what is to be told of a running configuration and stops nothing; each text once."""
    found: dict[str, Notice] = {}
    for line, more, place in _lines(config, intent):
        known = found.get(line.text)
        found[line.text] = (
            Notice(known.line, known.more + 1 + more, known.place) if known else Notice(line, more, place)
        )
    return tuple(found.values())


def _lines(config: DeviceConfig, intent: SiteIntent) -> Iterator[tuple[Line, int, str]]:
    for one in config.unjudged:
        if intent.vlan not in one.vlans:
            yield one.line, one.more, ""
    macs = {terminal.mac for terminal in intent.terminals}
    for effect in config.effects:
        # It may be the gateway's.
        if effect.kind == "hole" and effect.mac not in macs and (not effect.vlans or intent.vlan in effect.vlans):
            yield effect.line, 0, ""
    ours = {terminal.port for terminal in intent.terminals}
    for port in config.ports:
        if port.name not in ours:
            known = {*port.membership, *(one.line for one in config.effects if _elsewhere(one, port, intent))}
            yield from ((line, 0, f" on {port.name}") for line in port.unknown if line not in known)


def _elsewhere(effect: Effect, port: Port, intent: SiteIntent) -> bool:
    """Tell whether what a line does to its port is no matter of the terminals; on their uplink it may stop them."""
    if port.name not in effect.ports:
        return False
    return effect.kind not in ("policy", "stops") or not port.may_carry(intent.vlan)
