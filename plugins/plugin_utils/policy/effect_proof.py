# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Does any line of the whole switch, of the VLAN or of a port do something to the terminals behind our back?"""

from __future__ import annotations

from collections.abc import Iterator

from ...module_utils.message import say
from ..config.effects import KINDS, Effect
from ..config.objects import DeviceConfig
from .intent import SiteIntent, TerminalPort
from .violation import Violation

VLAN_FIX = say("take the line out of the VLAN by hand")


def prove_effects(config: DeviceConfig, intent: SiteIntent) -> Iterator[Violation]:
    """Return what such lines do to terminals; those that take a check away are told of with the check (`port_proof`)."""
    for effect in config.effects:
        if not KINDS[effect.kind].what:
            continue
        if effect.kind == "brings":
            yield from _brought(config, effect, intent)
            continue
        touched = [terminal for terminal in intent.terminals if _touches(effect, terminal, intent)]
        if len(touched) == len(intent.terminals) and not effect.ports:
            yield _violation(effect, intent.site, f"VLAN {intent.vlan}")
        else:
            yield from (_violation(effect, terminal.terminal, terminal.port) for terminal in touched)
    for unjudged in config.unjudged:
        if intent.vlan in unjudged.vlans:
            what = say(
                "{line} stands in VLAN {vlan} and is not understood, so nothing can be proven of the VLAN",
                line=unjudged.line,
                vlan=intent.vlan,
            )
            yield Violation("unknown", intent.site, what, "6.4-e", VLAN_FIX, line=unjudged.line)


def _brought(config: DeviceConfig, effect: Effect, intent: SiteIntent) -> Iterator[Violation]:
    """Tell of a port that has frames of another VLAN come in as the terminals'; a terminal's may do so with none."""
    own = effect.ports & {terminal.port for terminal in intent.terminals}
    if own and any((other.kind, other.line) == ("maps", effect.line) for other in config.effects):
        return  # told of by that
    open_ports = [port for port in config.ports if port.name in effect.ports and not port.shut]
    if own or (open_ports and (not effect.vlans or intent.vlan in effect.vlans)):
        yield _violation(effect, intent.site, f"VLAN {intent.vlan}")


def _touches(effect: Effect, terminal: TerminalPort, intent: SiteIntent) -> bool:
    """Tell whether a terminal is concerned; its own MAC, on its own port or for its own address, is what anybody would want."""
    if effect.address and (effect.address != str(terminal.address) or effect.mac == terminal.mac):
        return False
    if effect.kind == "maps":
        # Whichever VLANs it is about, a terminal's port has no use for it.
        return terminal.port in effect.ports
    if effect.kind == "hole" and effect.mac:
        # Of another address its engineers have their own opinion (`unjudged`).
        return effect.mac == terminal.mac and effect.touches(terminal.port, intent.vlan)
    if effect.kind == "mac" and effect.mac == terminal.mac:
        # The same address anywhere else in the VLAN takes the terminal's packets away from it.
        return terminal.port not in effect.ports and (not effect.vlans or intent.vlan in effect.vlans)
    return effect.touches(terminal.port, intent.vlan)


def _violation(effect: Effect, subject: str, out: str) -> Violation:
    kind = KINDS[effect.kind]
    what = say("{line} {effect}", line=effect.line, effect=kind.what)
    if effect.why:
        what = say("{what}: {why}", what=what, why=effect.why)
    fix = say(
        "take it off the switch by hand, or have it leave {out} out; if others need it, their engineers decide", out=out
    )
    return Violation(kind.violation, subject, what, kind.clause, fix, line=effect.line)
