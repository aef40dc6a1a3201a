# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""`display` of ports, VLANs and learned MAC addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import Context, RefusedError
from lab.switch.huawei_vrp.words import display
from lab.switch.vrp_style.words import dashes

if TYPE_CHECKING:
    from lab.switch.device import Device
    from lab.switch.huawei_vrp.configuration import Configuration
    from lab.switch.huawei_vrp.port import Port
    from lab.switch.matcher import Match

_LEGEND = """\
PHY: Physical
*down: administratively down
(l): loopback
(s): spoofing
(b): BFD down
(e): ETHOAM down
(dl): DLDP down
(d): Dampening Suppressed
InUti/OutUti: input utility/output utility
Interface                   PHY   Protocol  InUti OutUti   inErrors  outErrors
"""
_RULE = "-" * 79


@display("interface brief")
def _brief(context: Context, _: Match) -> str:
    device = context.box
    configuration: Configuration = context.configuration
    rows = [(port.name, _physical(device, port), _link(device, port)) for port in configuration.ports.values()]
    rows.append(("NULL0", "up", "up(s)"))
    for vlanif in configuration.vlan_interfaces.values():
        carried = any(
            vlanif.vlan in port.carried(configuration.vlans) and _link(device, port) == "up"
            for port in configuration.ports.values()
        )
        state = "*down" if vlanif.shutdown else "up" if carried else "down"
        rows.append((vlanif.name, state, "up" if state == "up" and vlanif.address else "down"))
    lines = [
        f"{name:<27} {physical:<5} {protocol:<9} {'0%':>5}  {'0%':>5} {0:>10} {0:>10}\n"
        for name, physical, protocol in rows
    ]
    return _LEGEND + "".join(lines)


def _physical(device: Device, port: Port) -> str:
    return "*down" if port.shutdown else _link(device, port)


def _link(device: Device, port: Port) -> str:
    return "up" if not port.shutdown and device.data_plane.has_link(port.number) else "down"


@display("interface <interface>")
def _one_interface(context: Context, match: Match) -> str:
    port = context.configuration.ports.get(match.get("interface"))
    if port is None:
        raise RefusedError("Error: The interface does not exist.")
    device = context.box
    physical = "Administratively DOWN" if port.shutdown else _link(device, port).upper()
    return (
        f"{port.name} current state : {physical}\n"
        f"Line protocol current state : {_link(device, port).upper()}\n"
        f"Description:{port.description}\n"
        f"Switch Port, Link-type : {port.link_type}(configured),\n"
        f"PVID : {port.pvid:>4}, TPID : 8100(Hex), The Maximum Frame Length is 9216\n"
        f"IP Sending Frames' Format is PKTFMT_ETHNT_2, Hardware address is {dashes(device.base_mac)}\n"
        f"Current system time: {device.now():%Y-%m-%d %H:%M:%S}+08:00\n"
        "Port Mode: COMMON COPPER\n"
        "Speed : 1000,  Loopback: NONE\n"
        "Duplex: FULL,  Negotiation: ENABLE\n"
        "Mdi   : AUTO\n"
    )


@display(
    "mac-address [ dynamic | security | static ] [ [ interface ] <interface> ] [ vlan <1-4094:vlan> ]",
)
def _mac_address(context: Context, match: Match) -> str:
    kind = match.one_of("dynamic", "security", "static")
    lines = [_RULE, f"{'MAC Address':<14} {'VLAN/VSI':<33} {'Learned-From':<19} Type", _RULE]
    count = 0
    for learned in sorted(context.box.data_plane.macs(), key=lambda entry: (entry.vlan, entry.mac)):
        type_name = "security" if learned.secure else "dynamic"
        wanted = match.get("interface") in (None, learned.port) and match.get("vlan") in (None, learned.vlan)
        if wanted and kind in ("", type_name):
            port = learned.port.replace("GigabitEthernet", "GE")
            lines.append(f"{dashes(learned.mac):<14} {f'{learned.vlan}/-':<33} {port:<19} {type_name}")
            count += 1
    return "\n".join([*lines, "", _RULE, f"Total items displayed = {count}"]) + "\n"


@display("vlan", "vlan <1-4094:vlan>")
def _vlan(context: Context, match: Match) -> str:
    configuration: Configuration = context.configuration
    wanted = [number for number in sorted(configuration.vlans) if match.get("vlan") in (None, number)]
    if not wanted:
        raise RefusedError("Error: The VLAN does not exist.")
    rule = "-" * 80
    lines = [f"The total number of VLANs is : {len(wanted)}"] if match.get("vlan") is None else []
    lines += [
        rule,
        "U: Up;         D: Down;         TG: Tagged;         UT: Untagged;",
        "MP: Vlan-mapping;               ST: Vlan-stacking;",
        "#: ProtocolTransparent-vlan;    *: Management-vlan;",
        *(rule, "", "VID  Type    Ports", rule),
    ]
    for number in wanted:
        lines += _members(context.box, configuration, number)
    lines += ["", "VID  Status  Property      MAC-LRN Statistics Description", rule]
    for number in wanted:
        description = configuration.vlans[number].description or f"VLAN {number:04}"
        lines.append(f"{number:<4} enable  default       enable  disable    {description}")
    return "\n".join(lines) + "\n"


def _members(device: Device, configuration: Configuration, number: int) -> list[str]:
    cells: dict[str, list[str]] = {"UT": [], "TG": []}
    for port in configuration.ports.values():
        if number in port.carried(configuration.vlans):
            tagged = number != port.pvid
            name = port.name.replace("GigabitEthernet", "GE")
            cells["TG" if tagged else "UT"].append(f"{name}({_link(device, port)[0].upper()})")
    rows: list[str] = []
    for mode, members in cells.items():
        for at in range(0, len(members), 4):
            row = "".join(f"{member:<16}" for member in members[at : at + 4]).rstrip()
            rows.append((f"{mode}:" if at == 0 else "   ") + row)
    return [
        f"{number if at == 0 else '':<4} {'common' if at == 0 else '':<7} {row}" for at, row in enumerate(rows or [""])
    ]
