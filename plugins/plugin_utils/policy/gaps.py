# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Lines about the whole switch, or a VLAN of it, behind which a port's checks do not do what the port says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .objects import Line, Port


@dataclass(frozen=True)
class Gap:
    """A line that lets packets past a check.

    Attributes:
        check: `arp` for ARP packets against the bindings, `bpdu` for the protection from BPDUs.
        vlans: where, empty for everywhere.
    """

    check: str
    vlans: frozenset[int]
    line: Line


def gap(gaps: Iterable[Gap], check: str, port: Port) -> Line | None:
    """Return the first line that takes a check away from a port, None if there is none."""
    return next((one.line for one in gaps if one.check == check and (not one.vlans or port.vlan in one.vlans)), None)
