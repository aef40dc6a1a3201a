# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Displays that both platforms have in the same form: configurations, access lists, bindings, port security, VLANs.

Forms: ntc-templates' captured outputs of Cisco IOS. Hits are shown in access lists for the lab's sake: a Catalyst counts
port lists in hardware, RGOS only after `ip access-list counter` (both unverified).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import Context, RefusedError
from lab.switch.forwarding import IPV4, IPV6
from lab.switch.ios_style.words import SHARED

if TYPE_CHECKING:
    from lab.switch.device import Device
    from lab.switch.ios_style.acl import Acl
    from lab.switch.ios_style.configuration import Configuration
    from lab.switch.ios_style.port import Port
    from lab.switch.ios_style.style import Style
    from lab.switch.matcher import Match

_VLAN_HEAD = """\

VLAN Name                             Status    Ports
---- -------------------------------- --------- -------------------------------
"""
_SECURITY_HEAD = """\
Secure Port  MaxSecureAddr  CurrentAddr  SecurityViolation  Security Action
                (Count)       (Count)          (Count)
---------------------------------------------------------------------------
"""


def _built(context: Context, text: str) -> str:
    head: str = context.configuration.style.running_head
    return f"{head.format(size=len(text.encode()))}{text}\n"


@SHARED.display("running-config")
def _running(context: Context, _: Match) -> str:
    return _built(context, context.box.running_text)


@SHARED.display("running-config interface <interface>")
def _running_interface(context: Context, match: Match) -> str:
    head = f"interface {match.get('interface')}"
    found = [section for section in context.configuration.sections() if section[0] == head]
    if not found:
        raise RefusedError("%Invalid interface type and number\n")
    return _built(context, "\n".join(["!", *found[0], "end"]) + "\n")


@SHARED.display("startup-config")
def _startup(context: Context, _: Match) -> str:
    saved = context.box.flash.saved
    head: str = context.configuration.style.startup_head
    return head.format(size=len(saved.encode())) + saved if saved.strip() else "startup-config is not present\n"


@SHARED.display("clock")
def _clock(context: Context, _: Match) -> str:
    now = context.box.now()
    return f"{now:%H:%M:%S}.{now.microsecond // 1000:03} CST {now:%a %b} {now.day} {now.year}\n"


@SHARED.display("privilege")
def _privilege(context: Context, _: Match) -> str:
    """The one account of a lab switch may do everything."""
    del context
    return "Current privilege level is 15\n"


@SHARED.display("access-lists [ <list:acl> ]", "ip access-lists [ <list:acl> ]", "ipv6 access-list [ <list:acl> ]")
def _access_lists(context: Context, match: Match) -> str:
    configuration: Configuration = context.configuration
    families = [IPV4] if match.has("ip") else [IPV6] if match.has("ipv6") else [IPV4, IPV6]
    counters = context.box.data_plane.counters()
    return "".join(
        _list_text(configuration.style, acl, counters)
        for (family, name), acl in sorted(configuration.acls.items())
        if family in families and match.get("acl") in (None, name)
    )


def _list_text(style: Style, acl: Acl, counters: dict[str, int]) -> str:
    lines = [f"{'Extended IP' if acl.family == IPV4 else 'IPv6'} access list {acl.name}"]
    for number, rule in sorted(acl.rules.items()):
        hits = counters.get(acl.counter(number), 0)
        counted = f" ({hits} match{'es' if hits > 1 else ''})" if hits else ""
        text = rule.text(acl.family, style)
        lines.append(
            f"    {number} {text}{counted}" if acl.family == IPV4 else f"    {text}{counted} sequence {number}"
        )
    return "\n".join(lines) + "\n"


@SHARED.display("ip source binding")
def _source_bindings(context: Context, _: Match) -> str:
    bindings = context.configuration.bindings
    rule = f"{'-' * 18}  {'-' * 15}  {'-' * 10}  {'-' * 13}  {'-' * 4}  {'-' * 20}"
    lines = [f"{'MacAddress':<18}  {'IpAddress':<15}  {'Lease(sec)':<10}  {'Type':<13}  VLAN  Interface", rule]
    for bind in bindings:
        digits = bind.mac.replace(".", "").upper()
        mac = ":".join(digits[at : at + 2] for at in range(0, 12, 2))
        lines.append(
            f"{mac:<18}  {bind.address!s:<15}  {'infinite':<10}  {'static':<13}  {bind.vlan:<4}  {bind.interface}"
        )
    return "\n".join([*lines, f"Total number of bindings: {len(bindings)}"]) + "\n"


def link(device: Device, port: Port) -> bool:
    """Whether a port is up."""
    return not port.shutdown and device.data_plane.has_link(port.number)


@SHARED.display("port-security")
def _port_security(context: Context, _: Match) -> str:
    configuration: Configuration = context.configuration
    learned = context.box.data_plane.macs()
    rows = [
        f"{configuration.style.short(port.name):>11} {port.max_macs or configuration.style.max_macs:>14}"
        f" {sum(entry.port == port.name for entry in learned):>12} {0:>18}"
        f" {(port.violation or configuration.style.violation).capitalize():>16}\n"
        for port in configuration.ports.values()
        if port.security
    ]
    return _SECURITY_HEAD + "".join(rows) + "-" * 75 + "\n"


@SHARED.display("port-security interface <interface>")
def _port_security_of(context: Context, match: Match) -> str:
    configuration: Configuration = context.configuration
    port = configuration.ports.get(match.get("interface"))
    if port is None:
        raise RefusedError("%Invalid interface type and number\n")
    learned = [entry for entry in context.box.data_plane.macs() if entry.port == port.name]
    digits = learned[-1].mac.replace(":", "") if learned else "0" * 12
    last = f"{digits[:4]}.{digits[4:8]}.{digits[8:]}:{learned[-1].vlan if learned else 0}"
    rows = (
        ("Port Security", "Enabled" if port.security else "Disabled"),
        (
            "Port Status",
            ("Secure-up" if link(context.box, port) else "Secure-down") if port.security else "Secure-down",
        ),
        ("Violation Mode", (port.violation or configuration.style.violation).capitalize()),
        ("Aging Time", "0 mins"),
        ("Aging Type", "Absolute"),
        ("SecureStatic Address Aging", "Disabled"),
        ("Maximum MAC Addresses", port.max_macs or configuration.style.max_macs),
        ("Total MAC Addresses", len(learned)),
        ("Configured MAC Addresses", 0),
        ("Sticky MAC Addresses", 0),
        ("Last Source Address:Vlan", last),
        ("Security Violation Count", 0),
    )
    return "".join(f"{name:<27}: {value}\n" for name, value in rows)


@SHARED.display("vlan [ brief ]")
def _vlan(context: Context, _: Match) -> str:
    configuration: Configuration = context.configuration
    rows: list[str] = []
    for number, vlan in sorted(configuration.vlans.items()):
        name = vlan.name or ("default" if number == 1 else f"VLAN{number:04}")
        members = [
            configuration.style.short(port.name)
            for port in configuration.ports.values()
            if port.mode != "trunk" and port.vlan == number
        ]
        lines = [", ".join(members[at : at + 4]) for at in range(0, len(members), 4)] or [""]
        rows += [f"{number:<4} {name:<32} {'active':<9} {lines[0]}".rstrip(), *(" " * 48 + line for line in lines[1:])]
    return _VLAN_HEAD + "".join(f"{row}\n" for row in rows)
