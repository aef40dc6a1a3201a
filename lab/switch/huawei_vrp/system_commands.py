# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands of the system view that only VRP has in this form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, Dialog, RefusedError, View, confirm
from lab.switch.huawei_vrp.configuration import Configuration, UserBind
from lab.switch.huawei_vrp.words import NAMES, STYLE, TABLE, command
from lab.switch.vrp_style import system_commands
from lab.switch.vrp_style.vlan import Vlan
from lab.switch.vrp_style.vlan_interface import VlanInterface
from lab.switch.vrp_style.words import VLANS

if TYPE_CHECKING:
    from lab.switch.matcher import Match

_WAIT = "Info: This operation may take a few seconds. Please wait for a moment...done."
_BIND = "ip-address <ipv4:address> [ mac-address <mac> ] [ interface <interface> ] [ vlan <1-4094:vlan> ]"
system_commands.enter(TABLE, STYLE)


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
    if any(number in configuration.vlan_interfaces for number in numbers):
        raise RefusedError("Error: The VLAN has a L3 interface. Please delete it first.")
    if not (yield from confirm("Warning: The configurations of the VLAN will be deleted. Continue?[Y/N]:")):
        return ""
    for number in numbers:
        configuration.vlans.pop(number, None)
    for port in configuration.ports.values():
        port.vlan = 1 if port.vlan in numbers else port.vlan
    return _WAIT if match.has("batch") else ""


@command("system", "interface <interface>")
def _interface(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    name = match.get("interface")
    vlan = NAMES.vlan_of(name)
    if name.startswith(configuration.port_kind):
        if name not in configuration.ports:
            raise RefusedError("Error: The interface does not exist.")
        context.view = View("port", name)
    elif vlan is not None:
        if vlan not in configuration.vlans:
            raise RefusedError("Error: The VLAN does not exist.")
        configuration.vlan_interfaces.setdefault(vlan, VlanInterface(vlan, "Vlanif"))
        context.view = View("vlan-interface", str(vlan))
    else:
        configuration.blocks.get(f"interface {name}")
        context.view = View("interface", f"interface {name}")
    return None


@command("system", "undo interface <interface>")
def _undo_interface(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    name = match.get("interface")
    if name.startswith(configuration.port_kind):
        raise RefusedError("Error: The interface can not be deleted.")
    removed = configuration.vlan_interfaces.pop(NAMES.vlan_of(name) or 0, None)
    if removed is None and not configuration.blocks.remove(f"interface {name}"):
        raise RefusedError("Error: The interface does not exist.")
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
