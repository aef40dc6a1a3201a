# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Is a switch, apart from the terminals' ports and their access lists, what the site needs?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...module_utils.message import say
from ..config.line import enumerated
from ..config.objects import DeviceConfig, Port
from .intent import SiteIntent
from .uplink import SPARE, shut_uplink, uplink_sign
from .violation import Violation
from .ways import others, ways

HINDERED = say(
    "have the uplink's engineers take the line out: it is meant for a terminal's port; if that is one, "
    "correct the site file"
)


def prove_switch(config: DeviceConfig, intent: SiteIntent) -> Iterator[Violation]:
    """Return what is wrong with the site's spare ports, with the uplink, and with what all ports rely on."""
    for name in intent.spare_ports:
        yield from _spare(config.port(name) or Port(name), intent)
    rest = others(config, intent)
    # A rendered text knows no other port; a switch always has one.
    if rest:
        yield from _trusted(config, rest, intent)
        yield from _reached(config, intent)
        yield from _native(rest, intent)
        yield from _spanning_tree(config, intent)


def _spare(port: Port, intent: SiteIntent) -> Iterator[Violation]:
    if port.link_type not in ("", "access"):
        yield shut_uplink(port, SPARE, uplink_sign(port), intent.site)
    elif not port.shut:
        what = say("{name} is a spare port of the site and is not shut", name=port.name)
        fix = say("shut it in the template, or take it out of switch.spare_ports")
        yield Violation("spare", intent.site, what, "6.4-c", fix, line=port.line)


def _trusted(config: DeviceConfig, rest: Sequence[Port], intent: SiteIntent) -> Iterator[Violation]:
    # That none carries the VLAN at all, `_reached` tells.
    carriers = [port for port in rest if port.may_carry(intent.vlan) and not port.shut]
    if not carriers and intent.vlan in config.gateways:
        return  # the switch itself answers
    if intent.vlan in config.arp_vlans and not any(port.arp_trust for port in carriers or rest):
        what = say(
            "ARP packets in VLAN {vlan} are checked, and no port that carries it is trusted: the gateway cannot answer",
            vlan=intent.vlan,
        )
        fix = say("have the uplink's ARP packets trusted on the switch; the toolkit leaves the uplink to its engineers")
        yield Violation("arp_uplink", intent.site, what, "6.4-b", fix)


def _reached(config: DeviceConfig, intent: SiteIntent) -> Iterator[Violation]:
    """Tell of terminals that reach no other port, nor the switch itself as their gateway."""
    if intent.vlan in config.gateways:
        return
    out = ways(config, intent)
    if not out.ports:
        what = say("no port but the terminals' carries VLAN {vlan}: they reach nothing", vlan=intent.vlan)
        fix = say("have the uplink carry VLAN {vlan}, or correct vlan in the site file", vlan=intent.vlan)
        yield Violation("stops", intent.site, what, "7.3", fix)
    if out.open:
        return
    if out.apart:
        names = enumerated(port.name for port in out.apart)
        what = say(
            "{names} carries VLAN {vlan} and is in the terminals' isolation group: they do not reach it",
            names=names,
            vlan=intent.vlan,
        )
        fix = say("take the uplink out of the isolation group by hand")
        yield Violation("stops", intent.site, what, "7.3", fix, line=out.apart[0].line)
    for hindrance in out.hindrances:
        if hindrance.sure:
            what = say(
                "{hindrance}, and no other port is a sure way out of VLAN {vlan}", hindrance=hindrance, vlan=intent.vlan
            )
            yield Violation("stops", intent.site, what, "7.3", HINDERED, line=hindrance.line)


def _native(rest: Sequence[Port], intent: SiteIntent) -> Iterator[Violation]:
    for port in rest:
        if _leaves_bare(port, intent.vlan):
            what = say(
                "{name} carries several VLANs, and the terminals' VLAN {vlan} without a tag: a frame with two tags "
                "leaves it in another VLAN",
                name=port.name,
                vlan=intent.vlan,
            )
            fix = say(
                "have another VLAN be the untagged one, on both ends of the link at once: their engineers know which"
            )
            about = (
                membership
                for membership in port.membership
                if {"pvid", "native", "untagged"} & {*membership.text.split()}
            )
            line = next((membership for membership in about if str(intent.vlan) in membership.text.split()), port.line)
            yield Violation("native", intent.site, what, "6.4-a", fix, line=line)


def _leaves_bare(port: Port, vlan: int) -> bool:
    """Tell whether a VLAN leaves a port without a tag, and another one with it; VLAN 1 is everywhere, and then has none."""
    if port.link_type == "access":
        return False
    if port.native == vlan:
        return port.carries is None or bool(port.carries - {vlan})
    return vlan in port.untagged and (port.carries is None or bool(port.carries - port.untagged - {1}))


def _spanning_tree(config: DeviceConfig, intent: SiteIntent) -> Iterator[Violation]:
    # Where a line says so, each port is told of with it.
    if not config.spanning_tree and not any(
        effect.kind == "bpdu" and not effect.ports and not effect.vlans for effect in config.effects
    ):
        what = say("spanning tree is off on the switch, and without it no port is protected from BPDUs")
        fix = say(
            "leave it to the switch's engineers: spanning tree is about all of its ports, so they look at all of "
            "them first"
        )
        yield Violation("bpdu", intent.site, what, "6.4-c", fix)
