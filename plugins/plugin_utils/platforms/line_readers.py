# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How the lines of a port are read, each into a field of the port: what platforms put into their `port_lines`."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from ..config.line import Line
from ..config.notation import vlan_list

LineReader = Callable[[re.Match[str], dict[str, Any], Line], None]
PortLines = tuple[tuple[re.Pattern[str], LineReader], ...]


def put(field: str, convert: Callable[[str], Any]) -> LineReader:
    """Return a reader that sets a field to what the line's first group says."""

    def reader(match: re.Match[str], found: dict[str, Any], _line: Line) -> None:
        found[field] = convert(match[1])

    return reader


def on(field: str, *, value: bool = True) -> LineReader:
    """Return a reader that sets a field."""

    def reader(_match: re.Match[str], found: dict[str, Any], _line: Line) -> None:
        found[field] = value

    return reader


def check(field: str, *, value: bool = True) -> LineReader:
    """Return a reader that sets a field and keeps the line, which on an uplink is out of place; half a check sets False."""

    def reader(_match: re.Match[str], found: dict[str, Any], line: Line) -> None:
        found[field] = value
        found["checks"].append((field, line))

    return reader


def keep(name: str) -> LineReader:
    """Return a reader that keeps the line, which on an uplink is out of place and on any other port says nothing."""

    def reader(_match: re.Match[str], found: dict[str, Any], line: Line) -> None:
        found["checks"].append((name, line))

    return reader


def carry(unsaid: Iterable[int], *, away: bool = False, bare: bool = False) -> LineReader:
    """Return a reader of the VLANs that a trunk carries, or does not.

    Args:
        unsaid: those that it carries besides, until one is taken away.
        away: the line takes VLANs away.
        bare: their frames leave without a tag.
    """

    def reader(match: re.Match[str], found: dict[str, Any], _line: Line) -> None:
        vlans = vlan_list("1 to 4094" if match[1] == "all" else match[1])
        carried = found.setdefault("tagged", set(unsaid))
        if vlans is None or carried is None:
            found["tagged"] = None  # nobody knows
        else:
            carried.difference_update(vlans) if away else carried.update(vlans)
        untag(match, found, _line) if bare else found["untagged"].difference_update(vlans or ())

    return reader


def untag(match: re.Match[str], found: dict[str, Any], _line: Line) -> None:
    """Read the VLANs whose frames leave a trunk without a tag."""
    found["untagged"].update(vlan_list("1 to 4094" if match[1] == "all" else match[1]) or ())


def join(match: re.Match[str], found: dict[str, Any], _line: Line) -> None:
    """Read which trunk a port is one of: by itself it carries no VLAN, whatever else its text says."""
    found["joins"] = match[1]
