# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Types of parameters: how a typed word becomes a value, or is refused.

A platform adds its own types (`interface` names differ) to these; a type reads one word or more, starting at the word it
is offered, and says how many it took.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from lab.switch.port_condition import LAST_PORT

Reader = Callable[[Sequence[str]], "tuple[Any, int] | None"]
_RANGE = re.compile(r"(\d+)-(\d+)$")


def reader(type_name: str, types: Mapping[str, Reader]) -> Reader:
    """The reader of a type; `5-9` is the type of the integers from 5 to 9."""
    limits = _RANGE.match(type_name)
    if limits:
        return _integers(int(limits[1]), int(limits[2]))
    return types[type_name]


def _integers(low: int, high: int) -> Reader:
    def read(words: Sequence[str]) -> tuple[Any, int] | None:
        word = words[0]
        return (int(word), 1) if word.isascii() and word.isdigit() and low <= int(word) <= high else None

    return read


def one_word(convert: Callable[[str], Any]) -> Reader:
    """A reader of one word; `convert` raises ValueError for a word it does not take."""

    def read(words: Sequence[str]) -> tuple[Any, int] | None:
        try:
            return convert(words[0]), 1
        except ValueError:
            return None

    return read


def _mask(word: str) -> int:
    """A prefix length, from `24` or `255.255.255.0`."""
    if "." not in word and not word.isdigit():
        raise ValueError(word)
    return ipaddress.IPv4Network(f"0.0.0.0/{word}").prefixlen


def port_number(names: Mapping[str, int]) -> Callable[[str], int]:
    """A converter of a TCP or UDP port, by its number or one of these names."""

    def convert(word: str) -> int:
        number = names.get(word.lower(), -1)
        number = int(word) if number < 0 and word.isdigit() else number
        if not 0 <= number <= LAST_PORT:
            raise ValueError(word)
        return number

    return convert


def network6(word: str) -> ipaddress.IPv6Interface:
    """An IPv6 address with the length of its prefix."""
    if "/" not in word:
        raise ValueError(word)
    return ipaddress.IPv6Interface(word)


COMMON: dict[str, Reader] = {
    "word": one_word(str),
    "ipv4": one_word(ipaddress.IPv4Address),
    "ipv6": one_word(ipaddress.IPv6Address),
    "mask": one_word(_mask),
    # Everything up to the end of the line; the reader of lines puts the line's own text in its place.
    "text": lambda words: (" ".join(words), len(words)),
}
