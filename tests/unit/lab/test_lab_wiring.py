# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From an inventory folder to the lab's topology and to the batches that make it."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Interface, ip_network
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city_folder import CityFolder

from lab import netns, startup_config, wiring
from lab.topology import Topology

FOLDER = Path(__file__).resolve().parents[3] / "tests/one_site"
GIVEN = {"lianhua-hall-01": IPv4Interface("10.96.128.2/27"), "lianhua-hall-02": IPv4Interface("10.96.128.3/27")}


@pytest.fixture(scope="module")
def folder() -> CityFolder:
    return city_folder.load(FOLDER)


@pytest.fixture(scope="module")
def topology(folder: CityFolder) -> Topology:
    return wiring.design(folder, GIVEN)


def addresses(topology: Topology, role: str) -> set[str]:
    ends = [end for link in topology.links for end in (link.a, link.b) if end.role == role]
    own = [bridge.addresses for bridge in topology.bridges if bridge.role == role]
    return {str(address) for group in (*(end.addresses for end in ends), *own) for address in group}


def test_every_address_of_the_city_is_somewhere(topology: Topology) -> None:
    assert addresses(topology, "ops") == {"10.96.0.10/24", "2001:db8:a::10/64"}
    services = {"10.96.8.11", "10.96.8.12", "10.96.8.13", "10.96.4.53", "10.96.4.123", "10.96.4.80"}
    assert addresses(topology, "svc") == {f"{address}/24" for address in services}
    canaries = {"198.51.100.80/24", "203.0.113.80/24", "2001:db8:51::80/64", "2001:db8:113::80/64"}
    assert addresses(topology, "inet") == canaries


def test_the_router_is_the_first_host_of_every_network(topology: Topology) -> None:
    router = addresses(topology, "router")
    assert {"10.96.0.1/24", "10.96.8.1/24", "10.96.4.1/24", "10.96.128.1/27", "10.96.192.1/24"} <= router
    assert {"198.51.100.1/24", "203.0.113.1/24", "2001:db8:a:110::1/64", "2001:db8:51::1/64"} <= router


def test_a_terminal_hangs_on_its_port_with_its_card(topology: Topology) -> None:
    cables = {
        link.a.role: (link.a.mac, link.b.role, link.b.name) for link in topology.links if link.a.role.startswith("t-")
    }
    assert cables == {
        "t-lianhua-hall-01": ("54:89:98:00:01:01", "sw-lianhua-hall", "ge1"),
        "t-lianhua-hall-02": ("54:89:98:00:01:02", "sw-lianhua-hall", "ge2"),
    }


def test_a_held_terminal_has_no_address(folder: CityFolder) -> None:
    held = wiring.design(folder, {"lianhua-hall-01": GIVEN["lianhua-hall-01"]})
    assert [terminal.address for terminal in held.terminals] == [GIVEN["lianhua-hall-01"], None]


def test_a_second_site_shares_the_management_network_and_nothing_else(folder: CityFolder) -> None:
    site = folder.sites["lianhua-hall"]
    network = site.network.model_copy(
        update={"subnet": ip_network("10.96.128.32/27"), "gateway": ip_network("10.96.128.32/27")[1]}
    )
    switch = site.switch.model_copy(update={"address": ip_network("10.96.192.0/24")[12]})
    terminals = tuple(one.model_copy(update={"id": f"b-{number}"}) for number, one in enumerate(site.terminals))
    other = site.model_copy(update={"site": "b-hall", "network": network, "switch": switch, "terminals": terminals})
    topology = wiring.design(replace(folder, sites={**folder.sites, "b-hall": other}), GIVEN)
    names = [link.b.name for link in topology.links if link.b.role == "router"]
    assert sorted(names) == ["inet", "mgmt0", "mgmt1", "ops", "site0", "site1", "svc"]
    assert [str(address) for bridge in topology.bridges for address in bridge.addresses] == ["10.96.192.1/24"]
    assert {"2001:db8:a:110::1/64", "2001:db8:b:110::1/64", "10.96.128.33/27"} <= addresses(topology, "router")


def test_two_terminals_on_one_port_are_refused(folder: CityFolder) -> None:
    site = folder.sites["lianhua-hall"]
    first, second = site.terminals
    double = site.model_copy(update={"terminals": (first, second.model_copy(update={"port": first.port}))})
    with pytest.raises(KioskError, match="interface ge1 of sw-lianhua-hall twice"):
        wiring.design(replace(folder, sites={"lianhua-hall": double}), GIVEN)


def test_a_terminal_called_like_a_host_of_the_lab_is_refused(folder: CityFolder) -> None:
    site = folder.sites["lianhua-hall"]
    renamed = site.model_copy(update={"terminals": (site.terminals[0].model_copy(update={"id": "svc"}),)})
    with pytest.raises(KioskError, match="host svc twice"):
        wiring.design(replace(folder, sites={"lianhua-hall": renamed}), {})


def test_the_management_vlan_is_taken(folder: CityFolder) -> None:
    site = folder.sites["lianhua-hall"]
    taken = site.model_copy(update={"network": site.network.model_copy(update={"vlan": wiring.MANAGEMENT_VLAN})})
    with pytest.raises(KioskError, match="VLAN 4000 is the lab's management VLAN"):
        wiring.design(replace(folder, sites={"lianhua-hall": taken}), GIVEN)


def test_a_port_without_a_number_is_told() -> None:
    with pytest.raises(KioskError, match="no port GigabitEthernet0/0/x"):
        wiring.port_interface("GigabitEthernet0/0/x")


def test_only_namespaces_carry_the_labs_name(topology: Topology) -> None:
    batch = netns.creation("mine", topology)
    made = [line.split()[2] for line in batch.splitlines() if line.startswith("netns add")]
    assert made == [f"mine-{role}" for role in topology.roles]
    for link in topology.links:
        assert max(len(link.a.name), len(link.b.name)) <= 15
        assert "mine" not in link.a.name + link.b.name


def test_terminals_interfaces_are_left_to_their_system(topology: Topology) -> None:
    batches = netns.settings(topology)
    assert set(batches) == {role for role in topology.roles if not role.startswith("t-")}
    assert batches["ops"].splitlines()[-2:] == [
        "route add 0.0.0.0/0 via 10.96.0.1 dev eth0",
        "route add ::/0 via 2001:db8:a::1 dev eth0",
    ]
    assert "nodad" in batches["router"]


def test_the_start_up_configuration_holds_no_policy(topology: Topology) -> None:
    text = startup_config.render(topology.switches[0])
    assert "sysname lianhua-hall-sw\n" in text
    port = " description lianhua-hall-02\n port link-type access\n port default vlan 110\n#\n"
    assert f"interface GigabitEthernet0/0/2\n{port}" in text
    assert " port trunk allow-pass vlan 110 4000\n" in text
    assert text.startswith("#\n")
    assert text.endswith("#\nreturn\n")
    assert not any(word in text for word in ("acl", "user-bind", "traffic-filter", "qos", "port-security"))


def test_a_platform_without_a_switch_is_told(topology: Topology) -> None:
    with pytest.raises(KioskError, match="no switch that speaks juniper_junos"):
        startup_config.render(replace(topology.switches[0], platform="juniper_junos"))
