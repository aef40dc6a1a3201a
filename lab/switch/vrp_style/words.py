# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The parameter types of this style's syntaxes."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING, Any

from lab.switch.command_table import DisplayWords
from lab.switch.parameters import COMMON, Reader, network6, one_word, port_number
from lab.switch.vrp_style import well_known

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lab.switch.vrp_style.style import Style

DISPLAY = DisplayWords("display", "any", "include | exclude | begin", "Error: The regular expression is invalid.")
VLAN_IDS = range(1, 4095)
VLANS = "{ <1-4094:from> [ to <1-4094:to_end> ] }&"
_INTERFACE = re.compile(r"(\d*[A-Za-z-]+?)\s*(\d+(?:/\d+)*)$")
_MAC = re.compile(r"[0-9a-f]{1,4}(-[0-9a-f]{1,4}){2}$")
_SLOT_PARTS = 3


class InterfaceNames:
    """The names of a platform's interfaces.

    Args:
        types: the words, in full.
        slotted: those of them that are followed by slot/subcard/port.
        vlan: the one that is followed by a VLAN.
    """

    def __init__(self, types: tuple[str, ...], slotted: tuple[str, ...], vlan: str) -> None:
        self._types = types
        self._slotted = slotted
        self._vlan = vlan

    def full(self, text: str) -> str:
        """The full name of an interface: `gi 0/0/1` and `GigabitEthernet0/0/1` are one.

        Raises:
            ValueError: it is no interface name.
        """
        found = _INTERFACE.match(text)
        types = [name for name in self._types if found and name.lower().startswith(found[1].lower())]
        if not found or len(types) != 1:
            raise ValueError(text)
        number = found[2]
        if (types[0] in self._slotted) != (len(number.split("/")) == _SLOT_PARTS):
            raise ValueError(text)
        if types[0] == self._vlan and int(number.replace("/", "")) not in VLAN_IDS:
            raise ValueError(text)
        return types[0] + number

    def read(self, words: Sequence[str]) -> tuple[Any, int] | None:
        """Read a name of one word or two."""
        for used in (1, 2):
            try:
                return self.full(" ".join(words[:used])), used
            except ValueError:
                continue
        return None

    def vlan_of(self, name: str) -> int | None:
        """The VLAN of a full name that is one of a VLAN's interface."""
        return int(name[len(self._vlan) :]) if name.startswith(self._vlan) else None


def types(style: Style, names: InterfaceNames) -> dict[str, Reader]:
    """The types, by the names that syntaxes give them."""
    return {
        **COMMON,
        "interface": names.read,
        "mac": one_word(_mac),
        "wildcard": one_word(_wildcard),
        "tcp-port": one_word(port_number(well_known.TCP_PORTS | dict(style.more_tcp_ports))),
        "udp-port": one_word(port_number(well_known.UDP_PORTS)),
        "icmp-name": one_word(_icmp_name(well_known.ICMP_TYPES)),
        "icmp6-name": one_word(_icmp_name(style.icmp6_types)),
        "network6": one_word(network6),
        "ethertype": one_word(_ethertype(style.type_prefix)),
        "pipe": one_word(_pipe),
    }


def _mac(word: str) -> str:
    if not _MAC.match(word.lower()):
        raise ValueError(word)
    return "-".join(part.zfill(4) for part in word.lower().split("-"))


def colons(mac: str) -> str:
    """A MAC address as the rest of the lab writes it."""
    digits = mac.replace("-", "")
    return ":".join(digits[at : at + 2] for at in range(0, 12, 2))


def dashes(mac: str) -> str:
    """A MAC address as this style writes it."""
    digits = mac.replace(":", "")
    return f"{digits[:4]}-{digits[4:8]}-{digits[8:]}"


def _wildcard(word: str) -> int:
    return 0 if word == "0" else int(ipaddress.IPv4Address(word))


def _icmp_name(names: Mapping[str, tuple[int, int]]) -> Callable[[str], tuple[int, int]]:
    lower = {name.lower(): pair for name, pair in names.items()}

    def convert(word: str) -> tuple[int, int]:
        if word.lower() not in lower:
            raise ValueError(word)
        return lower[word.lower()]

    return convert


def _ethertype(prefix: str) -> Callable[[str], int]:
    def convert(word: str) -> int:
        digits = word.lower().removeprefix(prefix)
        if not re.fullmatch("[0-9a-f]{1,4}", digits) or (prefix and digits == word.lower()):
            raise ValueError(word)
        return int(digits, 16)

    return convert


def _pipe(word: str) -> str:
    if word != "|":
        raise ValueError(word)
    return word
