# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands that lead from view to view, and those of the system view and of VLANs that are the same everywhere."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, View
from lab.switch.forwarding import Route
from lab.switch.vrp_style import interface_commands

if TYPE_CHECKING:
    from lab.switch.command_table import CommandTable
    from lab.switch.matcher import Match
    from lab.switch.vrp_style.style import Style
    from lab.switch.vrp_style.vlan import Vlan

SYSTEM = View("system")


def enter(table: CommandTable, style: Style) -> None:
    """Enter them in a platform's table."""
    _enter_views(table, style)
    _enter_routes(table, style)
    interface_commands.enter(table, style)
    table.command("vlan", "description <text:text>", "undo description")(_vlan_description)
    table.command("vlan", "name <word:name>", "undo name")(_vlan_name)
    table.command("system", "stp bpdu-protection", "undo stp bpdu-protection")(_bpdu_protection)


def _enter_views(table: CommandTable, style: Style) -> None:
    @table.command("user", "system-view")
    def _system_view(context: Context, _: Match) -> Answer:
        context.view = SYSTEM
        return style.system_view

    @table.command("any", "quit")
    def _quit_view(context: Context, _: Match) -> Answer:
        if context.view.kind == "user":
            context.leaving = True
        context.view = View("user") if context.view.kind in ("system", "user") else SYSTEM
        return None

    @table.command("configuration", "return")
    def _return_view(context: Context, _: Match) -> Answer:
        context.view = View("user")
        return None

    @table.command("system", "sysname <word:name>", "undo sysname")
    def _sysname(context: Context, match: Match) -> Answer:
        context.configuration.sysname = match.get("name", style.sysname)
        return None


def _vlan(context: Context) -> Vlan:
    vlan: Vlan = context.configuration.vlans[int(context.view.key)]
    return vlan


def _vlan_description(context: Context, match: Match) -> Answer:
    _vlan(context).description = match.get("text", "")
    return None


def _vlan_name(context: Context, match: Match) -> Answer:
    _vlan(context).name = match.get("name", "")
    return None


def _bpdu_protection(context: Context, match: Match) -> Answer:
    context.configuration.bpdu_protection = not match.has("undo")
    return None


def _enter_routes(table: CommandTable, style: Style) -> None:
    @table.command("system", "ip route-static <ipv4:destination> <mask> <ipv4:gateway>")
    def _route(context: Context, match: Match) -> Answer:
        network = ipaddress.IPv4Network((match.get("destination"), match.get("mask")), strict=False)
        added = Route(network, match.get("gateway"))
        if added not in context.configuration.routes:
            context.configuration.routes.append(added)
        return None

    @table.command("system", "undo ip route-static <ipv4:destination> <mask> [ <ipv4:gateway> ]")
    def _undo_route(context: Context, match: Match) -> Answer:
        routes: list[Route] = context.configuration.routes
        network = ipaddress.IPv4Network((match.get("destination"), match.get("mask")), strict=False)
        gateway = match.get("gateway")
        hits = [route for route in routes if route.destination == network and gateway in (None, route.gateway)]
        if not hits:
            raise style.refuse("The route does not exist.")
        context.configuration.routes = [route for route in routes if route not in hits]
        return None
