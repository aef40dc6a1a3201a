# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""An independent judge: the lab's own switch, in this process and without a data plane, typed at line by line.

It shares no code with what it judges: its grammar refuses what such a switch refuses, and what passes a port is worked
out here from the forwarding state that its data plane would get.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import permutations

from ansible_collections.govkiosk.site.plugins.plugin_utils.config.packet import Packet

from lab.switch import platforms
from lab.switch.device import Device, DeviceSettings
from lab.switch.forwarding import (
    FRAMES,
    FilterRule,
    ForwardingState,
    FrameMatch,
    Masked,
    NoDataPlane,
    PacketMatch,
    PortState,
)
from lab.switch.session import Session
from tests.helpers.policy.policy_platforms import HUAWEI_VRP, PlatformCase

Passage = tuple[str, int, str, Packet]


class Refused(AssertionError):
    """The switch did not take a line."""


class Judge:
    """A switch with a console."""

    def __init__(self, startup: str = "", case: PlatformCase = HUAWEI_VRP, ports: int = 4) -> None:
        self.case = case
        self.plane = NoDataPlane()
        self.device = Device(
            platforms.get(case.name), startup or case.bare, self.plane, DeviceSettings(port_count=ports)
        )
        self.device.boot()
        self.console = Session(self.device)
        # Most lines change nothing for packets, and then the device keeps its state.
        self._seen: tuple[ForwardingState | None, frozenset[Passage]] = (None, frozenset())
        self.type(case.enter)
        self.top = self.console.context.view.kind

    def type(self, line: str) -> str:
        """Type one line, and commit it by itself where that is needed: no line may lean on a later one.

        Raises:
            Refused: the switch answered with an error, or with a question.
        """
        answer = self.console.enter(line)
        if self.case.commit and not self.case.refused(answer):
            answer += self.console.enter(self.case.commit)
        if self.case.refused(answer) or self.console.asking:
            raise Refused(f"{line!r}: {answer or self.console.prompt}")
        return answer

    def type_all(self, lines: Iterable[str]) -> None:
        """Type lines, and see that they end where configuring begins."""
        for line in lines:
            self.type(line)
        assert self.console.context.view.kind == self.top

    @property
    def running(self) -> str:
        """The running configuration."""
        return self.device.running_text

    def passages(self, packets: Iterable[Packet], macs: Iterable[str]) -> frozenset[Passage]:
        """What passes: (port, VLAN that it gets into, source MAC, packet).

        Where a port takes two access lists, which of them decides is not written down for every model; whichever it
        is, what it lets through counts here.
        """
        state = self.plane.state
        if state is self._seen[0]:
            return self._seen[1]
        wanted, chosen = list(packets), list(macs)
        found = frozenset(
            (port.name, port.untagged, mac, packet)
            for port in state.ports
            if port.up and port.untagged is not None
            for packet in wanted
            if self._permitted(port, packet)
            for mac in chosen
            if _bound(state, port, packet, mac)
        )
        self._seen = (state, found)
        return found

    def _permitted(self, port: PortState, packet: Packet) -> bool:
        if self.case.one_filter:
            return _decide(port.inbound, packet)
        configuration = self.device.configuration
        lists = [
            configuration.acls[one.family, one.acl].filter_rules()
            for one in configuration.ports[port.name].filters
            if one.direction == "inbound"
        ]
        return any(_decide([rule for rules in order for rule in rules], packet) for order in permutations(lists))


def _decide(rules: Iterable[FilterRule], packet: Packet) -> bool:
    return next((rule.permit for rule in rules if _matches(rule.match, packet)), True)


def _matches_frame(match: FrameMatch, packet: Packet) -> bool:
    """Tell whether a rule about frames is about this one, or about the one that carries this packet."""
    kind = {4: 0x0800, 6: 0x86DD}.get(packet.family, packet.protocol)
    typed = match.kind is None or kind & match.kind.mask == match.kind.value & match.kind.mask
    return typed and match.destination is None and not (match.beside_ip and packet.family != FRAMES)


def _matches(match: PacketMatch | FrameMatch, packet: Packet) -> bool:
    if isinstance(match, FrameMatch):
        return _matches_frame(match, packet)

    def masked(wanted: Masked | None, address: int) -> bool:
        return wanted is None or address & wanted.mask == wanted.value & wanted.mask

    ports = ((match.source_ports, packet.source_port), (match.destination_ports, packet.destination_port))
    deep = match.icmp_type is not None or match.established or any(wanted for wanted, _ in ports)
    return (
        match.family == packet.family
        and match.protocol in (None, packet.protocol)
        and masked(match.source, packet.source)
        and masked(match.destination, packet.destination)
        and not (match.fragments and not packet.fragment)
        and not (deep and packet.fragment)
        and all(wanted is None or wanted[0] <= port <= wanted[1] for wanted, port in ports)
        and not (match.established and not packet.established)
        and match.icmp_type in (None, packet.destination_port >> 8)
        and match.icmp_code in (None, packet.destination_port & 0xFF)
    )


def _bound(state: ForwardingState, port: PortState, packet: Packet, mac: str) -> bool:
    if port.binding_check is None or packet.family != 4:
        return True
    return any(
        int(entry.address) == packet.source
        and entry.mac in (None, mac)
        and entry.port in (None, port.name)
        and entry.vlan in (None, port.untagged)
        for entry in state.bindings
    )
