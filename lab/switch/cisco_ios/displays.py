# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Cisco's own displays of ports, learned MAC addresses and the version, in forms that ntc-templates reads."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from lab.switch.cisco_ios.commands import OWN
from lab.switch.ios_style.displays import link

if TYPE_CHECKING:
    from lab.switch.context import Context
    from lab.switch.device import Device
    from lab.switch.ios_style.configuration import Configuration
    from lab.switch.ios_style.port import Port
    from lab.switch.matcher import Match


def _status(device: Device, port: Port) -> str:
    return "disabled" if port.shutdown else "connected" if link(device, port) else "notconnect"


@OWN.display("interfaces status")
def _interfaces_status(context: Context, _: Match) -> str:
    configuration: Configuration = context.configuration
    lines = ["", "Port      Name               Status       Vlan       Duplex  Speed Type"]
    for port in configuration.ports.values():
        vlan = "trunk" if port.mode == "trunk" else str(port.vlan)
        up = link(context.box, port)
        lines.append(
            f"{configuration.style.short(port.name):<9} {port.description[:18]:<18} {_status(context.box, port):<12}"
            f" {vlan:<10} {'a-full' if up else 'auto':>6} {'a-1000' if up else 'auto':>6} 10/100/1000BaseTX"
        )
    return "\n".join(lines) + "\n"


@OWN.display("ip interface brief")
def _ip_brief(context: Context, _: Match) -> str:
    configuration: Configuration = context.configuration
    rows: list[tuple[str, str, bool, bool]] = []
    for vlan, interface in sorted(configuration.vlan_interfaces.items()):
        carried = any(
            vlan in (port.allowed if port.mode == "trunk" else {port.vlan}) and link(context.box, port)
            for port in configuration.ports.values()
        )
        address = str(interface.address.ip) if interface.address else "unassigned"
        rows.append((f"Vlan{vlan}", address, interface.shutdown, carried and vlan in configuration.vlans))
    rows += [(port.name, "unassigned", port.shutdown, link(context.box, port)) for port in configuration.ports.values()]
    lines = ["Interface              IP-Address      OK? Method Status                Protocol"]
    for name, address, shutdown, up in rows:
        status = "administratively down" if shutdown else "up" if up else "down"
        method = "NVRAM" if address != "unassigned" else "unset"
        lines.append(f"{name:<22} {address:<15} YES {method:<6} {status:<21} {'up' if up and not shutdown else 'down'}")
    return "\n".join(lines) + "\n"


@OWN.display("mac address-table [ dynamic ] [ interface <interface> ] [ vlan <1-4094:vlan> ]")
def _mac_table(context: Context, match: Match) -> str:
    rows: list[str] = []
    for learned in sorted(context.box.data_plane.macs(), key=lambda entry: (entry.vlan, entry.mac)):
        wanted = match.get("interface") in (None, learned.port) and match.get("vlan") in (None, learned.vlan)
        if wanted and not (learned.secure and match.has("dynamic")):
            digits = learned.mac.replace(":", "")
            kind = "STATIC" if learned.secure else "DYNAMIC"
            port = context.configuration.style.short(learned.port)
            rows.append(f"{learned.vlan:>4}    {digits[:4]}.{digits[4:8]}.{digits[8:]}    {kind:<8}    {port}")
    head = [" " * 10 + "Mac Address Table", "-" * 43, "", "Vlan    Mac Address       Type        Ports"]
    head.append("----    -----------       --------    -----")
    return "\n".join([*head, *rows, f"Total Mac Addresses for this criterion: {len(rows)}"]) + "\n"


@OWN.display("version")
def _version(context: Context, _: Match) -> str:
    device = context.box
    minutes = int(time.time() - device.booted_at) // 60
    days, hours = minutes // 1440, minutes // 60 % 24
    mac = device.base_mac.upper()
    return (
        "Cisco IOS Software, C2960X Software (C2960X-UNIVERSALK9-M), Version 15.2(2)E6, RELEASE SOFTWARE (fc1)\n"
        "Technical Support: http://www.cisco.com/techsupport\n"
        "\nROM: Bootstrap program is C2960X boot loader\n"
        f"\n{context.configuration.hostname} uptime is {days} days, {hours} hours, {minutes % 60} minutes\n"
        "System returned to ROM by power-on\n"
        'System image file is "flash:/c2960x-universalk9-mz.152-2.E6.bin"\n'
        "\ncisco WS-C2960X-24TS-L (APM86XXX) processor (revision A0) with 524288K bytes of memory.\n"
        "Processor board ID FOC0000LAB0\n"
        "Last reset from power-on\n"
        f"{len(context.configuration.ports)} Gigabit Ethernet interfaces\n"
        f"\nBase ethernet MAC Address       : {mac}\n"
        "Model number                    : WS-C2960X-24TS-L\n"
        "System serial number            : FOC0000LAB0\n"
        "\nConfiguration register is 0xF\n"
    )
