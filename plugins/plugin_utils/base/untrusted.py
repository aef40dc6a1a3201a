# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Shapes: what a value from outside has to look like, and how much of it there may be.

A shape takes a value and its place and returns the value in plain JSON types, known keys only. What is of another type,
too long, too deep, infinite or not there is refused with the place at which it stands. A shape is a function, so that a
new one is written where it is needed.
"""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Callable, Mapping
from typing import Any

from ...module_utils.message import say
from ...module_utils.plain_text import lines, one_line
from .errors import KioskError

Shape = Callable[[Any, str], Any]

#: The most of free data, such as the figures behind a verdict.
DEEPEST, MOST_VALUES = 8, 20_000
#: Integers beyond are none that any JSON reader agrees on (RFC 8259 6).
LARGEST = 2**53 - 1


class ShapeError(KioskError):
    """A value from outside is not what it has to be; `where` is its place."""


def refuse(place: str, what: str) -> ShapeError:
    """Return the error for a value, without the value itself: it may be a gigabyte long."""
    return ShapeError(what, where=place, id="unexpected-value")


# A truth value is an integer to Python: it goes first.
_KINDS: Mapping[Any, str] = {
    bool: say("true or false"),
    int: say("a number"),
    float: say("a number"),
    str: say("text"),
    type(None): say("nothing"),
    (list, tuple): say("a list"),
    Mapping: say("a mapping"),
}


def kind_of(value: Any) -> str:
    """Say what a value is in place of what it should be."""
    return next((name for kind, name in _KINDS.items() if isinstance(value, kind)), "?")


def text(limit: int = 600) -> Shape:
    """Return the shape of one line of text; one that is too long is refused, what cannot be seen is replaced."""

    def take(value: Any, place: str) -> str:
        if not isinstance(value, str):
            raise refuse(place, say("is {kind}, not text", kind=kind_of(value)))
        if len(value) > limit:
            raise refuse(place, say("has {count} characters, {limit} at most are read", count=len(value), limit=limit))
        # `str` of it: Ansible marks texts with their origin, and the mark is none of ours.
        return one_line(str(value), limit)

    return take


def exact(limit: int) -> Shape:
    """Return the shape of a word that something is recognised by; one that is another word once it is cleaned is refused."""
    line = text(limit)

    def take(value: Any, place: str) -> str:
        taken = line(value, place)
        if taken != value:
            raise refuse(place, say("has characters that cannot be seen"))
        return str(taken)

    return take


def block(limit: int) -> Shape:
    """Return the shape of text of several lines that no person is shown, such as a rule set or a picture's Base64."""

    def take(value: Any, place: str) -> str:
        if not isinstance(value, str):
            raise refuse(place, say("is {kind}, not text", kind=kind_of(value)))
        if len(value) > limit:
            raise refuse(place, say("has {count} characters, {limit} at most are read", count=len(value), limit=limit))
        return str(value)

    return take


def cut(limit: int) -> Shape:
    """Return the shape of one line of text that may rightly be long; what is beyond the limit is left out."""

    def take(value: Any, place: str) -> str:
        if not isinstance(value, str):
            raise refuse(place, say("is {kind}, not text", kind=kind_of(value)))
        return one_line(str(value), limit)

    return take


def several_lines(most: int) -> Shape:
    """Return the shape of text of several lines that a person is shown; what is beyond `most` of them is left out."""

    def take(value: Any, place: str) -> str:
        if not isinstance(value, str):
            raise refuse(place, say("is {kind}, not text", kind=kind_of(value)))
        return lines(str(value), most=most)

    return take


def choice(*known: str) -> Shape:
    """Return the shape of one of these words."""

    def take(value: Any, place: str) -> str:
        if not isinstance(value, str) or value not in known:
            raise refuse(place, say("is none of {known}", known=", ".join(known)))
        return str(value)

    return take


def whole(least: int = 0, most: int = LARGEST) -> Shape:
    """Return the shape of an integer."""

    def take(value: Any, place: str) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise refuse(place, say("is {kind}, not a whole number", kind=kind_of(value)))
        if not least <= value <= most:
            raise refuse(place, say("is not between {least} and {most}", least=least, most=most))
        return int(value)

    return take


def number(least: float = 0.0, most: float = 1e9) -> Shape:
    """Return the shape of a finite number."""

    def take(value: Any, place: str) -> float:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise refuse(place, say("is {kind}, not a number", kind=kind_of(value)))
        if not math.isfinite(value) or not least <= value <= most:
            raise refuse(place, say("is no number between {least:g} and {most:g}", least=least, most=most))
        return value

    return take


def flag(value: Any, place: str) -> bool:
    """Take true or false."""
    if not isinstance(value, bool):
        raise refuse(place, say("is {kind}, not true or false", kind=kind_of(value)))
    return bool(value)


def address(value: Any, place: str) -> str:
    """Take an IPv4 or IPv6 address without a scope."""
    return _ip(value, place, ipaddress.ip_address, say("an IP address"))


def interface(value: Any, place: str) -> str:
    """Take an IP address with its prefix length."""
    return _ip(value, place, ipaddress.ip_interface, say("an IP address with its prefix"))


def interface6(value: Any, place: str) -> str:
    """Take an IPv6 address with its prefix length."""
    return _ip(value, place, ipaddress.IPv6Interface, say("an IPv6 address with its prefix"))


def _ip(value: Any, place: str, parse: Callable[[str], Any], what: str) -> str:
    try:
        if isinstance(value, str) and len(value) <= 64 and "%" not in value and value.isascii():
            parse(value)
            return str(value)
    except ValueError:
        pass
    raise refuse(place, say("is not {what}", what=what))


def optional(shape: Shape) -> Shape:
    """Return the shape of a value that may be null."""
    return lambda value, place: None if value is None else shape(value, place)


def empty_or(shape: Shape) -> Shape:
    """Return the shape of a value for which an empty text says that there is none."""
    return lambda value, place: "" if isinstance(value, str) and not value else shape(value, place)


def list_of(shape: Shape, most: int) -> Shape:
    """Return the shape of a list."""

    def take(value: Any, place: str) -> list[Any]:
        if not isinstance(value, (list, tuple)):
            raise refuse(place, say("is {kind}, not a list", kind=kind_of(value)))
        if len(value) > most:
            raise refuse(place, say("has {count} entries, {limit} at most are read", count=len(value), limit=most))
        return [shape(each, f"{place}[{number}]") for number, each in enumerate(value)]

    return take


def map_of(key: Shape, shape: Shape, most: int) -> Shape:
    """Return the shape of a mapping whose keys are the terminal's own."""

    def take(value: Any, place: str) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise refuse(place, say("is {kind}, not a mapping", kind=kind_of(value)))
        if len(value) > most:
            raise refuse(place, say("has {count} entries, {limit} at most are read", count=len(value), limit=most))
        taken = {}
        for number, (name, each) in enumerate(value.items()):
            known = key(name, f"the {number + 1}th key of {place}")
            taken[known] = shape(each, f"{place}.{known}")
        return taken

    return take


def record(may: Mapping[str, Shape] | None = None, /, **fields: Shape) -> Shape:
    """Return the shape of a mapping with known keys; others are left where they are.

    Args:
        may: by their keys, of those that may be missing.
        fields: of those that have to be there.
    """
    optional_ones = may or {}

    def take(value: Any, place: str) -> dict[str, Any]:
        if not isinstance(value, Mapping):
            raise refuse(place, say("is {kind}, not a mapping", kind=kind_of(value)))
        if missing := [name for name in fields if name not in value]:
            raise refuse(place, say("has no {missing}", missing=", ".join(missing)))
        known = {**fields, **{name: shape for name, shape in optional_ones.items() if name in value}}
        return {name: shape(value[name], f"{place}.{name}") for name, shape in known.items()}

    return take


def free(value: Any, place: str, limit: int = 2000) -> Any:
    """Take JSON types of any structure: finite numbers, clean texts, `DEEPEST` levels and `MOST_VALUES` values at most."""
    left = [MOST_VALUES]
    line = text(limit)

    def take(each: Any, at: str, depth: int) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise refuse(place, say("has more than {limit} values", limit=MOST_VALUES))
        if depth > DEEPEST:
            raise refuse(at, say("is more than {limit} levels deep", limit=DEEPEST))
        if each is None or isinstance(each, bool):
            return each
        if isinstance(each, int):
            return whole(-LARGEST)(each, at)
        if isinstance(each, float):
            return number(-1e300, 1e300)(each, at)
        if isinstance(each, str):
            return line(each, at)
        if isinstance(each, Mapping):
            return {text(200)(name, at): take(part, f"{at}.{name}", depth + 1) for name, part in each.items()}
        if isinstance(each, (list, tuple)):
            return [take(part, f"{at}[{number}]", depth + 1) for number, part in enumerate(each)]
        raise refuse(at, say("is of no type that JSON has"))

    return take(value, place, 0)
