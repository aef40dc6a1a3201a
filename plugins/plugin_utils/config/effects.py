# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What lines that are not ours do to terminals: take a check away, copy packets, decide about them, stop them.

Which lines have which effect is data of each platform (`platforms.line_tables`); here is what an effect breaks. Everything
here is a violation where it touches a terminal. A line that nobody can judge is none (`unjudged`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .line import Line


from ...module_utils.message import say


@dataclass(frozen=True)
class EffectKind:
    """One sort of effect.

    Attributes:
        violation: what the violation is called (`Violation.kind`).
        what: what the line does, behind the line; empty where it takes away a check that the port has
            (`port_proof` says then what the port lacks).
    """

    violation: str
    clause: str
    what: str = ""


_MEMBER = say("can give a terminal's port another VLAN or other settings than those that it shows")
KINDS: Mapping[str, EffectKind] = {
    # The checks of a port.
    "source": EffectKind("source_check", "6.4-b"),
    "arp": EffectKind("arp_check", "6.4-b"),
    "macs": EffectKind("port_security", "6.4-c"),
    "isolation": EffectKind("isolation", "6.4-e"),
    "bpdu": EffectKind("bpdu", "6.4-c"),
    # What is done besides.
    "copy": EffectKind("copy", "6.4-e", say("copies packets of the terminals, also those that their access list denies")),
    "policy": EffectKind(
        "policy", "6.4-e", say("decides about the terminals' packets too, and against their access list nobody can say which wins")
    ),
    "member": EffectKind("member", "6.4-a", _MEMBER),
    # On a terminal's port the same; on an uplink it leaves nothing of the VLAN, or nothing before somebody has logged in.
    "off": EffectKind("member", "6.4-a", _MEMBER),
    "login": EffectKind("member", "6.4-a", _MEMBER),
    # Frames come in as another VLAN's than they were sent in: `maps` is about the VLAN that they had, `brings` about the one
    # that they get.
    "maps": EffectKind("member", "6.4-a", _MEMBER),
    "brings": EffectKind("member", "6.4-a", say("brings frames of another VLAN into the terminals'")),
    "mac": EffectKind(
        "port_security", "6.4-c", say("lets another MAC in than the terminal's, or sends the terminal's packets elsewhere")
    ),
    "trust": EffectKind("trust", "6.4-b", say("lets the port's devices give the others their addresses, or speak for the gateway")),
    "exempt": EffectKind("exempt", "6.4-b", say("lets packets past the checks of the terminals' ports")),
    "hole": EffectKind("stops", "7.3", say("discards whatever comes from or goes to the terminal")),
    # What an uplink may well do, and a terminal's port may not.
    "waits": EffectKind("stops", "7.3", say("stops what the terminals are granted, for as long as another port says so")),
    "stops": EffectKind("stops", "7.3", say("stops what the terminals are granted")),
}  # fmt: skip


@dataclass(frozen=True)
class Effect:
    """A line and what it does.

    Attributes:
        kind: a key of `KINDS`.
        ports: on which ports, empty for all.
        vlans: in which VLANs, empty for all.
        mac: the address that it is about, as `54:89:98:00:01:01`; empty for every one.
        address: the IP address that it is about; empty for every one.
        why: what makes it so, as the vendor's manual says; empty where the kind says enough.
    """

    kind: str
    line: Line
    ports: frozenset[str] = frozenset()
    vlans: frozenset[int] = frozenset()
    mac: str = ""
    address: str = ""
    why: str = field(default="", compare=False)

    def touches(self, name: str, vlan: int) -> bool:
        """Tell whether a port in a VLAN is among those that the line is about."""
        return (not self.ports or name in self.ports) and (not self.vlans or vlan in self.vlans)
