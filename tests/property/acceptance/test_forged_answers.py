# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The gate cannot be talked open: whatever a terminal or a switch says, or leaves out, only what is due counts."""

from __future__ import annotations

import copy
from collections import Counter
from typing import TYPE_CHECKING, Any

from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance import clauses
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.acceptance.lianhua import ONE, TWO, check

if TYPE_CHECKING:
    from collections.abc import Callable
from tests.unit.acceptance.test_forged_answers import all_good, checks, deserved, verdict

STEPS = [clauses.HOME_PAGE, clauses.LINK_CHECK, clauses.EGRESS_CHECK, clauses.SERVICE_CHECK]

SOURCES = [*STEPS, clauses.TERMINAL_HOST, clauses.NETWORK_POLICY, "confirm"]

Said = dict[str, Any]


def one(said: Said, step: str, name: str) -> dict[str, Any]:
    return next(entry for entry in checks(said, step) if (entry["subject"], entry["name"]) == (ONE, name))


def probes(edit: Callable[[list[dict[str, Any]]], Any]) -> Callable[[Said], None]:
    return lambda said: edit(one(said, clauses.EGRESS_CHECK, "egress/tcp/canary-a")["data"]["probes"]) and None


GRANTS = ("7.3", ONE, "grants", "pass", ())

SMALL = st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["pass", "fail", "waived", "", ONE])

JSON = st.recursive(
    SMALL, lambda deeper: st.lists(deeper, max_size=3) | st.dictionaries(st.text(max_size=3), deeper, max_size=3)
)

KEYS = {
    "status": ["pass", "fail", "waived", "not_run", "error", "PASS", "", None, True],
    "clause": ["6.4-e", "7.7", "7.7.1", "7.3", "5", "6", "", "x", None],
    "subject": [ONE, TWO, "lianhua-hall", "", None, 5],
    "name": ["link/address", "egress/tcp/canary-a", "switch/drift/1", "item/RS-001", "item/XX-001", "record/runs", ""],
    "data": [{}, {"granted": False}, {"granted": []}, {"probes": []}, None, [], "x"],
}


def _raw(draw: st.DrawFn, said: Said, source: str) -> None:
    said[source] = draw(JSON)


def _gone(_: st.DrawFn, said: Said, source: str) -> None:
    said.pop(source, None)


def _key(draw: st.DrawFn, said: Said, source: str) -> None:
    if isinstance(said.get(source), dict):
        key = draw(st.sampled_from(["skipped", "failed", "unreachable", "checks", "confirmed", "version"]))
        said[source][key] = draw(JSON)


def _add(draw: st.DrawFn, said: Said, source: str) -> None:
    if (entries := _entries(said, source)) is not None:
        entries.append(check(*(draw(st.sampled_from(KEYS[key])) for key in ("clause", "name", "subject", "status"))))


def _copy(draw: st.DrawFn, said: Said, source: str) -> None:
    if entries := _entries(said, source):
        entries.append(copy.deepcopy(draw(st.sampled_from(entries))))


def _move(draw: st.DrawFn, said: Said, source: str) -> None:
    entries, other = _entries(said, source), _entries(said, draw(st.sampled_from(SOURCES)))
    if entries and other is not None:
        other.append(entries.pop(draw(st.integers(0, len(entries) - 1))))


def _drop(draw: st.DrawFn, said: Said, source: str) -> None:
    if entries := _entries(said, source):
        del entries[draw(st.integers(0, len(entries) - 1))]


def _edit(draw: st.DrawFn, said: Said, source: str) -> None:
    entries = [entry for entry in _entries(said, source) or () if isinstance(entry, dict)]
    if entries:
        key = draw(st.sampled_from(sorted(KEYS)))
        draw(st.sampled_from(entries))[key] = draw(st.sampled_from(KEYS[key]) | JSON)


def _entries(said: Said, source: str) -> list[Any] | None:
    raw = said.get(source)
    found = raw.get("checks") if isinstance(raw, dict) else None
    return found if isinstance(found, list) else None


FORGERIES = [_raw, _gone, _key, _add, _copy, _move, _drop, _edit]


@st.composite
def forged(draw: st.DrawFn) -> Said:
    """Good answers with up to four things done to them."""
    said = all_good()
    for _ in range(draw(st.integers(1, 4))):
        draw(st.sampled_from(FORGERIES))(draw, said, draw(st.sampled_from(SOURCES)))
    return said


def _of_one(said: Counter[Any]) -> Counter[Any]:
    return Counter({key: count for key, count in said.items() if key == "no check" or key[1] != TWO})


@settings(max_examples=400, deadline=None)
@given(forged())
def test_a_forged_answer_is_accepted_only_if_it_deserves_to_be(said: Said) -> None:
    assert deserved(said) or not verdict(said).accepted


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(SOURCES), JSON | st.fixed_dictionaries({"checks": st.lists(JSON)})))
def test_arbitrary_answers_open_nothing_and_are_no_traceback(said: Said) -> None:
    told = verdict(said)
    assert not told.accepted
    assert {gate.title.id for gate in told.gates if gate.open} <= {"receipt", "unboxing", "power_on", "survey"}
    assert told.message
