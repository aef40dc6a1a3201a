# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Comware's printed configuration, loaded into a fresh switch or typed into one, gives the same configuration."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from lab.switch import platforms
from lab.switch.context import View
from lab.switch.device import Device, DeviceSettings
from lab.switch.forwarding import NoDataPlane
from lab.switch.session import Session

PORTS = 4

PLATFORM = platforms.get("hp_comware")

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
    options += ["counting", "logging", "fragment"]
    if protocol in ("tcp", "udp"):
        options.append(f"destination-port {draw(st.sampled_from(['eq', 'gt', 'lt', 'neq']))} {draw(ports)}")
        options.append("source-port range {} {}".format(*sorted([draw(ports), draw(ports)])))
    if protocol == "tcp":
        options.append("established")
    if protocol == "icmp":
        options.append(f"icmp-type {draw(st.integers(0, 20))} {draw(st.integers(0, 5))}")
    return " ".join(parts + draw(st.lists(st.sampled_from(options), unique_by=lambda text: text.split()[0])))


@st.composite
def port_lines(draw: st.DrawFn) -> list[str]:
    """Commands for one port; that some are refused (a VLAN that does not exist) is meant."""
    direction = st.sampled_from(["inbound", "outbound"])
    modes = ["port link-type access", "port link-type trunk", "port link-type hybrid", "undo port link-type"]
    trunk = ["undo port trunk permit vlan 1", "port trunk permit vlan all", "port trunk pvid vlan 110"]
    security = ["port-security max-mac-count 3", "port-security port-mode autolearn", "undo port-security port-mode"]
    checks = ["ip verify source ip-address mac-address", "ip verify source mac-address", "arp detection trust"]
    foreign = ["stp root-protection", "port-security mac-address security sticky 1-1-1 vlan 110", "speed 100"]
    lines = st.one_of(
        words.map("description {}".format),
        st.sampled_from(["shutdown", "undo shutdown", "stp edged-port", "port-isolate enable group 1"]),
        st.sampled_from(modes + trunk + security + checks + foreign),
        vlans.map("port access vlan {}".format),
        vlans.map("port trunk permit vlan {}".format),
        st.builds(
            "packet-filter {}{} {}".format, st.sampled_from(["", "ipv6 "]), st.sampled_from([3001, 3009]), direction
        ),
        st.builds("qos lr {} cir {}".format, direction, st.integers(8, 9999)),
        st.builds("ip source binding ip-address {} mac-address {}".format, addresses, macs),
        st.builds("ip source binding ip-address {} vlan {}".format, addresses, vlans),
    )
    number = draw(st.integers(1, PORTS))
    return [f"interface GigabitEthernet1/0/{number}", *draw(st.lists(lines, max_size=8)), "quit"]


@st.composite
def scripts(draw: st.DrawFn) -> list[str]:
    lines = ["vlan 110 to 112", f"vlan {draw(vlans)}", "port-isolate group 1", "acl advanced 3001"]
    lines += [*draw(st.lists(rules(), max_size=6)), "acl basic 2002", "acl ipv6 advanced 3001", "rule deny ipv6"]
    for _ in range(draw(st.integers(0, 5))):
        lines += draw(port_lines())
    extra = ["stp bpdu-protection", "port-security enable", "packet-filter default deny", "interface Vlan-interface110"]
    extra += ["ip address 10.0.0.1 24", "quit", "lldp global enable", "undo info-center enable", "sysname x-1"]
    extra += ["vlan 110", "description a b", "arp detection enable", "name kiosk", "quit", "line vty 0 63"]
    extra += ["idle-timeout 5 0", "local-user a class manage", "service-type ssh", "interface NULL0"]
    return lines + extra[: draw(st.integers(0, len(extra)))]


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
        if line[0] != "#" and line != "return" and not line.startswith(" version"):
            assert session.enter(line) == "", line
    assert device.running_text == first.running_text
