# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A site that is given up, in every platform: the way there, what is left then, and what has to be told of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from ipaddress import IPv4Address

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.access_list import Acl
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.line import Line
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Binding, DeviceConfig, Filter, Port
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.packet import TCP, Packet
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.steps import InPort, SetPort
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.retirement import prove_retired, retire, retired

from tests.helpers.policy.policy_judge import Judge, Passage
from tests.helpers.policy.policy_platforms import TYPED, PlatformCase
from tests.helpers.policy.policy_site import ADDRESSES, plan

MACS = ("54:89:98:00:01:01", "54:89:98:00:01:02")
THEIR_ADDRESS, THEIR_MAC = IPv4Address("10.96.130.9"), "54:89:98:00:09:99"
# What a line of ours about a terminal's port has in it, in some platform.
LEFT_BEHIND = ("security", "isolat", "protected", "verify", "source", "edge", "portfast", "bpdu", "qos", "rate", "110")
Change = Callable[[DeviceConfig, PlatformCase], DeviceConfig]


@pytest.fixture(params=TYPED, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> PlatformCase:
    chosen: PlatformCase = request.param
    return chosen


def packets() -> list[Packet]:
    """What a terminal sends to an item, and what it may never send."""
    hosts = [int(IPv4Address(text)) for text in ("10.96.8.11", "198.51.100.80")]
    return [Packet(4, int(one.ip), host, TCP, 40000, 443) for one in ADDRESSES.values() for host in hosts]


def test_ports_are_shut_first_and_nothing_ever_passes_again(case: PlatformCase) -> None:
    judge, planned = Judge(case.startup, case), plan(case=case)
    judge.type_all(planning.plan_change(planned, judge.running).commands)
    ours = frozenset(case.ports[:2])

    def passing() -> set[Passage]:
        return {one for one in judge.passages(packets(), MACS) if one[0] in ours}

    allowed = passing()
    assert allowed
    commands = retire(planned, judge.running).commands
    shut = case.platform.write([InPort(port, (SetPort("shut", value=True, old=False),)) for port in case.ports[:2]])
    assert commands[: len(shut)] == shut
    for place, line in enumerate(commands, start=1):
        judge.type(line)
        assert passing() <= allowed
        assert not passing() or place < len(shut), line
    assert prove_retired(planned, case.platform.parse(judge.running)) == ()
    assert retire(planned, judge.running).commands == ()


def test_what_a_port_had_of_ours_is_gone(case: PlatformCase) -> None:
    judge, planned = Judge(case.startup, case), plan(case=case)
    before = judge.running
    judge.type_all(planning.plan_change(planned, judge.running).commands)
    judge.type_all(retire(planned, judge.running).commands)
    found, acl_numbers = case.platform.parse(judge.running), case.acl_numbers
    for name in case.ports[:2]:
        port = found.port(name)
        assert port
        assert port == Port(name, link_type="access", shut=True)
    assert found.bindings == ()
    assert [acl for acl in found.acls if acl.number in acl_numbers[acl.family]] == []
    assert found.port(case.ports[2]) == case.platform.parse(before).port(case.ports[2])
    assert found.vlans == case.platform.parse(before).vlans
    # A word of ours in a port that is given up would come back into force with whoever opens it.
    sections = [judge.running.split(f"interface {name}\n")[1].split("interface ")[0] for name in case.ports[:2]]
    for word in LEFT_BEHIND:
        assert [word for section in sections if word in section] == []


def _port_open(config: DeviceConfig, case: PlatformCase) -> DeviceConfig:
    port = config.port(case.ports[0])
    assert port
    return config.with_ports([replace(port, shut=False)])


def _port_lost(config: DeviceConfig, case: PlatformCase) -> DeviceConfig:
    return replace(config, ports=tuple(port for port in config.ports if port.name != case.ports[0]))


def _list_left(config: DeviceConfig, case: PlatformCase) -> DeviceConfig:
    return replace(config, acls=(*config.acls, Acl(4, case.acl_numbers[4][1], (), "govkiosk x")))


def _list_applied(config: DeviceConfig, case: PlatformCase) -> DeviceConfig:
    applied = Port(case.port.format(9), filters=(Filter("inbound", 4, case.acl_numbers[4][1]),))
    return _list_left(config, case).with_ports([applied])


def _bound(port: int, address: IPv4Address | None, mac: str) -> Change:
    def change(config: DeviceConfig, case: PlatformCase) -> DeviceConfig:
        binding = Binding(case.port.format(port), address, mac, 130, Line(7, "a binding of another form"))
        return replace(config, bindings=(binding,))

    return change


LEFT: dict[str, tuple[Change, str]] = {
    "a port is open": (_port_open, "lianhua-hall-01: {port} is not shut"),
    "a port is not there": (_port_lost, "lianhua-hall-01: {port} is not in the configuration"),
    "a list is there": (_list_left, "lianhua-hall: the access list {name} is still there"),
    "a list is applied": (_list_applied, "lianhua-hall: {other} still has an access list of ours"),
    "an address is bound": (
        _bound(9, IPv4Address("10.96.128.2"), THEIR_MAC),
        f"lianhua-hall: 10.96.128.2 {THEIR_MAC} on {{other}} in VLAN 130 is still bound",
    ),
    "a MAC is bound": (
        _bound(9, THEIR_ADDRESS, MACS[1]),
        f"lianhua-hall: {THEIR_ADDRESS} {MACS[1]} on {{other}} in VLAN 130 is still bound",
    ),
    "a port is bound": (
        _bound(1, THEIR_ADDRESS, THEIR_MAC),
        f"lianhua-hall-01: {THEIR_ADDRESS} {THEIR_MAC} on {{port}} in VLAN 130 is still bound",
    ),
    "a port is bound in another form": (
        _bound(1, None, ""),
        "lianhua-hall-01: a binding of another form is still bound",
    ),
}


@pytest.mark.parametrize("name", LEFT)
def test_what_is_left_is_told(case: PlatformCase, name: str) -> None:
    planned, (change, told) = plan(case=case), LEFT[name]
    clean = retired(case.platform.parse(case.startup), planned)
    theirs = Binding(case.port.format(9), THEIR_ADDRESS, THEIR_MAC, 130)
    assert prove_retired(planned, replace(clean, bindings=(theirs,))) == ()
    words = {
        "port": case.ports[0],
        "other": case.port.format(9),
        "name": case.platform.acl_name(4, case.acl_numbers[4][1]),
    }
    found, *rest = prove_retired(planned, change(clean, case))
    assert [one.kind for one in rest] == (["acl"] if change is _list_applied else [])
    assert str(found).startswith(f"{told.format(**words)} [DB4403/T 503.5 6.4-")


def test_a_port_that_the_switch_does_not_have_is_told_before_anything_is_sent(case: PlatformCase) -> None:
    second = case.ports[1]
    change = retire(plan(case=case), case.startup.replace(f"interface {second}\n", f"interface {second}2\n"))
    assert [(one.subject, one.kind) for one in change.violations] == [("lianhua-hall-02", "port")]
