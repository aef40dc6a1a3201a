# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The tables of lines of IOS and RGOS: where a line holds, and that each row says why and who says so."""

from __future__ import annotations

from ipaddress import IPv4Interface

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.blocks import blocks
from ansible_collections.govkiosk.site.plugins.plugin_utils.config.notation import vlan_numbers
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms import languages
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.cisco_ios.lines import CISCO_IOS
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.line_tables import Row, find
from ansible_collections.govkiosk.site.plugins.plugin_utils.platforms.ruijie_os.lines import RUIJIE_OS
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from lab import startup_config
from lab.topology import Switch, SwitchPort
from tests.helpers.policy.policy_platforms import CASES
from tests.helpers.policy.policy_site import plan
from tests.unit.policy.test_policy_effects import _read

TABLES = {"cisco_ios": CISCO_IOS, "ruijie_os": RUIJIE_OS}
IOS = languages.get("cisco_ios")


def rows(found: tuple[Row, ...]) -> list[Row]:
    """Return rows and what stands under them."""
    return [row for one in found for row in (one, *rows(one.body or ()))]


@pytest.mark.parametrize("table", [*TABLES.values()], ids=[*TABLES])
def test_every_row_says_why_or_who_says_so(table: object) -> None:
    for name in ("switch", "vlan", "port"):
        for row in rows(getattr(table, name)):
            assert row.source
            assert row.why or row.effect, row.pattern.pattern


def test_every_row_has_a_case() -> None:
    met: set[Row] = set()
    for stranger in _read():
        if table := TABLES.get(stranger.case.name):
            found = blocks(stranger.text)
            inside = [line.text for block in found for line in block.body]
            bodies = [row.body for row in rows(table.switch) if row.body]
            for part, lines in (
                (table.switch, [block.header.text for block in found]),
                *((body, inside) for body in (table.vlan, table.port, *bodies)),
            ):
                met |= {known[0] for text in lines if (known := find(part, text))}
    every = {row for table in TABLES.values() for part in (table.switch, table.vlan, table.port) for row in rows(part)}
    assert [row.pattern.pattern for row in every - met] == []


@pytest.mark.parametrize(
    ("text", "ports"),
    [
        ("GigabitEthernet1/0/1", {"GigabitEthernet1/0/1"}),
        ("Gi1/0/1", {"GigabitEthernet1/0/1"}),
        ("Gi1/0/1 - 3 , Gi1/0/9", {f"GigabitEthernet1/0/{number}" for number in (1, 2, 3, 9)}),
        ("Gi1/0/1,Te1/1/1", {"GigabitEthernet1/0/1", "TenGigabitEthernet1/1/1"}),
        # What cannot be read narrows nothing.
        ("Gi1/0/1 - 900000000", set()),
        ("everything", set()),
        ("Gi1/0/1 and more", set()),
    ],
)
def test_a_list_of_ports_is_read(text: str, ports: set[str]) -> None:
    (effect,) = IOS.parse(f"monitor session 1 source interface {text} rx\n").effects
    assert (effect.kind, effect.ports) == ("copy", ports)


@pytest.mark.parametrize(
    ("text", "vlans"),
    [("110", {110}), ("20 , 110 - 112", {20, 110, 111, 112}), ("1-3,5", {1, 2, 3, 5})],
)
def test_a_list_of_vlans_is_read(text: str, vlans: set[int]) -> None:
    (effect,) = IOS.parse(f"monitor session 1 source vlan {text} rx\n").effects
    assert (effect.kind, effect.vlans) == ("copy", vlans)


def test_all_vlans_without_a_name_stand_in_one_line() -> None:
    config = languages.get("ruijie_os").parse("vlan range 1,20,110,200-210\n!\nvlan 4000\n name ops\n")
    assert config.vlans == {1, 20, 110, *range(200, 211), 4000}
    assert config.unjudged == ()


@pytest.mark.parametrize("name", ["cisco_ios", "ruijie_os"])
@pytest.mark.parametrize(
    "line",
    [
        "speed 100 and more",
        "storm-control broadcast level 20.00 and more",
        "spanning-tree cost 10 and more",
        "switchport port-security mac-address sticky and more",
        "switchport port-security mac-address forbidden 5489.9800.0101",
        "lldp transmit and more",
        "udld portfolio",
        "mls qos trustworthy",
        "ip dhcp snooping limit rate 0",
        "ip dhcp snooping limit rate 15 and more",
    ],
)
def test_no_row_of_a_port_takes_a_line_for_one_that_it_only_begins_like(name: str, line: str) -> None:
    assert find(TABLES[name].port, line) is None


@pytest.mark.parametrize("name", ["cisco_ios", "ruijie_os"])
@pytest.mark.parametrize(
    "line",
    ["lineage 1", "monitoring all", "ip arp inspection trust all", "macro-auto", "access-list 2601 permit ip any any",
     "vlan filters all", "keys", "ip routes all", "spanning-tree everything",
     "event manager applet X", "kron policy-list X", "vstack", "shutdown vlans 110", "ip dhcp snooping frobnicate"],
)  # fmt: skip
def test_no_row_of_the_switch_is_harmless_only_by_how_it_begins(name: str, line: str) -> None:
    known = find(TABLES[name].switch, line)
    assert known is None or known[0].effect


@pytest.mark.parametrize("name", ["cisco_ios", "ruijie_os"])
def test_of_the_labs_own_switches_nothing_is_told(name: str) -> None:
    case = CASES[name]
    switch = plan(case=case).site.switch
    text = startup_config.render(
        Switch(
            site="lianhua-hall",
            host="lianhua-hall-sw",
            role="sw",
            platform=name,
            address=IPv4Interface(f"{switch.address}/24"),
            gateway=switch.address,
            vlan=110,
            management_vlan=4000,
            uplink=case.port.format(4),
            ports=tuple(SwitchPort(port, "a terminal") for port in case.ports[:2]),
            time_servers=(switch.address,),
        )
    )
    change = planning.plan_change(plan(case=case), text)
    assert (change.violations, change.notices) == ((), ())


@pytest.mark.parametrize(
    ("text", "vlans"),
    [
        ("vlan batch 110 200 to 203", {110, 200, 201, 202, 203}),
        ("vlan 0,4094-20000000", {0, 4094}),
        ("vlan 5000", set()),
        ("vlan 10-5", set()),
        (f"vlan {'9' * 5000}", set()),
    ],
)
def test_vlans_that_cannot_be_are_left_out(text: str, vlans: set[int]) -> None:
    assert vlan_numbers(text) == vlans


def test_a_list_of_vlans_without_end_is_read_at_once() -> None:
    text = "vlan " + ",".join(f"{first}-{last}" for first in range(1, 60) for last in range(3900, 4094))
    assert IOS.parse(text + "\n").vlans == set(range(1, 4094))


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("cisco_ios", "no spanning-tree vlan 110"),
        ("cisco_ios", "spanning-tree portfast bpdufilter default"),
        ("ruijie_os", "no spanning-tree"),
    ],
)
def test_nobody_is_told_to_turn_spanning_tree_on_for_all(name: str, line: str) -> None:
    good = plan(case=CASES[name])
    found = planning.prove_running(good, f"{line}\n!\n{good.text}")
    assert {one.kind for one in found} == {"bpdu"}
    assert {one.fix for one in found} == {
        "leave it to the switch's engineers: spanning tree is about all of its ports, so they look at all of them first"
    }


def test_a_port_that_is_not_shut_has_nothing_to_do_with_spanning_tree() -> None:
    good = plan(case=CASES["cisco_ios"])
    found = planning.prove_running(good, f"no errdisable detect cause bpduguard\n!\n{good.text}")
    assert {one.kind for one in found} == {"bpdu"}
    assert {one.fix for one in found} == {
        "have the switch's engineers take that line off: it is about all of its ports, so they look at all of them first"
    }
