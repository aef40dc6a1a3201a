# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The switch's own interface in a VLAN."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ipaddress


@dataclass
class VlanInterface:
    """Its name is `word` and the number of its VLAN."""

    vlan: int
    word: str
    description: str = ""
    shutdown: bool = False
    address: ipaddress.IPv4Interface | None = None
    foreign: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Its full name."""
        return f"{self.word}{self.vlan}"

    def text(self) -> list[str]:
        """Its section of the configuration."""
        lines = [f"interface {self.name}"]
        lines += [f" description {self.description}"] if self.description else []
        lines += [" shutdown"] if self.shutdown else []
        lines += [f" ip address {self.address.ip} {self.address.netmask}"] if self.address else []
        return lines + self.foreign
