# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The egress check against real packets: every case of `docs/egress.md`, and what else can deceive it."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.check import Check
from ansible_collections.govkiosk.site.plugins.module_utils.probe import egress
from ansible_collections.govkiosk.site.plugins.module_utils.probe.target import Target
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import vantage
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import egress_run, targets
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.egress_options import EgressOptions
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.egress_run import EgressRun
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city import Canary

from tests.lab.egress_network import (
    CANARY,
    CANARY6,
    CORE,
    FORWARD,
    GATEWAY,
    ITEM,
    SPARE,
    TERMINAL,
    TOKEN,
    EgressNetwork,
)

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root for network namespaces")

OUT = f"oifname wan ip daddr {CANARY}"
OUT6 = f"oifname wan ip6 daddr {CANARY6}"
DROP = (f"{OUT} drop", f"{OUT6} drop")
OTHER_TOKEN = TOKEN[::-1]
PORTS = targets.Ports((80, 443, 22), (53, 443), (53,), (targets.PortList((60000,), (65535,)),))
CITY = (Canary(name="canary-a", address=ipaddress.IPv4Address(CANARY), address6=ipaddress.IPv6Address(CANARY6)),)
PREFIXES = (ipaddress.IPv4Network("10.96.0.0/16"),)
HOST_FIREWALL = """
table inet govkiosk {{
 set probe_bypass {{ type mark; flags timeout; }}
 chain output {{
  type filter hook output priority 0; policy drop
  {bypass}
  ip daddr 10.96.8.11 accept
  ct state established,related accept
  reject with icmpx admin-prohibited
 }}
}}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EgressNetwork]:
    network = EgressNetwork(f"gkh7p{os.getpid()}", tmp_path_factory.mktemp("egress"))
    try:
        network.up()
        yield network
    finally:
        network.down()


@pytest.fixture
def network(built: EgressNetwork, monkeypatch: pytest.MonkeyPatch) -> EgressNetwork:
    """The network without any filter."""
    monkeypatch.setenv("GOVKIOSK_LAB", built.name)
    built.filter()
    built.nft("t", "")
    return built


def check(
    network: EgressNetwork, *, token: str = TOKEN, wait: float = 0.8, canaries: Sequence[Canary] = CITY
) -> EgressRun:
    """Run the whole check, controller and terminal each in its namespace."""

    def ask(planned: Sequence[Target]) -> dict[str, Any]:
        endpoints = [{"address": ITEM[0], "port": ITEM[1]}]
        # Through JSON, as Ansible takes it there and back.
        raw = json.loads(json.dumps([target.to_dict() for target in planned]))
        request = egress.EgressRequest(
            [Target(**each) for each in raw], endpoints, [], wait, "govkiosk", "probe_bypass"
        )
        return json.loads(json.dumps(network.inside("t", lambda: asyncio.run(egress.run(request)))))

    options = EgressOptions(token, ports=PORTS, wait=wait)
    return network.inside("ops", lambda: egress_run.check("hall-01", canaries, PREFIXES, options, ask))


def verdicts(run: EgressRun) -> dict[str, str]:
    """Return the verdicts by check, `egress/` and `/canary-a` left out."""
    return {
        each.name[len("egress/") : -len("/canary-a")]: each.data["verdict"]
        for each in run.checks
        if "verdict" in each.data
    }


def named(run: EgressRun, name: str) -> Check:
    return next(each for each in run.checks if each.name == f"egress/{name}")


PROTOS = ("tcp", "udp", "icmp", "gre", "esp")
HOST = (*PROTOS, "6in4")
PAST = tuple(f"past-firewall/{proto}" for proto in HOST)
PAST6 = tuple(f"past-firewall/{proto}6" for proto in PROTOS)
ALL = (*HOST, *PAST, *PAST6)


def test_no_filter_is_a_leak_everywhere_and_the_canary_has_every_nonce(network: EgressNetwork) -> None:
    run = check(network)
    assert verdicts(run) == dict.fromkeys(ALL, "LEAK")
    logged = {json.loads(line)["nonce"] for line in network.log.read_text().splitlines()}
    probes = [probe for each in run.checks for probe in each.data.get("probes", [])]
    assert len(probes) == 3 * (4 + 1 + 3 + 3) + 2  # 6in4 goes by IPv4 only
    assert {probe["nonce"] for probe in probes} <= logged
    assert "canary-a saw it arrive (nonce gk" in named(run, "tcp/canary-a").reason
    assert not any(each.good for each in run.checks if "verdict" in each.data)


def test_drop_is_proven_by_silence_and_attributed_by_the_walk(network: EgressNetwork) -> None:
    network.filter(*DROP)
    run = check(network)
    assert verdicts(run) == dict.fromkeys(ALL, "BLOCKED_PROVEN")
    assert all(each.good for each in run.checks)
    assert named(run, "udp/canary-a").data["hops"] == [GATEWAY]


def test_admin_prohibited_names_the_filter_at_once(network: EgressNetwork) -> None:
    network.filter(f"{OUT} reject with icmp admin-prohibited", f"{OUT6} drop")
    run = check(network)
    assert verdicts(run) == dict.fromkeys(ALL, "BLOCKED_PROVEN")
    for probe in named(run, "past-firewall/tcp/canary-a").data["probes"]:
        assert (probe["offender"], probe["sign"]) == (GATEWAY, "prohibited")
        assert probe["ms"] < 500  # a blocking read of the error queue would take the whole wait


def test_a_filters_word_is_no_proof_without_the_log(network: EgressNetwork) -> None:
    network.filter(f"{OUT} reject with icmp admin-prohibited", f"{OUT6} drop")
    run = check(network, token=OTHER_TOKEN)
    assert {verdicts(run)[name] for name in (*HOST, *PAST)} == {"BLOCKED_UNATTRIBUTED"}
    assert "refuses our token" in named(run, "past-firewall/tcp6/canary-a").reason


def test_a_reset_needs_the_log(network: EgressNetwork) -> None:
    network.filter(f"{OUT} meta l4proto tcp reject with tcp reset", *DROP)
    run = check(network)
    assert verdicts(run) == dict.fromkeys(ALL, "BLOCKED_PROVEN")
    assert "reset on the way" in named(run, "tcp/canary-a").reason
    blind = check(network, token=OTHER_TOKEN)
    assert verdicts(blind)["tcp"] == "BLOCKED_UNATTRIBUTED"
    assert not named(blind, "tcp/canary-a").good


def test_a_missing_route_is_not_a_policy(network: EgressNetwork) -> None:
    rule = ["rule", "add", "from", "10.96.128.0/27", "to", CANARY, "unreachable"]
    network.ip("core", *rule)
    network.filter(f"{OUT6} drop")
    try:
        run = check(network)
    finally:
        network.ip("core", "rule", "del", *rule[2:])
    assert {verdicts(run)[name] for name in (*HOST, *PAST)} == {"UNREACHABLE"}
    assert named(run, "tcp/canary-a").reason.endswith(f"{CORE} says there is no route; no policy is shown by that")


def test_a_terminal_without_a_route_proves_nothing(network: EgressNetwork) -> None:
    network.filter(*DROP)
    network.ip("t", "route", "del", "default")
    try:
        run = check(network)
    finally:
        network.ip("t", "route", "add", "default", "via", GATEWAY)
    assert {verdicts(run)[name] for name in (*HOST, *PAST)} == {"INCONCLUSIVE"}
    assert named(run, "path-control").status == "error"


def test_a_filter_on_one_address_is_found_from_the_next(network: EgressNetwork) -> None:
    network.filter(f"ip saddr {TERMINAL} {OUT} drop", f"{OUT6} drop")
    assert verdicts(check(network))["tcp"] == "BLOCKED_PROVEN"
    network.ip("t", "addr", "del", f"{TERMINAL}/27", "dev", "eth0")
    network.ip("t", "addr", "add", f"{SPARE}/27", "dev", "eth0")
    network.ip("t", "route", "add", "default", "via", GATEWAY)
    try:
        run = check(network)
    finally:
        network.ip("t", "addr", "del", f"{SPARE}/27", "dev", "eth0")
        network.ip("t", "addr", "add", f"{TERMINAL}/27", "dev", "eth0")
        network.ip("t", "route", "add", "default", "via", GATEWAY)
    assert verdicts(run)["tcp"] == "LEAK"
    assert SPARE in network.log.read_text()


def test_the_hosts_own_firewall_does_not_hide_a_missing_filter(network: EgressNetwork) -> None:
    network.nft("t", HOST_FIREWALL.format(bypass="meta mark @probe_bypass accept"))
    run = check(network)
    assert {verdicts(run)[name] for name in HOST} == {"BLOCKED_PROVEN"}
    assert {verdicts(run)[name] for name in (*PAST, *PAST6)} == {"LEAK"}
    listed = subprocess.run(
        [*network.enter("t"), "nft", "list", "set", "inet", "govkiosk", "probe_bypass"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "elements" not in listed


def test_a_firewall_that_can_not_be_passed_tests_no_network(network: EgressNetwork) -> None:
    network.filter(*DROP)
    network.nft("t", HOST_FIREWALL.format(bypass="").replace(" ip daddr", " meta mark @probe_bypass ip daddr"))
    # The path control's mark passes, the probes' does not: as if the rule stood below the reject.
    run = check(network)
    assert {verdicts(run)[name] for name in PAST} == {"INCONCLUSIVE"}


def test_a_firewall_table_without_the_set_is_an_error(network: EgressNetwork) -> None:
    network.filter(*DROP)
    network.nft("t", "table inet govkiosk { }")
    run = check(network)
    assert named(run, "path-control").status == "error"
    assert {verdicts(run)[name] for name in PAST} == {"NOT_RUN"}


def test_a_way_out_without_a_way_back_is_a_leak(network: EgressNetwork) -> None:
    network.filter(f"iifname wan ip saddr {CANARY} ip daddr {TERMINAL} drop", f"{OUT6} drop")
    run = check(network)
    assert {verdicts(run)[name] for name in (*HOST, *PAST)} == {"LEAK"}
    probes = named(run, "tcp/canary-a").data["probes"]
    assert {(probe["outcome"], probe["heard"]) for probe in probes} == {("silent", True)}


@pytest.mark.parametrize("ports", ["", ":61000-61999"], ids=["address", "address and port"])
def test_a_way_out_behind_a_translator_without_a_way_back_is_a_leak(network: EgressNetwork, ports: str) -> None:
    network.nft(
        "gw",
        "table ip nat {\n chain c {\n type nat hook postrouting priority 100\n"
        f" oifname wan ip daddr {CANARY} meta l4proto tcp snat to 10.96.254.1{ports}\n }}\n}}\n"
        "table inet f {\n chain c {\n type filter hook forward priority 0\n"
        f" iifname wan ip saddr {CANARY} drop\n {OUT6} drop\n {OUT} meta l4proto != tcp drop\n }}\n}}",
    )
    run = check(network)
    assert {verdicts(run)[name] for name in ("tcp", "past-firewall/tcp")} == {"LEAK"}
    assert verdicts(run)["udp"] == "BLOCKED_PROVEN"
    probes = named(run, "tcp/canary-a").data["probes"]
    assert {(probe["outcome"], probe["heard"]) for probe in probes} == {("silent", True)}


def test_a_tunnel_that_operations_cannot_use_is_waived_by_the_city_file_and_still_a_leak(
    network: EgressNetwork,
) -> None:
    network.filter(*DROP)
    network.nft("core", FORWARD.format("iifname ops meta l4proto 47 drop"))
    try:
        without = check(network)
        exempt = (CITY[0].model_copy(update={"unreachable": {"gre": "出口不放行", "gre6": "出口不放行"}}),)
        waived = check(network, canaries=exempt)
        network.filter("meta l4proto 47 accept", *DROP)
        leaking = check(network, canaries=exempt)
    finally:
        network.nft("core", "")
    tunnels = ("gre", "past-firewall/gre", "past-firewall/gre6")
    others = dict.fromkeys((name for name in ALL if name not in tunnels), "BLOCKED_PROVEN")
    assert verdicts(without) == others | dict.fromkeys(tunnels, "INCONCLUSIVE")
    assert verdicts(waived) == others | dict.fromkeys(tunnels, "UNCONTROLLED")
    assert all(each.good for each in waived.checks)
    assert verdicts(leaking) == others | dict.fromkeys(tunnels, "LEAK")


@pytest.mark.parametrize(
    ("hole", "leaks"),
    [
        ("meta l4proto 47", {"gre", "past-firewall/gre", "past-firewall/gre6"}),
        ("meta l4proto 50", {"esp", "past-firewall/esp", "past-firewall/esp6"}),
        ("meta l4proto 41", {"6in4", "past-firewall/6in4"}),
        ("tcp dport 60000", {"tcp", "past-firewall/tcp", "past-firewall/tcp6"}),
        ("udp dport 65535", {"udp", "past-firewall/udp", "past-firewall/udp6"}),
    ],
)
def test_a_hole_for_one_protocol_or_one_high_port_is_a_leak(network: EgressNetwork, hole: str, leaks: set[str]) -> None:
    network.filter(f"{hole} accept", *DROP)
    run = check(network)
    assert verdicts(run) == {name: "LEAK" if name in leaks else "BLOCKED_PROVEN" for name in ALL}


def test_a_proxy_that_answers_for_the_canary_is_a_leak(network: EgressNetwork) -> None:
    network.nft(
        "gw",
        f"table ip nat {{\n chain c {{\n type nat hook prerouting priority -100\n"
        f" iifname site ip daddr {CANARY} tcp dport 80 dnat to {ITEM[0]}:{ITEM[1]}\n }}\n}}\n"
        f"table inet f {{\n chain c {{\n type filter hook forward priority 0\n {DROP[0]}\n {DROP[1]}\n }}\n}}",
    )
    run = check(network)
    assert verdicts(run)["tcp"] == "LEAK"
    assert verdicts(run)["udp"] == "BLOCKED_PROVEN"
    by_port = {(p["port"], p["source_port"]): p for p in named(run, "tcp/canary-a").data["probes"]}
    assert (by_port[80, 0]["outcome"], by_port[80, 0]["heard"]) == ("opened", False)
    assert by_port[443, 0]["verdict"] == "BLOCKED_PROVEN"


def test_a_dead_canary_is_inconclusive(network: EgressNetwork) -> None:
    network.filter(*DROP)
    network.canary.terminate()
    network.canary.wait(10)
    try:
        run = check(network)
    finally:
        network.start_canary()
    # The canary's kernel answers pings without its program, and nothing logs them.
    assert {verdicts(run)[name] for name in ("tcp", "udp", "past-firewall/tcp6")} == {"INCONCLUSIVE"}
    assert not any(
        each.good for each in run.checks if each.data.get("verdict") != "BLOCKED_PROVEN" and "verdict" in each.data
    )


def test_ipv6_on_the_terminal_is_a_finding_and_is_probed_as_it_is(network: EgressNetwork) -> None:
    network.filter(*DROP)
    network.sysctl("t", "net.ipv6.conf.eth0.disable_ipv6=0")
    network.ip("t", "addr", "add", "2001:db8:a:110::2/64", "dev", "eth0", "nodad")
    try:
        network.ip("t", "-6", "route", "add", "default", "via", "2001:db8:a:110::1")
        blocked = check(network)
        network.filter(DROP[0])
        leaking = check(network)
    finally:
        network.sysctl("t", "net.ipv6.conf.eth0.disable_ipv6=1")
    assert named(blocked, "ipv6/terminal").status == "fail"
    assert "2001:db8:a:110::2/64" in named(blocked, "ipv6/terminal").reason
    assert verdicts(blocked)["tcp6"] == verdicts(blocked)["past-firewall/tcp6"] == "BLOCKED_PROVEN"
    assert verdicts(leaking)["tcp6"] == verdicts(leaking)["past-firewall/tcp6"] == "LEAK"
    assert leaking.seen["ipv6"]["technique"] == "socket"


@pytest.mark.parametrize(
    ("rule", "verdict", "sign"),
    [
        (f"{OUT6} reject with icmpv6 admin-prohibited", "BLOCKED_PROVEN", "prohibited"),
        (f"{OUT6} reject with icmpv6 no-route", "UNREACHABLE", "nowhere"),
        (f"{OUT6} meta l4proto tcp reject with tcp reset", "BLOCKED_PROVEN", "reset"),
    ],
)
def test_frames_hear_who_refuses_ipv6(network: EgressNetwork, rule: str, verdict: str, sign: str) -> None:
    router = network.advertise()
    try:
        network.filter(DROP[0], rule, DROP[1])
        run = check(network)
    finally:
        router.terminate()
        router.wait(10)
    assert run.seen["ipv6"]["prefix"] == "2001:db8:a:110::/64"
    found = named(run, "past-firewall/tcp6/canary-a")
    assert found.data["verdict"] == verdict
    assert {probe["sign"] for probe in found.data["probes"]} == {sign}
    assert run.seen["ipv6"]["addresses"] == []


def test_nothing_is_left_behind_on_the_terminal(network: EgressNetwork) -> None:
    def state() -> str:
        namespace = network.namespace("t")
        shown = [
            subprocess.run(["ip", "-n", namespace, *words], capture_output=True, text=True, check=True).stdout
            for words in (["addr"], ["route"], ["-6", "route"], ["rule"])
        ]
        off = subprocess.run(
            [*network.enter("t"), "sysctl", "net.ipv6.conf"], capture_output=True, text=True, check=True
        )
        return re.sub(r"valid_lft.*", "", "".join(shown)) + off.stdout

    before = state()
    check(network)
    assert state() == before


def test_refuses_to_probe_outside_the_lab(network: EgressNetwork) -> None:
    options = EgressOptions(TOKEN, ports=PORTS)
    sent: list[object] = []
    with pytest.raises(KioskError) as caught:
        egress_run.check("hall-01", CITY, PREFIXES, options, lambda planned: sent.append(planned) or {})
    assert str(caught.value) == (
        f"controller: refuses to probe: this process is in none of the network namespaces of lab {network.name}"
        f" (/run/netns/{network.name}-*) [DB4403/T 503.5 6.4-e]\n"
        f"    fix: run it inside the lab: python -m lab exec --name {network.name} -- COMMAND"
    )
    assert sent == []
    network.inside("ops", lambda: vantage.require_lab({"GOVKIOSK_LAB": network.name}))
