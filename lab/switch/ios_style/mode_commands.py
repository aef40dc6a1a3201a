# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands that lead from mode to mode, and what opens or deletes a section of the configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, RefusedError, View
from lab.switch.ios_style.vlan import Vlan
from lab.switch.ios_style.words import command

if TYPE_CHECKING:
    from lab.switch.ios_style.configuration import Configuration
    from lab.switch.matcher import Match

CONFIG = View("config")
EXEC = View("exec")
WELCOME = "Enter configuration commands, one per line.  End with CNTL/Z."
_NESTED = {"class": "policy-map"}


@command("exec", "configure terminal")
def _configure(context: Context, _: Match) -> Answer:
    context.view = CONFIG
    return WELCOME


@command("exec", "exit", "logout", "quit")
def _leave(context: Context, _: Match) -> Answer:
    context.leaving = True
    return None


@command("exec", "enable [ 15 ]")
def _enable(context: Context, _: Match) -> Answer:
    del context
    return None


@command("any-config", "exit")
def _exit(context: Context, _: Match) -> Answer:
    kind, key = context.view.kind, context.view.key
    outer = View(_NESTED[kind], key) if kind in _NESTED else CONFIG
    context.view = EXEC if kind == "config" else outer
    return None


@command("any-config", "end")
def _end(context: Context, _: Match) -> Answer:
    context.view = EXEC
    return None


@command("config", "hostname <word:name>", "no hostname [ <word:old> ]")
def _hostname(context: Context, match: Match) -> Answer:
    context.configuration.hostname = match.get("name", context.configuration.style.hostname)
    return None


@command("config", "vlan <vlans>")
def _vlan(context: Context, match: Match) -> Answer:
    numbers = sorted(match.get("vlans"))
    for number in numbers:
        context.configuration.vlans.setdefault(number, Vlan())
    context.view = View("vlan", str(numbers[0]))
    return None


@command("config", "no vlan <vlans>")
def _no_vlan(context: Context, match: Match) -> Answer:
    """Ports of the VLAN keep it in their configuration and forward nothing until it is there again."""
    if 1 in match.get("vlans"):
        raise RefusedError("%Default VLAN 1 may not be deleted.\n")
    for number in match.get("vlans"):
        context.configuration.vlans.pop(number, None)
    return None


@command("vlan", "name <word:name>", "no name [ <word:old> ]")
def _vlan_name(context: Context, match: Match) -> Answer:
    context.configuration.vlans.setdefault(int(context.view.key), Vlan()).name = match.get("name", "")
    return None


@command("config", "interface <interface>")
def _interface(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    name, style = match.get("interface"), configuration.style
    if name in configuration.ports:
        context.view = View("port", name)
    elif name.startswith(style.svi):
        configuration.vlan_interface(name)
        context.view = View("svi", name)
    elif name.startswith(style.kinds[0]):
        raise RefusedError("%Invalid interface type and number\n")
    else:
        configuration.block(f"interface {name}")
        context.view = View("kept-interface", name)
    return None


@command("config", "no interface <interface>")
def _no_interface(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    name, style = match.get("interface"), configuration.style
    if name in configuration.ports:
        raise RefusedError("% This command is not allowed on a physical interface.\n")
    if name.startswith(style.svi):
        configuration.vlan_interfaces.pop(style.vlan_of(name), None)
    configuration.blocks = [block for block in configuration.blocks if block.head != f"interface {name}"]
    return None
