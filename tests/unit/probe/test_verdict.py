# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The verdict table, whole: every combination of legs (docs/egress.md)."""

from __future__ import annotations

import itertools

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.probe import outcome, verdict
from ansible_collections.govkiosk.site.plugins.module_utils.probe.outcome import Outcome
from ansible_collections.govkiosk.site.plugins.module_utils.probe.verdict import Legs, judge, sign_of

YES_NO = (False, True)
ALL = [
    Legs(*legs)
    for legs in itertools.product(YES_NO, YES_NO, verdict.SIGNS, (None, False, True), YES_NO, ("", "192.0.2.1"), YES_NO)
]
# The verdict on every combination of legs, a line each kind; `*` is any, `|` is or, `?` is a log that nobody can read.
# The order is without meaning: whatever lines fit a combination must say the same.
#   path target sign                              heard past_firewall beyond exempt  verdict
TABLE = """
    *    *      answer                            *     *             *      *       LEAK
    *    *      *                                 yes   *             *      *       LEAK
    *    *      *                                 *     *             yes    *       LEAK
    *    *      missing                           no|?  *             no     *       NOT_RUN
    no   *      prohibited|reset|nothing          no|?  *             no     *       INCONCLUSIVE
    no   *      local|nowhere                     no|?  *             no     *       INCONCLUSIVE
    yes  no     prohibited|reset|nothing          no|?  *             no     no      INCONCLUSIVE
    yes  no     local|nowhere                     no|?  *             no     no      INCONCLUSIVE
    yes  yes    nowhere                           no|?  *             no     *       UNREACHABLE
    yes  yes    prohibited|reset|nothing          no    *             no     *       BLOCKED_PROVEN
    yes  yes    prohibited|reset|nothing          ?     *             no     *       BLOCKED_UNATTRIBUTED
    yes  yes    local                             no|?  no            no     *       BLOCKED_PROVEN
    yes  yes    local                             no|?  yes           no     *       INCONCLUSIVE
    yes  no     nowhere                           no|?  *             no     yes     UNREACHABLE
    yes  no     prohibited|reset|nothing          no    *             no     yes     UNCONTROLLED
    yes  no     prohibited|reset|nothing|local    ?     *             no     yes     INCONCLUSIVE
    yes  no     local                             no    no            no     yes     UNCONTROLLED
    yes  no     local                             no    yes           no     yes     INCONCLUSIVE
"""
LINES = [line.split() for line in TABLE.strip().splitlines()]


def words(legs: Legs) -> list[str]:
    heard = "?" if legs.heard is None else legs.heard
    given = (legs.path, legs.target, legs.sign, heard, legs.past_firewall, bool(legs.beyond), legs.exempt)
    return [{True: "yes", False: "no"}.get(word, str(word)) for word in given]


def fits(line: list[str], legs: Legs) -> bool:
    return all(field == "*" or word in field.split("|") for field, word in zip(line, words(legs), strict=False))


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_each_line_of_the_table(line: list[str]) -> None:
    meant = [legs for legs in ALL if fits(line, legs)]
    assert meant
    assert {judge(legs) for legs in meant} == {line[-1]}


def test_the_table_is_whole() -> None:
    assert len(ALL) == len(set(ALL)) == 2 * 2 * 7 * 2 * 3 * 2 * 2
    assert [legs for legs in ALL if not any(fits(line, legs) for line in LINES)] == []


def test_what_is_not_known_is_not_assumed() -> None:
    least = Legs(path=True, target=True, sign="nothing")
    assert least == Legs(True, True, "nothing", heard=None, past_firewall=False, beyond="", exempt=False)


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


def test_the_worst_of_a_group_is_its_verdict() -> None:
    assert verdict.worst([]) == verdict.NOT_RUN
    assert verdict.worst([verdict.BLOCKED_PROVEN, verdict.LEAK]) == verdict.LEAK
    assert verdict.worst([verdict.BLOCKED_PROVEN] * 2) == verdict.BLOCKED_PROVEN
