# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The look at a terminal's link against real packets: kernel tables, a second user of the address, shaped lines."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.check import Check
from ansible_collections.govkiosk.site.plugins.module_utils.probe import link, netlink, throughput
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.link_checks import LinkWanted, checks

from tests.lab.egress_network import GATEWAY, MAC, TERMINAL, EgressNetwork, run

WANTED = LinkWanted("hall-01", ipaddress.IPv4Interface(f"{TERMINAL}/27"), MAC, ipaddress.IPv4Address(GATEWAY))
MEASURE = "http://10.96.8.11:8080/"


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EgressNetwork]:
    built = EgressNetwork(f"gkh7l{os.getpid()}", tmp_path_factory.mktemp("link"))
    try:
        built.up()
        built.start("svc", [sys.executable, "-c", MEASURE_SERVER], ready="listens")
        yield built
    finally:
        built.down()


MEASURE_SERVER = """
import asyncio, sys
from lab import measure
async def main():
    server = await asyncio.start_server(measure._connection, "10.96.8.11", 8080)
    print("listens", file=sys.stderr, flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


def look(network: EgressNetwork, measure: str = "") -> dict[str, Check]:
    """Look at the terminal's link as the module does, through JSON."""
    seen: dict[str, Any] = json.loads(
        json.dumps(network.inside("t", lambda: asyncio.run(link.look(TERMINAL, GATEWAY, measure))))
    )
    return {check.name: check for check in checks(WANTED, seen)}


def test_a_good_link(network: EgressNetwork) -> None:
    found = look(network, MEASURE)
    assert {name: check.status for name, check in found.items()} == dict.fromkeys(found, "pass")
    assert found["link/duplicate"].data["probe_passed"]
    assert found["link/throughput"].data["down_kbps"] > 100_000


def test_netlink_says_what_ip_says(network: EgressNetwork) -> None:
    def ip(*words: str) -> list[dict[str, Any]]:
        command = ["ip", "-j", "-n", network.namespace("core"), *words]
        return list(json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout))

    links, addresses, routes = network.inside("core", lambda: (netlink.links(), netlink.addresses(), netlink.routes()))
    assert {(each.name, each.mac or "00:00:00:00:00:00") for each in links} == {
        (each["ifname"], each["address"]) for each in ip("link")
    }
    assert {each.interface for each in addresses} == {
        f"{one['local']}/{one['prefixlen']}" for each in ip("addr") for one in each["addr_info"]
    }
    gateways = {each["gateway"] for each in (*ip("route"), *ip("-6", "route")) if "gateway" in each}
    assert {route.gateway for route in routes if route.gateway} == gateways


def test_a_second_user_of_the_address(network: EgressNetwork) -> None:
    network.ip("gw", "addr", "add", f"{TERMINAL}/32", "dev", "site")
    try:
        duplicate = look(network)["link/duplicate"]
    finally:
        network.ip("gw", "addr", "del", f"{TERMINAL}/32", "dev", "site")
    assert duplicate.status == "fail"
    assert duplicate.reason.startswith(f"{TERMINAL} is claimed by ")
    assert look(network)["link/duplicate"].status == "pass"


def test_a_switch_that_drops_arp_probes_leaves_the_plain_form(network: EgressNetwork) -> None:
    rules = "table arp f {\n chain c {\n type filter hook input priority 0\n arp saddr ip 0.0.0.0 drop\n }\n}"
    network.nft("gw", rules)
    try:
        duplicate = look(network)["link/duplicate"]
        network.nft("gw", rules.replace("arp saddr ip 0.0.0.0 drop", "drop"))
        deaf = look(network)["link/duplicate"]
    finally:
        network.nft("gw", "")
    assert (duplicate.status, duplicate.data["probe_passed"], duplicate.data["request_passed"]) == ("pass", False, True)
    assert deaf.status == "error"


def test_a_second_card_a_second_address_a_second_route(network: EgressNetwork) -> None:
    network.link("t", "usb0", "svc", "phone")
    network.ip("t", "addr", "add", "192.168.42.2/24", "dev", "usb0")
    network.ip("t", "route", "add", "default", "via", "192.168.42.1", "metric", "50")
    try:
        found = look(network)
    finally:
        network.ip("t", "link", "del", "usb0")
    assert {name for name, check in found.items() if check.status == "fail"} == {
        "link/single-nic",
        "link/address",
        "link/route",
    }
    assert "eth0, usb0" in found["link/single-nic"].reason


def test_a_default_route_in_another_table_is_seen(network: EgressNetwork) -> None:
    network.ip("t", "route", "add", "default", "via", "10.96.128.7", "table", "100")
    try:
        assert "10.96.128.7" in look(network)["link/route"].reason
    finally:
        network.ip("t", "route", "del", "default", "table", "100")


def test_another_terminal_on_the_port(network: EgressNetwork) -> None:
    network.ip("t", "link", "set", "eth0", "address", "54:89:98:00:09:99")
    try:
        assert look(network)["link/mac"].status == "fail"
    finally:
        network.ip("t", "link", "set", "eth0", "address", MAC)


@pytest.mark.parametrize("way", [("down", "gw", "site"), ("up", "t", "eth0")], ids=lambda way: way[0])
@pytest.mark.parametrize(("kbps", "enough"), [(3000, False), (8192, True)])
def test_a_shaped_line(network: EgressNetwork, way: tuple[str, str, str], kbps: int, enough: bool) -> None:
    direction, role, interface = way
    shaper = ["tc", "-n", network.namespace(role), "qdisc"]
    # As a switch does it: a second's worth of burst before the rate holds.
    run(
        *shaper,
        "add",
        "dev",
        interface,
        "root",
        "tbf",
        "rate",
        f"{kbps}kbit",
        "burst",
        f"{kbps // 8}k",
        "latency",
        "200ms",
    )
    try:
        rate, problem = network.inside("t", lambda: asyncio.run(throughput.measure(MEASURE, direction)))
    finally:
        run(*shaper, "del", "dev", interface, "root")
    assert problem == ""
    assert rate is not None
    assert (rate >= WANTED.minimum_kbps) == enough
    assert kbps * 0.6 < rate < kbps * 1.3


@pytest.mark.parametrize("direction", ["down", "up"])
def test_a_line_that_loses_every_full_packet_is_not_fast(network: EgressNetwork, direction: str) -> None:
    # What our own kernel has buffered must not count as sent.
    network.filter("ip length > 600 drop")
    try:
        rate, _ = network.inside("t", lambda: asyncio.run(throughput.measure(MEASURE, direction)))
    finally:
        network.filter()
    assert rate is None or rate < 100
