# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The few kinds of object a switch's configuration holds for us, the same for every vendor.

A platform parses text into these; the proof, the difference and the lab compare and read them.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from ...module_utils.message import say
from .access_list import Acl
from .dormant import DormantSetting
from .effects import Effect
from .line import Line, Unjudged

#: Link types of ports that carry private VLANs alone, which the terminals' is not (IOS, RGOS).
PRIVATE = ("private-vlan host", "private-vlan promiscuous")


@dataclass(frozen=True)
class Binding:
    """A static entry of the binding table: this address only from this MAC on this port in this VLAN.

    `port` is "" and `vlan` 0 where the entry does not name one, and then it holds on all of them. `address` is None
    where the entry is of a form that is not understood (a range, IPv6, no MAC).
    """

    port: str
    address: ipaddress.IPv4Address | None
    mac: str
    vlan: int
    line: Line = field(default=Line(0, ""), compare=False)

    def __str__(self) -> str:
        return str(self.message())

    def message(self) -> str:
        """Return it as a sentence of any language has it."""
        if self.address is None:
            return self.line.text
        vlan = f"VLAN {self.vlan}" if self.vlan else say("every VLAN")
        port = self.port or say("every port")
        return say("{address} {mac} on {port} in {vlan}", address=self.address, mac=self.mac, port=port, vlan=vlan)

    def names(self, other: Binding) -> bool:
        """Tell whether the entry is about the same port, address or MAC."""
        same = (self.port == other.port, self.address == other.address, self.mac == other.mac)
        return any(own and equal for own, equal in zip((self.port, self.address, self.mac), same, strict=True))

    def concerns(self, other: Binding, vlan: int) -> bool:
        """Tell whether the entry is about the same port, address or MAC, or lets something in on every port of the VLAN."""
        return self.names(other) or (not self.port and self.vlan in (0, vlan))


@dataclass(frozen=True, order=True)
class Filter:
    """An access list applied to a port; `direction` is `inbound` (from the terminal) or `outbound`."""

    direction: str
    family: int
    acl: int
    line: Line = field(default=Line(0, ""), compare=False)


@dataclass(frozen=True, order=True)
class RateLimit:
    """A rate limit of a port: `cir` in kbit/s, `cbs` (burst) in bytes."""

    direction: str
    cir: int
    cbs: int
    line: Line = field(default=Line(0, ""), compare=False)


@dataclass(frozen=True)
class Port:
    """A switch port, with the settings that we own on a terminal's port.

    Attributes:
        link_type: "" where the platform's default holds.
        vlan: the VLAN of untagged frames.
        max_macs: how many MAC addresses port security lets in, 0 when it is off.
        arp_check: the port itself checks ARP packets against the bindings; `DeviceConfig.arp_vlans` is the other way.
        arp_trust: its ARP packets are let through where the VLAN's are checked, as those of an uplink have to be.
        bpdu_guard: the port itself is protected from BPDUs; `DeviceConfig.bpdu_protection` is the other way.
        filters: in the order in which they were applied.
        carries: the VLANs whose frames it carries tagged, or through its link type; None for all, or if nobody knows.
        native: the VLAN of its untagged frames where it is no access port, 0 if it does not say.
        checks: the lines that say of a check that it is on, or off, each with its field (`security` for `max_macs`).
        untagged: the VLANs whose frames leave it without a tag by a line of their own, as those of a hybrid port do.
        harmless: lines that carry nothing from or to the terminal; kept as they are.
        unknown: lines that are not understood; on a terminal's port they keep the proof from passing.
        membership: those of the unknown ones that `carries` and `native` were read from: all that they say is about a trunk.
    """

    name: str
    description: str = ""
    link_type: str = ""
    vlan: int = 1
    max_macs: int = 0
    source_check: bool = False
    arp_check: bool = False
    arp_trust: bool = False
    isolation: frozenset[int] = frozenset()
    edge: bool = False
    bpdu_guard: bool = False
    shut: bool = False
    filters: tuple[Filter, ...] = ()
    rates: frozenset[RateLimit] = frozenset()
    carries: frozenset[int] | None = field(default=None, compare=False)
    native: int = field(default=0, compare=False)
    untagged: frozenset[int] = field(default=frozenset(), compare=False)
    checks: tuple[tuple[str, Line], ...] = field(default=(), compare=False)
    harmless: tuple[Line, ...] = field(default=(), compare=False)
    unknown: tuple[Line, ...] = ()
    membership: tuple[Line, ...] = field(default=(), compare=False)
    line: Line = field(default=Line(0, ""), compare=False)

    @property
    def only_shut(self) -> bool:
        """Tell whether the text says nothing of the port but that it is shut."""
        return self == Port(self.name, self.description, self.link_type, shut=True)

    @property
    def is_blank(self) -> bool:
        """Tell whether the text says nothing of the port."""
        return self == Port(self.name, self.description) and not self.membership

    def may_carry(self, vlan: int) -> bool:
        """Tell whether frames of a VLAN may pass; a link type that is negotiated, or not known, may become any."""
        if self.link_type in ("access", "dot1q-tunnel"):
            return self.vlan == vlan
        if self.link_type in PRIVATE:
            return False
        return self.carries is None or vlan in {*self.carries, self.vlan}

    def inbound(self, family: int) -> tuple[Filter, ...]:
        """Return the filters that a packet from the terminal meets."""
        return tuple(
            acl_filter
            for acl_filter in self.filters
            if acl_filter.direction == "inbound" and acl_filter.family == family
        )

    def rate(self, direction: str) -> RateLimit | None:
        """Return the limit in one direction, None if there is none."""
        return next((limit for limit in self.rates if limit.direction == direction), None)


@dataclass(frozen=True, order=True)
class RateProfile:
    """A named rate limit of ours, which stands apart from the ports that it holds for: `cir` in kbit/s."""

    name: str
    cir: int


@dataclass(frozen=True)
class DeviceConfig:
    """What a configuration text says, as far as it concerns us.

    Attributes:
        platform: the name of the language it was parsed from.
        acls, ports, bindings, vlans: all that the text has and we understand, and all of ours even where we do not.
        arp_vlans: where ARP packets are checked against the bindings on every port that is not trusted.
        bpdu_protection: every edge port is protected from BPDUs.
        profiles: the named rates of ours, where a platform has such.
        gateways: the VLANs in which the switch itself has an address.
        spanning_tree: it is on, or at least nothing says that it is off.
        effects: what lines that are not ours do to terminals.
        unjudged: lines that nobody can tell it of.
        dormant_settings: settings that wait for a feature to be on at all.
        foreign: every other line, untouched.
        marking: the names of QoS policies that stop no packet.
    """

    platform: str
    vlans: frozenset[int] = frozenset()
    acls: tuple[Acl, ...] = ()
    ports: tuple[Port, ...] = ()
    bindings: tuple[Binding, ...] = ()
    arp_vlans: frozenset[int] = frozenset()
    bpdu_protection: bool = False
    profiles: frozenset[RateProfile] = field(default=frozenset(), compare=False)
    gateways: frozenset[int] = field(default=frozenset(), compare=False)
    spanning_tree: bool = field(default=True, compare=False)
    effects: tuple[Effect, ...] = field(default=(), compare=False)
    unjudged: tuple[Unjudged, ...] = field(default=(), compare=False)
    dormant_settings: tuple[DormantSetting, ...] = field(default=(), compare=False)
    foreign: tuple[Line, ...] = field(default=(), compare=False)
    marking: frozenset[str] = field(default=frozenset(), compare=False)

    def taken(self, check: str, port: Port) -> Effect | None:
        """Return the first effect that takes a check (a key of `effects.KINDS`) away from a port, None if there is none."""
        return next(
            (effect for effect in self.effects if effect.kind == check and effect.touches(port.name, port.vlan)), None
        )

    def in_use(self, profiles: Iterable[RateProfile]) -> frozenset[RateProfile]:
        """Return the profiles that a port has the rate of, or that any line names: a port's, or one not ours."""
        ports = [
            line for port in self.ports for line in (*port.harmless, *port.unknown, *(rate.line for rate in port.rates))
        ]
        named = {word for line in (*self.foreign, *ports) for word in line.text.split()}
        rates = {rate.cir for port in self.ports for rate in port.rates}
        return frozenset(profile for profile in profiles if profile.cir in rates or profile.name in named)

    def checks_arp(self, port: Port) -> bool:
        """Tell whether ARP packets that enter the port are checked against the bindings."""
        checked = port.arp_check or (port.vlan in self.arp_vlans and not port.arp_trust)
        return checked and not self.taken("arp", port)

    def checks_source(self, port: Port) -> bool:
        """Tell whether IP packets that enter the port are checked against the bindings."""
        return port.source_check and not self.taken("source", port)

    def isolates(self, port: Port) -> bool:
        """Tell whether the port is kept from others of its group."""
        return bool(port.isolation) and not self.taken("isolation", port)

    def guards_bpdus(self, port: Port) -> bool:
        """Tell whether the port shuts itself when somebody behind it takes part in spanning tree."""
        guarded = port.bpdu_guard or (port.edge and self.bpdu_protection)
        return guarded and not self.taken("bpdu", port)

    def port(self, name: str) -> Port | None:
        """Return the port of that name."""
        return next((port for port in self.ports if port.name == name), None)

    def acl(self, family: int, number: int) -> Acl | None:
        """Return the access list of that family and number."""
        return next((acl for acl in self.acls if (acl.family, acl.number) == (family, number)), None)

    def with_ports(self, ports: Iterable[Port]) -> DeviceConfig:
        """Return the configuration with these ports in place of those of the same name."""
        merged = {port.name: port for port in self.ports} | {port.name: port for port in ports}
        return replace(self, ports=tuple(merged[name] for name in sorted(merged)))
