# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the proof says of a packet is what becomes of it: random policies and packets, in every platform, on real cables.

The toolkit types a random policy into the lab's switch and reads it back; the proof's engine then says of each of at
least 500 packets which rule decides and whether it passes, and the packet is sent. The switch's data plane shares no code
with the engine. The hits that an engineer is shown are those packets, rule by rule. Where real switches show them differs:
an S5700 in `display traffic-statistics` once `traffic-statistic` is configured, Comware in `display packet-filter
statistics` of a filter with `hardware-count`, a Catalyst not by port list, RGOS unverified; see `docs/lab-switch*.md`.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import struct
from collections import Counter
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Interface, IPv6Address
from typing import TYPE_CHECKING

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.access_list import FRAMES, Acl, AddressMatch, Rule
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Filter
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.packet import ICMP, TCP, UDP, Packet
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.steps import (
    ApplyFilter,
    BuildAcl,
    InPort,
    SetPort,
    Step,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms import languages
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.sessions import SESSIONS
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.frames import can_filter
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.intent import SiteIntent
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.packet_space import Node, PacketSpace, packet_space
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.rendering import render

from lab import startup_config
from lab.switch.platforms import PLATFORMS as SPOKEN
from lab.topology import Switch, SwitchPort
from lab.wiring import UPLINKS
from tests.lab.switch_bench import T1_MAC, Bench, arp, ether, ipv4, ipv6, udp

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root"),
    pytest.mark.skipif(not shutil.which("nft"), reason="needs nftables"),
]
PACKETS = 500
FIRST_PORTS = {
    "huawei_vrp": "GigabitEthernet0/0/1",
    "huawei_vrpv8": "GE1/0/1",
    "hp_comware": "GigabitEthernet1/0/1",
    "cisco_ios": "GigabitEthernet1/0/1",
    "ruijie_os": "GigabitEthernet 0/1",
}
DISPLAYS = {
    "huawei_vrp": ["display acl {six}{name}"],
    "huawei_vrpv8": ["display acl {six}{name}"],
    "hp_comware": ["display acl {six}{name}", "display packet-filter statistics interface {port} inbound"],
    "cisco_ios": ["show access-lists {name}"],
    "ruijie_os": ["show access-lists {name}"],
}
# A rule as it is shown, with its number in front or at its end, and its hits if it has any.
RULE = re.compile(
    r"(?:rule )?(?:(\d+) )?(?:permit|deny) .*?(?:\((\d+) (?:match(?:es)?|times matched|packets)\))?(?: sequence (\d+))?"
)
SOURCES = {
    4: [int(IPv4Address(one)) for one in ("10.96.128.2", "10.96.128.9", "172.16.3.4")],
    6: [int(IPv6Address(one)) for one in ("2001:db8:a:110::2", "2001:db8:a:110::9", "fe80::1")],
}
DESTINATIONS = {
    4: [
        int(IPv4Address(one))
        for one in ("10.96.8.11", "10.96.8.12", "10.96.9.11", "10.97.8.11", "198.51.100.80", "203.0.113.80")
    ],
    6: [int(IPv6Address(one)) for one in ("2001:db8:8::11", "2001:db8:8::12", "2001:db8:51::80", "2001:db8:113::80")],
}
# The last ones leave holes: 0.0.1.0, 0.1.0.4, 0.255.0.3.
WILDCARDS = [0, 0, 0xFF, 0x1FF, 0xFFFFFF, 0x100, 0x10004, 0xFF0003]
PORTS = [53, 79, 80, 81, 123, 443, 8080]
GRE = 47
MESSAGES = {4: [(8, 0), (0, 0), (3, 1), (3, 3)], 6: [(128, 0), (129, 0), (1, 4)]}
IN_IT = struct.pack("!H", 0x0800) + b"\x45" + bytes(40)
OTHER_FRAMES = {
    "PPPoE discovery": (0x8863, b"\x11\x09" + bytes(40)),
    "PPPoE session": (0x8864, b"\x11\x00" + bytes(40)),
    "MPLS": (0x8847, b"\x00\x01\x01\xff" + bytes(40)),
    "two tags": (0x88A8, b"\x00\x6e\x81\x00\x00\x6e" + IN_IT),
    "two tags, 802.1Q twice": (0x8100, b"\x00\x6e\x81\x00\x00\x6e" + IN_IT),
    "one tag": (0x8100, b"\x00\x6e" + IN_IT),
    "a type that nobody has": (0x0801, bytes(42)),
    "the last type": (0xFFFF, bytes(42)),
    "802.3": (0x002A, b"\xaa\xaa\x03" + bytes(39)),
}
RST, ACK, SYN = 0x04, 0x10, 0x02


@dataclass(frozen=True)
class Frame:
    """A packet and the bytes that it is on the wire, but for the mark at its end."""

    packet: Packet
    payload: bytes
    part: tuple[int, bool]

    def on_wire(self, router_mac: str) -> bytes:
        """Return the frame that a terminal sends to the router."""
        one = self.packet
        if one.family == 6:
            ends = (str(IPv6Address(one.source)), str(IPv6Address(one.destination)))
            return ether(T1_MAC, router_mac, 0x86DD) + ipv6(*ends, one.protocol, self.payload, self.part)
        ends = (str(IPv4Address(one.source)), str(IPv4Address(one.destination)))
        return ether(T1_MAC, router_mac, 0x0800) + ipv4(*ends, one.protocol, self.payload, self.part)


def random_frame(rng: random.Random, family: int) -> Frame:
    """Draw a packet: whole, a first fragment, or a later one, which has nothing behind its IP header to look at."""
    protocol = rng.choice([TCP, TCP, UDP, UDP, ICMP[family], GRE])
    later = rng.random() < 0.2
    source_port, port, flags = rng.choice([22, 40000]), rng.choice(PORTS), rng.choice([SYN, SYN | ACK, ACK, RST])
    kind, code = rng.choice(MESSAGES[family])
    source, destination = rng.choice(SOURCES[family]), rng.choice(DESTINATIONS[family])
    match protocol:
        case 6:
            payload = struct.pack("!HHIIBBHHH", source_port, port, 1, 1, 0x50, flags, 1024, 0, 0)
            packet = Packet(family, source, destination, TCP, source_port, port, established=flags != SYN)
        case 17:
            payload = struct.pack("!HHHH", source_port, port, 16, 0)
            packet = Packet(family, source, destination, UDP, source_port, port)
        case 47:
            payload, packet = struct.pack("!HHI", 0, 0x0800, 7), Packet(family, source, destination, GRE)
        case _:
            payload = struct.pack("!BBHHH", kind, code, 0, 1, 1)
            packet = Packet(family, source, destination, protocol, 0, kind << 8 | code)
    if later:
        return Frame(Packet(family, source, destination, protocol, fragment=True), payload, (185, False))
    return Frame(packet, payload, (0, rng.random() < 0.15))


def random_acl(rng: random.Random, family: int, number: int, count: int) -> Acl:
    """Draw an access list that ends in nothing but the platform's default."""
    rules: dict[Rule, None] = {}
    while len(rules) < count:
        rule = random_rule(rng, family)
        # One that catches nearly all would leave the others nothing to decide.
        if not (rule.source.is_any and rule.destination.is_any):
            rules[rule] = None
    numbered = (Rule(**{**vars(rule), "number": 10 * place}) for place, rule in enumerate(rules, start=1))
    return Acl(family, number, tuple(numbered))


def random_rule(rng: random.Random, family: int) -> Rule:
    """Draw a rule of any form that all platforms have."""

    def addresses(pool: list[int]) -> AddressMatch:
        if rng.random() < 0.3:
            return AddressMatch.any(family)
        wildcard = rng.choice(WILDCARDS) if family == 4 else (1 << rng.choice([0, 64, 96])) - 1
        return AddressMatch(family, rng.choice(pool), wildcard)

    protocol = rng.choice([TCP, TCP, UDP, ICMP[family], GRE, None])
    low, high = sorted(rng.sample(PORTS, 2))
    spans = [(low, low), (low, high), None] if protocol in (TCP, UDP) else [None]
    icmp = rng.choice([None, *MESSAGES[family]]) if protocol == ICMP[family] else None
    ports = rng.choice(spans)
    return Rule(
        0,
        rng.random() < 0.55,
        addresses(SOURCES[family]),
        addresses(DESTINATIONS[family]),
        protocol,
        source_ports=(22, 22) if protocol == TCP and rng.random() < 0.2 else None,
        destination_ports=ports,
        icmp=icmp,
        established=protocol == TCP and rng.random() < 0.3,
        fragment=protocol in (None, GRE) and rng.random() < 0.25,
    )


def deciders(acl: Acl, frames: list[Frame]) -> list[Rule | None]:
    """Return which rule decides about each frame, says the proof's engine; None where the platform's default does."""
    with packet_space(acl.family) as space:
        return [_decider(space, acl, _alone(space, one.packet)) for one in frames]


def _decider(space: PacketSpace, acl: Acl, one: Node) -> Rule | None:
    return next((rule for rule in acl.rules if space.rule(rule) & one != space.none), None)


def _alone(space: PacketSpace, packet: Packet) -> Node:
    node = space.all
    for field in ("source", "destination", "protocol", "source_port", "destination_port"):
        node &= space.value(field, getattr(packet, field))
    for flag in ("established", "fragment"):
        node &= space.bdd.var(flag) if getattr(packet, flag) else ~space.bdd.var(flag)
    return node


def day_one(platform: str) -> str:
    """Return the configuration that a switch of the lab starts with."""
    address = IPv4Interface("10.96.192.11/24")
    return startup_config.render(
        Switch(
            site="bench", host="bench-sw", role="sw", platform=platform, address=address, gateway=address.network[1],
            vlan=110, management_vlan=4000, uplink=UPLINKS[platform], time_servers=(),
            ports=(SwitchPort(FIRST_PORTS[platform], "terminal"),),
        )
    )  # fmt: skip


@pytest.fixture(scope="module", params=sorted(set(languages.LANGUAGES) & set(SPOKEN)))
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    platform = request.param
    made = Bench(f"gkdp{os.getpid()}", tmp_path_factory.mktemp(platform), day_one(platform), platform)
    try:
        made.build()
        made.start()
        yield made
    finally:
        made.stop()
        made.remove()


def push(bench: Bench, *acls: Acl) -> None:
    """Type access lists into the switch and apply them to the first port, in place of what is there."""
    speaker, driver = languages.get(bench.platform), SESSIONS[bench.platform]
    name = FIRST_PORTS[bench.platform]
    filters = tuple(Filter("inbound", acl.family, acl.number) for acl in acls)
    steps: list[Step] = [BuildAcl(acl) for acl in acls]
    if bench.platform == "cisco_ios":
        steps.insert(0, InPort(name, (SetPort("link_type", "access", ""),)))
    steps.append(InPort(name, tuple(map(ApplyFilter, filters))))
    lines = [*speaker.write(steps)]
    if bench.platform == "hp_comware":
        # What the toolkit does not ask for: without it the switch does not show what a filter does.
        lines = [f"{line} hardware-count" if line.startswith("packet-filter ") else line for line in lines]
    commit = ["commit"] if bench.platform == "huawei_vrpv8" else []
    lines = [driver.enter_configuration, *lines, *commit, driver.leave_configuration]
    reply = bench.ask(do="cli", lines=lines)
    assert reply["ok"], reply
    assert not driver.error.search(reply["output"]), reply["output"]


def passing(decided: list[Rule | None], *, default: bool) -> set[int]:
    """Return which frames are let through."""
    return {n for n, rule in enumerate(decided) if (rule.permit if rule else default)}


def hits(shown: str) -> Counter[int]:
    """Return how many packets each rule has decided about, by what the switch shows."""
    found = (RULE.fullmatch(line.strip()) for line in shown.splitlines())
    return Counter({int(one[1] or one[3]): int(one[2]) for one in found if one and one[2]})


def draw(rng: random.Random, family: int, number: int, *, default: bool) -> tuple[Acl, list[Frame]]:
    """Draw packets, and an access list that lets through neither nearly none nor nearly all of them."""
    frames = [random_frame(rng, family) for _ in range(PACKETS)]
    while True:
        acl = random_acl(rng, family, number, 16)
        if PACKETS / 4 < len(passing(deciders(acl, frames), default=default)) < PACKETS * 3 / 4:
            return acl, frames


def planned_frames(platform: str) -> Acl | None:
    """Return the list of frames that the templates write, as it is read back."""
    intent = SiteIntent("bench", 110, (), (), (), (), 8192, filters_frames=can_filter(platform))
    return next(
        (acl for acl in languages.get(platform).parse(render(intent, platform)).acls if acl.family == FRAMES), None
    )


def test_frames_of_other_kinds_are_stopped_where_a_list_can_and_ip_and_arp_are_not(bench: Bench) -> None:
    acl, seen = planned_frames(bench.platform), languages.get(bench.platform).frames_see_ip
    sent = [
        *(ether(T1_MAC, bench.router_mac, kind) + rest for kind, rest in OTHER_FRAMES.values()),
        udp("10.96.128.2", "10.96.8.11", bench.router_mac),
        ether(T1_MAC, bench.router_mac, 0x86DD)
        + ipv6("2001:db8::2", "2001:db8::1", UDP, struct.pack("!HHHH", 1, 53, 16, 0)),
        arp("10.96.128.2", T1_MAC, "10.96.128.1"),
    ]
    others, everything = len(OTHER_FRAMES), set(range(len(sent)))
    assert bench.delivered(sent) == everything
    if acl is None:
        assert bench.platform == "ruijie_os"
        return
    push(bench, acl)
    # Where a list goes by types, what has a length in place of one is left.
    left = {[*OTHER_FRAMES].index("802.3")} if seen else set()
    assert bench.delivered(sent) == everything - set(range(others)) | left


@pytest.mark.parametrize("family", [4, 6])
def test_the_proof_knows_what_becomes_of_a_packet_and_by_which_rule(bench: Bench, family: int) -> None:
    speaker = languages.get(bench.platform)
    number, default = speaker.acl_numbers[family][0], speaker.implicit_permit
    typed, frames = draw(random.Random(20261125), family, number, default=default)
    push(bench, typed)
    acl = speaker.parse(bench.ask(do="config")["running"]).acl(family, number)
    assert acl is not None
    assert acl.unknown == ()
    assert [(rule.permit, rule.protocol, rule.source, rule.destination) for rule in acl.rules] == [
        (rule.permit, rule.protocol, rule.source, rule.destination) for rule in typed.rules
    ]
    decided = deciders(acl, frames)
    expected = passing(decided, default=default)
    got = bench.delivered([one.on_wire(bench.router_mac) for one in frames])
    told = [
        f"{frames[n].packet}: {acl.first_match(frames[n].packet)}, {'delivered' if n in got else 'lost'}"
        for n in sorted(got ^ expected)
    ]
    assert not told, "\n".join([*(rule.line.text for rule in acl.rules), f"{len(told)} wrong", *told[:5]])
    words = {
        "name": speaker.acl_name(family, number),
        "six": "ipv6 " if family == 6 else "",
        "port": FIRST_PORTS[bench.platform],
    }
    for display in DISPLAYS[bench.platform]:
        shown = str(bench.ask(do="cli", lines=[display.format(**words)])["output"])
        assert hits(shown.rpartition(words["name"])[2]) == Counter(rule.number for rule in decided if rule), shown
