# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Every step of a change in IOS and RGOS, word for word; and what the proof says of a planned site."""

from __future__ import annotations

from ipaddress import IPv4Address

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.access_list import Acl, AddressMatch, Rule
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.line import Line
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Binding, Filter, RateLimit
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.steps import (
    AddBinding,
    AddVlan,
    ApplyFilter,
    BuildAcl,
    CheckArp,
    DeleteAcl,
    InPort,
    PortStep,
    ProtectFromBpdus,
    RemoveBinding,
    RemoveFilter,
    RemoveRate,
    SetPort,
    SetRate,
    Step,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms import languages
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from tests.helpers.policy.policy_platforms import CASES
from tests.helpers.policy.policy_site import ADDRESSES, folder, plan, site

PLATFORMS = ("cisco_ios", "ruijie_os")
ACL = Acl(4, 3902, (Rule(10, False, AddressMatch.any(4), AddressMatch.any(4), fragment=True),), "govkiosk x")
ACL6 = Acl(6, 3961, (Rule(10, False, AddressMatch.any(6), AddressMatch.any(6)),))
BINDING = Binding("GigabitEthernet1/0/1", IPv4Address("10.96.128.2"), "54:89:98:00:01:01", 110)
BOUND = "ip source binding 5489.9800.0101 vlan 110 10.96.128.2 interface GigabitEthernet1/0/1"
RATE = RateLimit("inbound", 8192, 1000000)


@pytest.mark.parametrize(
    ("step", "ios", "rgos"),
    [
        (AddVlan(110), ("vlan 110", "exit"), None),
        (CheckArp(110), ("ip dhcp snooping vlan 110", "ip dhcp snooping", "ip arp inspection vlan 110"), ()),
        (ProtectFromBpdus(), ("spanning-tree portfast bpduguard default",), None),
        (BuildAcl(ACL),
         ("ip access-list extended GOVKIOSK-3902", "remark govkiosk x", "10 deny ip any any fragments", "exit"),
         ("ip access-list extended 3902", "list-remark govkiosk x", "10 deny ip any any fragment", "exit")),
        (BuildAcl(ACL6), ("ipv6 access-list GOVKIOSK6-3961", "deny ipv6 any any", "exit"),
         ("ipv6 access-list GOVKIOSK6-3961", "10 deny ipv6 any any", "exit")),
        (DeleteAcl(4, 3901), ("no ip access-list extended GOVKIOSK-3901",), None),
        (DeleteAcl(4, 2601), None, ("no ip access-list extended 2601",)),
        (DeleteAcl(6, 3962), ("no ipv6 access-list GOVKIOSK6-3962",), ("no ipv6 access-list GOVKIOSK6-3962",)),
        (AddBinding(BINDING), (BOUND,), None),
        (RemoveBinding(BINDING), (f"no {BOUND}",), None),
    ],
)  # fmt: skip
def test_steps_of_a_switch(step: Step, ios: tuple[str, ...] | None, rgos: tuple[str, ...] | None) -> None:
    for name, lines in (("cisco_ios", ios), ("ruijie_os", rgos)):
        if lines is not None:
            assert languages.get(name).write([step]) == lines


def setting(field: str, value: object, old: object = None) -> SetPort:
    return SetPort(field, value, old)


@pytest.mark.parametrize(
    ("name", "step", "lines"),
    [
        ("cisco_ios", setting("description", "hall-01"), ("description hall-01",)),
        ("cisco_ios", setting("description", ""), ("no description",)),
        ("cisco_ios", setting("link_type", "access"), ("switchport mode access",)),
        ("cisco_ios", setting("link_type", ""), ("no switchport mode",)),
        ("cisco_ios", setting("vlan", 110), ("switchport access vlan 110",)),
        ("cisco_ios", setting("vlan", 1), ("no switchport access vlan",)),
        ("cisco_ios", setting("max_macs", 1, 0), ("switchport port-security maximum 1", "switchport port-security")),
        ("cisco_ios", setting("max_macs", 1, 2), ("switchport port-security maximum 1",)),
        ("cisco_ios", setting("max_macs", 0, 1),
             ("no switchport port-security", "no switchport port-security maximum")),
        ("cisco_ios", setting("isolation", frozenset({1}), frozenset()), ("switchport protected",)),
        ("cisco_ios", setting("isolation", frozenset(), frozenset({1})), ("no switchport protected",)),
        ("cisco_ios", setting("edge", True), ("spanning-tree portfast",)),
        ("cisco_ios", setting("edge", False), ("no spanning-tree portfast",)),
        ("cisco_ios", setting("bpdu_guard", True), ("spanning-tree bpduguard enable",)),
        ("cisco_ios", setting("bpdu_guard", False), ("no spanning-tree bpduguard",)),
        ("cisco_ios", setting("source_check", True), ("ip verify source mac-check",)),
        ("cisco_ios", setting("source_check", False), ("no ip verify source",)),
        ("cisco_ios", setting("arp_trust", False), ("no ip arp inspection trust",)),
        ("cisco_ios", setting("shut", True), ("shutdown",)),
        ("cisco_ios", setting("shut", False), ("no shutdown",)),
        ("ruijie_os", setting("source_check", True), ("ip verify source port-security",)),
        ("ruijie_os", setting("arp_check", True), ("arp-check",)),
        ("ruijie_os", setting("arp_check", False), ("no arp-check",)),
        ("cisco_ios", ApplyFilter(Filter("inbound", 4, 3902)), ("ip access-group GOVKIOSK-3902 in",)),
        ("cisco_ios", RemoveFilter(Filter("outbound", 6, 3961)), ("no ipv6 traffic-filter GOVKIOSK6-3961 out",)),
        ("cisco_ios", RemoveFilter(Filter("outbound", 4, 0, Line(7, "ip access-group OFFICE out"))),
         ("no ip access-group OFFICE out",)),
        ("ruijie_os", ApplyFilter(Filter("inbound", 4, 2602)), ("ip access-group 2602 in",)),
        ("cisco_ios", RemoveRate(RateLimit("outbound", 4096, 8000, Line(3, "service-policy output LIMIT"))),
         ("no service-policy output LIMIT",)),
        ("ruijie_os", SetRate(RateLimit("inbound", 8192, 1000 * 1024)), ("rate-limit input 8192 1000",)),
        ("ruijie_os", RemoveRate(RATE), ("no rate-limit input",)),
    ],
)  # fmt: skip
def test_steps_of_a_port(name: str, step: PortStep, lines: tuple[str, ...]) -> None:
    port = CASES[name].port.format(1)
    assert languages.get(name).write([InPort(port, (step,))]) == (f"interface {port}", *lines, "exit")


@pytest.mark.parametrize(
    ("old", "lines"),
    [
        (None, ("service-policy input GOVKIOSK-8192",)),
        (RateLimit("inbound", 4096, 512000, Line(3, "service-policy input GOVKIOSK-4096")),
         ("no service-policy input GOVKIOSK-4096", "service-policy input GOVKIOSK-8192")),
        # The policy map is written anew, and the port has it already.
        (RateLimit("inbound", 2000, 8000, Line(3, "service-policy input GOVKIOSK-8192")), ()),
    ],
)  # fmt: skip
def test_a_policy_map_is_written_before_the_port_that_uses_it(old: RateLimit | None, lines: tuple[str, ...]) -> None:
    port = CASES["cisco_ios"].port.format(1)
    assert languages.get("cisco_ios").write([AddVlan(110), InPort(port, (SetRate(RATE, old),))]) == (
        "policy-map GOVKIOSK-8192",
        "class class-default",
        "police 8192000 1000000 exceed-action drop",
        "exit",
        "exit",
        "vlan 110",
        "exit",
        f"interface {port}",
        *lines,
        "exit",
    )


def test_a_port_becomes_an_access_port_before_it_gets_port_security() -> None:
    commands = planning.plan_change(plan(case=CASES["cisco_ios"]), CASES["cisco_ios"].startup).commands
    mine = commands[commands.index("interface GigabitEthernet1/0/2") :]
    assert mine.index("switchport mode access") < mine.index("switchport port-security")
    assert mine.index("ip access-group GOVKIOSK-3901 in") < mine.index("switchport access vlan 110")


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_new_list_takes_the_old_ones_place_in_one_command(name: str) -> None:
    planned = plan(case=CASES[name])
    shorter = plan({"lianhua-hall-01": planned.addresses["lianhua-hall-01"]}, case=CASES[name])
    commands = planning.plan_change(shorter, planned.text).commands
    assert not any(line.startswith(("no ip access-group", "no ipv6 traffic-filter")) for line in commands)
    assert sum(line.startswith("ip access-group") for line in commands) == 2
    assert sum(line.startswith("no ip access-list") for line in commands) == 1


@pytest.mark.parametrize("name", PLATFORMS)
def test_a_spare_port_is_shut(name: str) -> None:
    hall, spare = site(CASES[name]), CASES[name].port.format(3)
    switch = hall.switch.model_copy(update={"spare_ports": (spare,)})
    planned = planning.plan_site(folder(), hall.model_copy(update={"switch": switch}), ADDRESSES)
    assert planned.violations == ()
    commands = planning.plan_change(planned, CASES[name].startup).commands
    start = commands.index(f"interface {spare}")
    assert commands[start : start + 3] == (f"interface {spare}", "shutdown", "exit")
