# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a change of ours would do to others, seen before anything is sent: hosts cut off, an uplink turned into a port."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from ...module_utils.message import say
from ..config.dormant import DormantSetting
from ..config.objects import DeviceConfig, Port
from ..platforms import languages
from .intent import SiteIntent
from .ownership import has_ours
from .uplink import SPARE, trunk_sign
from .violation import Violation

# A terminal's wall socket has one address behind it, or a few while somebody tries things out; an uplink has a building's.
MOST_ADDRESSES = 4


def woken(
    running: DeviceConfig, commands: Collection[str], site_ports: Collection[str], vlan: int, site: str
) -> Iterator[Violation]:
    """Tell of settings of others that would come into force, or be lost, with a feature that the change turns on.

    Args:
        running: what the switch has.
        commands: what would be sent.
        site_ports: the site's ports.
        vlan: the terminals' VLAN.
        site: the site's code.
    """
    for setting in running.dormant_settings:
        if setting.feature in commands and setting.port not in site_ports and setting.vlans != {vlan}:
            yield _woken(setting, site)


def _woken(setting: DormantSetting, site: str) -> Violation:
    place = say(" on {port}", port=setting.port) if setting.port else ""
    what = say(
        "{line}{place} {then} `{feature}`, which this change sends",
        line=setting.line,
        place=place,
        then=setting.then,
        feature=setting.feature,
    )
    default = say("take the line off, or send `{feature}` by hand once it may come into force", feature=setting.feature)
    return Violation("woken", site, what, "7.2", setting.fix or default, line=setting.line)


def cut_off(
    running: DeviceConfig, wanted: DeviceConfig, site_ports: Collection[str], intent: SiteIntent
) -> Iterator[Violation]:
    """Tell of ports whose ARP packets the change would drop: others' hosts without a binding, trunks without trust (6.4-b).

    Args:
        running: what the switch has.
        wanted: what it would have.
        site_ports: the site's ports.
        intent: what the site's terminals may do.
    """
    bound = {binding.port for binding in wanted.bindings}
    for vlan in sorted(wanted.arp_vlans - running.arp_vlans):
        # Where no port at all is trusted, the proof says so: one of them is the uplink.
        trusted = any(port.arp_trust and port.may_carry(vlan) and not port.shut for port in running.ports)
        for port in running.ports:
            if port.name in site_ports or port.shut or port.arp_trust or port.name in bound or has_ours(port, running):
                continue
            if port.link_type in ("", "access"):
                if vlan in {port.vlan, _voice_vlan(port, running.platform)}:
                    what = say(
                        "{name} is in VLAN {vlan}, is no port of the site and has no binding: its ARP packets would be "
                        "dropped",
                        name=port.name,
                        vlan=vlan,
                    )
                    fix = say(
                        "bind what is behind it, or give the terminals a VLAN of their own in place of {vlan}",
                        vlan=vlan,
                    )
                    yield Violation("cut_off", intent.site, what, "6.4-b", fix, line=port.line)
            elif trusted and port.may_carry(vlan):
                what = say(
                    "{name} carries VLAN {vlan} and its ARP packets are not trusted: they would be dropped",
                    name=port.name,
                    vlan=vlan,
                )
                fix = say("have them trusted on the switch if the port leads to another switch or to the gateway")
                yield Violation("cut_off", intent.site, what, "6.4-b", fix, line=port.line)


def _voice_vlan(port: Port, platform: str) -> int:
    """Return the VLAN that an access port has for telephones, 0 for none."""
    voice_vlan = languages.get(platform).foreign.voice_vlan
    said = (voice_vlan.fullmatch(line.text) for line in port.unknown)
    return next((int(found[1]) for found in said if found), 0)


def uplinks_in_use(running: DeviceConfig, intent: SiteIntent) -> Iterator[Violation]:
    """Tell of terminals' ports that may be uplinks: to make one a terminal's port cuts the site off (6.4-c)."""
    for terminal in intent.terminals:
        port = running.port(terminal.port)
        if port and not port.shut and not has_ours(port, running) and (sign := trunk_sign(port)):
            yield _uplink(port.name, terminal.terminal, say("{sign} on the switch", sign=sign), port)


def other_system(running: DeviceConfig, site: str) -> Iterator[Violation]:
    """Tell of a configuration whose own heading says that it is another system's than the site's file says."""
    language = languages.get(running.platform)
    for line in running.foreign:
        if language.other_system and language.other_system.fullmatch(line.text):
            what = say(
                "{line} is not of a release that {name} is about, and other releases read the same lines otherwise",
                line=line,
                name=language.name,
            )
            fix = say("correct switch.platform in the site file; if the switch is right, this release is not supported")
            yield Violation("release", site, what, "7.2", fix, line=line)


def unlike_seen(running: DeviceConfig, intent: SiteIntent, seen: Mapping[str, Collection[str]]) -> Iterator[Violation]:
    """Tell of the site's ports that the switch does not have, or that have too many addresses behind them (6.4-c).

    Args:
        running: what the switch has.
        intent: what the site's terminals may do, and its spare ports.
        seen: the addresses behind each port that the switch's own table of ports has.
    """
    roles = {planned.port: planned.terminal for planned in intent.terminals} | dict.fromkeys(intent.spare_ports, "")
    for name, terminal in roles.items():
        port, macs = running.port(name), seen.get(name)
        subject = terminal or intent.site
        if port is None and macs is None:
            role = (
                say("is the terminal's port in the site file")
                if terminal
                else say("is {spare} in the site file", spare=SPARE)
            )
            what = say("{name} {role}, and the switch has no such port", name=name, role=role)
            yield Violation("port", subject, what, "6.4-c", say("correct its name in the site file"))
        elif macs and len(macs) > MOST_ADDRESSES and not (port and has_ours(port, running)):
            yield _uplink(
                name, terminal or SPARE, say("has {count} addresses behind it", count=len(macs)), port or Port(name)
            )


def _uplink(name: str, role: str, sign: str, port: Port) -> Violation:
    whose = role if role == SPARE else say("the port of {role}", role=role)
    place = say("take it out of switch.spare_ports") if role == SPARE else say("correct terminals[].port")
    what = say("{name} is {whose} in the site file, but may be an uplink: it {sign}", name=name, whose=whose, sign=sign)
    fix = say(
        "{place}: to make an uplink a terminal's port cuts the site off; if it is none, take off by hand "
        "what speaks for one",
        place=place,
    )
    return Violation("uplink", "" if role == SPARE else role, what, "6.4-c", fix, line=port.line)
