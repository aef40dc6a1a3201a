# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""VRP's spelling, its parameter types, and the table in which its commands are collected.

Names of ICMPv6 types: Huawei S1720/S2700/S5700/S6720 V200R011C10 Command Reference (EDOC1000178165).
"""

from __future__ import annotations

from lab.switch.command_table import CommandTable
from lab.switch.forwarding import IPV4, IPV6
from lab.switch.vrp_style.style import Style
from lab.switch.vrp_style.words import DISPLAY, InterfaceNames, types

STYLE = Style(
    sysname="HUAWEI",
    system_view="Enter system view, return user view with Ctrl+Z.",
    max_description=242,
    refusal="Error: ",
    acl_title="acl {ipv6}number {number}",
    rule_limit=4294967294,
    rules_from_step=True,
    established="tcp-flag established",
    operators=("eq", "gt", "lt"),
    flags=("fragment", "logging"),
    type_word="l2-protocol",
    type_prefix="0x",
    protocols={IPV4: ("ip", "igmp", "ipinip", "gre", "ospf"), IPV6: ("ipv6", "gre", "ospf")},
    icmp6_types={
        "echo": (128, 0), "echo-reply": (129, 0), "erroneous-header-field": (4, 0), "frag-time-exceeded": (3, 1),
        "hop-limit-exceeded": (3, 0), "host-admin-prohib": (1, 1), "host-unreachable": (1, 3),
        "neighbor-advertisement": (136, 0), "neighbor-solicitation": (135, 0), "network-unreachable": (1, 0),
        "packet-too-big": (2, 0), "port-unreachable": (1, 4), "redirect": (137, 0), "router-advertisement": (134, 0),
        "router-solicitation": (133, 0), "unknown-ipv6-opt": (4, 2), "unknown-next-hdr": (4, 1),
    },
)  # fmt: skip
NAMES = InterfaceNames(
    ("GigabitEthernet", "Vlanif", "MEth", "LoopBack", "NULL", "Eth-Trunk"), ("GigabitEthernet", "MEth"), "Vlanif"
)
TABLE = CommandTable(DISPLAY)
TYPES = types(STYLE, NAMES)
command = TABLE.command
display = TABLE.display
