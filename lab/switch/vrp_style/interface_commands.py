# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands of ports and of the switch's interfaces in VLANs that are the same everywhere."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lab.switch.command_table import CommandTable
    from lab.switch.context import Answer, Context
    from lab.switch.matcher import Match
    from lab.switch.vrp_style.style import Style
    from lab.switch.vrp_style.vlan_interface import VlanInterface


def enter(table: CommandTable, style: Style) -> None:
    """Enter them in a platform's table."""

    @table.command("port vlan-interface", "description <text>", "undo description")
    def _description(context: Context, match: Match) -> Answer:
        text = match.get("text", "")
        if len(text) > style.max_description:
            raise style.refuse(f"The description is too long, it can have {style.max_description} characters at most.")
        interface_of(context).description = text
        return None

    @table.command("vlan-interface", "ip address <ipv4:address> <mask>")
    def _ip_address(context: Context, match: Match) -> Answer:
        _vlan_interface(context).address = ipaddress.IPv4Interface((match.get("address"), match.get("mask")))
        return None

    @table.command("vlan-interface", "undo ip address [ <ipv4:address> <mask> ]")
    def _undo_ip_address(context: Context, match: Match) -> Answer:
        interface = _vlan_interface(context)
        if match.get("address") not in (None, interface.address.ip if interface.address else ""):
            raise style.refuse("The IP address does not exist.")
        interface.address = None
        return None


def interface_of(context: Context) -> Any:
    """The port or the VLAN's interface whose view it is."""
    return context.configuration.ports[context.view.key] if context.view.kind == "port" else _vlan_interface(context)


def _vlan_interface(context: Context) -> VlanInterface:
    interface: VlanInterface = context.configuration.vlan_interfaces[int(context.view.key)]
    return interface
