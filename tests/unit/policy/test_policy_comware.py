# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What Comware does in its own way: settings that need another one, bindings in the port, lists that refuse a second."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Binding, DeviceConfig
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from tests.helpers.policy.policy_platforms import HP_COMWARE
from tests.helpers.policy.policy_site import plan

COMWARE = HP_COMWARE.platform
PORT = HP_COMWARE.ports[0]
PLAN = plan(case=HP_COMWARE)


def commands(running: str) -> tuple[str, ...]:
    return planning.plan_change(PLAN, running).commands


def parse_port(*lines: str, start: str = " port-security enable\n#\n") -> DeviceConfig:
    return COMWARE.parse(f"#\n{start}interface {PORT}\n" + "".join(f" {line}\n" for line in lines))


def test_lines_that_belong_to_no_view_are_told_from_the_view_above_them() -> None:
    text = PLAN.text.replace("#\n stp bpdu-protection\n", "").replace("#\nreturn", "#\n stp bpdu-protection\n#\nreturn")
    assert COMWARE.parse(text) == PLAN.objects


def test_port_security_counts_only_where_the_switch_has_it_on() -> None:
    learning = ("port-security max-mac-count 1", "port-security port-mode autolearn")
    assert [port.max_macs for port in parse_port(*learning).ports] == [1]
    assert [port.max_macs for port in parse_port(*learning, start="").ports] == [0]
    assert [port.max_macs for port in parse_port(learning[0]).ports] == [0]
    assert [port.max_macs for port in parse_port(learning[1]).ports] == [0]
    assert [port.max_macs for port in parse_port(learning[0], "port-security port-mode secure").ports] == [1]
    (other,) = parse_port(learning[0], "port-security port-mode mac-authentication").ports
    assert other.max_macs == 0
    assert [line.text for line in other.unknown] == ["port-security port-mode mac-authentication"]


@pytest.mark.parametrize(("rate", "burst"), [(8192, 512_000), (4160, 260_096), (1_000_000, 16_000_000)])
def test_burst_that_is_not_said_is_half_a_second_in_whole_steps(rate: int, burst: int) -> None:
    (port,) = parse_port(f"qos lr outbound cir {rate}").ports
    assert [(one.cir, one.cbs) for one in port.rates] == [(rate, burst)]


def test_what_ports_depend_on_is_written_first_and_only_with_them() -> None:
    assert commands(HP_COMWARE.startup)[:2] == ("port-security enable", "port-isolate group 1")
    assert commands(PLAN.text) == ()
    without = PLAN.text.replace("#\n port-security enable\n", "")
    assert [one.kind for one in planning.prove_running(PLAN, without)] == ["port_security", "port_security"]
    assert commands(without)[:4] == ("port-security enable", f"interface {PORT}", "undo port-security port-mode",
                                     "port-security max-mac-count 1")  # fmt: skip
    assert "port-isolate group 1" not in commands(without)


def test_arp_is_checked_in_the_vlan_and_last() -> None:
    without = PLAN.text.replace(" arp detection enable\n", "")
    assert commands(without) == ("vlan 110", "arp detection enable", "quit")
    assert COMWARE.parse("vlan 110\n arp detection enable\n name kiosk\nvlan 2 to 4\n").arp_vlans == {110}


def test_an_uplink_that_is_not_trusted_would_cut_the_site_off() -> None:
    startup = HP_COMWARE.startup.replace(" arp detection trust\n", "")
    assert [one.kind for one in planning.plan_change(PLAN, startup).violations] == ["arp_uplink"]


def test_the_old_list_is_taken_off_a_port_that_is_shut() -> None:
    running = PLAN.text.replace("destination-port eq 8443", "destination-port eq 8444")
    lines = commands(running)
    for port in HP_COMWARE.ports[:2]:
        start = lines.index(f"interface {port}")
        assert lines[start + 1 : start + 6] == (
            "shutdown", "undo packet-filter 3901 inbound", "packet-filter 3902 inbound", "undo shutdown", "quit"
        )  # fmt: skip
    assert lines[-1] == "undo acl advanced 3901"


@pytest.mark.parametrize(
    ("line", "binding"),
    [
        ("ip source binding ip-address 10.96.128.2 mac-address 5489-9800-0101 vlan 110", ("10.96.128.2", 110)),
        ("ip source binding ip-address 10.96.128.2 mac-address 5489-9800-0101", ("10.96.128.2", 0)),
        ("ip source binding ip-address 10.96.128.2", ("None", 0)),
        ("ip source binding mac-address 5489-9800-0101", ("None", 0)),
        ("ipv6 source binding ip-address 2001:db8::1 mac-address 5489-9800-0101", ("None", 0)),
    ],
)
def test_bindings(line: str, binding: tuple[str, int]) -> None:
    for config, port in ((parse_port(line), PORT), (COMWARE.parse(f" {line}\n"), "")):
        (found,) = config.bindings
        assert (found.port, str(found.address), found.vlan) == (port, *binding)
        assert found.line.text == line


def test_bindings_of_a_port_and_of_the_switch_are_taken_back_where_they_stand() -> None:
    running = PLAN.text.replace("5489-9800-0101", "5489-9800-0fff").replace(
        "#\nvlan 110", "#\n ip source binding ip-address 10.96.128.2 mac-address 5489-9800-0eee\n#\nvlan 110"
    )
    assert commands(running) == (
        "undo ip source binding ip-address 10.96.128.2 mac-address 5489-9800-0eee",
        f"interface {PORT}",
        "undo ip source binding ip-address 10.96.128.2 mac-address 5489-9800-0fff vlan 110",
        "quit",
        f"interface {PORT}",
        "ip source binding ip-address 10.96.128.2 mac-address 5489-9800-0101 vlan 110",
        "quit",
    )
    assert Binding(PORT, None, "", 0) not in COMWARE.parse(running).bindings


@pytest.mark.parametrize(
    "line",
    [
        "port link-mode route",
        "packet-filter name free inbound",
        "packet-filter user-defined 5000 inbound",
        "ip verify source ip-address",
        "qos apply policy free inbound",
        "port trunk permit vlan 110",
        "mirroring-group 1 monitor-port",
        "stp port bpdu-protection disable",
        "arp detection port-match-ignore",
        "undo stp enable",
    ],
)
def test_a_line_that_could_matter_is_not_understood(line: str) -> None:
    (port,) = parse_port(line).ports
    assert [one.text for one in port.unknown] == [line]


@pytest.mark.parametrize(
    "line",
    [
        "port link-mode bridge",
        "speed 100",
        "undo jumboframe enable",
        "port-security mac-address security sticky 5489-9800-0101 vlan 110",
        "broadcast-suppression pps 100",
    ],
)
def test_a_line_that_cannot_matter_is_kept(line: str) -> None:
    (port,) = parse_port(line).ports
    assert [one.text for one in port.harmless] == [line]


def test_other_ways_of_writing_the_same() -> None:
    other = (
        PLAN.text.replace("acl advanced", "acl number")
        .replace("acl ipv6 advanced", "acl ipv6 number")
        .replace("3901 inbound", "3901 inbound hardware-count")
        .replace("stp edged-port", "stp edged-port enable")
        .replace("deny ip logging", "deny ip logging counting")
    )
    assert COMWARE.parse(other) == PLAN.objects
    unusual = COMWARE.parse(PLAN.text.replace("acl advanced 3901", "acl advanced 3901 match-order auto")).acl(4, 3901)
    assert unusual
    assert [line.text for line in unusual.unknown] == ["acl advanced 3901 match-order auto"]
