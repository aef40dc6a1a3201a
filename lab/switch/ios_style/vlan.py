# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""VLANs, and the switch's own interfaces in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ipaddress


@dataclass
class Vlan:
    """A VLAN other than its number."""

    name: str = ""
    foreign: list[str] = field(default_factory=list)

    def text(self) -> list[str]:
        """The lines of its section."""
        return ([f" name {self.name}"] if self.name else []) + self.foreign


@dataclass
class VlanInterface:
    """The switch's own interface in a VLAN."""

    vlan: int
    description: str = ""
    shutdown: bool = False
    address: ipaddress.IPv4Interface | None = None
    foreign: list[str] = field(default_factory=list)

    def text(self) -> list[str]:
        """The lines of its section."""
        lines = [f" description {self.description}"] if self.description else []
        lines.append(f" ip address {self.address.ip} {self.address.netmask}" if self.address else " no ip address")
        return lines + ([" shutdown"] if self.shutdown else []) + self.foreign
