# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands of the interface modes; a command with `[ no ]` is undone by the very same words."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, RefusedError
from lab.switch.forwarding import IPV4, IPV6, Family
from lab.switch.ios_style.port import ALL_VLANS, Direction, Port
from lab.switch.ios_style.vlan import Vlan
from lab.switch.ios_style.words import command

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab.switch.ios_style.configuration import Configuration
    from lab.switch.ios_style.vlan import VlanInterface
    from lab.switch.matcher import Match


def port_of(context: Context) -> Port:
    """The port whose mode this is."""
    port: Port = context.configuration.ports[context.view.key]
    return port


def flag(field: str) -> Callable[[Context, Match], Answer]:
    """What `[ no ] words` does: it sets a field of the port."""

    def run(context: Context, match: Match) -> Answer:
        setattr(port_of(context), field, not match.has("no"))
        return None

    return run


def direction(match: Match) -> Direction:
    """Which way the packets go that a command is about."""
    return "in" if match.one_of("in", "input") else "out"


def _place(match: Match) -> tuple[Direction, Family]:
    return direction(match), IPV6 if match.has("ipv6") else IPV4


def _interface(context: Context) -> Port | VlanInterface:
    return port_of(context) if context.view.kind == "port" else _vlan_interface(context)


def _vlan_interface(context: Context) -> VlanInterface:
    configuration: Configuration = context.configuration
    return configuration.vlan_interface(context.view.key)


@command("port svi", "description <text>", "no description")
def _description(context: Context, match: Match) -> Answer:
    _interface(context).description = match.get("text", "")
    return None


@command("port svi", "[ no ] shutdown")
def _shutdown(context: Context, match: Match) -> Answer:
    _interface(context).shutdown = not match.has("no")
    return None


@command("svi", "ip address <ipv4:address> <mask>")
def _ip_address(context: Context, match: Match) -> Answer:
    _vlan_interface(context).address = ipaddress.IPv4Interface((match.get("address"), match.get("mask")))
    return None


@command("svi", "no ip address [ <ipv4:address> <mask> ]")
def _no_ip_address(context: Context, match: Match) -> Answer:
    interface = _vlan_interface(context)
    if match.get("address") not in (None, interface.address.ip if interface.address else ""):
        raise RefusedError("% Invalid address\n")
    interface.address = None
    return None


@command("port", "switchport mode { access | trunk }", "no switchport mode")
def _mode(context: Context, match: Match) -> Answer:
    port_of(context).mode = match.one_of("access", "trunk") or context.configuration.style.default_mode
    return None


@command("port", "switchport access vlan <1-4094:vlan>")
def _access_vlan(context: Context, match: Match) -> Answer:
    """A VLAN that is not there is made, but not while a saved configuration is read (the latter unverified)."""
    number = match.get("vlan")
    port_of(context).vlan = number
    if number in context.configuration.vlans or context.device is None:
        return None
    context.configuration.vlans[number] = Vlan()
    return f"% Access VLAN does not exist. Creating vlan {number}"


@command("port", "no switchport access vlan [ <1-4094:vlan> ]")
def _no_access_vlan(context: Context, _: Match) -> Answer:
    port_of(context).vlan = 1
    return None


@command("port", "switchport trunk native vlan <1-4094:vlan>", "no switchport trunk native vlan [ <1-4094:old> ]")
def _native_vlan(context: Context, match: Match) -> Answer:
    port_of(context).native = match.get("vlan", 1)
    return None


def allow_vlans(context: Context, match: Match) -> Answer:
    """Set, add to or take from the VLANs of a trunk."""
    port, listed = port_of(context), match.get("vlans", ALL_VLANS)
    port.allowed = {
        "add": port.allowed | listed,
        "remove": port.allowed - listed,
        "except": ALL_VLANS - listed,
        "none": frozenset(),
    }.get(match.one_of("add", "remove", "except", "none"), listed)
    return None


command("port", "[ no ] switchport protected")(flag("protected"))


@command("port", "[ no ] switchport port-security")
def _security(context: Context, match: Match) -> Answer:
    """A port that negotiates its mode cannot have it (Cisco 2960-X, Configuring Port Security)."""
    port = port_of(context)
    if not match.has("no") and port.mode not in ("access", "trunk"):
        raise RefusedError(f"Command rejected: {port.name} is a dynamic port.")
    port.security = not match.has("no")
    return None


@command(
    "port",
    "switchport port-security maximum <1-3072:number>",
    "no switchport port-security maximum [ <1-3072:old> ]",
)
def _maximum(context: Context, match: Match) -> Answer:
    number, style = match.get("number"), context.configuration.style
    port_of(context).max_macs = None if number == style.max_macs else number
    return None


@command(
    "port",
    "switchport port-security violation { protect | restrict | shutdown }",
    "no switchport port-security violation [ protect | restrict | shutdown ]",
)
def _violation(context: Context, match: Match) -> Answer:
    wanted = "" if match.has("no") else match.one_of("protect", "restrict", "shutdown")
    port_of(context).violation = "" if wanted == context.configuration.style.violation else wanted
    return None


@command("port", "ip access-group <list:acl> { in | out }", "ipv6 traffic-filter <list:acl> { in | out }")
def _filter(context: Context, match: Match) -> Answer:
    """A second list in the same direction takes the place of the first; it need not exist."""
    port_of(context).filters[_place(match)] = match.get("acl")
    return None


@command("port", "no ip access-group <list:acl> { in | out }", "no ipv6 traffic-filter <list:acl> { in | out }")
def _no_filter(context: Context, match: Match) -> Answer:
    filters, place = port_of(context).filters, _place(match)
    if filters.get(place) == match.get("acl"):
        del filters[place]
    return None


@command("port", "[ no ] spanning-tree portfast", "spanning-tree portfast disable")
def _portfast(context: Context, match: Match) -> Answer:
    port = port_of(context)
    port.portfast = not (match.has("no") or match.has("disable"))
    return context.configuration.style.portfast_warning.format(port=port.name) if port.portfast else None


@command("port", "spanning-tree bpduguard { enable | disable }", "no spanning-tree bpduguard [ enable | disable ]")
def _bpduguard(context: Context, match: Match) -> Answer:
    port_of(context).bpduguard = match.has("enable") and not match.has("no")
    return None


@command("port", "[ no ] ip verify source [ mac-check | port-security ]")
def _verify_source(context: Context, match: Match) -> Answer:
    with_mac = match.has("mac-check") or match.has("port-security")
    port_of(context).source_check = "" if match.has("no") else "mac" if with_mac else "ip"
    return None
