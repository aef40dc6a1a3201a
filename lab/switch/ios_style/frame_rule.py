# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Rules of extended MAC lists, of which the lab knows the destination and the type.

In their masks the ones do not count, and packets of IPv4 and IPv6 do not meet them (Catalyst 2960-XR security guide 15.0(2)EX1,
MAC ACLs on a Layer 2 interface; that IPv6 is taken for IP there is unverified).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lab.switch.forwarding import FrameMatch, Masked

if TYPE_CHECKING:
    from lab.switch.forwarding import Family
    from lab.switch.ios_style.style import Style

_MAC = 0xFFFF_FFFF_FFFF
_TYPE = 0xFFFF


@dataclass(frozen=True)
class FrameRule:
    """One rule; None is any."""

    permit: bool
    destination: Masked | None = None
    kind: Masked | None = None

    def matches(self, _family: Family, *, typed: bool = True) -> tuple[FrameMatch, ...]:
        """The frames that it is about, whether somebody typed it or not."""
        del typed
        return (FrameMatch(self.kind, self.destination, beside_ip=True),)

    def text(self, _family: Family, _style: Style, *, padded: bool = False) -> str:
        """As it is printed, without its number."""
        words = ["permit" if self.permit else "deny  " if padded else "deny", "any"]
        to = self.destination
        words += ["any"] if to is None else [dotted(to.value), dotted(to.mask ^ _MAC)]
        if self.kind is not None:
            words += [f"{self.kind.value:#x}", f"{self.kind.mask ^ _TYPE:#x}"]
        return " ".join(words)


def masked(value: int, wildcard: int, bits: int) -> Masked | None:
    """What a value and a wildcard of so many bits stand for; None if no bit counts."""
    mask = wildcard ^ ((1 << bits) - 1)
    return Masked(value & mask, mask) if mask else None


def dotted(mac: int) -> str:
    """A MAC address as this style writes it."""
    digits = f"{mac:012x}"
    return f"{digits[:4]}.{digits[4:8]}.{digits[8:]}"
