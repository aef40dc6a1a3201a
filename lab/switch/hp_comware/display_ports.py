# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`display` of ports, VLANs, learned MAC addresses, bindings and port security."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.hp_comware.words import STYLE, display
from lab.switch.vrp_style.vlan import list_text
from lab.switch.vrp_style.words import dashes

if TYPE_CHECKING:
    from lab.switch.context import Context
    from lab.switch.device import Device
    from lab.switch.forwarding import LearnedMac
    from lab.switch.hp_comware.configuration import Configuration
    from lab.switch.hp_comware.port import Port
    from lab.switch.matcher import Match
    from lab.switch.vrp_style.vlan_interface import VlanInterface

_ROUTE_MODE = """\
Brief information on interfaces in route mode:
Link: ADM - administratively down; Stby - standby
Protocol: (s) - spoofing
Interface            Link Protocol Primary IP      Description
"""
_BRIDGE_MODE = """\
Brief information on interfaces in bridge mode:
Link: ADM - administratively down; Stby - standby
Speed: (a) - auto
Duplex: (a)/A - auto; H - half; F - full
Type: A - access; T - trunk; H - hybrid
Interface            Link Speed   Duplex Type PVID Description
"""


def _is_up(device: Device, port: Port) -> bool:
    return not port.shutdown and device.data_plane.has_link(port.number)


def _interface_is_up(context: Context, interface: VlanInterface) -> bool:
    configuration: Configuration = context.configuration
    carrying = (port for port in configuration.ports.values() if interface.vlan in port.carried(configuration.vlans))
    return not interface.shutdown and any(_is_up(context.box, port) for port in carrying)


def _link(shutdown: bool, up: bool) -> str:
    return "ADM" if shutdown else "UP" if up else "DOWN"


def _short(name: str) -> str:
    return name.replace("GigabitEthernet", "GE").replace("Vlan-interface", "Vlan")


@display("interface brief")
def _brief(context: Context, _: Match) -> str:
    configuration: Configuration = context.configuration
    text = _ROUTE_MODE + f"{'NULL0':<20} {'UP':<4} {'UP(s)':<8} {'--':<15}\n"
    for interface in configuration.vlan_interfaces.values():
        up = _interface_is_up(context, interface)
        link, address = _link(interface.shutdown, up), interface.address.ip if interface.address else "--"
        row = f"{_short(interface.name):<20} {link:<4} {'UP' if up else 'DOWN':<8} {address!s:<15} "
        text += row + f"{interface.description}\n"
    text += "\n" + _BRIDGE_MODE
    for port in configuration.ports.values():
        up = _is_up(context.box, port)
        speed, duplex = ("1G(a)", "F(a)") if up else ("auto", "A")
        row = f"{_short(port.name):<20} {_link(port.shutdown, up):<4} {speed:<7} {duplex:<6} "
        text += row + f"{port.link_type[0].upper():<4} {port.pvid:<4} {port.description}\n"
    return text


@display("interface <interface>")
def _one_interface(context: Context, match: Match) -> str:
    configuration: Configuration = context.configuration
    port = configuration.ports.get(match.get("interface"))
    if port is None:
        raise STYLE.refuse("The interface does not exist.")
    up = _is_up(context.box, port)
    state = "Administratively DOWN" if port.shutdown else "UP" if up else "DOWN"
    carried = port.carried(configuration.vlans)
    mac = dashes(context.box.base_mac)
    lines = [
        port.name,
        f"Current state: {state}",
        f"Line protocol state: {'UP' if up else 'DOWN'}",
        f"IP packet frame type: Ethernet II, hardware address: {mac}",
        f"Description: {port.description or f'{port.name} Interface'}",
        "Bandwidth: 1000000 kbps",
        "Loopback is not set",
        "1000Mbps-speed mode, full-duplex mode" if up else "Unknown-speed mode, unknown-duplex mode",
        f"PVID: {port.pvid}",
        f"Port link-type: {port.link_type.capitalize()}",
    ]
    if port.link_type == "trunk":
        names = ", ".join(str(number) for number in sorted(carried))
        lines += [f" VLAN Passing:   {names}", f" VLAN permitted: {names}"]
    else:
        lines += [" Tagged VLANs:   None", f" Untagged VLANs: {list_text(carried)}"]
    return "".join(f"{line}\n" for line in lines) + "\n"


@display("mac-address [ interface <interface> ] [ vlan <1-4094:vlan> ]")
def _mac_address(context: Context, match: Match) -> str:
    lines = ["MAC Address      VLAN ID    State            Port/Nickname            Aging"]
    for learned in _learned(context, match):
        state, aging = ("Security", "N") if learned.secure else ("Learned", "Y")
        lines.append(f"{dashes(learned.mac):<16} {learned.vlan:<10} {state:<16} {_short(learned.port):<24} {aging}")
    return "".join(f"{line}\n" for line in lines)


def _learned(context: Context, match: Match) -> list[LearnedMac]:
    found = sorted(context.box.data_plane.macs(), key=lambda entry: (entry.vlan, entry.mac))
    return [
        entry
        for entry in found
        if match.get("interface") in (None, entry.port) and match.get("vlan") in (None, entry.vlan)
    ]


@display("vlan all", "vlan <1-4094:vlan>")
def _vlan(context: Context, match: Match) -> str:
    configuration: Configuration = context.configuration
    wanted = [number for number in sorted(configuration.vlans) if match.get("vlan") in (None, number)]
    if not wanted:
        raise STYLE.refuse("The VLAN does not exist.")
    return "\n".join(_vlan_text(configuration, number) for number in wanted)


def _vlan_text(configuration: Configuration, number: int) -> str:
    vlan, interface = configuration.vlans[number], configuration.vlan_interfaces.get(number)
    lines = [f" VLAN ID: {number}", " VLAN type: Static"]
    lines.append(f" Route interface: {'Configured' if interface else 'Not configured'}")
    if interface and interface.address:
        lines.append(f" IPv4 address: {interface.address.ip}")
        lines.append(f" IPv4 subnet mask: {interface.address.netmask}")
    lines += [f" Description: {vlan.description or f'VLAN {number:04}'}", f" Name: {vlan.name or f'VLAN {number:04}'}"]
    members = [port for port in configuration.ports.values() if number in port.carried(configuration.vlans)]
    lines += _members("Tagged", [port.name for port in members if port.pvid != number])
    lines += _members("Untagged", [port.name for port in members if port.pvid == number])
    return "".join(f"{line}\n" for line in lines)


def _members(title: str, names: list[str]) -> list[str]:
    if not names:
        return [f" {title} ports:   None"]
    rows = ["".join(f"{name:<30}" for name in names[at : at + 2]) for at in range(0, len(names), 2)]
    return [f" {title} ports:", *(f"    {row}" for row in rows)]


@display("vlan brief")
def _vlan_brief(context: Context, _: Match) -> str:
    lines = ["Brief information about all VLANs:", "VLAN ID   Name                             Port"]
    configuration: Configuration = context.configuration
    for number, vlan in sorted(configuration.vlans.items()):
        members = [port.name for port in configuration.ports.values() if number in port.carried(configuration.vlans)]
        lines.append(f"{number:<9} {vlan.name or f'VLAN {number:04}':<32} {'  '.join(map(_short, members)) or '--'}")
    return "".join(f"{line}\n" for line in lines)


@display("ip source binding [ static ] [ interface <interface> ]")
def _source_bindings(context: Context, match: Match) -> str:
    rows = [
        f"{bind.address!s:<15} {bind.mac or 'N/A':<14} {_short(port.name):<24} {bind.vlan or 'N/A':<4} Static"
        for port in context.configuration.ports.values()
        for bind in port.bindings
        if match.get("interface") in (None, port.name)
    ]
    head = "IP Address      MAC Address    Interface                VLAN Type"
    return "".join(f"{line}\n" for line in (f"Total entries found: {len(rows)}", head, *rows))


@display("port-security interface <interface>")
def _port_security(context: Context, match: Match) -> str:
    port = context.configuration.ports.get(match.get("interface"))
    if port is None:
        raise STYLE.refuse("The interface does not exist.")
    secure = [entry for entry in context.box.data_plane.macs() if entry.port == port.name and entry.secure]
    limit = "Not configured" if port.max_macs is None else port.max_macs
    return (
        f" {port.name} is link-{'up' if _is_up(context.box, port) else 'down'}\n"
        f"   Port mode                      : {'autoLearn' if port.autolearn else 'noRestrictions'}\n"
        f"   Max secure MAC addresses       : {limit}\n"
        f"   Current secure MAC addresses   : {len(secure)}\n"
    )
