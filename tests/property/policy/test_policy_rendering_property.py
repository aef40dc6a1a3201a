# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the templates write of any intent is read back as just that intent, in every platform."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Address, IPv4Network

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.access_list import FRAMES
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.objects import Binding, Filter
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.intent import Permit, SiteIntent, TerminalPort
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.rendering import render
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.policy.policy_platforms import TAUGHT, PlatformCase

PREFIX = IPv4Network("10.96.0.0/16")
DESTINATIONS = [IPv4Network(text) for text in ("10.96.8.11/32", "10.96.0.0/24", "10.96.64.0/18")]
FLOWS = [
    {"protocol": "tcp", "port": 443},
    {"protocol": "tcp", "source_port": 22, "established": True},
    {"protocol": "udp", "port": 53},
    {"protocol": "udp", "source_port": 123, "port": 123},
    {"protocol": "icmp", "message": "echo"},
    {"protocol": "icmp", "message": "echo-reply"},
]


@st.composite
def intents(draw: st.DrawFn, case: PlatformCase) -> SiteIntent:
    """A site with up to two terminals, of which some are held back."""
    addresses = draw(st.lists(st.none() | st.integers(2, 30), max_size=2, unique=True))
    terminals = tuple(
        TerminalPort(
            f"hall-0{place}",
            case.port.format(place),
            f"54:89:98:00:01:0{place}",
            IPv4Address(f"10.96.128.{host}") if host else None,
        )
        for place, host in enumerate(addresses, start=1)
    )
    flows = st.tuples(st.sampled_from(FLOWS), st.sampled_from(DESTINATIONS))
    permits = tuple(
        Permit(one.terminal, source=one.address, destination=destination, clause="7.3", reasons=("item",), **flow)  # type: ignore[arg-type]
        for one in terminals
        if one.address
        for flow, destination in draw(st.lists(flows, max_size=4, unique_by=str))
    )
    vlan, rate, spare = draw(st.integers(2, 4094)), draw(st.integers(4096, 100_000)), draw(st.booleans())
    spare_ports = (case.port.format(3),) if spare else ()
    frames = FRAMES in case.acl_numbers and draw(st.booleans())
    return SiteIntent("hall", vlan, (PREFIX,), (), terminals, permits, rate, spare_ports, frames)


@pytest.mark.parametrize("case", TAUGHT, ids=lambda case: case.name)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_a_rendered_intent_is_read_back_the_same(case: PlatformCase, data: st.DataObject) -> None:
    intent = data.draw(intents(case))
    found = case.platform.parse(render(intent, case.name))
    assert not [line for line in found.foreign if line.text.startswith(("acl", "interface"))]
    assert intent.vlan in found.vlans
    families = [family for family in case.acl_numbers if family != FRAMES or intent.filters_frames]
    assert {(acl.family, acl.number) for acl in found.acls} == {
        (family, case.acl_numbers[family][0]) for family in families
    }
    assert not any(acl.unknown for acl in found.acls)
    for family, permits in ((4, intent.permits), (6, ())):
        acl = found.acl(family, case.acl_numbers[family][0])
        assert acl
        assert acl.unknown == ()
        # Where a permit of ports would let later fragments through, they are denied first of all.
        *rules, last = (rule for rule in acl.rules if not rule.fragment)
        assert not any(rule.permit and rule.fragments_too for rule in rules) or acl.rules[0].fragment
        assert [replace(rule, number=0) for rule in rules] == [permit.rule for permit in permits]
        assert last.matches_all
        assert not last.permit
    assert set(found.bindings) == {
        Binding(one.port, one.address, one.mac, intent.vlan) for one in intent.terminals if one.address
    }
    assert {port.name for port in found.ports if port.only_shut} == set(intent.spare_ports)
    for terminal in intent.terminals:
        port = found.port(terminal.port)
        assert port
        assert (port.description, port.link_type, port.vlan) == (terminal.terminal, "access", intent.vlan)
        assert (port.max_macs, port.source_check, bool(port.isolation), port.shut) == (1, True, True, False)
        assert found.checks_arp(port)
        assert found.guards_bpdus(port)
        assert set(port.filters) == {Filter("inbound", family, case.acl_numbers[family][0]) for family in families}
        rate = case.platform.rates.rate(intent.rate_kbps)
        assert {(one.direction, one.cir) for one in port.rates} == {("inbound", rate), ("outbound", rate)}
        assert (port.unknown, port.harmless) == ((), ())
