# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Servers that a terminal is let to, asked for a canary with real packets: whoever passes a request on is found."""

from __future__ import annotations

import asyncio
import ipaddress
import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.check import Check
from ansible_collections.govkiosk.site.plugins.module_utils.probe import relay_probe
from ansible_collections.govkiosk.site.plugins.module_utils.probe.relay_aim import RelayAim
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import relay_run, terminal_shapes
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.egress_options import EgressOptions
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.relay_memory import RelayMemory
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.relays import Relay
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city import Canary

from lab.certificates import Authority
from tests.lab.egress_network import CANARY, CANARY6, FORWARD, ITEM, ROOT, TOKEN, ZONE, EgressNetwork

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="needs root for network namespaces")

CITY = Canary(
    name="canary-a", address=ipaddress.IPv4Address(CANARY), address6=ipaddress.IPv6Address(CANARY6), zone=ZONE
)
SERVER = ITEM[0]
#: Ports of the item's server, and by which ways each passes requests on.
OPEN = {8001: "connect", 8002: "absolute", 8003: "host", 8004: "socks", 8005: "none", 8006: "claim"}
#: Likewise of two that speak TLS; of the second no item says so.
TLS, SECRET = 8443, 8444
#: Ports of resolvers, and what each does with a name below the canary's zone.
RESOLVERS = {5301: "forward", 5302: "deny", 5303: "nothing", 5304: "refuse"}
#: As the filter on the terminal's port has it: to its items, not to the canary.
PORT = (f"oifname wan ip daddr {CANARY} drop",)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EgressNetwork]:
    folder = tmp_path_factory.mktemp("relay")
    network = EgressNetwork(f"gkh7r{os.getpid()}", folder)
    program = [sys.executable, str(ROOT / "lab/relay.py")]
    try:
        network.up()
        for port, ways in OPEN.items():
            network.start("svc", [*program, "--ways", ways, SERVER, str(port)], ready="listens")
        pair = Authority("relay").issue(["rs.zw.test"], ipaddress.IPv4Address(SERVER))
        (folder / "cert").write_bytes(pair.certificate)
        (folder / "key").write_bytes(pair.key)
        tls = ["--certificate", str(folder / "cert"), "--key", str(folder / "key")]
        for port in (TLS, SECRET):
            network.start("svc", [*program, *tls, SERVER, str(port)], ready="listens")
        for port, mode in RESOLVERS.items():
            network.resolver("svc", SERVER, port, mode)
        yield network
    finally:
        network.down()


@pytest.fixture
def network(built: EgressNetwork, monkeypatch: pytest.MonkeyPatch) -> EgressNetwork:
    monkeypatch.setenv("GOVKIOSK_LAB", built.name)
    built.filter(*PORT)
    built.nft("core", "")
    return built


def ask(
    network: EgressNetwork, *ports: int, memory: Path, terminal: str = "hall-01", token: str = TOKEN
) -> list[Check]:
    """Ask servers; the subject is the port's number."""
    subjects = {Relay("extranet", SERVER, port, port == TLS): (str(port),) for port in ports}
    return checked(network, subjects, memory, terminal, token, CITY)


def checked(
    network: EgressNetwork,
    subjects: dict[Relay, tuple[str, ...]],
    memory: Path,
    terminal: str,
    token: str,
    city: Canary,
) -> list[Check]:
    """Run the whole check, controller and terminal each in its namespace."""

    def probe(aims: Sequence[RelayAim]) -> dict[str, Any]:
        made = [RelayAim(**each) for each in json.loads(json.dumps([aim.to_dict() for aim in aims]))]
        found = network.inside("t", lambda: asyncio.run(relay_probe.probe_all(made, 1.0)))
        answer = {"relays": {nonce: outcome.to_dict() for nonce, outcome in found.items()}}
        read: dict[str, Any] = terminal_shapes.relays(found)(json.loads(json.dumps(answer)), "answer")["relays"]
        return read

    site = terminal  # each stands alone in its own
    run = (terminal, site, subjects, [city], EgressOptions(token, wait=1.0), RelayMemory(memory), probe)
    return list(network.inside("ops", lambda: relay_run.check(*run)))


def ask_resolver(
    network: EgressNetwork, port: int, memory: Path, city: Canary = CITY, terminal: str = "hall-01"
) -> Check:
    (check,) = checked(
        network, {Relay("extranet", SERVER, port, resolver=True): (SERVER,)}, memory, terminal, TOKEN, city
    )
    return check


def test_each_way_through_is_found_and_a_server_that_passes_nothing_on_is_not(
    network: EgressNetwork, tmp_path: Path
) -> None:
    found = ask(network, *OPEN, TLS, SECRET, ITEM[1], memory=tmp_path / "run")
    assert {each.subject: each.status for each in found} == {
        str(TLS): "fail",
        str(SECRET): "fail",
        **{str(port): "fail" if ways != "none" else "pass" for port, ways in OPEN.items()},
        str(ITEM[1]): "pass",
    }
    assert found[5].reason == (
        f"RELAYED: {SERVER}:8006 takes CONNECT (an HTTP proxy): answers HTTP 200; canary-a heard nothing of it "
        "(asked by hall-01)"
    )
    for check in found[:4]:
        way = OPEN[int(check.subject)]
        heard = [row["nonce"] for row in check.data["ways"] if row["way"] == way]
        assert f"canary-a heard {heard[0]}" in check.reason
    assert {check.data["verdict"] for check in found} == {"RELAYED", "BLOCKED_PROVEN"}


def test_a_way_out_without_a_way_back_is_found_by_its_source(network: EgressNetwork, tmp_path: Path) -> None:
    network.nft("core", FORWARD.format(f"ip saddr {CANARY} ip daddr {SERVER} drop"))
    (check,) = ask(network, 8001, memory=tmp_path / "run")
    assert (check.status, check.data["verdict"]) == ("fail", "RELAYED")
    assert check.reason == (
        f"RELAYED: {SERVER}:8001 speaks to the internet when it is asked to: canary-a heard {SERVER} on port 443 "
        "(asked by hall-01)"
    )


def test_a_server_that_may_not_leave_its_own_network_passes(network: EgressNetwork, tmp_path: Path) -> None:
    network.nft("core", FORWARD.format(f"iifname svc ip daddr {CANARY} drop"))
    found = ask(network, 8002, 8003, 8005, memory=tmp_path / "run")
    assert {each.status for each in found} == {"pass"}


def test_what_cannot_be_shown_closes(network: EgressNetwork, tmp_path: Path) -> None:
    (down,) = ask(network, 8009, memory=tmp_path / "down")
    assert (down.status, down.data["verdict"]) == ("error", "INCONCLUSIVE")
    assert f"{SERVER}:8009: could not be asked by connect" in down.reason
    (blind,) = ask(network, 8005, memory=tmp_path / "blind", token=TOKEN[::-1])
    assert blind.status == "error"
    assert "refuses our token" in blind.reason
    network.nft("core", FORWARD.format("iifname ops tcp dport 443 drop"))
    (uncontrolled,) = ask(network, 8005, memory=tmp_path / "uncontrolled")
    assert "canary-a does not answer the controller itself on port 443" in uncontrolled.reason


def test_each_is_asked_once_in_a_run(network: EgressNetwork, tmp_path: Path) -> None:
    first = ask(network, 8001, 8005, memory=tmp_path / "run")
    told = network.log.read_text().count("\n")
    again = ask(network, 8001, 8005, memory=tmp_path / "run", terminal="hall-02")
    assert again == first
    assert network.log.read_text().count("\n") == told
    assert "(asked by hall-01)" in again[0].reason
    assert ask(network, 8005, memory=tmp_path / "another run", terminal="hall-02")[0].data["asked_by"] == "hall-02"


def test_what_one_terminal_says_closes_no_other_one(network: EgressNetwork, tmp_path: Path) -> None:
    """Only what came to the canary from the server itself does, or what terminals of three sites have met."""
    asked = [
        ask(network, 8006, memory=tmp_path / "run", terminal=f"hall-0{number}")[0].data["asked_by"]
        for number in range(1, 5)
    ]
    assert asked == ["hall-01", "hall-02", "hall-03", "hall-03"]


@pytest.mark.parametrize(("port", "mode"), RESOLVERS.items())
def test_a_resolver_that_asks_the_internet_is_found_whatever_it_answers(
    network: EgressNetwork, tmp_path: Path, port: int, mode: str
) -> None:
    check = ask_resolver(network, port, tmp_path / "run")
    assert (check.subject, check.name) == (SERVER, f"egress/relay/{SERVER}:{port}")
    if mode == "refuse":
        assert (check.status, check.data["verdict"]) == ("pass", "BLOCKED_PROVEN"), check.reason
        return
    assert (check.status, check.data["verdict"]) == ("fail", "RELAYED"), check.reason
    nonce = check.data["ways"][0]["nonce"]
    assert f"{SERVER}:{port} passes questions on to the internet: canary-a heard {nonce}" in check.reason
    assert ask_resolver(network, port, tmp_path / "run", terminal="hall-02") == check


def test_a_zone_that_is_not_delegated_to_the_canary_shows_nothing(network: EgressNetwork, tmp_path: Path) -> None:
    check = ask_resolver(network, 5304, tmp_path / "run", CITY.model_copy(update={"zone": "elsewhere.test"}))
    assert check.status == "error"
    assert (
        "no public resolver brings names below elsewhere.test to canary-a: is the domain delegated to it?"
        in check.reason
    )


def test_a_resolver_that_does_not_answer_at_all_shows_nothing(network: EgressNetwork, tmp_path: Path) -> None:
    check = ask_resolver(network, 5399, tmp_path / "run")
    assert (check.status, check.data["verdict"]) == ("error", "INCONCLUSIVE")


@pytest.mark.parametrize(
    ("unreachable", "status", "reason"),
    [
        ({}, "not_run", "NOT_RUN: no canary has a zone, so nothing shows whether this resolver asks the internet"),
        ({"dns": "暂无域名"}, "waived", "whether this resolver asks the internet; city.yml: 暂无域名"),
    ],
)
def test_without_a_zone_the_city_file_has_to_say_why(
    network: EgressNetwork, tmp_path: Path, unreachable: dict[str, str], status: str, reason: str
) -> None:
    check = ask_resolver(
        network, 5301, tmp_path / "run", CITY.model_copy(update={"zone": None, "unreachable": unreachable})
    )
    assert check.status == status
    assert reason in check.reason
