# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The parameter types of VRP's syntaxes, and the table in which its commands are collected."""

from __future__ import annotations

import ipaddress
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from lab.switch.huawei_vrp import well_known
from lab.switch.matcher import Command
from lab.switch.parameters import COMMON, Reader, one_word

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

COMMANDS: dict[str, list[Command]] = defaultdict(list)
INTERFACE_TYPES = ("GigabitEthernet", "Vlanif", "MEth", "LoopBack", "NULL", "Eth-Trunk")
_INTERFACE = re.compile(r"([A-Za-z-]+?)\s*(\d+(?:/\d+)*)$")
_MAC = re.compile(r"[0-9a-f]{1,4}(-[0-9a-f]{1,4}){2}$")
VLAN_IDS = range(1, 4095)
_PORTS = range(65536)
_SLOT_PARTS = 3
VLANS = "{ <1-4094:from> [ to <1-4094:to_end> ] }&"


def command(views: str, *syntaxes: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Enter a function as what these syntaxes do in these views (separated by blanks)."""

    def enter(run: Callable[..., Any]) -> Callable[..., Any]:
        for view in views.split():
            COMMANDS[view] += [Command(syntax, run) for syntax in syntaxes]
        return run

    return enter


def interface_name(text: str) -> str:
    """The full name of an interface: `gi 0/0/1` and `GigabitEthernet0/0/1` are one.

    Raises:
        ValueError: it is no interface name.
    """
    found = _INTERFACE.match(text)
    types = [name for name in INTERFACE_TYPES if found and name.lower().startswith(found[1].lower())]
    if not found or len(types) != 1 or (types[0] == "Vlanif" and int(found[2].replace("/", "")) not in VLAN_IDS):
        raise ValueError(text)
    if (types[0] in ("GigabitEthernet", "MEth")) != (len(found[2].split("/")) == _SLOT_PARTS):
        raise ValueError(text)
    return types[0] + found[2]


def _interface(words: Sequence[str]) -> tuple[Any, int] | None:
    for used in (1, 2):
        try:
            return interface_name(" ".join(words[:used])), used
        except ValueError:
            continue
    return None


def _mac(word: str) -> str:
    if not _MAC.match(word.lower()):
        raise ValueError(word)
    return "-".join(part.zfill(4) for part in word.lower().split("-"))


def _wildcard(word: str) -> int:
    return 0 if word == "0" else int(ipaddress.IPv4Address(word))


def _port(names: dict[str, int]) -> Callable[[str], int]:
    def convert(word: str) -> int:
        number = names.get(word.lower(), -1)
        number = int(word) if number < 0 and word.isdigit() else number
        if number not in _PORTS:
            raise ValueError(word)
        return number

    return convert


def _network6(word: str) -> ipaddress.IPv6Interface:
    if "/" not in word:
        raise ValueError(word)
    return ipaddress.IPv6Interface(word)


def _icmp_name(names: dict[str, tuple[int, int]]) -> Callable[[str], tuple[int, int]]:
    lower = {name.lower(): pair for name, pair in names.items()}

    def convert(word: str) -> tuple[int, int]:
        if word.lower() not in lower:
            raise ValueError(word)
        return lower[word.lower()]

    return convert


def _pipe(word: str) -> str:
    if word != "|":
        raise ValueError(word)
    return word


TYPES: dict[str, Reader] = {
    **COMMON,
    "interface": _interface,
    "mac": one_word(_mac),
    "wildcard": one_word(_wildcard),
    "tcp-port": one_word(_port(well_known.TCP_PORTS)),
    "udp-port": one_word(_port(well_known.UDP_PORTS)),
    "icmp-name": one_word(_icmp_name(well_known.ICMP_TYPES)),
    "icmp6-name": one_word(_icmp_name(well_known.ICMP6_TYPES)),
    "network6": one_word(_network6),
    "pipe": one_word(_pipe),
}
