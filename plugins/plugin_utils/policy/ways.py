# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The ways out of the terminals' VLAN, and what on a way may stop what the terminals send or are answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ...module_utils.message import Message, say
from ..config.access_list import FRAMES
from ..config.line import Line
from ..config.objects import PRIVATE, DeviceConfig, Port
from ..platforms import languages
from .intent import LEAST_RATE, SiteIntent
from .ownership import has_ours
from .uplink import trunk_sign
from .uplink_filters import stopped

# What an uplink's own port does with a check that is meant for a terminal's.
CHECKS: Mapping[str, str] = {
    "source_check": say("drops what comes from any address that is not bound to the port, so every answer"),
    "arp_check": say("drops ARP packets of any address that is not bound to the port, so the gateway's"),
}
AN_EDGE = say("makes it an edge port, and with BPDU protection on the first BPDU of the next switch shuts it")
ROOT_GUARD = say("blocks it as soon as the next switch says that the root of the spanning tree is behind it")
GUARDED = say("has the first BPDU of the next switch shut it")
FILTERS: Mapping[str, str] = {
    "inbound": say("filters what the terminals are answered"),
    "outbound": say("filters what the terminals send"),
}
EFFECTS: Mapping[str, str] = {
    "stops": say("stops packets of the terminals too"),
    "policy": say("decides about their packets too"),
    "off": say("has it carry nothing of the VLAN"),
    "maps": say("has what comes in with the VLAN's tag land in another one"),
    "login": say("may let nothing through before somebody behind it has logged in"),
}


@dataclass(frozen=True)
class Hindrance:
    """A line of a way out, and what it does there; `sure` if it leaves no doubt that the way cannot be relied on."""

    line: Line
    port: Port
    what: str
    sure: bool = True

    def message(self) -> Message:
        """Return it as a sentence of any language has it."""
        return say("{line} on {port} {what}", line=self.line, port=self.port.name, what=self.what)

    def __str__(self) -> str:
        return str(self.message())


@dataclass(frozen=True)
class Ways:
    """The ports that lead out of the terminals' VLAN.

    Attributes:
        ports: those that do by their link type and VLANs.
        apart: those of them that are isolated from the terminals.
        hindrances: what stands on all of them.
    """

    ports: tuple[Port, ...]
    apart: tuple[Port, ...]
    hindrances: tuple[Hindrance, ...]

    @property
    def open(self) -> bool:
        """Tell whether one of them is as an uplink should be, as far as its text says."""
        closed = {port.name for port in self.apart} | {
            hindrance.port.name for hindrance in self.hindrances if hindrance.sure
        }
        return any(port.name not in closed for port in self.ports)


def others(config: DeviceConfig, intent: SiteIntent) -> list[Port]:
    """Return the ports that are neither the site's nor were a terminal's until it was taken out of the site's file.

    Such a port keeps our access list, which lets nothing through any more, and has nothing that a terminal's has not.
    """
    ours = {*intent.spare_ports, *(terminal.port for terminal in intent.terminals)}
    rest = (port for port in config.ports if port.name not in ours)
    return [port for port in rest if trunk_sign(port) or not has_ours(port, config)]


def ways(config: DeviceConfig, intent: SiteIntent) -> Ways:
    """Return the ways out of the terminals' VLAN."""
    rest = others(config, intent)
    # A port of which nothing is said may become any trunk, but not beside one that an engineer has made.
    made = any(map(_is_trunk, rest))
    found = [port for port in rest if not port.shut and port.may_carry(intent.vlan) and not (made and port.is_blank)]
    # Beside a trunk, an access port in the VLAN is somebody else's device.
    ports = (
        [port for port in found if _is_trunk(port)] or [port for port in found if port.link_type != "access"] or found
    )
    groups = {
        group for terminal in intent.terminals if (port := config.port(terminal.port)) for group in port.isolation
    }
    return Ways(
        tuple(ports),
        tuple(port for port in ports if port.isolation & groups),
        tuple(hindrance for port in ports for hindrance in _hindrances(config, port, intent)),
    )


def _is_trunk(port: Port) -> bool:
    """Tell whether an engineer made it one; where a trunk is the default, its link type is not printed, but its VLANs are."""
    return port.link_type not in ("", "access", *PRIVATE) or (not port.link_type and bool(port.membership))


def _hindrances(config: DeviceConfig, port: Port, intent: SiteIntent) -> Iterator[Hindrance]:
    for check, line in port.checks:
        if what := CHECKS.get(check):
            yield Hindrance(line, port, what)
    yield from _security(port)
    yield from _rates(port)
    yield from _filters(config, port, intent)
    yield from _policies(config, port, intent.vlan)
    # A switch that is meant to be the root has its root behind no port.
    root_bridge = languages.get(config.platform).foreign.root_bridge
    if not any(root_bridge.fullmatch(line.text) for line in config.foreign):
        yield from (Hindrance(line, port, ROOT_GUARD) for line in _lines(port, "root_guard"))
    if not config.taken("bpdu", port):
        yield from _guards(config, port)


def _filters(config: DeviceConfig, port: Port, intent: SiteIntent) -> Iterator[Hindrance]:
    for acl_filter in port.filters:
        # No terminal has IPv6, and what a list of frames stops on a trunk is not worked out.
        packet = (
            stopped(config, intent, acl_filter)
            if acl_filter.family == 4
            else None
            if acl_filter.family == FRAMES
            else ""
        )
        if packet != "":
            what = FILTERS[acl_filter.direction]
            if packet:
                what = say("{what}: it stops {packet}", what=what, packet=packet)
            yield Hindrance(acl_filter.line, port, what, sure=acl_filter.family != FRAMES)


def _policies(config: DeviceConfig, port: Port, vlan: int) -> Iterator[Hindrance]:
    """Tell of what else decides about packets on the port; of a QoS policy only where it does more than mark them."""
    qos_policy = languages.get(config.platform).foreign.qos_policy
    for line in port.unknown:
        applied = qos_policy.fullmatch(line.text)
        if applied and applied[1] not in config.marking:
            yield Hindrance(line, port, EFFECTS["policy"])
    for effect in config.effects:
        # A policy on the port is one of the lines above.
        if qos_policy.fullmatch(effect.line.text) and effect.kind == "policy":
            continue
        if effect.kind in EFFECTS and port.name in effect.ports and (not effect.vlans or vlan in effect.vlans):
            what = EFFECTS[effect.kind]
            if effect.why:
                what = say("{what}: {why}", what=what, why=effect.why)
            yield Hindrance(effect.line, port, what, sure=effect.kind != "login")


def _security(port: Port) -> Iterator[Hindrance]:
    for line in _lines(port, "security"):
        if port.max_macs == 1:
            what = say("lets in one MAC address alone, and behind the port there are others than the gateway")
            yield Hindrance(line, port, what)
        elif port.max_macs:
            yield Hindrance(
                line, port, say("lets in {max_macs} MAC addresses and no more", max_macs=port.max_macs), sure=False
            )


def _rates(port: Port) -> Iterator[Hindrance]:
    for rate in port.rates:
        if rate.cir < LEAST_RATE:
            what = say(
                "lets {cir} kbit/s through, and a terminal alone has to have {least}",
                cir=rate.cir,
                least=LEAST_RATE,
            )
            yield Hindrance(rate.line, port, what)


def _guards(config: DeviceConfig, port: Port) -> Iterator[Hindrance]:
    """Tell of a way that the next switch shuts, by taking part in spanning tree as every switch does."""
    if port.bpdu_guard:
        yield from (Hindrance(line, port, GUARDED) for line in _lines(port, "bpdu_guard"))
    if config.bpdu_protection:
        said = _lines(port, "edge")
        edge = (
            [setting.line for setting in config.dormant_settings if setting.edges]
            if not said
            else said
            if port.edge
            else []
        )
        yield from (Hindrance(line, port, AN_EDGE) for line in edge)


def _lines(port: Port, check: str) -> list[Line]:
    return [line for name, line in port.checks if name == check]
