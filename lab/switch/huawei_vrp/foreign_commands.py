# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The commands that are taken without being understood (`vrp_style/foreign_commands.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, View
from lab.switch.huawei_vrp.words import STYLE, TABLE, command
from lab.switch.vrp_style.foreign_commands import ForeignCommands

if TYPE_CHECKING:
    from lab.switch.matcher import Match

_GLOBAL = (
    "clock timezone", "clock daylight-saving-time", "dhcp enable", "dhcp snooping", "dns", "header", "http",
    "info-center", "lldp", "loopback-detect", "ntp-service", "snmp-agent", "sftp", "ssh", "stelnet", "stp enable",
    "stp instance", "stp mode", "stp priority", "stp region-configuration", "stp root", "stp tc-protection", "telnet",
)  # fmt: skip
_ON_BY_DEFAULT = ("http server enable", "telnet server enable", "info-center enable", "stp enable")
_OF_PORTS = (
    "broadcast-suppression", "dhcp snooping", "duplex", "jumboframe", "lldp", "loopback-detect", "mac-limit",
    "multicast-suppression", "poe", "speed", "storm-control", "stp cost", "stp disable", "stp loop-protection",
    "stp port", "stp root-protection", "trust", "unicast-suppression",
)  # fmt: skip
_OF_BLOCKS = {
    "aaa": ("accounting-scheme", "authentication-scheme", "authorization-scheme", "domain", "local-user"),
    "ui": (
        "acl", "authentication-mode", "history-command", "idle-timeout", "protocol", "screen-length", "set", "user",
    ),
    "interface": ("description", "ip", "ipv6"),
}  # fmt: skip


_FOREIGN = ForeignCommands(TABLE, STYLE)
_FOREIGN.lines_of_the_system_view(_GLOBAL, _ON_BY_DEFAULT)
_FOREIGN.lines_of_ports(_OF_PORTS, ("negotiation auto",))
for _view, _words in _OF_BLOCKS.items():
    _FOREIGN.lines_of_a_block(_view, _words)


@command("system", "aaa")
def _aaa(context: Context, _: Match) -> Answer:
    context.configuration.blocks.get("aaa")
    context.view = View("aaa", "aaa")
    return None


@command("system", "user-interface { con | vty } <0-20:first> [ <0-20:last> ]")
def _user_interface(context: Context, match: Match) -> Answer:
    numbers = [str(match.get(name)) for name in ("first", "last") if match.get(name) is not None]
    head = " ".join(["user-interface", match.one_of("con", "vty"), *numbers])
    context.configuration.blocks.get(head)
    context.view = View("ui", head)
    return None
