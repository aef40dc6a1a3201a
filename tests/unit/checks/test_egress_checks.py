# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""From legs to checks: what no packet is needed for."""

from __future__ import annotations

import ipaddress
from dataclasses import replace
from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.check import Check
from ansible_collections.govkiosk.site.plugins.module_utils.probe.outcome import Outcome
from ansible_collections.govkiosk.site.plugins.module_utils.probe.target import Target
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import egress_checks, targets
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.canary_log import Arrival, CanaryLog
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.egress_findings import EgressFindings
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city import Canary

OWN, CANARY = "10.96.128.2", "198.51.100.80"
CITY = (
    Canary(name="canary-a", address=ipaddress.IPv4Address(CANARY), address6=ipaddress.IPv6Address("2001:db8:51::80")),
)
ONE_PORT = targets.Ports((80,), (53,), (), ())
PLANNED = targets.plan("0123456789ab", "hall-01", CITY, ONE_PORT)
CONTROLS = targets.controls("0123456789ab", PLANNED)
# No private space, as the national extranet has it; the internet is the documentation prefixes, as in the lab.
PREFIXES = (ipaddress.IPv4Network("59.192.0.0/16"),)


SILENT = Outcome("silent", local_port=4000)


def arrivals(*controls: Target) -> tuple[Arrival, ...]:
    """What a log holds of the controller's connections: each, and its SYN."""
    return tuple(
        Arrival(proto, each.address, each.port, "10.96.0.10", 5000 + number, nonce, isn=each.isn)
        for number, each in enumerate(controls)
        if each.proto == "tcp"
        for proto, nonce in (("tcp-syn", ""), ("tcp", each.nonce))
    )


def findings(outcome: Outcome = SILENT, **seen: Any) -> EgressFindings:
    alive = {"alive": True, "shown_by": "tcp 10.96.8.11:443 answers"}
    state: dict[str, Any] = {
        "path": alive,
        "marked_path": alive,
        "bypass": {"state": "open", "detail": ""},
        "outcomes": {target.nonce: outcome.to_dict() for target in PLANNED},
        "walks": {},
        "ipv6": {"addresses": [], "routes": [], "usable": False},
        "own": ["127.0.0.1", OWN],
        "wall_s": 2.0,
    }
    log = CanaryLog("canary-a", arrivals(*CONTROLS), nonces=frozenset(control.nonce for control in CONTROLS))
    controls = {control.nonce: Outcome("answered") for control in CONTROLS}
    return EgressFindings("hall-01", PLANNED, {**state, **seen}, CONTROLS, controls, {"canary-a": log}, PREFIXES)


def by_name(found: EgressFindings) -> dict[str, Check]:
    return {check.name: check for check in egress_checks.checks(found)}


def test_all_silent_with_all_controls_passes() -> None:
    checks = by_name(findings())
    assert {check.status for check in checks.values()} == {"pass"}
    assert {check.clause for check in checks.values()} == {"6.4-e"}
    assert set(checks) == {"egress/path-control", "egress/ipv6/terminal"} | {
        f"egress/{proto}/canary-a"
        for proto in (
            "tcp",
            "udp",
            "icmp",
            "gre",
            "esp",
            "6in4",
            "past-firewall/6in4",
            *(f"past-firewall/{p}{v}" for p in ("tcp", "udp", "icmp", "gre", "esp") for v in ("", "6")),
        )
    }


@pytest.mark.parametrize(
    ("arrival", "leaks"),
    [
        (Arrival("tcp-syn", CANARY, 80, OWN, 4000, ""), True),
        (Arrival("tcp-syn", CANARY, 80, OWN, 4999, ""), True),  # translated on the way
        (Arrival("tcp-syn", CANARY, 443, OWN, 4000, ""), False),
        (Arrival("tcp-syn", CANARY, 80, "10.96.128.3", 4000, ""), False),  # another run's control may have that port
        (Arrival("tcp-syn", CANARY, 80, "203.0.113.9", 4999, ""), False),
        (Arrival("tcp-syn", CANARY, 80, "203.0.113.9", 4999, "", isn=PLANNED[0].isn), True),  # both were
        (Arrival("tcp-syn", CANARY, 80, "203.0.113.9", 4000, "", isn=CONTROLS[0].isn), False),  # the controller's own
        (Arrival("tcp-syn", CANARY, 443, "203.0.113.9", 4999, "", isn=PLANNED[0].isn), False),
        (Arrival("udp", CANARY, 80, "203.0.113.9", 4000, "", isn=PLANNED[0].isn), False),
        (Arrival("udp", CANARY, 80, OWN, 4000, ""), False),
    ],
)
def test_a_bare_syn_is_a_leak(arrival: Arrival, leaks: bool) -> None:
    found = findings()
    log = found.logs["canary-a"]
    log = replace(log, arrivals=(*log.arrivals, arrival))
    checks = by_name(replace(found, logs={"canary-a": log}))
    assert (checks["egress/tcp/canary-a"].data["verdict"] == "LEAK") == leaks


@pytest.mark.parametrize(("times", "port", "leaks"), [(1, 80, False), (2, 80, True), (2, 443, False)])
def test_a_port_tells_of_a_translated_syn_if_nobody_answered_it(times: int, port: int, leaks: bool) -> None:
    """A firewall that translates addresses one by one keeps the port and may make a sequence number of its own."""
    found = findings()
    log = found.logs["canary-a"]
    syns = [Arrival("tcp-syn", CANARY, port, "203.0.113.9", 4000, "", isn=99)] * times
    checks = by_name(replace(found, logs={"canary-a": replace(log, arrivals=(*log.arrivals, *syns))}))
    assert (checks["egress/tcp/canary-a"].data["verdict"] == "LEAK") == leaks


def test_a_translated_syn_is_one_probes_and_no_other_ones() -> None:
    found = findings()
    log = found.logs["canary-a"]
    for probe in (each for each in PLANNED if each.proto == "tcp"):
        syn = Arrival("tcp-syn", probe.address, probe.port, "203.0.113.9", 61000, "", isn=probe.isn)
        translated = replace(log, arrivals=(*log.arrivals, syn))
        judged = egress_checks.judge_all(replace(found, logs={"canary-a": translated}))
        assert [each.target for each in judged if each.verdict == "LEAK"] == [probe]


def test_a_log_that_holds_no_syn_of_its_control_is_no_silence_over_tcp() -> None:
    found = findings()
    log = replace(found.logs["canary-a"], arrivals=tuple(a for a in arrivals(*CONTROLS) if a.proto == "tcp"))
    checks = by_name(replace(found, logs={"canary-a": log}))
    assert checks["egress/tcp/canary-a"].data["verdict"] == "BLOCKED_UNATTRIBUTED"
    assert checks["egress/udp/canary-a"].data["verdict"] == "BLOCKED_PROVEN"


def test_a_controller_that_may_not_send_a_tunnels_packet_says_so() -> None:
    found = findings()
    gre = next(each for each in CONTROLS if each.proto == "gre")
    outcomes = {**found.control_outcomes, gre.nonce: Outcome("not_run", detail="[Errno 1] Operation not permitted")}
    check = by_name(replace(found, control_outcomes=outcomes))["egress/gre/canary-a"]
    assert check.status == "error"
    assert check.reason == (
        f"INCONCLUSIVE: 1 of 1 probes; gre {CANARY}: target control failed: the controller could not send it itself "
        "([Errno 1] Operation not permitted); it needs CAP_NET_RAW"
    )


def test_what_operations_cannot_reach_is_waived_with_its_reason_and_never_a_leak() -> None:
    found = findings()
    (gre,) = (each for each in CONTROLS if each.kind == "gre")
    quiet = {**found.control_outcomes, gre.nonce: Outcome("silent")}
    log = replace(found.logs["canary-a"], nonces=found.logs["canary-a"].nonces - {gre.nonce})
    lost = replace(found, control_outcomes=quiet, logs={"canary-a": log})
    exempt = replace(lost, exempt={("canary-a", "gre"): "出口防火墙不放行 GRE"})
    assert by_name(lost)["egress/gre/canary-a"].status == "error"
    check = by_name(exempt)["egress/gre/canary-a"]
    assert check.status == "waived"
    assert check.reason == (
        f"UNCONTROLLED: 1 of 1 probes; gre {CANARY}: canary-a heard none of it, and no control shows that it would; "
        "city.yml: 出口防火墙不放行 GRE"
    )
    assert {each.status for name, each in by_name(exempt).items() if "gre/" not in name} == {"pass"}
    (probe,) = (each for each in PLANNED if each.kind == "gre" and each.past_firewall)
    leaked = replace(exempt, logs={"canary-a": replace(log, nonces=log.nonces | {probe.nonce})})
    assert by_name(leaked)["egress/past-firewall/gre/canary-a"].data["verdict"] == "LEAK"
    unread = replace(exempt, logs={"canary-a": CanaryLog("canary-a", problem="refuses our token")})
    assert by_name(unread)["egress/gre/canary-a"].status == "error"
    # Where the control answers after all, nothing is waived, and the log has to hold it.
    assert by_name(replace(found, exempt=exempt.exempt))["egress/gre/canary-a"].status == "pass"
    unlogged = replace(exempt, control_outcomes=found.control_outcomes)
    assert by_name(unlogged)["egress/gre/canary-a"].data["verdict"] == "BLOCKED_UNATTRIBUTED"
    # Nor for a control that was never sent, nor by a log that holds nothing of this canary at all.
    unsent = replace(exempt, control_outcomes={**quiet, gre.nonce: Outcome("not_run", detail="not permitted")})
    assert "the controller could not send it itself (not permitted)" in by_name(unsent)["egress/gre/canary-a"].reason
    assert by_name(unsent)["egress/gre/canary-a"].status == "error"
    empty = by_name(replace(exempt, logs={"canary-a": CanaryLog("canary-a")}))["egress/gre/canary-a"]
    assert empty.status == "error"
    assert empty.reason.endswith(
        "canary-a's log holds none of the controller's own probes, so it says nothing of others"
    )


@pytest.mark.parametrize("state", ["open", "absent"])
@pytest.mark.parametrize("kind", ["silent", "prohibited"])
def test_without_the_log_nothing_is_proven_but_that_the_terminal_itself_stopped_it(state: str, kind: str) -> None:
    """A way out without a way back is silent, too, and its walk ends inside."""
    hops = ["10.96.128.1", "10.0.0.1"]
    seen = SILENT if kind == "silent" else Outcome("icmp", 1.0, hops[0], 3, 13)
    outcomes = {each.nonce: (seen if each.past_firewall else Outcome("denied")).to_dict() for each in PLANNED}
    bypassed = {"state": state, "detail": ""}
    found = findings(walks={each.address: hops for each in PLANNED}, outcomes=outcomes, bypass=bypassed)
    found = replace(found, logs={"canary-a": CanaryLog("canary-a", problem="it runs an older canary.py")})
    checks = by_name(found)
    past = {name: check for name, check in checks.items() if "/past-firewall/" in name}
    assert {check.data["verdict"] for check in past.values()} == {"BLOCKED_UNATTRIBUTED"}
    assert past["egress/past-firewall/udp/canary-a"].reason == (
        f"BLOCKED_UNATTRIBUTED: 1 of 1 probes; udp {CANARY} port 53: controls good, but canary-a's log does not show that "
        "nothing arrived (canary-a: it runs an older canary.py)"
    )
    assert {check.status for name, check in checks.items() if name not in past} == {"pass"}
    bare = {each.nonce: seen.to_dict() for each in PLANNED}
    checks = by_name(replace(found, seen={**found.seen, "outcomes": bare}))
    assert checks["egress/udp/canary-a"].data["verdict"] == "BLOCKED_UNATTRIBUTED"


@pytest.mark.parametrize(
    ("walk", "outside"),
    [
        (["10.96.128.1", "10.96.255.1", "192.0.2.1", "203.0.113.9", "198.51.100.1"], "192.0.2.1"),
        (["10.96.128.1", "", "59.193.0.1"], "59.193.0.1"),
        (["10.96.128.1", "100.64.0.1", "172.16.0.1", "", "192.168.1.1", "59.192.255.1"], ""),
    ],
)
def test_a_walk_that_leaves_the_network_is_a_leak_though_the_canary_kept_silent(walk: list[str], outside: str) -> None:
    checks = by_name(findings(walks={CANARY: walk}))
    past = checks["egress/past-firewall/udp/canary-a"]
    assert past.data["verdict"] == ("LEAK" if outside else "BLOCKED_PROVEN")
    assert {probe["beyond"] for probe in past.data["probes"]} == {outside}
    if outside:
        assert past.reason == (
            f"LEAK: 1 of 1 probes; udp {CANARY} port 53: packets to it reached {outside}, "
            "outside all prefixes of city.yml and private ones"
        )
    # The walk went past the host's firewall, which may well have stopped the first pass; nor did it go by IPv6.
    assert checks["egress/udp/canary-a"].data["verdict"] == "BLOCKED_PROVEN"
    assert checks["egress/past-firewall/udp6/canary-a"].data["verdict"] == "BLOCKED_PROVEN"


@pytest.mark.parametrize("code", [13, 1, 3])
@pytest.mark.parametrize(("sender", "leaks"), [("198.51.100.1", True), ("10.96.255.1", False), ("59.192.0.1", False)])
def test_an_icmp_error_from_outside_the_network_is_a_leak(sender: str, code: int, leaks: bool) -> None:
    checks = by_name(findings(Outcome("icmp", 1.0, sender, 3, code)))
    for name in ("egress/tcp/canary-a", "egress/past-firewall/tcp/canary-a"):
        assert (checks[name].data["verdict"] == "LEAK") == leaks
        assert (f"reached {sender}, outside" in checks[name].reason) == leaks


@pytest.mark.parametrize(
    ("ipv6", "sender", "leaks"),
    [
        ({"prefix": "2001:db8:a:110::/64"}, "2001:db8:a:110::1", False),
        ({"prefix": "2001:db8:a:110::/64"}, "2001:db8:51::1", True),
        ({"addresses": ["2001:db8:a:110::2/64"]}, "2001:db8:a:110::1", False),
        ({"prefix": ""}, "2001:db8:a:110::1", True),
        ({"prefix": "2001:db8:a::/48"}, "2001:db8:a:110::1", False),
        ({"prefix": "2001:db8::/47"}, "2001:db8:1::1", True),  # nobody's link: an advertisement says what it likes
        ({"prefix": "::/0"}, "2001:db8:a:110::1", True),
        ({"addresses": ["2001:db8:a:110::2/3"]}, "2001:db8:a:110::1", True),
        ({}, "fe80::1", False),
        ({}, "fd00::1", False),
    ],
)
def test_by_ipv6_the_terminals_own_link_and_private_space_are_inside(
    ipv6: dict[str, Any], sender: str, leaks: bool
) -> None:
    state = {"addresses": [], "routes": [], "usable": False, **ipv6}
    checks = by_name(findings(Outcome("icmp", 1.0, sender, 1, 1), ipv6=state))
    assert (checks["egress/past-firewall/tcp6/canary-a"].data["verdict"] == "LEAK") == leaks


def test_a_dead_path_is_inconclusive() -> None:
    dead = {"alive": False, "shown_by": "tcp 10.96.8.11:443 is silent"}
    checks = by_name(findings(path=dead, marked_path=dead))
    assert checks["egress/path-control"].status == "error"
    assert checks["egress/tcp/canary-a"].status == "error"
    assert checks["egress/tcp/canary-a"].reason.startswith("INCONCLUSIVE: 1 of 1 probes; ")
    assert "path control failed: tcp 10.96.8.11:443 is silent" in checks["egress/tcp/canary-a"].reason


@pytest.mark.parametrize(
    ("state", "status", "firewall", "fix"),
    [
        ("open", "pass", "the second pass went past the terminal's firewall", ""),
        ("absent", "pass", "the terminal has no govkiosk firewall, so the first pass is already without one", ""),
        (
            "flushed",
            "error",
            "the terminal's firewall is gone though /etc/govkiosk/firewall.nft is there: No such file or directory",
            "run the role govkiosk.site.terminal_host again, which loads it, and find out what flushed it",
        ),
        (
            "failed",
            "error",
            "the terminal's firewall could not be passed: No such file or directory",
            "make an allowed service answer this terminal, and terminal_host's nftables table whole",
        ),
    ],
)
def test_the_path_control_tells_of_the_firewall(state: str, status: str, firewall: str, fix: str) -> None:
    found = findings(bypass={"state": state, "detail": "No such file or directory"})
    check = by_name(found)["egress/path-control"]
    assert (check.status, check.fix) == (status, fix)
    assert check.reason == f"tcp 10.96.8.11:443 answers; {firewall}"


def test_silence_where_a_neighbour_has_no_route_is_no_route() -> None:
    found = findings()
    first = PLANNED[0]
    told = Outcome("icmp", 1.0, "10.96.254.2", 3, 0)
    outcomes = {**found.seen["outcomes"], first.nonce: told.to_dict()}
    checks = by_name(findings(outcomes=outcomes))
    assert checks["egress/udp/canary-a"].data["verdict"] == "UNREACHABLE"
    assert "10.96.254.2 says there is no route" in checks["egress/udp/canary-a"].reason
    assert checks["egress/past-firewall/udp6/canary-a"].data["verdict"] == "BLOCKED_PROVEN"


@pytest.mark.parametrize(
    "state", [{"addresses": ["2001:db8::2/64"], "routes": []}, {"addresses": [], "routes": ["::/0 via fe80::1"]}]
)
def test_any_ipv6_on_the_terminal_fails_and_is_judged_as_it_is(state: dict[str, list[str]]) -> None:
    checks = by_name(findings(ipv6={**state, "usable": False}))
    assert checks["egress/ipv6/terminal"].status == "fail"
    assert "egress/tcp6/canary-a" in checks


def test_a_city_without_an_ipv6_canary_can_not_pass() -> None:
    city = (Canary(name="canary-a", address=ipaddress.IPv4Address(CANARY)),)
    planned = targets.plan("0123456789ab", "hall-01", city, ONE_PORT)
    found = findings(outcomes={target.nonce: Outcome("silent").to_dict() for target in planned})
    checks = by_name(replace(found, targets=planned))
    assert checks["egress/ipv6/network"].status == "not_run"


def test_no_check_that_failed_is_without_a_fix() -> None:
    for kind in ("answered", "silent", "refused", "no_route", "denied", "not_run"):
        for check in by_name(findings(Outcome(kind))).values():
            assert bool(check.fix) == (not check.good)
