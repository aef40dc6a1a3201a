# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands that have no effect in the lab: they are taken, kept word for word and printed again.

Their parameters are not checked. A command whose first words are not listed here or elsewhere is unknown to the device.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, View
from lab.switch.ios_style.configuration import Block, Configuration
from lab.switch.ios_style.vlan import Vlan
from lab.switch.ios_style.words import command

if TYPE_CHECKING:
    from lab.switch.matcher import Match

_GLOBAL = (
    "aaa", "alias", "authentication", "banner", "boot", "cdp", "clock summer-time", "clock timezone", "crypto",
    "enable password", "enable secret", "enable service", "errdisable", "ip arp inspection validate",
    "ip domain", "ip domain-lookup", "ip domain-name", "ip http", "ip name-server", "ip scp",
    "ip ssh", "ip tftp", "lldp", "logging", "login", "mac address-table", "ntp", "privilege", "radius-server",
    "service", "snmp-server", "sntp", "spanning-tree extend", "spanning-tree mode", "spanning-tree mst",
    "spanning-tree vlan", "system", "tacacs-server", "username", "vtp",
)  # fmt: skip
_ON_BY_DEFAULT = ("ip domain-lookup", "ip http server", "ip http secure-server", "service pad")
_OF_PORTS = (
    "auto qos", "cdp", "channel-group", "duplex", "ip arp inspection limit", "ip dhcp snooping limit", "lldp",
    "load-interval", "logging event", "mdix", "power inline", "snmp trap", "speed", "storm-control",
    "switchport nonegotiate", "switchport port-security aging", "switchport port-security mac-address",
    "switchport trunk encapsulation", "switchport voice",
)  # fmt: skip
_OF_BLOCKS = {
    "kept-interface": ("description", "ip", "ipv6", "shutdown", "switchport"),
    "vlan": ("mtu", "remote-span"),
    "svi": ("ip helper-address", "ip redirects", "ip proxy-arp", "ip unreachables"),
    "archive": ("log", "maximum", "path", "time-period", "write-memory"),
    "line": (
        "access-class", "exec-timeout", "history", "length", "logging", "login", "password", "privilege", "session",
        "stopbits", "transport",
    ),
}  # fmt: skip
_WORDS = "[ <text> ]"


def keep_line(context: Context, match: Match) -> Answer:
    """Keep a line of the configuration mode."""
    configuration: Configuration = context.configuration
    line = match.line.strip()
    configuration.blocks = [block for block in configuration.blocks if block.head not in (line, f"no {line}")]
    if line not in _ON_BY_DEFAULT:
        configuration.blocks.append(Block(line))
    return None


def drop_lines(context: Context, match: Match) -> Answer:
    """Drop the lines that begin with these words; what is on by itself is off after that."""
    configuration: Configuration = context.configuration
    wanted = match.line.split(maxsplit=1)[1].strip()
    configuration.blocks = [
        block for block in configuration.blocks if not _begins(block.head, wanted) and block.head != f"no {wanted}"
    ]
    if wanted in _ON_BY_DEFAULT:
        configuration.blocks.append(Block(f"no {wanted}"))
    return None


command("config", *(f"{words} {_WORDS}" for words in _GLOBAL))(keep_line)
command("config", *(f"no {words} {_WORDS}" for words in _GLOBAL))(drop_lines)


@command("config", "line { con | console | vty | aux } <0-63:first> [ <0-63:last> ]")
def _line(context: Context, match: Match) -> Answer:
    kind = "con" if match.has("console") else match.one_of("con", "vty", "aux")
    numbers = [str(match.get(name)) for name in ("first", "last") if match.get(name) is not None]
    head = " ".join(["line", kind, *numbers])
    context.configuration.block(head)
    context.view = View("line", head)
    return None


def kept_lines(context: Context) -> list[str] | None:
    """The lines kept word for word in the section of this view; None where nothing may be."""
    configuration: Configuration = context.configuration
    kind, key = context.view.kind, context.view.key
    if kind == "port":
        return configuration.ports[key].foreign
    if kind == "svi":
        return configuration.vlan_interface(key).foreign
    if kind == "vlan":
        return configuration.vlans.setdefault(int(key), Vlan()).foreign
    if kind in ("kept-interface", "line", "archive"):
        return configuration.block(f"interface {key}" if kind == "kept-interface" else key).lines
    return None


def _keep_in_section(context: Context, match: Match) -> Answer:
    lines, line = kept_lines(context), f" {match.line.strip()}"
    if lines is not None and line not in lines:
        lines.append(line)
    return None


def _drop_from_section(context: Context, match: Match) -> Answer:
    lines, wanted = kept_lines(context), match.line.split(maxsplit=1)[1].strip()
    if lines is not None:
        lines[:] = [kept for kept in lines if not _begins(kept.strip(), wanted)]
    return None


for _view, _kept in (("port", _OF_PORTS), *_OF_BLOCKS.items()):
    command(_view, *(f"{word} {_WORDS}" for word in _kept))(_keep_in_section)
    command(_view, *(f"no {word} {_WORDS}" for word in _kept))(_drop_from_section)


def _begins(line: str, words: str) -> bool:
    return line.split()[: len(words.split())] == words.split()
