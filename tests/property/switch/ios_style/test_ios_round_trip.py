# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The printed configuration, loaded into a fresh switch, gives the same configuration, whatever was typed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lab.switch import platforms
from lab.switch.device import Device, DeviceSettings
from lab.switch.forwarding import NoDataPlane
from lab.switch.session import Session
from tests.unit.switch.ios_style.conftest import PORTS, STARTUPS

octets = st.integers(0, 255)

addresses = st.builds("{}.{}.{}.{}".format, octets, octets, octets, octets)

words = st.text("abcXYZ0189-_.", min_size=1, max_size=12)

vlans = st.integers(2, 4094)

ports = st.integers(0, 65535)

macs = st.builds("{:04x}.{:04x}.{:04x}".format, *[st.integers(0, 65535)] * 3)

sides = st.one_of(st.just("any"), addresses.map("host {}".format), st.builds("{} {}".format, addresses, addresses))

conditions = st.one_of(
    st.just(""),
    st.builds("{} {}".format, st.sampled_from(["eq", "gt", "lt", "neq"]), ports),
    st.builds("range {} {}".format, ports, ports),
)


@st.composite
def rules(draw: st.DrawFn) -> str:
    protocol = draw(st.sampled_from(["ip", "tcp", "udp", "icmp", "47", "99"]))
    ported = protocol in ("tcp", "udp")
    parts = [
        draw(st.sampled_from(["", "5", "15", "40"])),
        draw(st.sampled_from(["permit", "deny"])),
        protocol,
        draw(sides),
        draw(conditions) if ported else "",
        draw(sides),
        draw(conditions) if ported else "",
        draw(st.sampled_from(["", "established"])) if protocol == "tcp" else "",
        f"{draw(octets)} {draw(octets)}" if protocol == "icmp" and draw(st.booleans()) else "",
        draw(st.sampled_from(["", "fragment"])),
    ]
    return " ".join(part for part in parts if part)


def port_lines(name: str) -> st.SearchStrategy[list[str]]:
    """Commands for one port; that some are unknown to one platform is meant."""
    lines = st.one_of(
        words.map("description {}".format),
        vlans.map("switchport access vlan {}".format),
        vlans.map("switchport trunk allowed vlan remove {}".format),
        vlans.map("switchport trunk native vlan {}".format),
        words.map("ip access-group {} in".format),
        words.map("ipv6 traffic-filter {} out".format),
        st.integers(1, 9).map("switchport port-security maximum {}".format),
        st.sampled_from(["shutdown", "no shutdown", "switchport mode access", "switchport mode trunk"]),
        st.sampled_from(["switchport protected", "switchport port-security", "spanning-tree portfast", "arp-check"]),
        st.sampled_from(["ip verify source", "ip verify source port-security", "spanning-tree bpduguard enable"]),
        st.sampled_from(["rate-limit input 8192 1024", "ip arp inspection trust", "ip dhcp snooping trust"]),
        st.sampled_from(["speed 100", "storm-control broadcast level 1", "no speed"]),
    )
    return st.builds(
        lambda number, typed: [f"interface {PORTS[name].format(number)}", *typed],
        st.integers(1, 4),
        st.lists(lines, max_size=6),
    )


def commands(name: str) -> st.SearchStrategy[list[str]]:
    return st.one_of(
        port_lines(name),
        st.builds(lambda acl, typed: [f"ip access-list extended {acl}", *typed], words, st.lists(rules(), max_size=4)),
        st.builds(lambda number, text: [f"vlan {number}", f"name {text}"], vlans, words),
        st.builds(
            lambda mac, vlan, address: [
                f"ip source binding {mac} vlan {vlan} {address} interface {PORTS[name].format(1)}"
            ],
            macs,
            vlans,
            addresses,
        ),
        st.builds(lambda text: ["ntp server 10.0.0.1", f"snmp-server contact {text}", "no ip http server"], words),
        st.sampled_from([110, 4000]).map(lambda vlan: [f"no vlan {vlan}"]),
        st.builds(lambda vlan: [f"interface vlan {vlan}", "ip address 10.0.0.1 255.255.255.0", "shutdown"], vlans),
    )


@pytest.mark.parametrize("name", sorted(STARTUPS))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_configuration_survives_being_printed_and_read(name: str, data: st.DataObject) -> None:
    device = Device(platforms.get(name), STARTUPS[name], NoDataPlane(), DeviceSettings(port_count=4))
    device.boot()
    session = Session(device)
    session.enter("configure terminal")
    for lines in data.draw(st.lists(commands(name), max_size=6)):
        for line in lines:
            session.enter(line)
    text = device.running_text
    loaded = device.platform.load(text, 4)
    assert loaded.refused == ()
    assert device.platform.text(loaded.configuration) == text
    assert (
        device.platform.meaning(loaded.configuration, "").bindings
        == device.platform.meaning(device.configuration, "").bindings
    )
