# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands of the system view that only Comware has in this form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, View
from lab.switch.hp_comware.configuration import Configuration, InspectedVlan
from lab.switch.hp_comware.words import NAMES, STYLE, TABLE, VLAN_INTERFACE, command
from lab.switch.vrp_style import system_commands
from lab.switch.vrp_style.vlan_interface import VlanInterface

if TYPE_CHECKING:
    from lab.switch.matcher import Match

system_commands.enter(TABLE, STYLE)


@command("system", "vlan <1-4094:from> [ to <1-4094:to_end> ]")
def _vlan(context: Context, match: Match) -> Answer:
    for number in match.integers():
        context.configuration.vlans.setdefault(number, InspectedVlan())
    if not match.has("to"):
        context.view = View("vlan", str(match.get("from")))
    return None


@command("system", "undo vlan <1-4094:from> [ to <1-4094:to_end> ]")
def _undo_vlan(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    numbers = match.integers()
    if 1 in numbers:
        raise STYLE.refuse("The default VLAN cannot be deleted.")
    if not numbers & configuration.vlans.keys():
        raise STYLE.refuse("The VLAN does not exist.")
    if numbers & configuration.vlan_interfaces.keys():
        raise STYLE.refuse("The VLAN has a VLAN interface. Please delete it first.")
    for number in numbers:
        configuration.vlans.pop(number, None)
    for port in configuration.ports.values():
        port.vlan = 1 if port.vlan in numbers else port.vlan
    return None


@command("system", "interface <interface>")
def _interface(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    name = match.get("interface")
    vlan = NAMES.vlan_of(name)
    if name.startswith("GigabitEthernet"):
        if name not in configuration.ports:
            raise STYLE.refuse("The interface does not exist.")
        context.view = View("port", name)
    elif vlan is not None:
        if vlan not in configuration.vlans:
            raise STYLE.refuse("The VLAN does not exist.")
        configuration.vlan_interfaces.setdefault(vlan, VlanInterface(vlan, VLAN_INTERFACE))
        context.view = View("vlan-interface", str(vlan))
    else:
        configuration.blocks.get(f"interface {name}")
        context.view = View("interface", f"interface {name}")
    return None


@command("system", "undo interface <interface>")
def _undo_interface(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    name = match.get("interface")
    if name.startswith("GigabitEthernet"):
        raise STYLE.refuse("The interface cannot be deleted.")
    removed = configuration.vlan_interfaces.pop(NAMES.vlan_of(name) or 0, None)
    if removed is None and not configuration.blocks.remove(f"interface {name}"):
        raise STYLE.refuse("The interface does not exist.")
    return None


@command("system", "port-isolate group <1-64:group>")
def _isolation_group(context: Context, match: Match) -> Answer:
    context.configuration.isolation_groups.add(match.get("group"))
    return None


@command("system", "undo port-isolate group { all | <1-64:group> }")
def _undo_isolation_group(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    gone = set(configuration.isolation_groups) if match.has("all") else {match.get("group")}
    configuration.isolation_groups -= gone
    for port in configuration.ports.values():
        port.isolation -= gone
    return None


@command("system", "port-security enable", "undo port-security enable")
def _port_security(context: Context, match: Match) -> Answer:
    context.configuration.port_security = not match.has("undo")
    return None


@command("system", "packet-filter default deny", "undo packet-filter default deny")
def _default_deny(context: Context, match: Match) -> Answer:
    context.configuration.default_deny = not match.has("undo")
    return None
