# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Ruijie's own configuration commands: rate limits and ARP checks of ports.

Sources: RG-S29 Series RGOS Configuration Guide, Configuring QoS (`rate-limit`) and Configuring ARP Check (`arp-check`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.command_table import CommandTable
from lab.switch.context import Answer, Context, RefusedError
from lab.switch.forwarding import Rate
from lab.switch.ios_style.acl_commands import add_remark, drop_remark, enter_rules
from lab.switch.ios_style.port_commands import allow_vlans, direction, flag, port_of
from lab.switch.ios_style.words import SHOW
from lab.switch.ruijie_os.style import BYTES_PER_KB

if TYPE_CHECKING:
    from lab.switch.matcher import Match

OWN = CommandTable(SHOW)
enter_rules(OWN, "fragment", "")
OWN.command("acl acl6", "list-remark <text>")(add_remark)
OWN.command("acl acl6", "no list-remark [ <text> ]")(drop_remark)
OWN.command(
    "port",
    "switchport trunk allowed vlan { all | { only | add | remove | except } <vlans> }",
    "no switchport trunk allowed vlan",
)(allow_vlans)


@OWN.command("port", "rate-limit { input | output } <64-1000000:kbps> <4-16384:burst>")
def _rate_limit(context: Context, match: Match) -> Answer:
    """The rate is in kbit/s, the burst in KB."""
    rate = Rate(match.get("kbps"), match.get("burst") * BYTES_PER_KB)
    port_of(context).rates[direction(match)] = rate
    return None


@OWN.command("port", "no rate-limit { input | output }")
def _no_rate_limit(context: Context, match: Match) -> Answer:
    if port_of(context).rates.pop(direction(match), None) is None:
        raise RefusedError("% The rate limit is not configured.\n")
    return None


OWN.command("port", "[ no ] arp-check")(flag("arp_check"))


@OWN.command("config", "[ no ] spanning-tree")
def _spanning_tree(context: Context, match: Match) -> Answer:
    context.configuration.spanning_tree = not match.has("no")
    return None
