# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The gates of 7.7.1: open only if everything behind them was looked at and is good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.check import Check
from ansible_collections.govkiosk.site.plugins.module_utils.message import say
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import (
    acceptance,
    clauses,
    expectation,
    step_results,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance.expectation import (
    ON_TERMINAL,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance.finding import Finding
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import said
from ansible_collections.govkiosk.site.plugins.plugin_utils.forms import acceptance_run as handover

from tests.helpers.acceptance_gates import BY_STEP, shut, without
from tests.unit.acceptance import lianhua
from tests.unit.acceptance.lianhua import ONE, TODAY, TWO, heard, judge, results, site, switch

if TYPE_CHECKING:
    from ansible_collections.govkiosk.site.plugins.plugin_utils.model.site import Site

ALL = {title.id for title in clauses.GATES}
DARK = (
    "Task failed: Failed to connect to the host via ssh: ssh: connect to host 10.96.128.3 port 22: Connection timed out"
)


def spoil(step: str, name: str, **changes: Any) -> dict[str, Any]:
    found = results()
    check = next(check for check in found[step]["checks"] if check["name"] == name)
    check.update(changes)
    return found


def test_a_terminal_with_nothing_missing_is_accepted() -> None:
    verdict = judge(site(), heard())
    assert shut(verdict) == set()
    assert verdict.accepted
    assert verdict.message == "lianhua-hall-01 is ready for acceptance: every gate of 7.7.1 is open"
    assert {gate.title.id for gate in verdict.gates} == ALL
    assert [gate.title.id for gate in verdict.gates if gate.title.required] == [
        "receipt",
        "unboxing",
        "power_on",
        "items",
    ]


@pytest.mark.parametrize("status", ["fail", "error", "not_run", "nonsense"])
@pytest.mark.parametrize(
    ("step", "name", "gate"),
    [
        (clauses.LINK_CHECK, "link/address", "network"),
        (clauses.LINK_CHECK, "link/mac", "network"),
        (clauses.LINK_CHECK, "link/throughput", "network"),
        (clauses.EGRESS_CHECK, "egress/tcp/canary-a", "network"),
        (clauses.HOME_PAGE, "screen/geometry", "home_page"),
        (clauses.HOME_PAGE, "app/services", "home_page"),
        (clauses.SERVICE_CHECK, "item/RS-001", "items"),
    ],
)
def test_only_pass_opens_a_gate_and_no_step_waives_anything(step: str, name: str, gate: str, status: str) -> None:
    verdict = judge(site(), heard(spoil(step, name, status=status, reason="seen otherwise")))
    assert shut(verdict) == {gate}
    assert [finding.check.reason for finding in verdict.missing] == ["seen otherwise"]
    waived = judge(site(), heard(spoil(step, name, status="waived")))
    assert shut(waived) == {gate}
    (finding,) = waived.missing
    assert finding.check.status == "error"
    assert "but it cannot waive anything, only the site file can" in finding.check.reason


@pytest.mark.parametrize(
    ("step", "gates"),
    [
        (clauses.LINK_CHECK, {"network"}),
        (clauses.EGRESS_CHECK, {"network"}),
        (clauses.HOME_PAGE, {"home_page"}),
        (clauses.SERVICE_CHECK, {"items"}),
    ],
)
@pytest.mark.parametrize(
    "said", [None, {"checks": []}, {"skipped": True}, {"failed": True, "msg": "boom"}, {"checks": None}]
)
def test_a_step_that_says_nothing_keeps_its_gates_shut(step: str, gates: set[str], said: Any) -> None:
    steps = results() | {step: said}
    verdict = judge(site(), heard(steps))
    assert shut(verdict) == gates
    assert {finding.check.status for finding in verdict.missing} == (
        {"error"} if said and said.get("failed") else {"not_run"}
    )


def test_the_proof_alone_never_passes_for_the_probe_from_the_terminal() -> None:
    verdict = judge(site(), heard(results() | {clauses.EGRESS_CHECK: None}))
    assert any(f.check.name == "switch/proof" and f.check.good for f in verdict.findings)
    assert {(f.check.clause, f.check.status, f.check.reason) for f in verdict.missing} == {
        ("6.4-e", "not_run", "egress_check was not run")
    }


@pytest.mark.parametrize("due", BY_STEP, ids=lambda due: f"{due.source}-{due.name}")
def test_each_statement_that_is_missing_keeps_its_own_gate_shut(due: Any) -> None:
    steps, pushed = without({due})
    verdict = judge(site(), heard(steps, switch_result=pushed))
    assert shut(verdict) == {clauses.BY_ID[due.clause].gate}
    assert [(f.source, f.check.clause, f.check.name) for f in verdict.missing] == [(due.source, due.clause, due.name)]
    assert verdict.missing[0].check.reason == f"{due.source} said nothing about it"


def test_what_must_be_said_about_a_terminal() -> None:
    """In full, by hand: what is expected follows from the site, and this is the site."""
    due = {(d.source, d.clause, d.name) for d in lianhua.heard().expectation.due}
    survey = (
        ("5", "date"), ("6.1", "venue"), ("6.2-a", "indoor"), ("6.2-b", f"space/{ONE}"), ("6.3-a", "power"),
        ("6.3-b", "ups"), ("6.4-c", "wall_ports"), ("6.5.1-a", "gbt_18789"), ("6.5.1-b", "entry"), ("6.5.1-c", "cctv"),
        ("7.1", "basics"), ("7.2", "approval"), ("7.3", f"grants/{ONE}"),
    )  # fmt: skip
    records = (
        ("7.5.1-a1", "original"), ("7.5.1-a2", "undamaged"), ("7.5.1-a3", "certificate"), ("7.5.1-b1", "runs"),
        ("7.5.1-b2", "lights"), ("7.5.2", "receipt"),
    )  # fmt: skip
    protos = ("tcp", "udp", "icmp", "gre", "esp", "6in4")
    ways = [f"{proto}/{canary}" for canary in ("canary-a", "canary-b") for proto in protos]
    egress = ["path-control", "ipv6/terminal", *ways, *(f"past-firewall/{way}" for way in ways)]
    egress += [f"past-firewall/{way.replace('/', '6/')}" for way in ways if not way.startswith("6in4/")]
    servers = (
        "11:443",
        "11:8443",
        "11:8080",
        "12:443",
        "12:8080",
        "12:9001",
        "12:9002",
        "13:443",
        "13:8080",
        "13:9001",
    )
    assert due == {
        *(("survey", clause, f"survey/{name}") for clause, name in survey),
        *(("records", clause, f"record/{name}") for clause, name in records),
        ("network_policy", "6.4-a", "switch/vlan"), ("network_policy", "6.4-b", "switch/binding"),
        ("network_policy", "6.4-c", "switch/port"), ("network_policy", "6.4-d", "switch/rate"),
        ("network_policy", "6.4-e", "switch/proof"), ("network_policy", "6.4-e", "switch/confirm"),
        ("network_policy", "6.4-b", "switch/source_check"), ("network_policy", "6.4-b", "switch/arp_check"),
        ("network_policy", "6.4-c", "switch/port_security"), ("network_policy", "6.4-c", "switch/bpdu"),
        ("network_policy", "6.4-e", "switch/isolation"),
        ("terminal_host", "7.4", "terminal/installed"), ("terminal_host", "7.5.1-b1", "terminal/answers"),
        ("home_page", "7.6-a", "screen/geometry"), ("home_page", "7.6-a", "screen/content"),
        ("home_page", "7.6-b", "app/services"), ("home_page", "7.6-b", "app/heartbeat"),
        ("link_check", "6.4-a", "link/single-nic"), ("link_check", "6.4-b", "link/address"),
        ("link_check", "6.4-b", "link/route"), ("link_check", "6.4-b", "link/duplicate"),
        ("link_check", "6.4-c", "link/mac"), ("link_check", "6.4-d", "link/throughput"),
        *(("egress_check", "6.4-e", f"egress/{name}") for name in egress),
        *(("egress_check", "6.4-e", f"egress/relay/10.96.8.{server}") for server in servers),
        ("egress_check", "6.4-e", "egress/relay/10.96.4.80:8080"), ("egress_check", "6.4-e", "egress/relay/10.96.4.53:53"),
        *(("service_check", "7.7", f"item/{item.code}") for item in lianhua.folder().catalogue.items),
    }  # fmt: skip


def test_a_staffed_site_is_surveyed_by_other_clauses() -> None:
    staffed = site().model_copy(update={"service": site().service.model_copy(update={"mode": "staffed"})})
    wanted = expectation.of(lianhua.folder(), staffed, staffed.terminals[0])
    assert {d.clause for d in wanted.due if d.clause.startswith("6.5")} == {"6.5.2-a", "6.5.2-b", "6.5.2-c"}
    surveyed = handover.surveyed(staffed, staffed.terminals[0], TODAY)
    assert sorted((c.clause, c.name) for c in surveyed) == sorted(d[1::2] for d in wanted.of("survey"))


def test_no_record_of_receipt_and_inspections_says_what_to_fill_in() -> None:
    verdict = judge(site(receipt=None, unboxing=None, power_on=None), heard())
    assert shut(verdict) == {"receipt", "unboxing", "power_on"}
    assert verdict.message == (
        "lianhua-hall-01 is not accepted (7.7.1); shut: receipt, unboxing inspection, power-on inspection\n"
        "  - 7.5.2: not_run: no receipt is recorded\n"
        "    fix: have the receipt signed and fill in receipt of delivery[1] of sites/futian/lianhua-hall.yml\n"
        "  - 7.5.1-a1, 7.5.1-a2, 7.5.1-a3: not_run: no unboxing inspection is recorded\n"
        "    fix: inspect it and fill in unboxing of delivery[1] of sites/futian/lianhua-hall.yml\n"
        "  - 7.5.1-b1, 7.5.1-b2: not_run: no power-on inspection is recorded\n"
        "    fix: inspect it and fill in power_on of delivery[1] of sites/futian/lianhua-hall.yml"
    )


def test_a_receipt_signed_before_both_inspections_passed_does_not_count() -> None:
    unboxing = site().delivery[0].unboxing
    assert unboxing
    damaged = unboxing.model_copy(update={"undamaged": "fail"})
    verdict = judge(site(unboxing=damaged), heard())
    assert shut(verdict) == {"receipt", "unboxing"}
    assert verdict.message == (
        "lianhua-hall-01 is not accepted (7.7.1); shut: receipt, unboxing inspection\n"
        "  - 7.5.2: fail: receipt DH-2026-0101 is signed although unboxing and power-on have not both passed\n"
        "    fix: pass both inspections first, then sign the receipt\n"
        "  - 7.5.1-a2: fail: recorded: it is not so that the device is undamaged (张三, 2026-11-05)\n"
        "    fix: replace or repair it, inspect it again and change unboxing of delivery[1] of sites/futian/lianhua-hall.yml"
    )


def test_a_refused_receipt_shuts_its_gate() -> None:
    receipt = site().delivery[0].receipt
    assert receipt
    verdict = judge(site(receipt=receipt.model_copy(update={"result": "fail"})), heard())
    assert shut(verdict) == {"receipt"}
    assert verdict.missing[0].check.reason == "receipt DH-2026-0101 was refused (2026-11-05)"


def other(**changes: Any) -> Site:
    """The lab's site with something changed at its second terminal, and its record of delivery as it was."""
    one, two = site().terminals
    return site().model_copy(update={"terminals": (one, two.model_copy(update=changes))})


def at_two(which: Site) -> acceptance.Verdict:
    return judge(which, heard(results(TWO), terminal=TWO))


def test_a_device_that_came_in_place_of_an_inspected_one_passes_nothing() -> None:
    exchanged = other(serial="ZW2027110009", mac="54:89:98:00:0f:99")
    assert at_two(site()).accepted
    assert shut(at_two(exchanged)) == {"receipt", "unboxing", "power_on"}
    assert at_two(exchanged).message == (
        "lianhua-hall-02 is not accepted (7.7.1); shut: receipt, unboxing inspection, power-on inspection\n"
        "  - 7.5.2, 7.5.1-a1, 7.5.1-a2, 7.5.1-a3, 7.5.1-b1, 7.5.1-b2: not_run:"
        " no record of delivery names this device, serial number ZW2027110009\n"
        "    fix: inspect this device, then add a record with `serials: [ZW2027110009]`"
        " to delivery of sites/futian/lianhua-hall.yml"
    )
    assert judge(exchanged, heard()).accepted


def test_a_device_is_accepted_on_the_record_that_names_it_and_no_other() -> None:
    (first,) = site().delivery
    assert first.unboxing
    damaged = first.unboxing.model_copy(update={"original": "fail"})
    second = first.model_copy(update={"serials": ("ZW2027110009",), "unboxing": damaged})
    both = other(serial="ZW2027110009").model_copy(update={"delivery": (first, second)})
    assert judge(both, heard()).accepted
    assert shut(at_two(both)) == {"receipt", "unboxing"}
    assert "change unboxing of delivery[2] of sites/futian/lianhua-hall.yml" in at_two(both).message


@pytest.mark.parametrize(
    ("part", "gates", "reason"),
    [
        ("receipt", {"receipt"}, "receipt DH-2026-0101 is of 2026-11-24, which is after today, 2026-11-23"),
        (
            "unboxing",
            {"receipt", "unboxing"},
            "recorded: the device is undamaged (张三, 2026-11-24, which is after today, 2026-11-23)",
        ),
        (
            "power_on",
            {"receipt", "power_on"},
            "recorded: the device runs (张三, 2026-11-24, which is after today, 2026-11-23)",
        ),
    ],
)
def test_what_is_still_to_come_has_not_been_inspected(part: str, gates: set[str], reason: str) -> None:
    def dated(day: date) -> acceptance.Verdict:
        record = getattr(site().delivery[0], part)
        return judge(site(**{part: record.model_copy(update={"date": day})}), heard())

    assert dated(TODAY).accepted
    late = dated(TODAY + timedelta(days=1))
    assert shut(late) == gates
    assert reason in [finding.check.reason for finding in late.missing]
    assert f"in {part} of delivery[1] of sites/futian/lianhua-hall.yml" in late.message


def test_a_failed_item_is_named_with_what_to_do() -> None:
    steps = spoil(
        clauses.SERVICE_CHECK,
        "item/GA-002",
        status="fail",
        reason="签注: 10.96.8.12:443 answers 503",
        fix="ask 市公安局",
        data={"name": "签注", "problem": "接口"},
    )
    assert judge(site(), heard(steps)).message == (
        "lianhua-hall-01 is not accepted (7.7.1); shut: service items\n"
        "  - 7.7 item GA-002 往来港澳通行证再次签注: fail: 10.96.8.12:443 answers 503\n"
        "    fix: ask 市公安局"
    )


def dark() -> dict[str, Any]:
    return {step: {"unreachable": True, "msg": DARK, "changed": False} for step in ON_TERMINAL}


def test_a_terminal_that_is_off_is_one_entry() -> None:
    pushed = switch()
    for check in pushed["checks"]:
        if (check["subject"], check["clause"]) == (TWO, "6.4-c"):
            check.update(status="fail", reason="GigabitEthernet0/0/2 is down", fix="plug it in, switch it on")
    verdict = judge(site(), heard(dark(), terminal=TWO, switch_result=pushed))
    why = (
        "the terminal does not answer at 10.96.128.3 (ssh: connect to host"
        " 10.96.128.3 port 22: Connection timed out); its switch port: GigabitEthernet0/0/2 is down"
    )
    assert verdict.message == (
        "lianhua-hall-02 is not accepted (7.7.1);"
        " shut: power-on inspection, service items, network and isolation, home page\n"
        f"  - 7.5.1-b1, 6.4-a, 6.4-b, 6.4-c, 6.4-d, 6.4-e, 7.6-a, 7.6-b, 7.4, 7.7 all 13 items: error: {why}\n"
        "    fix: plug it in, switch it on\n"
        "  - 6.4-c: fail: GigabitEthernet0/0/2 is down\n"
        "    fix: plug it in, switch it on"
    )


BEFORE_ANY_PACKET = {
    "failed": True,
    "msg": "Action failed: ca.pem: the certificate cannot be read\n    fix: put it there",
}


def runs(steps: dict[str, Any]) -> tuple[str, str]:
    """Return status and reason of "the device runs", and see that its gate goes by it."""
    verdict = judge(site(), heard(steps))
    check = next(f.check for f in verdict.findings if f.check.name == "terminal/answers")
    assert {gate.title.id: gate.open for gate in verdict.gates}["power_on"] == (check.status == "pass")
    return check.status, check.reason


def test_a_step_that_failed_on_the_controller_is_no_answer_of_a_terminal_that_is_off() -> None:
    steps = {step: {"skipped": True} for step in ON_TERMINAL} | {
        clauses.TERMINAL_HOST: dark()[clauses.TERMINAL_HOST],
        clauses.SERVICE_CHECK: BEFORE_ANY_PACKET,
    }
    status, reason = runs(steps)
    assert status == "error"
    assert reason.startswith("the terminal does not answer at 10.96.128.2 (ssh: connect to host 10.96.128.3 port 22")


def test_a_terminal_that_is_lost_on_the_way_does_not_run() -> None:
    assert runs(results() | {clauses.HOME_PAGE: dark()[clauses.HOME_PAGE]})[0] == "error"


def test_steps_that_all_failed_on_the_controller_are_no_answer_either() -> None:
    nobody = dict.fromkeys(ON_TERMINAL, BEFORE_ANY_PACKET)
    assert runs(nobody) == ("error", "terminal_host failed: ca.pem: the certificate cannot be read")
    assert runs({}) == ("not_run", "terminal_host was not run")


def test_a_step_that_failed_with_checks_from_the_terminal_is_an_answer() -> None:
    failed = BEFORE_ANY_PACKET | {"checks": results()[clauses.HOME_PAGE]["checks"]}
    assert runs({clauses.TERMINAL_HOST: BEFORE_ANY_PACKET, clauses.HOME_PAGE: failed})[0] == "pass"


def test_a_terminal_that_is_up_at_its_port_but_silent_is_looked_for_elsewhere() -> None:
    verdict = judge(site(), heard(dark(), terminal=TWO))
    assert verdict.missing[0].check.reason.endswith("its switch port is up with its own MAC, so it has power and cable")
    assert verdict.missing[0].check.fix.startswith("check sshd and the address on its network card")


def test_another_mac_at_the_port_is_told_as_the_reason() -> None:
    pushed = switch()
    for check in pushed["checks"]:
        if (check["subject"], check["clause"]) == (TWO, "6.4-c"):
            check.update(
                status="fail",
                reason="GigabitEthernet0/0/2 carries 5489-9800-0909, expected 5489-9800-0102 alone",
                fix="put it right",
            )
    message = judge(site(), heard(dark(), terminal=TWO, switch_result=pushed)).message
    assert "its switch port: GigabitEthernet0/0/2 carries 5489-9800-0909, expected 5489-9800-0102 alone" in message
    assert "6.4-c: fail: GigabitEthernet0/0/2 carries" in message


def test_the_confirmations_checks_take_the_place_of_the_pushs() -> None:
    pushed = switch()
    next(c for c in pushed["checks"] if (c["subject"], c["name"]) == (ONE, "switch/port")).update(
        status="fail", reason="no MAC yet"
    )
    assert shut(judge(site(), heard(switch_result=pushed))) == {"network"}
    later = {"confirmed": True, "checks": [lianhua.check("6.4-c", "switch/port")]}
    assert judge(site(), heard(switch_result=pushed, confirm_result=later)).accepted


def test_a_held_terminal_says_why_and_where() -> None:
    held = (
        "addresses/futian.csv:3:1: 10.96.128.2 is given to lianhua-hall-01 (line 2) and to lianhua-hall-02"
        " [DB4403/T 503.5 6.4-b]\n    fix: give lianhua-hall-02 an address of its own"
    )
    steps = {step: {"skipped": True} for step in ON_TERMINAL}
    pushed = switch()
    pushed["checks"] = [check for check in pushed["checks"] if check["subject"] == ONE]
    message = judge(site(), heard(steps, terminal=TWO, held=held, switch_result=pushed)).message
    assert (
        "  - 7.5.1-b1, 6.4-a, 6.4-b, 6.4-c, 6.4-d, 6.4-e, 7.6-a, 7.6-b, 7.4, 7.7 all 13 items: not_run: the terminal is held"
        " back: addresses/futian.csv:3:1: 10.96.128.2 is given to lianhua-hall-01 (line 2) and to lianhua-hall-02"
        " [DB4403/T 503.5 6.4-b]\n    fix: give lianhua-hall-02 an address of its own"
    ) in message
    assert judge(site(), heard(switch_result=pushed)).accepted


@pytest.mark.parametrize("how", ["failed", "unreachable"])
def test_a_switch_that_could_not_be_done_keeps_the_network_gate_shut(how: str) -> None:
    told = {
        how: True,
        "msg": "lianhua-hall-sw: line 7 was refused [DB4403/T 503.5 6.4]\n    fix: look at the line",
        "checks": [],
    }
    left = {"failed": True, "confirmed": False, "msg": "not confirmed: the push did not run", "checks": []}
    verdict = judge(site(), heard(switch_result=told, confirm_result=left))
    assert shut(verdict) == {"network"}
    what = "network_policy failed" if how == "failed" else "the switch could not be reached"
    assert verdict.message == (
        "lianhua-hall-01 is not accepted (7.7.1); shut: network and isolation\n"
        f"  - 6.4-a, 6.4-b, 6.4-c, 6.4-d, 6.4-e: error: {what}: lianhua-hall-sw:"
        " line 7 was refused [DB4403/T 503.5 6.4]\n"
        "    fix: look at the line"
    )


SAVED = say(
    "confirmed on the device, but {error}",
    id="confirmed-but",
    error="the accepted plan cannot be kept: No space left on device",
)
UNDONE = say("not confirmed: {reason}", id="not-confirmed", reason="LEAK")


@pytest.mark.parametrize(
    ("confirm", "reason", "chinese"),
    [
        (
            {"failed": True, "confirmed": False}
            | said(
                say("{reason}; {then}", id="confirmation-then", reason=UNDONE, then="the device reboots within 7 min")
            ),
            "the switch's change was not confirmed: LEAK; the device reboots within 7 min",
            "交换机变更未确认",
        ),
        (
            {"failed": True, "confirmed": False}
            | said(
                say(
                    "not confirmed ({then}): {reason}",
                    id="not-confirmed-then",
                    then="nothing undoes it",
                    reason="another plan",
                )
            ),
            "the switch's change was not confirmed (nothing undoes it): another plan",
            "交换机变更未确认",
        ),
        (
            {"unreachable": True, "msg": "timed out"},
            "the switch's change was not confirmed: timed out",
            "交换机变更未确认",
        ),
        ({"confirmed": False}, "the switch's change was not confirmed", "交换机变更未确认"),
        (
            {"failed": True, "confirmed": True} | said(SAVED),
            f"the switch's change was {SAVED}",
            "交换机变更已确认，但未能留存",
        ),
    ],
)
def test_a_change_that_is_not_confirmed_is_no_acceptance_and_what_becomes_of_it_is_the_confirmations_word(
    confirm: dict[str, Any], reason: str, chinese: str
) -> None:
    verdict = judge(site(), heard(confirm_result=confirm))
    assert shut(verdict) == {"network"}
    (finding,) = (found for found in verdict.missing if found.check.name == "switch/confirm")
    assert (finding.check.reason, finding.chinese) == (reason, chinese)


@pytest.mark.parametrize("guard", ["armed", "unknown"])
def test_a_guard_that_nobody_confirmed_is_no_acceptance(guard: str) -> None:
    found, told = heard(), "the device reboots within 10 min"
    watched = step_results.read("network_policy", switch() | {"guard": guard, "fall_back": told})
    silent = replace(found, confirm=step_results.read("confirm", None), switch=watched)
    verdict = judge(site(), silent)
    assert shut(verdict) == {"network"}
    assert [entry.check.reason for entry in verdict.missing] == [f"the switch's change was not confirmed: {told}"]


UNCONFIRMED = [None, {}, {"changed": False}, {"confirmed": None}, {"confirmed": "true"}, {"skipped": True}]


@pytest.mark.parametrize("guard", ["armed", "unknown", "unsaved", "none"])
@pytest.mark.parametrize("confirm", UNCONFIRMED, ids=str)
def test_only_a_confirmation_that_says_so_is_one(guard: str, confirm: Any) -> None:
    said = step_results.read("network_policy", confirm)
    found = replace(heard(switch_result=switch() | {"guard": guard}), confirm=said)
    verdict = judge(site(), found)
    assert shut(verdict) == {"network"}
    assert [entry.check.name for entry in verdict.missing] == ["switch/confirm"]
    assert judge(site(), replace(found, confirm=step_results.read("network_policy", {"confirmed": True}))).accepted


def test_drift_that_was_put_back_is_on_record_and_shuts_nothing() -> None:
    told = switch() | {"drift": [{"what": "acl 3901: rule 20 was missing", "clause": "6.4-e"}]}
    verdict = judge(site(), heard(switch_result=told))
    assert verdict.accepted
    assert [f.check.reason for f in verdict.remarks] == ["drift, put back by this run: acl 3901: rule 20 was missing"]


def ungranted(*codes: str) -> step_results.Heard:
    """The first terminal as if its site had no grant of some items."""
    (grant,) = site().grants
    left = tuple(item.code for item in lianhua.folder().catalogue.items if item.code not in codes)
    less = site().model_copy(update={"grants": (grant.model_copy(update={"items": left}),) if left else ()})
    wanted = expectation.of(lianhua.folder(), less, less.terminals[0])
    items = {item.code: item.name for item in lianhua.folder().granted(less, less.terminals[0])}
    steps = results()
    said = steps[clauses.SERVICE_CHECK]["checks"]
    steps[clauses.SERVICE_CHECK]["checks"] = [c for c in said if c["name"].removeprefix("item/") not in codes]
    egress = steps[clauses.EGRESS_CHECK]["checks"]
    steps[clauses.EGRESS_CHECK]["checks"] = [c for c in egress if c["subject"] not in codes]
    return replace(heard(steps), expectation=wanted, items=items)


def test_an_item_that_was_never_granted_shuts_no_gate_and_stays_on_record() -> None:
    verdict = judge(site(), ungranted("JT-001"))
    assert verdict.accepted
    assert [(f.check.name, f.check.status) for f in verdict.remarks] == [("item/JT-001", "not_run")]
    assert "has not granted it to this terminal (7.3)" in verdict.remarks[0].check.reason


@pytest.mark.parametrize("status", ["pass", "fail", "not_run"])
def test_that_an_item_is_not_granted_is_the_site_files_word(status: str) -> None:
    """Neither can a terminal talk an item away that it was granted, nor one into being that it was not."""
    away = spoil(clauses.SERVICE_CHECK, "item/JT-001", status="fail", data={"granted": False})
    assert shut(judge(site(), heard(away))) == {"items"}
    found = ungranted("JT-001")
    said = step_results.read(
        "x", {"checks": [lianhua.check("7.7", "item/JT-001", status=status, data={"granted": False})]}
    )
    service = found.steps[clauses.SERVICE_CHECK]
    more = replace(service, checks=(*service.checks, *said.checks))
    verdict = judge(site(), replace(found, steps={**found.steps, clauses.SERVICE_CHECK: more}))
    assert shut(verdict) == {"items"}
    assert "but nobody expects this of it" in verdict.missing[0].check.reason


def test_an_empty_list_of_grants_in_the_data_is_not_taken_for_an_item_not_granted() -> None:
    steps = results()
    steps[clauses.SERVICE_CHECK]["checks"].append(
        lianhua.check("7.3", "grants", status="fail", reason="0 of 13", data={"granted": []})
    )
    assert shut(judge(site(), heard(steps))) == {"survey"}


def test_a_terminal_without_any_grant_has_no_items_to_pass() -> None:
    found = ungranted(*(item.code for item in lianhua.folder().catalogue.items))
    verdict = judge(site(), found)
    assert shut(verdict) == {"items"}
    assert verdict.missing[0].check.reason == "no service item is granted to this terminal, so none can be checked"


def test_a_failed_installation_shuts_a_gate_although_every_check_passed() -> None:
    steps = results() | {clauses.TERMINAL_HOST: {"failed": True, "msg": "Action failed: dpkg is locked.\nmore"}}
    verdict = judge(site(), heard(steps))
    assert [(f.check.clause, f.check.status, f.check.reason) for f in verdict.missing] == [
        ("7.4", "error", "terminal_host failed: dpkg is locked")
    ]


@pytest.mark.parametrize("subject", [TWO, "lianhua-hall", "", "somebody-else"])
def test_a_terminal_speaks_of_nobody_but_itself(subject: str) -> None:
    steps = results()
    steps[clauses.LINK_CHECK]["checks"].append(lianhua.check("6.4-b", "link/address", subject=subject, status="fail"))
    verdict = judge(site(), heard(steps))
    assert shut(verdict) == {"network"}
    assert verdict.missing[0].check.reason == (
        f"link_check said fail about link/address of {subject or 'nobody'} on 6.4-b,"
        " but nobody expects this of it: as it should be"
    )


def test_a_switch_speaks_of_all_terminals_of_its_site_and_of_no_other() -> None:
    pushed = switch()
    next(c for c in pushed["checks"] if (c["subject"], c["name"]) == (TWO, "switch/port"))["status"] = "fail"
    assert judge(site(), heard(switch_result=pushed)).accepted
    pushed["checks"].append(lianhua.check("6.4-c", "switch/port", subject="xiangmi-park-01"))
    assert shut(judge(site(), heard(switch_result=pushed))) == {"network"}


@pytest.mark.parametrize("said", ["text", 7, [], {"checks": ["text", {"clause": "6.4-b", "subject": ONE, "data": 3}]}])
def test_malformed_results_are_no_traceback_and_open_nothing(said: Any) -> None:
    verdict = judge(site(), heard(results() | {clauses.LINK_CHECK: said}))
    assert "network" in shut(verdict)


def test_every_clause_of_the_standard_has_a_place() -> None:
    assert {clause.gate for clause in clauses.CLAUSES} - {""} == ALL
    ids = {clause.id for clause in clauses.CLAUSES}
    assert len(ids) == len(clauses.CLAUSES)
    assert clauses.find("6.4").id == "6.4-a"
    assert clauses.find("7.5.1-a").id == "7.5.1-a1"
    assert clauses.find("99.9").gate == "survey"
    assert ids == {
        "5", "6.1", "6.2-a", "6.2-b", "6.3-a", "6.3-b", *(f"6.4-{letter}" for letter in "abcdef"),
        *(f"6.5.{mode}-{letter}" for mode in (1, 2) for letter in "abc"), "7.1", "7.2", "7.3", "7.4",
        "7.5.1-a1", "7.5.1-a2", "7.5.1-a3", "7.5.1-b1", "7.5.1-b2", "7.5.2", "7.6-a", "7.6-b", "7.7", "7.7.1",
    }  # fmt: skip


def test_tally_counts_by_clause_and_status() -> None:
    verdict = judge(site(), heard(spoil(clauses.SERVICE_CHECK, "item/RS-001", status="fail")))
    assert acceptance.tally(f.check for f in verdict.findings)["7.7"] == {"pass": 12, "fail": 1}


def test_items_of_one_server_that_is_down_are_one_entry() -> None:
    steps = results()
    for check in steps[clauses.SERVICE_CHECK]["checks"]:
        if check["name"] in ("item/GA-001", "item/GA-002"):
            name = check["name"].replace("/", " ")
            check.update(status="fail", reason=f"{name}: 10.96.8.12:443 refused", fix="look at it", data={"name": name})
    assert judge(site(), heard(steps)).message.split("\n")[1:] == [
        "  - 7.7 item GA-001 身份证办理进度查询, 7.7 item GA-002 往来港澳通行证再次签注: fail: 10.96.8.12:443 refused",
        "    fix: look at it",
    ]


def test_a_gate_failed_if_one_finding_says_so() -> None:
    def finding(status: str) -> Finding:
        return Finding("survey", Check("6.1", "lianhua-hall", "survey/6.1", status, "seen"))

    title = clauses.GATES[0]
    assert acceptance.Gate(title, (finding("pass"), finding("fail"))).failed is True
    assert acceptance.Gate(title, (finding("pass"), finding("error"))).failed is False
    assert acceptance.Gate(title, ()).failed is False


def test_a_terminal_without_items_is_told_how_to_get_some() -> None:
    verdict = lianhua.judge(lianhua.site(), replace(lianhua.heard(), items={}))
    (none,) = (found for found in verdict.missing if found.check.name == "item/none")
    assert none.check.fix == "have items granted by their providers and fill in grants of sites/futian/lianhua-hall.yml"
    assert none.chinese == "本终端尚无已授权事项"


@pytest.mark.parametrize(
    ("codes", "items", "words"),
    [
        (["A"], {"A": "one"}, "7.7 item A one"),
        (["A", "B"], {"A": "one", "B": "two"}, "7.7 all 2 items"),
        (["A"], {"A": "one", "B": "two"}, "7.7 item A one"),
    ],
)
def test_items_are_named_or_counted(codes: list[str], items: dict[str, str], words: str) -> None:
    assert acceptance._named([Check("7.7", "t", f"item/{code}", "fail", "x") for code in codes], items) == words


def test_only_clauses_that_something_was_said_about_are_counted() -> None:
    assert acceptance.tally([Check("6.1", "t", "n", "pass", "r"), Check("6.1", "t", "m", "fail", "r")]) == {
        "6.1": {"pass": 1, "fail": 1}
    }
