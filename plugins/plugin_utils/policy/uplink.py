# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Might a port be the site's uplink? To shut one cuts the site off, and the toolkit itself with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from ...module_utils.message import say
from ..config.objects import DeviceConfig, Port
from .ownership import has_ours
from .violation import Violation

SPARE = say("a spare port")
UPLINK_WORDS = re.compile(r"(?i)\bup-?link|上联|上行|上级")


def uplink_sign(port: Port) -> str:
    """Return what speaks for a port's being an uplink, such as `has link type trunk`, empty if nothing does.

    A link type need not be printed, and a member of a trunk has none: hence any line that is not understood counts.
    """
    if port.link_type not in ("", "access"):
        return say("has link type {link_type} on the switch", link_type=port.link_type)
    if port.arp_trust:
        return say("has its ARP packets trusted on the switch")
    if UPLINK_WORDS.search(port.description):
        return say('is described as "{description}" on the switch', description=port.description)
    if port.unknown:
        return say("has {line} on the switch, which is not understood", line=port.unknown[0])
    return ""


def trunk_sign(port: Port) -> str:
    """Return what a port has that no socket of a single device has, such as `has link type trunk`; empty for nothing.

    A hybrid port with one VLAN is a socket like any other, so is one whose lines nobody understands: the proof stops that.
    One that carries every VLAN, as on RGOS any does whose text says no more, is as good as a trunk.
    """
    several = port.carries is None or len(port.carries - {1}) > 1
    if port.link_type not in ("", "access", "hybrid") or (port.link_type == "hybrid" and several):
        return say("has link type {link_type}", link_type=port.link_type)
    if port.arp_trust:
        return say("has its ARP packets trusted")
    if UPLINK_WORDS.search(port.description):
        return say('is described as "{description}"', description=port.description)
    return ""


def shut_uplinks(running: DeviceConfig, roles: Mapping[str, str], site: str) -> Iterator[Violation]:
    """Tell of ports that a change would shut and that may be uplinks (6.4-c).

    One that is shut already carries nothing, and a terminal's port that has our access list was never an uplink.

    Args:
        running: what the switch has, before the change.
        roles: the ports that are going to be shut, each with what the site's file calls it.
        site: the site's code.
    """
    for name, role in roles.items():
        port = running.port(name)
        known = port is None or port.shut or (role != SPARE and has_ours(port, running))
        if port and not known and (sign := uplink_sign(port)):
            yield shut_uplink(port, role, sign, site)


def shut_uplink(port: Port, role: str, sign: str, site: str) -> Violation:
    """Say of one port that it may be an uplink."""
    what = say("{name} is {role} in the site file, but {sign}", name=port.name, role=role, sign=sign)
    place = say("take it out of switch.spare_ports") if role == SPARE else say("correct its name in the site file")
    fix = say(
        "{place}: to shut an uplink cuts the site off; if it is none, take off by hand what speaks for one", place=place
    )
    return Violation("spare", site, what, "6.4-c", fix, line=port.line)


def touched_uplinks(
    running: DeviceConfig, wanted: DeviceConfig, site_ports: Collection[str], site: str
) -> Iterator[Violation]:
    """Tell of ports that are none of the site's, may be uplinks, and have an access list of ours that would change.

    Args:
        running: what the switch has.
        wanted: what it would have.
        site_ports: the site's ports.
        site: the site's code.
    """
    for port in running.ports:
        sign = uplink_sign(port)
        if sign and port.name not in site_ports and has_ours(port, running) and wanted.port(port.name) != port:
            what = say(
                "{name} has an access list of ours and is no port of the site, but may be an uplink: it {sign}",
                name=port.name,
                sign=sign,
            )
            fix = say("take the access list off the port by hand: to shut an uplink cuts the site off")
            yield Violation("entangled", site, what, "6.4-e", fix, line=port.line)
