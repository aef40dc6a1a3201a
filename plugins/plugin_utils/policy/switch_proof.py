# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Is a switch, apart from the terminals' ports and their access lists, what the site needs?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .intent import SiteIntent
from .objects import DeviceConfig, Port
from .ownership import has_ours
from .uplink import SPARE, shut_uplink, uplink_sign
from .violation import Violation


def prove_switch(config: DeviceConfig, intent: SiteIntent) -> Iterator[Violation]:
    """Return what is wrong with the site's spare ports, with the uplink, and with what all ports rely on."""
    for name in intent.spare_ports:
        yield from _spare(config.port(name) or Port(name), intent)
    ours = {*intent.spare_ports, *(terminal.port for terminal in intent.terminals)}
    others = [port for port in config.ports if port.name not in ours and not _released(port, config, intent)]
    # A rendered text knows no other port; a switch always has one.
    if others:
        yield from _trusted(config, others, intent)
        yield from _reached(config, others, intent)
        yield from _native(others, intent)
        yield from _spanning_tree(config, intent)


def _released(port: Port, config: DeviceConfig, intent: SiteIntent) -> bool:
    """Tell whether a port was a terminal's until it was taken out of the site's file: our list lets nothing through it."""
    return port.link_type == "access" and port.vlan == intent.vlan and has_ours(port, config)


def _spare(port: Port, intent: SiteIntent) -> Iterator[Violation]:
    if port.link_type not in ("", "access"):
        yield shut_uplink(port, SPARE, uplink_sign(port), intent.site)
    elif not port.shut:
        what = f"{port.name} is a spare port of the site and is not shut"
        fix = "shut it in the template, or take it out of switch.spare_ports"
        yield Violation("spare", intent.site, what, "6.4-c", fix, line=port.line)


def _trusted(config: DeviceConfig, others: Sequence[Port], intent: SiteIntent) -> Iterator[Violation]:
    # That none carries the VLAN at all, `_reached` tells.
    ways = [port for port in others if port.may_carry(intent.vlan)] or others
    if intent.vlan in config.arp_vlans and not any(port.arp_trust for port in ways):
        what = f"ARP packets in VLAN {intent.vlan} are checked, and no port that carries it is trusted: the gateway cannot answer"
        fix = "have the uplink's ARP packets trusted on the switch; the toolkit leaves the uplink to its engineers"
        yield Violation("arp_uplink", intent.site, what, "6.4-b", fix)


def _reached(config: DeviceConfig, others: Sequence[Port], intent: SiteIntent) -> Iterator[Violation]:
    """Tell of terminals that reach no other port, nor the switch itself as their gateway."""
    if intent.vlan in config.gateways:
        return
    # A port of which nothing is said may become any trunk, but not beside one that an engineer has made.
    made = any(port.link_type not in ("", "access") for port in others)
    ways = [port for port in others if not port.shut and port.may_carry(intent.vlan) and not (made and port.is_blank)]
    if not ways:
        what = f"no port but the terminals' carries VLAN {intent.vlan}: they reach nothing"
        fix = f"have the uplink carry VLAN {intent.vlan}, or correct vlan in the site file"
        yield Violation("stops", intent.site, what, "7.3", fix)
        return
    groups = {group for one in intent.terminals if (port := config.port(one.port)) for group in port.isolation}
    # Beside a trunk, an access port in the VLAN is somebody else's device.
    uplinks = [port for port in ways if port.link_type != "access"] or ways
    apart = [port for port in uplinks if port.isolation & groups]
    if apart == uplinks:
        names = " and ".join(port.name for port in apart)
        what = f"{names} carries VLAN {intent.vlan} and is in the terminals' isolation group: they do not reach it"
        fix = "take the uplink out of the isolation group by hand"
        yield Violation("stops", intent.site, what, "7.3", fix, line=apart[0].line)


def _native(others: Sequence[Port], intent: SiteIntent) -> Iterator[Violation]:
    for port in others:
        if port.native == intent.vlan and (port.carries is None or port.carries - {intent.vlan}):
            what = (
                f"{port.name} carries several VLANs, and the terminals' VLAN {intent.vlan} without a tag: "
                "a frame with two tags leaves it in another VLAN"
            )
            fix = "have another VLAN be the untagged one, on both ends of the link at once: their engineers know which"
            line = next((one for one in port.membership if str(intent.vlan) in one.text.split()), port.line)
            yield Violation("native", intent.site, what, "6.4-a", fix, line=line)


def _spanning_tree(config: DeviceConfig, intent: SiteIntent) -> Iterator[Violation]:
    # Where a line says so, each port is told of with it.
    if not config.spanning_tree and not any(
        one.kind == "bpdu" and not one.ports and not one.vlans for one in config.effects
    ):
        what = "spanning tree is off on the switch, and without it no port is protected from BPDUs"
        fix = "leave it to the switch's engineers: spanning tree is about all of its ports, so they look at all of them first"
        yield Violation("bpdu", intent.site, what, "6.4-c", fix)
