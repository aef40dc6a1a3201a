# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Relays without a packet: which are asked, and how what was seen is judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.probe.outcome import Outcome
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import relay_checks, relays
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.canary_log import Arrival, CanaryLog
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.relay_checks import RelayRun
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.relays import Relay
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder

CITY = city_folder.load(Path(__file__).resolve().parents[2] / "one_site")
SERVER = Relay("extranet", "10.96.8.12", 9001, name="ga.zw.test")
CANARY = CITY.city.canaries[0]
RUN = "0123456789ab"
AIMS = relays.plan(RUN, [SERVER], CANARY)
CONTROLS = relays.controls(RUN, [SERVER], CANARY)
NONCES = frozenset(each.nonce for each in CONTROLS)
TOOK, FREE = Outcome("opened", detail="answers HTTP 405"), Outcome("answered", detail="answers HTTP 200")
HEARD = AIMS[SERVER][1].nonce


#: From the server itself: nobody else has its address.
CAME = Arrival("tcp", str(CANARY.address), 80, SERVER.address, 40000, HEARD)
#: As a server does that speaks no TLS, and one that speaks nothing else.
SPEAKS = {"clear": {True: Outcome("not_run", detail="SSLError"), False: TOOK}, "tls": {True: TOOK, False: TOOK}}


def test_the_servers_that_a_terminal_is_let_to_are_its_items_and_where_it_measures() -> None:
    site = CITY.sites["lianhua-hall"]
    found = relays.of(CITY, site, site.terminals[0])
    assert {(each.address, each.port): (each.tls, subjects) for each, subjects in found.items()} == {
        ("10.96.8.11", 443): (True, ("RS-001", "RS-002")), ("10.96.8.11", 8443): (True, ("RS-003",)),
        ("10.96.8.12", 443): (True, ("GA-001", "GA-002")), ("10.96.8.12", 9001): (False, ("GA-003",)),
        ("10.96.8.13", 443): (True, ("GJ-001", "GJ-002")), ("10.96.8.13", 8080): (False, ("FC-001",)),
        ("10.96.8.12", 8080): (False, ("SW-001",)), ("10.96.8.11", 8080): (False, ("WJ-001",)),
        ("10.96.8.13", 9001): (False, ("MZ-001",)), ("10.96.8.12", 9002): (False, ("JT-001",)),
        ("10.96.4.80", 8080): (False, ("measure",)), ("10.96.4.53", 53): (False, ("10.96.4.53",)),
    }  # fmt: skip
    nothing = relays.of(CITY, site.model_copy(update={"grants": ()}), site.terminals[0])
    assert [*nothing.values()] == [("measure",), ("10.96.4.53",)]
    assert {each.network for each in found} == {"extranet"}


def test_a_server_is_in_tls_if_any_item_says_so() -> None:
    site = CITY.sites["lianhua-hall"]
    item = next(each for each in CITY.granted(site, site.terminals[0]) if each.code == "GA-003")
    (place,) = item.endpoints
    for kinds in (("tcp", "tls"), ("tls", "tcp")):
        endpoints = tuple(place.model_copy(update={"check": kind}) for kind in kinds)
        folder = SimpleNamespace(
            network=CITY.network, granted=lambda *_, e=endpoints: [item.model_copy(update={"endpoints": e})]
        )
        found = relays.of(folder, site, site.terminals[0])  # type: ignore[arg-type]
        assert [each.tls for each in found if each.port == 9001] == [True]


def syn(source: str, port: int = 443, nonce: str = "", proto: str = "tcp-syn") -> Arrival:
    return Arrival(proto, str(CANARY.address), port, source, 40000, nonce)


#: What was seen, and what is said of the server: status, verdict, whether it holds for all, a part of the reason.
SEEN: dict[str, tuple[dict[str, Any], tuple[str, str, bool], str]] = {
    "it took everything and nothing arrived": ({}, ("pass", "BLOCKED_PROVEN", True), "took 4 kinds of requests for canary-a"),
    "a nonce arrived": (
        {"nonces": NONCES | {HEARD}, "arrivals": (CAME,)}, ("fail", "RELAYED", True),
        "ga.zw.test (10.96.8.12:9001) passes a GET of another host's URL (an HTTP proxy) on to the internet: canary-a heard gk",
    ),
    "a nonce arrived and the terminal was told nothing": (
        {"nonces": NONCES | {HEARD}, "arrivals": (CAME,), "outcome": Outcome("silent")}, ("fail", "RELAYED", True), "passes a GET",
    ),
    "a nonce arrived from elsewhere, a translator or the terminal's own way out": (
        {"nonces": NONCES | {HEARD}, "arrivals": (syn("203.0.113.200", nonce=HEARD, proto="tcp"),)}, ("fail", "RELAYED", False),
        f"canary-a heard {HEARD}, from 203.0.113.200, not from the server's address (asked",
    ),
    "one that a datagram could carry, which has whatever source its sender likes": (
        {"nonces": NONCES | {HEARD}, "arrivals": (syn("10.96.8.12", nonce=HEARD, proto="udp"),)}, ("fail", "RELAYED", False),
        f"canary-a heard {HEARD}, from elsewhere, not from",
    ),
    "another one arrived from elsewhere as well": (
        {"nonces": NONCES | {HEARD, AIMS[SERVER][0].nonce}, "arrivals": (CAME,)}, ("fail", "RELAYED", True), "passes a GET",
    ),
    "it speaks no TLS": ({"forms": "clear"}, ("pass", "BLOCKED_PROVEN", True), ""),
    "it speaks TLS though no item says so": ({"forms": "tls"}, ("pass", "BLOCKED_PROVEN", True), ""),
    "it speaks no TLS though an item says so": (
        {"forms": "clear", "relay": replace(SERVER, tls=True)}, ("error", "INCONCLUSIVE", False),
        "could not be asked by connect in TLS: SSLError",
    ),
    "it speaks neither": (
        {"outcome": Outcome("not_run", detail="x")}, ("error", "INCONCLUSIVE", False), "could not be asked by connect: x",
    ),
    "it spoke to the canary without a nonce": (
        {"arrivals": (syn("10.96.8.12"),)}, ("fail", "RELAYED", True), "canary-a heard 10.96.8.12 on port 443",
    ),
    "another server spoke to the canary": ({"arrivals": (syn("10.96.8.13"),)}, ("pass", "BLOCKED_PROVEN", True), ""),
    "its neighbour on the same host did": (
        {"arrivals": (syn("10.96.8.12"), syn("10.96.8.12", nonce=f"gk{RUN}-0abc", proto="tcp"))},
        ("pass", "BLOCKED_PROVEN", True), "",
    ),
    "it says that it lets through": ({"outcome": FREE}, ("fail", "RELAYED", False), "answers HTTP 200; canary-a heard nothing"),
    "it did not take the connection": (
        {"outcome": Outcome("refused")}, ("error", "INCONCLUSIVE", False), "asked by connect: it refuses the connection",
    ),
    "it did not answer": ({"outcome": Outcome("silent")}, ("error", "INCONCLUSIVE", False), "connect: it does not answer"),
    "the log cannot be read": (
        {"problem": "refuses our token"}, ("error", "INCONCLUSIVE", False), "canary-a: refuses our token",
    ),
    "the log does not hold the control": (
        {"nonces": NONCES - {CONTROLS[0].nonce}}, ("error", "INCONCLUSIVE", False), "the controller itself on port 80",
    ),
    "the control was not answered": (
        {"control": Outcome("silent")}, ("error", "INCONCLUSIVE", False), "the controller itself on port 80",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SEEN)
def test_what_was_seen_of_a_server(case: str) -> None:
    seen, said, reason = SEEN[case]
    outcomes = dict.fromkeys((aim.nonce for aim in AIMS[SERVER]), seen.get("outcome", TOOK))
    relay = seen.get("relay", SERVER)
    if "forms" in seen:
        outcomes = {aim.nonce: SPEAKS[seen["forms"]][aim.tls] for aim in AIMS[SERVER]}
    answered = dict.fromkeys((each.nonce for each in CONTROLS), seen.get("control", Outcome("answered")))
    log = CanaryLog(
        "canary-a", seen.get("arrivals", ()), problem=seen.get("problem", ""), nonces=seen.get("nonces", NONCES)
    )
    aims = {relay: AIMS[SERVER]}
    found = relay_checks.judge(RelayRun("hall-01", "canary-a", aims, outcomes, CONTROLS, answered, log))[relay]
    assert (found.status, found.data["verdict"], found.final) == said
    assert reason in found.reason
    check = found.check("GA-003", SERVER.check)
    assert (check.clause, check.subject, check.name) == ("6.4-e", "GA-003", "egress/relay/10.96.8.12:9001")
    assert check.good == (not check.fix)


RESOLVER = Relay("extranet", "10.96.4.53", 53, resolver=True)
#: Likewise of a resolver.
ASKED: dict[str, tuple[dict[str, Any], tuple[str, str, bool], str]] = {
    "nothing arrived": (
        {}, ("pass", "BLOCKED_PROVEN", True), "took 3 kinds of requests for names below t.canary.test, and nothing of them arrived",
    ),
    "a question arrived": (
        {"heard": "10.96.4.53"}, ("fail", "RELAYED", True), "10.96.4.53:53 passes questions for TXT records on",
    ),
    "one arrived from another resolver": (
        {"heard": "203.0.113.53"}, ("fail", "RELAYED", False), "from 203.0.113.53, not from the server's address",
    ),
    "it asked for the zone only": (
        {"arrivals": (syn("10.96.4.53", 53, proto="udp"),)}, ("fail", "RELAYED", True), "canary-a heard 10.96.4.53 on port 53",
    ),
    "the domain is not delegated": (
        {"delegated": False}, ("error", "INCONCLUSIVE", False), "no public resolver brings names below t.canary.test to canary-a",
    ),
    "it did not answer": ({"outcome": Outcome("silent")}, ("error", "INCONCLUSIVE", False), "asked by dns: it does not answer"),
    "the canary does not answer names": (
        {"control": Outcome("silent")}, ("error", "INCONCLUSIVE", False), "the controller itself on port 53",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ASKED)
def test_what_was_seen_of_a_resolver(case: str) -> None:
    seen, said, reason = ASKED[case]
    aims, controls = relays.plan(RUN, [RESOLVER], CANARY), relays.controls(RUN, [RESOLVER], CANARY)
    assert [(each.way, each.canary) for each in aims[RESOLVER]] == [
        (way, "t.canary.test") for way in ("dns", "dns-txt", "dns-tcp")
    ]
    delegated = f"gk{RUN}-ffff"
    nonces = {each.nonce for each in controls} | ({delegated} if seen.get("delegated", True) else set())
    asked = aims[RESOLVER][1].nonce
    nonces |= {asked} if "heard" in seen else set()
    came = (syn(seen["heard"], 53, asked, "udp"),) if "heard" in seen else ()
    outcomes = dict.fromkeys((aim.nonce for aim in aims[RESOLVER]), seen.get("outcome", Outcome("opened")))
    answered = dict.fromkeys((each.nonce for each in controls), seen.get("control", Outcome("answered")))
    log = CanaryLog("canary-a", seen.get("arrivals", came), nonces=frozenset(nonces))
    run = RelayRun("hall-01", "canary-a", aims, outcomes, controls, answered, log, delegated)
    found = relay_checks.judge(run)[RESOLVER]
    assert (found.status, found.data["verdict"], found.final) == said
    assert reason in found.reason
