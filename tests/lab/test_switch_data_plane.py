# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The lab's switch on real packets: what its command line was told is what frames meet.

The verdict on each frame comes from an evaluator written here, on the random rules themselves and not on anything the
switch printed.
"""

from __future__ import annotations

import ipaddress
import json
import os
import random
import re
import shutil
import struct
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.lab.switch_bench import (
    MAGIC,
    OTHER_MAC,
    T1,
    T1_MAC,
    T2,
    T2_MAC,
    Bench,
    Wire,
    arp,
    checksum,
    ether,
    ipv4,
    ipv6,
    udp,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root"),
    pytest.mark.skipif(not shutil.which("nft"), reason="needs nftables"),
]
STARTUP = """\
sysname sw
#
vlan batch 110 4000
#
interface Vlanif110
 ip address 10.96.128.30 255.255.255.224
#
interface Vlanif4000
 ip address 10.96.192.11 255.255.255.0
#
interface GigabitEthernet0/0/1
 port link-type access
 port default vlan 110
#
interface GigabitEthernet0/0/2
 port link-type access
 port default vlan 110
#
interface GigabitEthernet0/0/24
 port link-type trunk
 port trunk allow-pass vlan 110 4000
#
ip route-static 0.0.0.0 0.0.0.0 10.96.192.1
#
return
"""


# random policies and packets, and what must become of them

SOURCES = {4: [T1, "10.96.128.9", "172.16.3.4"], 6: ["2001:db8:a:110::2", "2001:db8:a:110::9", "fe80::1"]}
DESTINATIONS = {
    4: ["10.96.8.11", "10.96.8.12", "10.96.9.11", "10.97.8.11", "198.51.100.80", "203.0.113.80"],
    6: ["2001:db8:8::11", "2001:db8:8::12", "2001:db8:51::80", "2001:db8:113::80"],
}
WILDCARDS = ["0", "0.0.0.255", "0.0.1.255", "0.255.255.255", "0.0.1.0", "0.1.0.4", "0.255.0.3"]
PORTS = [53, 79, 80, 81, 123, 443, 8080]


@dataclass(frozen=True)
class Rule:
    """A rule of a random policy."""

    permit: bool
    protocol: str
    source: tuple[str, str] | None = None
    destination: tuple[str, str] | None = None
    ports: tuple[str, int, int] | None = None
    icmp: tuple[int, int] | None = None
    established: bool = False
    fragment: bool = False

    def text(self) -> str:
        """Return it as typed on the switch, without a number."""
        words = ["rule", "permit" if self.permit else "deny", self.protocol]
        for name, address in (("source", self.source), ("destination", self.destination)):
            if address:
                words += [name, *address] if "/" not in address[1] else [name, address[0] + address[1]]
        if self.ports:
            operator, low, high = self.ports
            words += ["destination-port", operator, str(low)] + ([str(high)] if operator == "range" else [])
        if self.icmp:
            words += ["icmp-type" if self.protocol == "icmp" else "icmp6-type", *map(str, self.icmp)]
        words += ["tcp-flag", "established"] if self.established else []
        return " ".join(words + (["fragment"] if self.fragment else []))


@dataclass(frozen=True)
class Packet:
    """A packet to judge."""

    family: int
    source: str
    destination: str
    protocol: str
    port: int = 0
    icmp: tuple[int, int] = (0, 0)
    flags: int = 0
    offset: int = 0
    more: bool = False

    def frame(self, router_mac: str) -> bytes:
        """Return the frame that the terminal sends, but for the mark at its end."""
        number = {"tcp": 6, "udp": 17, "icmp": 1, "icmpv6": 58, "gre": 47}[self.protocol]
        if self.protocol == "tcp":
            payload = struct.pack("!HHIIBBHHH", 40000, self.port, 1, 1, 0x50, self.flags, 1024, 0, 0)
        elif self.protocol == "udp":
            payload = struct.pack("!HHHH", 40000, self.port, 16, 0)
        else:
            payload = struct.pack("!BBHHH", *self.icmp, 0, 1, 1)
        if self.family == 6:
            return ether(T1_MAC, router_mac, 0x86DD) + ipv6(
                self.source, self.destination, number, payload, (self.offset, self.more)
            )
        return ether(T1_MAC, router_mac, 0x0800) + ipv4(
            self.source, self.destination, number, payload, (self.offset, self.more)
        )


def _address_fits(family: int, rule: tuple[str, str] | None, address: str) -> bool:
    if rule is None:
        return True
    if family == 6:
        return ipaddress.IPv6Address(address) in ipaddress.IPv6Network("".join(rule), strict=False)
    wildcard = int(ipaddress.IPv4Address(rule[1])) if "." in rule[1] else 0
    return (int(ipaddress.IPv4Address(address)) | wildcard) == (int(ipaddress.IPv4Address(rule[0])) | wildcard)


def _ports_fit(rule: tuple[str, int, int] | None, port: int) -> bool:
    if rule is None:
        return True
    operator, low, high = rule
    return {"eq": port == low, "gt": port > low, "lt": port < low, "range": low <= port <= high}[operator]


def _fits(rule: Rule, packet: Packet) -> bool:
    # A later fragment has no transport header.
    if packet.offset and (rule.ports or rule.icmp or rule.established):
        return False
    return (
        rule.protocol in ("ip", "ipv6", packet.protocol)
        and _address_fits(packet.family, rule.source, packet.source)
        and _address_fits(packet.family, rule.destination, packet.destination)
        and (not rule.fragment or packet.offset > 0)
        and _ports_fit(rule.ports, packet.port)
        and rule.icmp in (None, packet.icmp)
        and (not rule.established or bool(packet.flags & 0x14))
    )


def verdict(rules: list[Rule], packet: Packet) -> int | None:
    """The index of the rule that decides, None if none does (then VRP lets the packet through)."""
    return next((index for index, rule in enumerate(rules) if _fits(rule, packet)), None)


def random_rules(rng: random.Random, family: int, count: int) -> list[Rule]:
    rules: dict[Rule, None] = {}
    icmp = "icmp" if family == 4 else "icmpv6"
    while len(rules) < count:
        protocol = rng.choice(["tcp", "tcp", "udp", icmp, "gre", "ip" if family == 4 else "ipv6"])
        wildcards = WILDCARDS if family == 4 else ["/128", "/64", "/32", "/16"]
        addresses = [
            (rng.choice(pool[family]), rng.choice(wildcards)) if rng.random() < 0.6 else None
            for pool in (SOURCES, DESTINATIONS)
        ]
        low, high = sorted(rng.sample(PORTS, 2))
        ports = (
            (rng.choice(["eq", "gt", "lt", "range"]), low, high)
            if protocol in ("tcp", "udp") and rng.random() < 0.8
            else None
        )
        kind = rng.choice([(8, 0), (3, 1)] if family == 4 else [(128, 0), (1, 4)])
        rules[
            Rule(
                permit=rng.random() < 0.55,
                protocol=protocol,
                source=addresses[0],
                destination=addresses[1],
                ports=ports,
                icmp=kind if protocol == icmp and rng.random() < 0.7 else None,
                established=protocol == "tcp" and rng.random() < 0.3,
                fragment=not ports and protocol in ("ip", "ipv6", "gre") and rng.random() < 0.3,
            )
        ] = None
    return list(rules)


def random_packet(rng: random.Random, family: int) -> Packet:
    icmp = "icmp" if family == 4 else "icmpv6"
    protocol = rng.choice(["tcp", "tcp", "udp", "udp", icmp, "gre"])
    shape = rng.choice(["whole"] * 4 + ["first", "later"])
    return Packet(
        family=family,
        source=rng.choice(SOURCES[family]),
        destination=rng.choice(DESTINATIONS[family]),
        protocol=protocol,
        port=rng.choice(PORTS) if protocol in ("tcp", "udp") else 0,
        icmp=rng.choice([(8, 0), (0, 0), (3, 1), (3, 3)] if family == 4 else [(128, 0), (129, 0), (1, 4)]),
        flags=rng.choice([0x02, 0x10, 0x12, 0x04, 0x01]),
        offset=185 if shape == "later" else 0,
        more=shape == "first",
    )


# tests


@pytest.fixture(scope="module")
def wired(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    bench = Bench(f"gkh2x{os.getpid()}", tmp_path_factory.mktemp("switch"), STARTUP)
    try:
        bench.build()
        yield bench
    finally:
        bench.stop()
        bench.remove()


@pytest.fixture
def bench(wired: Bench) -> Iterator[Bench]:
    """A switch fresh from its start-up configuration."""
    (wired.state / "vrpcfg.cfg").unlink(missing_ok=True)
    wired.start()
    yield wired
    wired.stop()


def _compare(bench: Bench, rules: list[Rule], packets: list[Packet]) -> None:
    expected = {}
    for number, packet in enumerate(packets):
        index = verdict(rules, packet)
        expected[number] = index is None or rules[index].permit
    got = bench.delivered([packet.frame(bench.router_mac) for packet in packets])
    wrong = [(packets[n], verdict(rules, packets[n])) for n in expected if (n in got) != expected[n]]
    assert not wrong, "\n".join([rule.text() for rule in rules] + [repr(one) for one in wrong[:5]])
    assert 20 < sum(expected.values()) < len(packets), "the policy decides nothing"


def test_without_a_filter_every_packet_arrives(bench: Bench) -> None:
    rng = random.Random(1)
    packets = [random_packet(rng, family).frame(bench.router_mac) for family in (4, 6) for _ in range(120)]
    assert bench.delivered(packets) == set(range(240))


@pytest.mark.parametrize("seed", range(4))
def test_random_ipv4_policy(bench: Bench, seed: int) -> None:
    rng = random.Random(seed)
    rules = random_rules(rng, 4, 14)
    bench.configure(
        "acl 3901",
        *(rule.text() for rule in rules),
        "interface GigabitEthernet0/0/1",
        "traffic-filter inbound acl 3901",
    )
    _compare(bench, rules, [random_packet(rng, 4) for _ in range(260)])


@pytest.mark.parametrize("seed", range(2))
def test_random_ipv6_policy(bench: Bench, seed: int) -> None:
    rng = random.Random(seed)
    rules = random_rules(rng, 6, 10)
    bench.configure(
        "acl ipv6 3961",
        *(rule.text() for rule in rules),
        "interface GigabitEthernet0/0/1",
        "traffic-filter inbound acl ipv6 3961",
    )
    _compare(bench, rules, [random_packet(rng, 6) for _ in range(220)])


def test_several_filters_are_tried_in_their_order(bench: Bench) -> None:
    rng = random.Random(7)
    rules = random_rules(rng, 4, 16)
    first, second = rules[:8], rules[8:]
    bench.configure("acl 3902", *(rule.text() for rule in first), "acl 3901", *(rule.text() for rule in second))
    bench.configure(
        "interface GigabitEthernet0/0/1", "traffic-filter inbound acl 3902", "traffic-filter inbound acl 3901"
    )
    _compare(bench, rules, [random_packet(rng, 4) for _ in range(220)])


def test_outbound_filter_sees_what_leaves_the_port(bench: Bench) -> None:
    bench.configure(
        "acl 3901",
        "rule deny udp destination-port eq 53",
        "interface GigabitEthernet0/0/1",
        "traffic-filter outbound acl 3901",
    )
    bench.delivered([udp(T1, T2, bench.router_mac)])
    packets = [udp("10.96.8.11", T1, T1_MAC, port=port, src_mac=bench.router_mac) for port in (53, 54)]
    assert bench.delivered(packets, bench.router, bench.t1) == {1}


def test_display_acl_counts_what_each_rule_matched(bench: Bench) -> None:
    rng = random.Random(3)
    rules = random_rules(rng, 4, 10)
    bench.configure(
        "acl 3901",
        *(rule.text() for rule in rules),
        "interface GigabitEthernet0/0/1",
        "traffic-filter inbound acl 3901",
    )
    before = [random_packet(rng, 4) for _ in range(60)]
    bench.delivered([packet.frame(bench.router_mac) for packet in before])
    # A change elsewhere does not lose what was counted.
    bench.configure("interface GigabitEthernet0/0/2", "qos lr inbound cir 1000")
    after = [random_packet(rng, 4) for _ in range(60)]
    bench.delivered([packet.frame(bench.router_mac) for packet in after])
    decided = [verdict(rules, packet) for packet in before + after]
    shown = bench.type("display acl 3901")
    counts = {
        int(n): int(hits or 0)
        for n, hits in re.findall(r"^ rule (\d+) .*?(?:\((\d+) match(?:es)?\))?$", shown, re.MULTILINE)
    }
    assert counts == {5 * (index + 1): decided.count(index) for index in range(len(rules))}


def test_no_packet_slips_through_while_a_filter_is_exchanged(bench: Bench) -> None:
    bench.configure(
        "acl 3901",
        "rule permit udp destination-port eq 53",
        "rule deny ip",
        "interface GigabitEthernet0/0/1",
        "traffic-filter inbound acl 3901",
    )
    denied, permitted = (udp(T1, "198.51.100.80", bench.router_mac, port=port) for port in (80, 53))
    bench.router.caught(wait=0)
    done = threading.Event()
    sent = 0

    def flood() -> None:
        nonlocal sent
        while not done.is_set():
            bench.t1.send(denied + MAGIC + struct.pack("!I", 2 * sent))
            bench.t1.send(permitted + MAGIC + struct.pack("!I", 2 * sent + 1))
            sent += 1
            time.sleep(0.0002)

    thread = threading.Thread(target=flood)
    thread.start()
    try:
        for old, new in ((3901, 3902), (3902, 3901)) * 4:
            bench.configure(
                f"acl {new}", "rule permit udp destination-port eq dns", "rule deny ip",
                "interface GigabitEthernet0/0/1", f"traffic-filter inbound acl {new}",
                f"undo traffic-filter inbound acl {old}", "quit", f"undo acl {old}",
            )  # fmt: skip
    finally:
        done.set()
        thread.join()
    got = bench.router.caught()
    assert got == set(range(1, 2 * sent, 2))
    assert sent > 500


def test_only_the_bound_host_may_speak(bench: Bench) -> None:
    packets = [
        udp(T1, "10.96.8.11", bench.router_mac),
        udp("10.96.128.9", "10.96.8.11", bench.router_mac),
        udp(T1, "10.96.8.11", bench.router_mac, src_mac=OTHER_MAC),
        arp(T1, T1_MAC, "10.96.128.1"),
        arp("10.96.128.1", T1_MAC, "10.96.128.1"),
        arp(T1, OTHER_MAC, "10.96.128.1"),
    ]
    assert bench.delivered(packets) == set(range(6))
    bench.configure(f"user-bind static ip-address {T1} mac-address 5489-9800-0101 interface g0/0/1 vlan 110")
    assert bench.delivered(packets) == set(range(6)), "a binding alone checks nothing"
    bench.configure("interface g0/0/1", "ip source check user-bind enable")
    assert bench.delivered(packets) == {0, 3, 4, 5}, "ARP is another command's affair"
    bench.configure("interface g0/0/1", "arp anti-attack check user-bind enable")
    assert bench.delivered(packets) == {0, 3}
    bench.configure("interface g0/0/1", "ip source check user-bind check-item ip-address")
    assert bench.delivered(packets) == {0, 2, 3, 5}
    bench.configure("interface g0/0/2", "ip source check user-bind enable")
    elsewhere = [udp(T1, "10.96.8.11", bench.router_mac)]
    assert bench.delivered(elsewhere, bench.t2) == set(), "the binding names another port"


def test_a_denied_frame_still_teaches_its_source_address(bench: Bench) -> None:
    bench.configure("acl 3901", "rule deny ip", "interface g0/0/1", "traffic-filter inbound acl 3901")
    assert bench.delivered([udp(T1, "10.96.8.11", bench.router_mac, src_mac=OTHER_MAC)]) == set()
    assert re.search(r"0200-0000-0099 110/- +GE0/0/1 +dynamic", bench.type("display mac-address"))


def test_port_security_keeps_to_the_first_address_until_the_plug_is_pulled(bench: Bench) -> None:
    bench.configure("interface g0/0/1", "port-security enable")
    packets = [udp(T1, "10.96.8.11", bench.router_mac), udp(T1, "10.96.8.11", bench.router_mac, src_mac=OTHER_MAC)]
    assert bench.delivered(packets) == {0}
    assert re.search(r"5489-9800-0101 110/- +GE0/0/1 +security", bench.type("display mac-address security"))
    bench.configure("interface g0/0/1", "port-security max-mac-num 2")
    assert bench.delivered(packets) == {0, 1}
    bench.configure("interface g0/0/1", "undo port-security max-mac-num")
    assert bench.delivered(packets) == {0}
    bench.inside("t1", "ip", "link", "set", "eth0", "down")
    time.sleep(0.2)
    assert re.search(r"^GigabitEthernet0/0/1 +down", bench.type("display interface brief"), re.MULTILINE)
    bench.inside("t1", "ip", "link", "set", "eth0", "up")
    time.sleep(1.5)
    assert bench.delivered(packets[::-1]) == {0}, "the other address came first this time"


def test_another_machine_at_the_plug_is_seen_though_nothing_of_it_passes(bench: Bench) -> None:
    """What a terminal's exchanged network card looks like: unplugged and plugged in again within a moment."""
    bench.configure(f"user-bind static ip-address {T1} mac-address 5489-9800-0101 interface g0/0/1 vlan 110")
    bench.configure("interface g0/0/1", "port-security enable", "ip source check user-bind enable")
    bench.configure("interface g0/0/1", "arp anti-attack check user-bind enable")
    assert bench.delivered([udp(T1, "10.96.8.11", bench.router_mac)]) == {0}
    for change in ("down", "up"):
        bench.inside("t1", "ip", "link", "set", "eth0", change)
    time.sleep(1.5)
    foreign = [udp(T1, "10.96.8.11", bench.router_mac, src_mac=OTHER_MAC), arp(T1, OTHER_MAC, "10.96.128.1")]
    assert bench.delivered(foreign) == set()
    seen = re.findall(r"^(\S+) 110/- +GE0/0/1 +(\S+)", bench.type("display mac-address"), re.MULTILINE)
    assert seen == [("0200-0000-0099", "security")]


def test_an_interface_that_comes_later_is_taken_in(bench: Bench) -> None:
    bench.configure("acl 3901", "rule deny udp destination-port eq 53", "interface g0/0/5", "port link-type access")
    bench.configure("interface g0/0/5", "port default vlan 110", "traffic-filter inbound acl 3901")
    bench.configure("interface g0/0/5", "qos lr outbound cir 4096")
    for _ in range(2):
        bench.inside("t2", "ip", "link", "add", "late", "type", "veth", "peer", "ge5", "netns", f"{bench.name}-sw")
        bench.inside("t2", "ip", "link", "set", "late", "up")
        time.sleep(1.5)
        packets = [udp(T2, "10.96.8.11", bench.router_mac, port=port, src_mac=OTHER_MAC) for port in (53, 54)]
        assert bench.delivered(packets, Wire.on(f"{bench.name}-t2", "late")) == {1}
        assert "tbf" in bench.inside("sw", "tc", "qdisc", "show", "dev", "ge5")
        bench.inside("t2", "ip", "link", "del", "late")


def test_isolated_ports_do_not_reach_each_other(bench: Bench) -> None:
    to_t2 = [ether(T1_MAC, T2_MAC, 0x0800) + ipv4(T1, T2, 17, struct.pack("!HHHH", 1, 2, 16, 0)), arp(T1, T1_MAC, T2)]
    assert bench.delivered(to_t2, bench.t1, bench.t2) == {0, 1}
    bench.configure(
        "interface g0/0/1", "port-isolate enable group 1", "interface g0/0/2", "port-isolate enable group 2"
    )
    assert bench.delivered(to_t2, bench.t1, bench.t2) == {0, 1}, "different groups"
    bench.configure("interface g0/0/2", "port-isolate enable group 1")
    assert bench.delivered(to_t2, bench.t1, bench.t2) == set()
    assert bench.delivered([udp(T1, "10.96.8.11", bench.router_mac)]) == {0}, "the uplink is in no group"


def test_shutdown_and_vlan_membership(bench: Bench) -> None:
    packet = [udp(T1, "10.96.8.11", bench.router_mac)]
    bench.configure("interface g0/0/1", "shutdown")
    assert bench.delivered(packet) == set()
    bench.configure("interface g0/0/1", "undo shutdown")
    bench.until_forwarding()
    bench.configure("interface g0/0/1", "undo port default vlan")
    assert bench.delivered(packet) == set(), "VLAN 1 is not on the uplink"
    bench.configure("interface g0/0/1", "port default vlan 110")
    assert bench.delivered(packet) == {0}
    bench.configure("interface g0/0/24", "undo port trunk allow-pass vlan 110")
    assert bench.delivered(packet) == set(), "the trunk carries it no more"


def _pings(bench: Bench, role: str, address: str) -> bool:
    command = ["nsenter", f"--net=/run/netns/{bench.name}-{role}", "ping", "-c1", "-W1", address]
    return any(subprocess.run(command, check=False, capture_output=True).returncode == 0 for _ in range(3))


def test_the_switch_itself_is_behind_the_filter_too(bench: Bench) -> None:
    mac = json.loads(bench.inside("sw", "ip", "-j", "link", "show", "vlan110"))[0]["address"]
    # The checksum counts the mark that follows, which is number 0.
    total = struct.pack("!H", checksum(b"\x08\x00" + bytes(6) + MAGIC + bytes(4)))
    echo = ether(T1_MAC, mac, 0x0800) + ipv4(T1, "10.96.128.30", 1, b"\x08\x00" + total + bytes(4))
    bench.inside("sw", "ip", "neigh", "replace", T1, "lladdr", T1_MAC, "dev", "vlan110")
    assert bench.delivered([echo], bench.t1, bench.t1) == {0}, "the echo's answer carries the same mark"
    bench.configure("acl 3901", "rule deny icmp", "interface g0/0/1", "traffic-filter inbound acl 3901")
    assert bench.delivered([echo], bench.t1, bench.t1) == set()
    assert _pings(bench, "rt", "10.96.192.11"), "management from elsewhere is untouched"


@pytest.mark.parametrize("direction", ["inbound", "outbound"])
def test_rate_limit(bench: Bench, direction: str) -> None:
    # The bucket of one second that inbound limits have at least (docs/lab-switch.md) is what VRP's default is, too.
    bench.configure("interface g0/0/1", f"qos lr {direction} cir 1024")
    wires = (bench.t1, bench.router) if direction == "inbound" else (bench.router, bench.t1)
    macs = (T1_MAC, bench.router_mac) if direction == "inbound" else (bench.router_mac, T1_MAC)
    bench.delivered([udp(T1, "10.96.8.11", bench.router_mac)])
    big = ether(*macs, 0x0800) + ipv4(T1, "10.96.8.11", 17, struct.pack("!HHHH", 1, 2, 1316, 0) + bytes(1300))
    started = time.monotonic()
    got = bench.delivered([big] * 400, *wires)
    allowed = 128_000 + 128_000 * (time.monotonic() - started)
    assert 30 * len(big) < len(got) * len(big) < allowed * 1.1


def test_reboot_returns_to_what_was_saved(bench: Bench) -> None:
    packet = [udp(T1, "198.51.100.80", bench.router_mac), udp(T1, "10.96.8.11", bench.router_mac)]
    bench.configure(
        "acl 3901",
        "rule deny ip destination 198.51.100.0 0.0.0.255",
        "interface g0/0/1",
        "traffic-filter inbound acl 3901",
    )
    assert "successfully" in bench.type("return", "save", "y")
    bench.configure("acl 3901", "rule deny ip")
    assert bench.delivered(packet) == set()
    bench.type("return", "schedule reboot delay 1", "n", "y")
    time.sleep(1.2)
    assert not bench.ask(do="status")["up"]
    assert "vlan110" not in bench.inside("sw", "ip", "-br", "link")
    assert bench.inside("sw", "nft", "list", "ruleset") == ""
    deadline = time.monotonic() + 5
    while not bench.ask(do="status")["up"] and time.monotonic() < deadline:
        time.sleep(0.1)
    bench.until_forwarding()
    assert bench.delivered(packet) == {1}


def test_a_switch_that_is_stopped_leaves_nothing_behind(bench: Bench) -> None:
    bench.configure(
        "acl 3901", "rule deny ip", "interface g0/0/1", "traffic-filter inbound acl 3901", "qos lr outbound cir 4096"
    )
    bench.stop()
    names = [link["ifname"] for link in json.loads(bench.inside("sw", "ip", "-j", "link"))]
    assert sorted(names) == ["ge1", "ge2", "lo", "up110", "up4000"]
    assert bench.inside("sw", "nft", "list", "ruleset") == ""
    assert "tbf" not in bench.inside("sw", "tc", "qdisc")
