# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Commands that have no effect in the lab: they are taken, kept word for word and printed again.

Their parameters are not checked. A command whose first words are not listed here or elsewhere is unknown to the device.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, RefusedError, View
from lab.switch.huawei_vrp.configuration import Block, Configuration
from lab.switch.huawei_vrp.words import command

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


@command("system", *(f"{words} [ <text> ]" for words in _GLOBAL))
def _keep_line(context: Context, match: Match) -> Answer:
    blocks: list[Block] = context.configuration.blocks
    opposite = f"undo {match.line.strip()}"
    context.configuration.blocks = [block for block in blocks if block.head not in (match.line.strip(), opposite)]
    context.configuration.blocks.append(Block(match.line.strip()))
    return None


@command("system", *(f"undo {words} [ <text> ]" for words in _GLOBAL))
def _drop_lines(context: Context, match: Match) -> Answer:
    configuration: Configuration = context.configuration
    wanted = match.line.split(maxsplit=1)[1].strip()
    kept = [block for block in configuration.blocks if not _begins(block.head, wanted)]
    if len(kept) == len(configuration.blocks) and wanted not in _ON_BY_DEFAULT:
        raise RefusedError("Error: The configuration does not exist.")
    configuration.blocks = kept
    if wanted in _ON_BY_DEFAULT:
        configuration.blocks.append(Block(f"undo {wanted}"))
    return None


@command("system", "aaa")
def _aaa(context: Context, _: Match) -> Answer:
    context.configuration.block("aaa")
    context.view = View("aaa", "aaa")
    return None


@command("system", "user-interface { con | vty } <0-20:first> [ <0-20:last> ]")
def _user_interface(context: Context, match: Match) -> Answer:
    numbers = [str(match.get(name)) for name in ("first", "last") if match.get(name) is not None]
    head = " ".join(["user-interface", match.one_of("con", "vty"), *numbers])
    context.configuration.block(head)
    context.view = View("ui", head)
    return None


def _keep_in_block(context: Context, match: Match) -> Answer:
    _add(context.configuration.block(context.view.key).lines, match.line)
    return None


def _drop_from_block(context: Context, match: Match) -> Answer:
    _remove(context.configuration.block(context.view.key).lines, match.line)
    return None


for _view, _words in _OF_BLOCKS.items():
    command(_view, *(f"{word} [ <text> ]" for word in _words))(_keep_in_block)
    command(_view, *(f"undo {word} [ <text> ]" for word in _words))(_drop_from_block)


@command("port", *(f"{word} [ <text> ]" for word in _OF_PORTS), "undo negotiation auto")
def _keep_on_port(context: Context, match: Match) -> Answer:
    _add(context.configuration.ports[context.view.key].foreign, match.line)
    return None


@command("port", *(f"undo {word} [ <text> ]" for word in _OF_PORTS))
def _drop_from_port(context: Context, match: Match) -> Answer:
    _remove(context.configuration.ports[context.view.key].foreign, match.line)
    return None


@command("port", "negotiation auto")
def _negotiation(context: Context, _: Match) -> Answer:
    lines = context.configuration.ports[context.view.key].foreign
    lines[:] = [line for line in lines if line.strip() != "undo negotiation auto"]
    return None


def _add(lines: list[str], line: str) -> None:
    if f" {line.strip()}" not in lines:
        lines.append(f" {line.strip()}")


def _remove(lines: list[str], line: str) -> None:
    wanted = line.split(maxsplit=1)[1].strip()
    kept = [kept for kept in lines if not _begins(kept.strip(), wanted)]
    if len(kept) == len(lines):
        raise RefusedError("Error: The configuration does not exist.")
    lines[:] = kept


def _begins(line: str, words: str) -> bool:
    return line.split()[: len(words.split())] == words.split()
