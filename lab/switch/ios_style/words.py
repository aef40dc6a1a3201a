# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The parameter types of the shared grammar, and the tables in which commands are collected."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from lab.switch.command_table import CommandTable, DisplayWords
from lab.switch.ios_style import well_known
from lab.switch.ios_style.vlan_list import read_vlans
from lab.switch.parameters import COMMON, Reader, network6, one_word, port_number

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from lab.switch.ios_style.style import Style

_MAC = re.compile(r"[0-9a-f]{1,4}(\.[0-9a-f]{1,4}){2}$")


SHOW = DisplayWords("show", "exec", "include | exclude | begin | section", "% Invalid regular expression\n")
SHARED = CommandTable(SHOW)
command = SHARED.command


def _mac(word: str) -> str:
    if not _MAC.match(word.lower()):
        raise ValueError(word)
    return ".".join(part.zfill(4) for part in word.lower().split("."))


def _icmp_name(names: dict[str, tuple[int, int | None]]) -> Callable[[str], tuple[int, int | None]]:
    def convert(word: str) -> tuple[int, int | None]:
        if word.lower() not in names:
            raise ValueError(word)
        return names[word.lower()]

    return convert


def _hex(word: str) -> int:
    if not re.fullmatch("0x[0-9a-f]{1,4}", word.lower()):
        raise ValueError(word)
    return int(word, 16)


def _pipe(word: str) -> str:
    if word != "|":
        raise ValueError(word)
    return word


def _list_name(word: str) -> str:
    """A list's name, which begins with a letter, or its number."""
    if not (word[0].isalpha() or word.isdigit()):
        raise ValueError(word)
    return word


def types(style: Style) -> dict[str, Reader]:
    """The parameter types of a platform."""

    def interface(words: Sequence[str]) -> tuple[Any, int] | None:
        for used in (1, 2):
            try:
                return style.interface(" ".join(words[:used])), used
            except ValueError:
                continue
        return None

    return {
        **COMMON,
        "interface": interface,
        "mac": one_word(_mac),
        "vlans": one_word(read_vlans),
        "tcp-port": one_word(port_number(well_known.TCP_PORTS)),
        "udp-port": one_word(port_number(well_known.UDP_PORTS)),
        "icmp-name": one_word(_icmp_name(well_known.ICMP_TYPES)),
        "icmp6-name": one_word(_icmp_name(well_known.ICMP6_TYPES)),
        "network6": one_word(network6),
        "hex": one_word(_hex),
        "list": one_word(_list_name),
        "pipe": one_word(_pipe),
    }
