# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The printed configuration, loaded into a fresh switch or typed into one, gives the same configuration."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lab.switch import platforms
from lab.switch.context import View
from lab.switch.device import Device, DeviceSettings
from lab.switch.forwarding import NoDataPlane
from lab.switch.session import Session

PORTS = 4

PLATFORM = platforms.get("huawei_vrp")

octets = st.integers(0, 255)

addresses = st.builds("{}.{}.{}.{}".format, octets, octets, octets, octets)

wildcards = st.one_of(st.just("0"), addresses)

words = st.text("abcXYZ0189-_.", min_size=1, max_size=12)

vlans = st.integers(2, 4094)

macs = st.builds("{:04x}-{:04x}-{:04x}".format, *[st.integers(0, 65535)] * 3)

ports = st.integers(0, 65535)


@st.composite
def rules(draw: st.DrawFn) -> str:
    protocol = draw(st.sampled_from(["ip", "tcp", "udp", "icmp", "47"]))
    parts = [f"rule {draw(st.integers(0, 60))}", draw(st.sampled_from(["permit", "deny"])), protocol]
    options = [f"source {draw(addresses)} {draw(wildcards)}", f"destination {draw(addresses)} {draw(wildcards)}"]
    if protocol in ("tcp", "udp"):
        options.append(f"destination-port {draw(st.sampled_from(['eq', 'gt', 'lt']))} {draw(ports)}")
        options.append("source-port range {} {}".format(*sorted([draw(ports), draw(ports)])))
    if protocol == "tcp":
        options.append("tcp-flag established")
    if protocol == "icmp":
        options.append(f"icmp-type {draw(st.integers(0, 20))} {draw(st.integers(0, 5))}")
    return " ".join(parts + draw(st.lists(st.sampled_from(options), unique_by=lambda text: text.split()[0])))


@st.composite
def port_lines(draw: st.DrawFn) -> list[str]:
    """Commands for one port; that some are refused (a VLAN that does not exist) is meant."""
    number = draw(st.integers(1, PORTS))
    direction = st.sampled_from(["inbound", "outbound"])
    lines = st.one_of(
        words.map("description {}".format),
        st.sampled_from(
            ["shutdown", "undo shutdown", "port link-type access", "port link-type trunk", "undo port link-type"]
        ),
        vlans.map("port default vlan {}".format),
        vlans.map("port trunk allow-pass vlan {}".format),
        st.sampled_from(
            ["undo port trunk allow-pass vlan 1", "port trunk allow-pass vlan all", "port trunk pvid vlan 110"]
        ),
        st.sampled_from(
            ["port-isolate enable group 1", "port-isolate enable", "stp edged-port enable", "stp root-protection"]
        ),
        st.builds(
            "traffic-filter {} acl {}{}".format,
            direction,
            st.sampled_from(["", "ipv6 "]),
            st.sampled_from([3001, 3002, 3003]),
        ),
        st.builds("qos lr {} cir {}".format, direction, st.integers(64, 100000)),
        st.sampled_from(
            ["port-security enable", "port-security max-mac-num 3", "port-security protect-action protect"]
        ),
        st.sampled_from(["ip source check user-bind enable", "ip source check user-bind check-item vlan ip-address"]),
        st.sampled_from(["arp anti-attack check user-bind enable", "undo negotiation auto", "loopback-detect enable"]),
    )
    return [f"interface GigabitEthernet0/0/{number}", *draw(st.lists(lines, max_size=8)), "quit"]


@st.composite
def scripts(draw: st.DrawFn) -> list[str]:
    lines = [
        f"vlan batch 110 {draw(vlans)}",
        "acl 3001",
        *draw(st.lists(rules(), max_size=6)),
        "acl 3002",
        "acl ipv6 3001",
        "rule deny ipv6",
    ]
    for _ in range(draw(st.integers(0, 5))):
        lines += draw(port_lines())
    for _ in range(draw(st.integers(0, 3))):
        bind = f"user-bind static ip-address {draw(addresses)} mac-address {draw(macs)}"
        lines.append(bind + draw(st.sampled_from(["", " vlan 110", " interface GigabitEthernet0/0/1 vlan 110"])))
    extra = [
        "stp bpdu-protection",
        "interface Vlanif110",
        "ip address 10.0.0.1 24",
        "quit",
        "lldp enable",
        "sysname x-1",
        "vlan 110",
        "description a b",
        "aaa",
        "local-user a password b",
    ]
    cut = draw(st.integers(0, len(extra)))
    return lines + extra[:cut]


def _device(startup: str) -> tuple[Device, Session]:
    device = Device(PLATFORM, startup, NoDataPlane(), DeviceSettings(port_count=PORTS))
    device.boot()
    session = Session(device)
    session.context.view = View("system")
    return device, session


def _typed(lines: list[str]) -> Device:
    device, session = _device("")
    for line in lines:
        session.enter(line)
    return device


@settings(max_examples=150, deadline=None)
@given(scripts())
def test_printed_and_loaded_is_the_same(lines: list[str]) -> None:
    device = _typed(lines)
    loaded = PLATFORM.load(device.running_text, PORTS)
    assert loaded.refused == ()
    assert PLATFORM.text(loaded.configuration) == device.running_text
    assert PLATFORM.meaning(loaded.configuration, device.base_mac) == PLATFORM.meaning(
        device.configuration, device.base_mac
    )


@settings(max_examples=60, deadline=None)
@given(scripts())
def test_printed_and_typed_is_the_same(lines: list[str]) -> None:
    first = _typed(lines)
    device, session = _device("")
    for line in first.running_text.splitlines():
        if line and line[0] not in "#!" and line != "return":
            answer = session.enter(line)
            assert "Error" not in answer, f"{line}: {answer}"
    assert device.running_text == first.running_text
    assert PLATFORM.meaning(device.configuration, device.base_mac) == PLATFORM.meaning(
        first.configuration, first.base_mac
    )
