# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ruijie's own displays of ports, learned MAC addresses and the version; their forms are unverified."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from lab.switch.ios_style.displays import link
from lab.switch.ruijie_os.commands import OWN

if TYPE_CHECKING:
    from lab.switch.context import Context
    from lab.switch.ios_style.configuration import Configuration
    from lab.switch.matcher import Match


@OWN.display("interfaces status")
def _interfaces_status(context: Context, _: Match) -> str:
    configuration: Configuration = context.configuration
    lines = [
        f"{'Interface':<24} {'Status':<8} {'Vlan':<6} {'Duplex':<7} {'Speed':<9} Type",
        f"{'-' * 24} {'-' * 8} {'-' * 6} {'-' * 7} {'-' * 9} ------",
    ]
    for port in configuration.ports.values():
        up = link(context.box, port)
        status = "disabled" if port.shutdown else "up" if up else "down"
        vlan = "trunk" if port.mode == "trunk" else str(port.vlan)
        duplex, speed = ("Full", "1000M") if up else ("Unknown", "Unknown")
        lines.append(f"{port.name:<24} {status:<8} {vlan:<6} {duplex:<7} {speed:<9} copper")
    return "\n".join(lines) + "\n"


@OWN.display("mac-address-table [ dynamic ] [ interface <interface> ] [ vlan <1-4094:vlan> ]")
def _mac_table(context: Context, match: Match) -> str:
    lines = [f"{'Vlan':<10} {'MAC Address':<20} {'Type':<8} Interface", f"{'-' * 10} {'-' * 20} {'-' * 8} {'-' * 19}"]
    for learned in sorted(context.box.data_plane.macs(), key=lambda entry: (entry.vlan, entry.mac)):
        wanted = match.get("interface") in (None, learned.port) and match.get("vlan") in (None, learned.vlan)
        if wanted and not (learned.secure and match.has("dynamic")):
            digits = learned.mac.replace(":", "")
            mac = f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"
            lines.append(f"{learned.vlan:<10} {mac:<20} {'STATIC' if learned.secure else 'DYNAMIC':<8} {learned.port}")
    return "\n".join(lines) + "\n"


@OWN.display("version")
def _version(context: Context, _: Match) -> str:
    device = context.box
    seconds = int(time.time() - device.booted_at)
    days, hours, minutes = seconds // 86400, seconds // 3600 % 24, seconds // 60 % 60
    return (
        "System description      : Ruijie Gigabit Security & Intelligence Access Switch (RG-S2910-24GT4XS-E)\n"
        f"System uptime           : {days}:{hours:02}:{minutes:02}:{seconds % 60:02}\n"
        "System hardware version : 1.00\n"
        "System software version : S29_RGOS 11.4(1)B12P11\n"
        "System serial number    : G1LAB0000000A\n"
    )
