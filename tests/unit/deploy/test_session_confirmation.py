# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""When a change may stay."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.action import device_confirm
from ansible_collections.govkiosk.site.plugins.module_utils.check import FAIL, PASS, Check
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm_decision import Witness, decide

A, B = "lianhua-hall-01", "lianhua-hall-02"


def said(name: str, status: str = PASS, reason: str = "", verdict: str = "", subject: str = A) -> Check:
    return Check("6.4-e", subject, name, status, reason, data={"verdict": verdict} if verdict else {})


PATH = said("egress/path-control")
LEAK = said("egress/tcp/canary-a", FAIL, "tcp 443 came through", "LEAK")
UNSURE = said("egress/tcp/canary-a", FAIL, "no answer", "INCONCLUSIVE")
DEAD_ITEM = said("item/RS-001", FAIL, "refused")


def port(terminal: str, *, up: bool = True, seen: tuple[str, ...] = ("m",), expected: str = "m") -> Check:
    status = PASS if up and seen == (expected,) else FAIL
    data: dict[str, Any] = {"up": up, "seen": list(seen), "expected": expected}
    return Check("6.4-c", terminal, "switch/port", status, "", data=data)


def test_one_proven_terminal_is_enough() -> None:
    assert decide([Witness(A, [PATH, UNSURE]), Witness(B)], [port(A), port(B)]).stays


def test_one_leak_is_too_much() -> None:
    decision = decide([Witness(A, [PATH]), Witness(B, [PATH, LEAK])], [port(A), port(B)])
    assert not decision.stays
    assert decision.reason == "lianhua-hall-02 reaches the internet: tcp 443 came through"


def test_leak_of_a_terminal_on_a_dead_port_counts_too() -> None:
    assert not decide([Witness(A, [LEAK])], [port(A, up=False)]).stays


def test_nobody_answers() -> None:
    decision = decide([Witness(A), Witness(B)], [port(A), port(B)])
    assert not decision.stays
    assert decision.reason == "no terminal proved its path (lianhua-hall-01, lianhua-hall-02 should have)"


def test_answering_is_no_proof_of_the_path() -> None:
    assert not decide([Witness(A, [UNSURE, DEAD_ITEM])], [port(A)]).stays


def test_terminals_that_are_not_there_have_no_say() -> None:
    off, exchanged = port(A, up=False, seen=()), port(B, seen=("x",))
    assert decide([Witness(A), Witness(B)], [off, exchanged]).stays
    assert not decide([Witness(A), Witness(B)], [off, port(B)]).stays


def test_silent_port_may_be_the_change_s_doing() -> None:
    assert not decide([Witness(A)], [port(A, seen=())]).stays


def test_own_address_beside_a_foreign_one_is_there() -> None:
    assert not decide([Witness(A)], [port(A, seen=("m", "x"))]).stays


def test_held_terminals_have_no_address_to_answer_from() -> None:
    assert decide([Witness(A, held=True)], [port(A)]).stays
    assert not decide([Witness(A, held=True), Witness(B)], [port(A), port(B)]).stays


def test_a_port_that_went_down_is_the_change_s_doing() -> None:
    down = port(A, up=False, seen=())
    assert not decide([Witness(A, was_up=True)], [down]).stays
    assert decide([Witness(A, was_up=True, held=True)], [down]).stays


def test_a_port_that_a_protection_shut_is_no_absence() -> None:
    shut = port(A, up=False, seen=())
    shut.data["tripped"] = True
    assert not decide([Witness(A)], [shut]).stays


def test_a_device_that_was_there_before_the_first_change_must_prove_its_path() -> None:
    mistyped = port(A, seen=("5489-9800-0101",), expected="5489-9800-0110")
    assert not decide([Witness(A, was_up=True, before=["54:89:98:00:01:01"])], [mistyped]).stays
    assert decide([Witness(A, was_up=True, before=["54:89:98:00:02:02"])], [mistyped]).stays


def test_what_is_said_about_another_terminal_proves_no_path() -> None:
    assert not decide([Witness(A), Witness(B, [PATH])], [port(A), port(B)]).stays


def test_a_leak_without_a_reason_is_one() -> None:
    assert not decide([Witness(A, [PATH, said("egress/tcp/canary-a", FAIL, "", "LEAK")])], [port(A)]).stays


@pytest.mark.parametrize(
    "result",
    [
        {"checks": 5},
        {"checks": ["pass"]},
        {"checks": [{"name": "item/x", "status": "pass"}]},
        {"checks": [{**PATH.to_dict(), "data": [1]}]},
        {"checks": [{**PATH.to_dict(), "name": "egress/path\u200b-control"}]},
    ],
    ids=str,
)
def test_a_result_that_cannot_be_read_keeps_a_change_unconfirmed(result: Any) -> None:
    """It is our own: a leak may stand in what nobody can read."""
    good = {"checks": [PATH.to_dict()]}
    found = device_confirm._found({"link_check_result": result, "egress_check_result": good})
    decision = decide([Witness(A, **found)], [port(A)])
    assert not decision.stays
    assert decision.reason.startswith("what lianhua-hall-01 found cannot be read (checks")


@pytest.mark.parametrize("result", [None, 5, "checks", {}, {"checks": [PATH.to_dict()], "unreachable": True}], ids=str)
def test_a_step_that_did_not_get_to_its_host_proves_nothing(result: Any) -> None:
    good = {"checks": [PATH.to_dict()]}
    found = device_confirm._found({"link_check_result": result, "egress_check_result": good})
    assert found == {"checks": (PATH,)}


def test_a_message_that_cannot_be_read_hides_no_leak() -> None:
    deep: dict[str, Any] = {"id": "x", "values": {}}
    for _level in range(40):
        deep = {"id": "x", "values": {"v": {"text": "x", **deep}}}
    found = device_confirm._found(
        {"egress_check_result": {"checks": [{**LEAK.to_dict(), "messages": {"reason": deep}}]}}
    )
    assert not decide([Witness(A, **found), Witness(B, [PATH])], [port(A), port(B)]).stays
    assert decide([Witness(A, **found)], [port(A)]).reason == f"{A} reaches the internet: {LEAK.reason}"
