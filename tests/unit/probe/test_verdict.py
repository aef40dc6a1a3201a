# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The verdict table, whole: every combination of legs (facts 4.1)."""

from __future__ import annotations

import itertools

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.probe import outcome, verdict
from ansible_collections.govkiosk.site.plugins.module_utils.probe.outcome import Outcome
from ansible_collections.govkiosk.site.plugins.module_utils.probe.verdict import Legs, judge, sign_of

YES_NO = (False, True)
BEYOND = ("", "192.0.2.1")
ALL = [
    Legs(*each)
    for each in itertools.product(YES_NO, YES_NO, verdict.SIGNS, (None, False, True), YES_NO, BEYOND, YES_NO)
]


def test_there_are_as_many_combinations_as_there_should_be() -> None:
    assert len(ALL) == len(set(ALL)) == 2 * 2 * 7 * 2 * 3 * 2 * 2


@pytest.mark.parametrize("legs", ALL, ids=str)
def test_only_both_controls_and_the_canarys_silence_prove_a_block(legs: Legs) -> None:
    proven = judge(legs) == verdict.BLOCKED_PROVEN
    expected = (
        legs.path
        and legs.target
        and legs.heard is not True
        and not legs.beyond
        and legs.sign not in ("answer", "missing", "nowhere")
        and not (legs.sign == "local" and legs.past_firewall)
        and (legs.heard is False or legs.sign == "local")  # what never left the terminal needs no log
    )
    assert proven == expected


@pytest.mark.parametrize("legs", [legs for legs in ALL if legs.heard or legs.sign == "answer" or legs.beyond], ids=str)
def test_what_came_through_is_a_leak_whatever_the_controls_say(legs: Legs) -> None:
    assert judge(legs) == verdict.LEAK


@pytest.mark.parametrize(
    ("legs", "expected"),
    [
        (Legs(path=True, target=True, sign="nothing", heard=False), "BLOCKED_PROVEN"),
        (Legs(path=True, target=True, sign="nothing", heard=None), "BLOCKED_UNATTRIBUTED"),
        (Legs(path=True, target=True, sign="nothing", heard=None, past_firewall=True), "BLOCKED_UNATTRIBUTED"),
        (Legs(path=True, target=True, sign="prohibited", heard=None), "BLOCKED_UNATTRIBUTED"),
        (Legs(path=True, target=True, sign="reset", heard=None), "BLOCKED_UNATTRIBUTED"),
        (Legs(path=True, target=True, sign="local", heard=None), "BLOCKED_PROVEN"),
        (Legs(path=True, target=True, sign="reset", heard=False), "BLOCKED_PROVEN"),
        (Legs(path=True, target=True, sign="nowhere", heard=False), "UNREACHABLE"),
        (Legs(path=True, target=True, sign="local", heard=False), "BLOCKED_PROVEN"),
        (Legs(path=True, target=True, sign="local", heard=False, past_firewall=True), "INCONCLUSIVE"),
        (Legs(path=False, target=True, sign="nothing", heard=False), "INCONCLUSIVE"),
        (Legs(path=True, target=False, sign="prohibited", heard=False), "INCONCLUSIVE"),
        (Legs(path=False, target=False, sign="missing"), "NOT_RUN"),
        # What operations cannot reach, as city.yml has it: no more than the log's silence, and never less.
        (Legs(path=True, target=False, sign="nothing", heard=False, exempt=True), "UNCONTROLLED"),
        (Legs(path=True, target=False, sign="prohibited", heard=False, exempt=True), "UNCONTROLLED"),
        (Legs(path=True, target=True, sign="nothing", heard=False, exempt=True), "BLOCKED_PROVEN"),
        (Legs(path=True, target=False, sign="nothing", heard=None, exempt=True), "INCONCLUSIVE"),
        (Legs(path=False, target=False, sign="nothing", heard=False, exempt=True), "INCONCLUSIVE"),
        (Legs(path=True, target=False, sign="nothing", heard=True, exempt=True), "LEAK"),
        (Legs(path=True, target=False, sign="answer", heard=False, exempt=True), "LEAK"),
        (Legs(path=True, target=False, sign="nothing", heard=False, exempt=True, beyond="192.0.2.1"), "LEAK"),
        (Legs(path=True, target=False, sign="nowhere", heard=False, exempt=True), "UNREACHABLE"),
        (Legs(path=True, target=False, sign="missing", heard=False, exempt=True), "NOT_RUN"),
    ],
    ids=str,
)
def test_table(legs: Legs, expected: str) -> None:
    assert judge(legs) == expected


TARGET, OWN, HOP = "198.51.100.80", frozenset({"10.96.128.2"}), "10.96.128.1"


@pytest.mark.parametrize(
    ("seen", "sign"),
    [
        (Outcome(outcome.ANSWERED), "answer"),
        (Outcome(outcome.OPENED), "answer"),
        (Outcome(outcome.REFUSED), "reset"),
        (Outcome(outcome.SILENT), "nothing"),
        (Outcome(outcome.NO_ROUTE), "nowhere"),
        (Outcome(outcome.DENIED), "local"),
        (Outcome(outcome.NOT_RUN), "missing"),
        (Outcome(outcome.ICMP, 0, HOP, 3, 13), "prohibited"),
        (Outcome(outcome.ICMP, 0, HOP, 3, 9), "prohibited"),
        (Outcome(outcome.ICMP, 0, HOP, 3, 10), "prohibited"),
        (Outcome(outcome.ICMP, 0, HOP, 3, 0), "nowhere"),
        (Outcome(outcome.ICMP, 0, HOP, 3, 1), "nowhere"),
        (Outcome(outcome.ICMP, 0, HOP, 11, 0), "nowhere"),
        (Outcome(outcome.ICMP, 0, HOP, 3, 3), "reset"),
        (Outcome(outcome.ICMP, 0, TARGET, 3, 3), "answer"),
        (Outcome(outcome.ICMP, 0, TARGET, 3, 13), "answer"),
        (Outcome(outcome.ICMP, 0, "10.96.128.2", 3, 13), "local"),
        (Outcome(outcome.ICMP, 0, "10.96.128.2", 3, 1), "nowhere"),
        (Outcome(outcome.ICMP, 0, "2001:db8::1", 1, 1), "prohibited"),
        (Outcome(outcome.ICMP, 0, "2001:db8::1", 1, 5), "prohibited"),
        (Outcome(outcome.ICMP, 0, "2001:db8::1", 1, 0), "nowhere"),
        (Outcome(outcome.ICMP, 0, "2001:db8::1", 1, 4), "reset"),
        (Outcome(outcome.ICMP, 0, "2001:db8::1", 3, 13), "nowhere"),
    ],
    ids=str,
)
def test_sign(seen: Outcome, sign: str) -> None:
    assert sign_of(seen, TARGET, OWN) == sign


def test_the_words_that_evidence_keeps_are_these() -> None:
    assert verdict.WORST_FIRST == (
        "LEAK", "INCONCLUSIVE", "UNREACHABLE", "NOT_RUN", "BLOCKED_UNATTRIBUTED", "UNCONTROLLED",
        "BLOCKED_PROVEN",
    )  # fmt: skip
