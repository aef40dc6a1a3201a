# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands of ports: VLANs, isolation, spanning tree, packet filters, rates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.forwarding import Rate
from lab.switch.hp_comware.port import ALL_VLANS, PacketFilter, Port
from lab.switch.hp_comware.words import STYLE, command
from lab.switch.vrp_style.acl_commands import family_of
from lab.switch.vrp_style.interface_commands import interface_of
from lab.switch.vrp_style.words import VLANS

if TYPE_CHECKING:
    from lab.switch.context import Answer, Context
    from lab.switch.matcher import Match

_WAY = "{ inbound | outbound }"
_FILTER = (f"packet-filter [ ipv6 ] <2000-3999:acl> {_WAY}", f"packet-filter mac <4000-4999:acl> {_WAY}")
_CIR_STEP = 8
_CBS_STEP = 512


def port_of(context: Context) -> Port:
    """The port whose view it is."""
    port: Port = context.configuration.ports[context.view.key]
    return port


@command("port vlan-interface", "shutdown", "undo shutdown")
def _shutdown(context: Context, match: Match) -> Answer:
    interface_of(context).shutdown = not match.has("undo")
    return None


@command("port", "port link-mode bridge")
def _link_mode(*_: object) -> Answer:
    return None


@command("port", "port link-type { access | trunk | hybrid }", "undo port link-type")
def _link_type(context: Context, match: Match) -> Answer:
    port = port_of(context)
    wanted = match.one_of("access", "trunk", "hybrid") or "access"
    if wanted == port.link_type:
        return None
    if "access" not in (wanted, port.link_type):
        raise STYLE.refuse("Please set the link type of the port to access first.")
    port.link_type, port.vlan, port.trunk_pvid, port.trunk_vlans = wanted, 1, 1, frozenset({1})
    return None


@command("port", "port access vlan <1-4094:vlan>", "undo port access vlan")
def _access_vlan(context: Context, match: Match) -> Answer:
    port, vlan = port_of(context), match.get("vlan", 1)
    if port.link_type != "access":
        raise STYLE.refuse("The port is not an access port.")
    if vlan not in context.configuration.vlans:
        raise STYLE.refuse("The VLAN does not exist.")
    port.vlan = vlan
    return None


def _trunk(context: Context) -> Port:
    port = port_of(context)
    if port.link_type != "trunk":
        raise STYLE.refuse("The port is not a trunk port.")
    return port


@command("port", f"port trunk permit vlan {{ all | {VLANS} }}")
def _permit(context: Context, match: Match) -> Answer:
    _trunk(context).trunk_vlans |= ALL_VLANS if match.has("all") else match.integers()
    return None


@command("port", f"undo port trunk permit vlan {{ all | {VLANS} }}")
def _undo_permit(context: Context, match: Match) -> Answer:
    _trunk(context).trunk_vlans -= ALL_VLANS if match.has("all") else match.integers()
    return None


@command("port", "port trunk pvid vlan <1-4094:vlan>", "undo port trunk pvid")
def _trunk_pvid(context: Context, match: Match) -> Answer:
    _trunk(context).trunk_pvid = match.get("vlan", 1)
    return None


@command("port", "stp edged-port [ enable ]", "undo stp edged-port")
def _edged_port(context: Context, match: Match) -> Answer:
    port_of(context).edged = not match.has("undo")
    return None


@command("port", "port-isolate enable group <1-64:group>", "undo port-isolate enable")
def _isolate(context: Context, match: Match) -> Answer:
    group = match.get("group")
    if group is not None and group not in context.configuration.isolation_groups:
        raise STYLE.refuse("The isolation group does not exist.")
    port_of(context).isolation = frozenset({group} if group is not None else ())
    return None


@command("port", *(f"{syntax} [ hardware-count ]" for syntax in _FILTER))
def _packet_filter(context: Context, match: Match) -> Answer:
    """To one direction of an interface one ACL of each kind can be applied (H3C ACL configuration guide)."""
    port, direction, family = port_of(context), match.one_of("inbound", "outbound"), family_of(match)
    wanted = PacketFilter(direction, family, match.get("acl"), match.has("hardware-count"))
    present = port.filters.get((direction, family))
    if present is not None and present.acl != wanted.acl:
        raise STYLE.refuse("A packet filter has already been applied to this direction of the interface.")
    port.filters[(direction, family)] = wanted
    return None


@command("port", *(f"undo {syntax}" for syntax in _FILTER))
def _undo_packet_filter(context: Context, match: Match) -> Answer:
    port, key = port_of(context), (match.one_of("inbound", "outbound"), family_of(match))
    if key not in port.filters or port.filters[key].acl != match.get("acl"):
        raise STYLE.refuse("The packet filter does not exist.")
    del port.filters[key]
    return None


@command("port", "qos lr { inbound | outbound } cir <8-10485760:cir> [ cbs <512-268435456:cbs> ]")
def _rate_limit(context: Context, match: Match) -> Answer:
    """The steps are unverified (`docs/lab-switch-hp_comware.md`); the default burst is half a second's, in whole steps."""
    cir = match.get("cir")
    cbs = match.get("cbs", -(-cir * 125 // (2 * _CBS_STEP)) * _CBS_STEP)
    if cir % _CIR_STEP or cbs % _CBS_STEP:
        raise STYLE.refuse(f"The CIR must be a multiple of {_CIR_STEP} and the CBS a multiple of {_CBS_STEP}.")
    port_of(context).rates[match.one_of("inbound", "outbound")] = Rate(cir, cbs)
    return None


@command("port", "undo qos lr { inbound | outbound }")
def _undo_rate_limit(context: Context, match: Match) -> Answer:
    port_of(context).rates.pop(match.one_of("inbound", "outbound"), None)
    return None
