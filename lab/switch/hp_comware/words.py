# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Comware's spelling, its parameter types, and the table in which its commands are collected.

Rules, names of ports and of ICMPv6 types: H3C Comware 7 command reference, ACL commands.
"""

from __future__ import annotations

from lab.switch.command_table import CommandTable
from lab.switch.forwarding import IPV4, IPV6
from lab.switch.vrp_style.style import Style
from lab.switch.vrp_style.words import DISPLAY, InterfaceNames, types

VLAN_INTERFACE = "Vlan-interface"
STYLE = Style(
    sysname="H3C",
    system_view="System View: return to User View with Ctrl+Z.",
    max_description=255,
    refusal="",
    acl_title="acl {ipv6}{level} {number}",
    rule_limit=65534,
    rules_from_step=False,
    established="established",
    operators=("eq", "gt", "lt", "neq"),
    flags=("fragment", "counting", "logging"),
    type_word="type",
    type_prefix="",
    protocols={
        IPV4: ("ip", "igmp", "ipinip", "gre", "ospf"),
        IPV6: ("ipv6", "gre", "ospf", "ipv6-ah", "ipv6-esp"),
    },
    more_tcp_ports={"dns": 53},
    icmp6_types={
        "echo-reply": (129, 0), "echo-request": (128, 0), "err-Header-field": (4, 0), "frag-time-exceeded": (3, 1),
        "hop-limit-exceeded": (3, 0), "host-admin-prohib": (1, 1), "host-unreachable": (1, 3),
        "neighbor-advertisement": (136, 0), "neighbor-solicitation": (135, 0), "network-unreachable": (1, 0),
        "packet-too-big": (2, 0), "port-unreachable": (1, 4), "redirect": (137, 0), "router-advertisement": (134, 0),
        "router-solicitation": (133, 0), "unknown-ipv6-opt": (4, 2), "unknown-next-hdr": (4, 1),
    },
    global_indent=" ",
)  # fmt: skip
NAMES = InterfaceNames(
    ("GigabitEthernet", VLAN_INTERFACE, "M-GigabitEthernet", "LoopBack", "NULL", "Bridge-Aggregation"),
    ("GigabitEthernet", "M-GigabitEthernet"),
    VLAN_INTERFACE,
)
TABLE = CommandTable(DISPLAY)
TYPES = types(STYLE, NAMES)
command = TABLE.command
display = TABLE.display
