# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands of the system view, and those that lead from view to view."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, Dialog, RefusedError, View, confirm
from lab.switch.forwarding import Route
from lab.switch.huawei_vrp.configuration import Configuration, UserBind, Vlanif
from lab.switch.huawei_vrp.vlan import Vlan
from lab.switch.huawei_vrp.words import VLANS, command

if TYPE_CHECKING:
    from lab.switch.matcher import Match

SYSTEM = View("system")
_WAIT = "Info: This operation may take a few seconds. Please wait for a moment...done."
_BIND = "ip-address <ipv4:address> [ mac-address <mac> ] [ interface <interface> ] [ vlan <1-4094:vlan> ]"


@command("user", "system-view")
def _system_view(context: Context, _: Match) -> Answer:
    context.view = SYSTEM
    return "Enter system view, return user view with Ctrl+Z."


@command("any", "quit")
def _quit_view(context: Context, _: Match) -> Answer:
    if context.view.kind == "user":
        context.leaving = True
    context.view = View("user") if context.view.kind in ("system", "user") else SYSTEM
    return None


@command("configuration", "return")
def _return_view(context: Context, _: Match) -> Answer:
    context.view = View("user")
    return None


@command("system", "sysname <word:name>")
def _sysname(context: Context, match: Match) -> Answer:
    context.configuration.sysname = match.get("name")
    return None


@command("system", "undo sysname")
def _undo_sysname(context: Context, _: Match) -> Answer:
    context.configuration.sysname = "HUAWEI"
    return None


@command("system", f"vlan batch {VLANS}")
def _vlan_batch(context: Context, match: Match) -> Answer:
    for number in match.integers():
        context.configuration.vlans.setdefault(number, Vlan())
    return _WAIT


@command("system", "vlan <1-4094:vlan>")
def _vlan(context: Context, match: Match) -> Answer:
    context.configuration.vlans.setdefault(match.get("vlan"), Vlan())
    context.view = View("vlan", str(match.get("vlan")))
    return None


@command("system", f"undo vlan batch {VLANS}", "undo vlan <1-4094:from> [ to <1-4094:to_end> ]")
def _undo_vlan(context: Context, match: Match) -> Dialog:
    configuration: Configuration = context.configuration
    numbers = sorted(match.integers())
    missing = [number for number in numbers if number not in configuration.vlans]
    if 1 in numbers:
        raise RefusedError("Error: The default VLAN can not be deleted.")
    if missing and not match.has("batch"):
        raise RefusedError("Error: The VLAN does not exist.")
    if any(number in configuration.vlanifs for number in numbers):
        raise RefusedError("Error: The VLAN has a L3 interface. Please delete it first.")
    if not (yield from confirm("Warning: The configurations of the VLAN will be deleted. Continue?[Y/N]:")):
        return ""
    for number in numbers:
        configuration.vlans.pop(number, None)
    for port in configuration.ports.values():
        port.vlan = 1 if port.vlan in numbers else port.vlan
    return _WAIT if match.has("batch") else ""


@command("vlan", "description <text:text>")
def _vlan_description(context: Context, match: Match) -> Answer:
    context.configuration.vlans[int(context.view.key)].description = match.get("text")
    return None


@command("vlan", "undo description")
def _undo_vlan_description(context: Context, _: Match) -> Answer:
    context.configuration.vlans[int(context.view.key)].description = ""
    return None


@command("vlan", "name <word:name>")
def _vlan_name(context: Context, match: Match) -> Answer:
    context.configuration.vlans[int(context.view.key)].name = match.get("name")
    return None


@command("vlan", "undo name")
def _undo_vlan_name(context: Context, _: Match) -> Answer:
    context.configuration.vlans[int(context.view.key)].name = ""
    return None


@command("system", "interface <interface>")
def _interface(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    name = match.get("interface")
    if name.startswith("GigabitEthernet"):
        if name not in configuration.ports:
            raise RefusedError("Error: The interface does not exist.")
        context.view = View("port", name)
    elif name.startswith("Vlanif"):
        number = int(name[len("Vlanif") :])
        if number not in configuration.vlans:
            raise RefusedError("Error: The VLAN does not exist.")
        configuration.vlanifs.setdefault(number, Vlanif(number))
        context.view = View("vlanif", str(number))
    else:
        configuration.block(f"interface {name}")
        context.view = View("interface", f"interface {name}")
    return None


@command("system", "undo interface <interface>")
def _undo_interface(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    name = match.get("interface")
    if name.startswith("GigabitEthernet"):
        raise RefusedError("Error: The interface can not be deleted.")
    number = int(name[len("Vlanif") :]) if name.startswith("Vlanif") else 0
    head = f"interface {name}"
    if number not in configuration.vlanifs and all(block.head != head for block in configuration.blocks):
        raise RefusedError("Error: The interface does not exist.")
    configuration.vlanifs.pop(number, None)
    configuration.blocks = [block for block in configuration.blocks if block.head != head]
    return None


@command("system", "stp bpdu-protection")
def _bpdu_protection(context: Context, _: Match) -> Answer:
    context.configuration.bpdu_protection = True
    return None


@command("system", "undo stp bpdu-protection")
def _undo_bpdu_protection(context: Context, _: Match) -> Answer:
    context.configuration.bpdu_protection = False
    return None


@command("system", f"user-bind static {_BIND}")
def _user_bind(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    bind = UserBind(match.get("address"), match.get("mac"), match.get("interface"), match.get("vlan"))
    if bind in configuration.bindings:
        return None
    if any(bind.address == other.address and bind.vlan == other.vlan for other in configuration.bindings):
        raise RefusedError("Error: The IP address of the static bind-table already exists.")
    configuration.bindings.append(bind)
    return None


@command("system", f"undo user-bind static {_BIND}", "undo user-bind static")
def _undo_user_bind(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    wanted = {name: match.get(name) for name in ("address", "mac", "interface", "vlan") if match.get(name) is not None}
    hits = [bind for bind in configuration.bindings if wanted.items() <= vars(bind).items()]
    if not hits:
        raise RefusedError("Error: The static bind-table does not exist.")
    configuration.bindings = [bind for bind in configuration.bindings if bind not in hits]
    return None


@command("system", "ip route-static <ipv4:destination> <mask> <ipv4:gateway>")
def _route(context: Context, match: Match) -> Answer:
    network = ipaddress.IPv4Network((match.get("destination"), match.get("mask")), strict=False)
    added = Route(network, match.get("gateway"))
    if added not in context.configuration.routes:
        context.configuration.routes.append(added)
    return None


@command("system", "undo ip route-static <ipv4:destination> <mask> [ <ipv4:gateway> ]")
def _undo_route(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    network = ipaddress.IPv4Network((match.get("destination"), match.get("mask")), strict=False)
    gateway = match.get("gateway")
    hits = [r for r in configuration.routes if r.destination == network and gateway in (None, r.gateway)]
    if not hits:
        raise RefusedError("Error: The route does not exist.")
    configuration.routes = [r for r in configuration.routes if r not in hits]
    return None
