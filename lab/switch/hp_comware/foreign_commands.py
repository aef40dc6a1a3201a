# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The commands that are taken without being understood (`vrp_style/foreign_commands.py`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, View
from lab.switch.hp_comware.words import STYLE, TABLE, command
from lab.switch.vrp_style.foreign_commands import ForeignCommands

if TYPE_CHECKING:
    from lab.switch.matcher import Match

_GLOBAL = (
    "clock protocol", "clock timezone", "dhcp enable", "dhcp snooping enable", "dns server", "domain default enable",
    "header", "info-center", "irf", "lldp global enable", "loopback-detection global enable", "ntp-service",
    "password-recovery enable", "scheduler logfile size", "sftp server enable", "snmp-agent", "ssh server", "ssh user",
    "stp global enable", "stp mode", "stp priority", "telnet server enable",
)  # fmt: skip
_ON_BY_DEFAULT = ("info-center enable", "password-recovery enable", "stp global enable")
_OF_PORTS = (
    "broadcast-suppression", "dhcp snooping", "duplex", "flow-control", "jumboframe enable", "lldp",
    "loopback-detection", "mac-address max-mac-count", "multicast-suppression", "poe",
    "port-security intrusion-mode", "port-security mac-address dynamic", "port-security mac-address security", "speed",
    "stp cost", "stp loop-protection", "stp port", "stp root-protection", "unicast-suppression",
)  # fmt: skip
_OF_BLOCKS = {
    "domain": ("access-limit", "authentication", "authorization", "accounting", "state"),
    "interface": ("description", "ip", "ipv6"),
    "line": (
        "authentication-mode", "idle-timeout", "history-command", "protocol inbound", "screen-length", "set",
        "user-role",
    ),
    "local-user": ("authorization-attribute", "bind-attribute", "group", "password", "service-type", "state"),
    "radius": ("key", "nas-ip", "primary", "secondary", "user-name-format"),
}  # fmt: skip
_FOREIGN = ForeignCommands(TABLE, STYLE)
_FOREIGN.lines_of_the_system_view(_GLOBAL, _ON_BY_DEFAULT)
_FOREIGN.lines_of_ports(_OF_PORTS)
for _view, _words in _OF_BLOCKS.items():
    _FOREIGN.lines_of_a_block(_view, _words)


@command(
    "system",
    "domain <word>",
    "line { aux | vty } <0-63> [ <0-63> ]",
    "line class { aux | vty }",
    "local-user <word> [ class { manage | network } ]",
    "radius scheme <word>",
)
def _open_block(context: Context, match: Match) -> Answer:
    head = " ".join(match.line.split())
    context.configuration.blocks.get(head)
    context.view = View(match.one_of("domain", "line", "local-user", "radius"), head)
    return None


@command("system", "undo { domain | local-user | radius scheme } <text>")
def _undo_block(context: Context, match: Match) -> Answer:
    if not context.configuration.blocks.remove(" ".join(match.line.split()[1:])):
        raise STYLE.refuse("The configuration does not exist.")
    return None
