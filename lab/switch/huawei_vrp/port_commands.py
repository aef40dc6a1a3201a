# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands of the interface views (`GigabitEthernet` and `Vlanif`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, RefusedError
from lab.switch.forwarding import BindingCheck, Rate
from lab.switch.huawei_vrp.port import Port, TrafficFilter
from lab.switch.huawei_vrp.words import command
from lab.switch.vrp_style.acl_commands import family_of
from lab.switch.vrp_style.interface_commands import interface_of
from lab.switch.vrp_style.words import VLANS

if TYPE_CHECKING:
    from lab.switch.matcher import Match

_WAY = "traffic-filter { inbound | outbound } acl"
_FILTER = (f"{_WAY} [ ipv6 ] <2000-3999:acl>", f"{_WAY} <4000-4999:acl>")
_ALL_VLANS = frozenset(range(1, 4095))


def port_of(context: Context) -> Port:
    """The port whose view it is."""
    port: Port = context.configuration.ports[context.view.key]
    return port


@command("port vlan-interface", "shutdown")
def _shutdown(context: Context, _: Match) -> Answer:
    interface = interface_of(context)
    if interface.shutdown:
        return f"Info: Interface {interface.name} has already been shutdown."
    interface.shutdown = True
    return None


@command("port vlan-interface", "undo shutdown")
def _undo_shutdown(context: Context, _: Match) -> Answer:
    interface = interface_of(context)
    if not interface.shutdown:
        return f"Info: Interface {interface.name} is not shutdown."
    interface.shutdown = False
    return None


@command("port", "port link-type { access | trunk | hybrid }", "undo port link-type")
def _link_type(context: Context, match: Match) -> Answer:
    port = port_of(context)
    wanted = match.one_of("access", "trunk", "hybrid") or type(port).link_type
    if wanted != port.link_type and port.has_vlan_settings:
        raise RefusedError("Error: Please renew the default configurations.")
    port.link_type = wanted
    return None


def _known_vlan(context: Context, number: int) -> int:
    if number not in context.configuration.vlans:
        raise RefusedError("Error: The VLAN does not exist.")
    return number


@command("port", "port default vlan <1-4094:vlan>")
def _default_vlan(context: Context, match: Match) -> Answer:
    port = port_of(context)
    if port.link_type != "access":
        raise RefusedError("Error: Please renew the default configurations.")
    port.vlan = _known_vlan(context, match.get("vlan"))
    return None


@command("port", "undo port default vlan")
def _undo_default_vlan(context: Context, _: Match) -> Answer:
    port_of(context).vlan = 1
    return None


def _trunk(context: Context) -> Port:
    port = port_of(context)
    if port.link_type != "trunk":
        raise RefusedError("Error: The port is not a trunk port.")
    return port


@command("port", f"port trunk allow-pass vlan {{ all | {VLANS} }}")
def _allow_pass(context: Context, match: Match) -> Answer:
    port = _trunk(context)
    port.trunk_vlans |= _ALL_VLANS if match.has("all") else match.integers()
    return None


@command("port", f"undo port trunk allow-pass vlan {{ all | {VLANS} }}")
def _undo_allow_pass(context: Context, match: Match) -> Answer:
    port = _trunk(context)
    port.trunk_vlans -= _ALL_VLANS if match.has("all") else match.integers()
    return None


@command("port", "port trunk pvid vlan <1-4094:vlan>", "undo port trunk pvid vlan")
def _trunk_pvid(context: Context, match: Match) -> Answer:
    port = _trunk(context)
    port.trunk_pvid = _known_vlan(context, match.get("vlan", 1))
    return None


@command("port", "port-isolate enable [ group <1-64:group> ]")
def _isolate(context: Context, match: Match) -> Answer:
    port_of(context).isolation |= {match.get("group", 1)}
    return None


@command("port", "undo port-isolate enable [ group <1-64:group> ]")
def _undo_isolate(context: Context, match: Match) -> Answer:
    port = port_of(context)
    port.isolation = port.isolation - {match.get("group")} if match.get("group") else frozenset()
    return None


@command("port", "stp edged-port { enable | disable }", "undo stp edged-port")
def _edged_port(context: Context, match: Match) -> Answer:
    port_of(context).edged = match.has("enable")
    return None


def _filter(match: Match) -> TrafficFilter:
    return TrafficFilter(match.one_of("inbound", "outbound"), family_of(match), match.get("acl"))


@command("port", *_FILTER)
def apply_filter(context: Context, match: Match) -> Answer:
    """Apply an ACL that exists."""
    port, wanted = port_of(context), _filter(match)
    if (wanted.family, wanted.acl) not in context.configuration.acls:
        raise RefusedError("Error: The ACL does not exist.")
    if wanted not in port.filters:
        port.filters.append(wanted)
    return None


@command("port", *(f"undo {syntax}" for syntax in _FILTER))
def remove_filter(context: Context, match: Match) -> Answer:
    """Take an ACL off."""
    port, wanted = port_of(context), _filter(match)
    if wanted not in port.filters:
        raise RefusedError("Error: The traffic-filter does not exist.")
    port.filters.remove(wanted)
    return None


@command("port", "ip source check user-bind enable", "undo ip source check user-bind enable")
def check_source(context: Context, match: Match) -> Answer:
    """Check what comes in against the static bindings, or no longer."""
    port_of(context).binding_enabled = not match.has("undo")
    return None


@command("port", "ip source check user-bind check-item { ip-address | mac-address | vlan }*")
def choose_items(context: Context, match: Match) -> Answer:
    """Check only some parts of a binding."""
    port_of(context).binding_check = BindingCheck(match.has("ip-address"), match.has("mac-address"), match.has("vlan"))
    return None


@command("port", "undo ip source check user-bind check-item")
def default_items(context: Context, _: Match) -> Answer:
    """Check a binding as a whole again."""
    port_of(context).binding_check = None
    return None


@command("port", "arp anti-attack check user-bind enable", "undo arp anti-attack check user-bind enable")
def _arp_check(context: Context, match: Match) -> Answer:
    port_of(context).arp_check = not match.has("undo")
    return None


@command("port", "port-security enable")
def _port_security(context: Context, _: Match) -> Answer:
    port_of(context).security = True
    return None


@command("port", "undo port-security enable")
def _undo_port_security(context: Context, _: Match) -> Answer:
    port = port_of(context)
    port.security, port.max_macs, port.protect_action = False, 1, "restrict"
    return None


def _secured(context: Context) -> Port:
    port = port_of(context)
    if not port.security:
        raise RefusedError("Error: Port security is not enabled on the interface.")
    return port


@command("port", "port-security max-mac-num <1-4096:number>", "undo port-security max-mac-num")
def _max_mac_num(context: Context, match: Match) -> Answer:
    _secured(context).max_macs = match.get("number", 1)
    return None


@command("port", "port-security protect-action { protect | restrict | shutdown }", "undo port-security protect-action")
def _protect_action(context: Context, match: Match) -> Answer:
    _secured(context).protect_action = match.one_of("protect", "restrict", "shutdown") or "restrict"
    return None


@command("port", "qos lr { inbound | outbound } cir <64-10000000:cir> [ cbs <4000-4294967295:cbs> ]")
def _rate_limit(context: Context, match: Match) -> Answer:
    cir = match.get("cir")
    port_of(context).rates[match.one_of("inbound", "outbound")] = Rate(cir, match.get("cbs", 125 * cir))
    return None


@command("port", "undo qos lr { inbound | outbound }")
def _undo_rate_limit(context: Context, match: Match) -> Answer:
    direction = match.one_of("inbound", "outbound")
    if port_of(context).rates.pop(direction, None) is None:
        raise RefusedError("Error: The qos lr configuration does not exist.")
    return None
