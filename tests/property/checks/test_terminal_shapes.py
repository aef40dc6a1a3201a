# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Each module's answer with anything in place of any of its values: it is refused, or judged without a stumble."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils import screen_watch
from ansible_collections.govkiosk.site.plugins.module_utils.probe.outcome import Outcome
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks import (
    egress_checks,
    item_checks,
    link_checks,
    terminal_answer,
    terminal_shapes,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.check_reading import (
    read_checks,
    registered,
    stated_checks,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.terminal_answer import AnswerError
from ansible_collections.govkiosk.site.plugins.plugin_utils.evidence import evidence
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from hypothesis import example, given
from hypothesis import strategies as st

from tests.conftest import ROOT
from tests.unit.checks import test_egress_checks, test_item_checks, test_link_checks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ansible_collections.govkiosk.site.plugins.module_utils.check import Check
    from ansible_collections.govkiosk.site.plugins.plugin_utils.base.untrusted import Shape

FOLDER = city_folder.load(ROOT / "tests/one_site")
ITEMS = FOLDER.catalogue.items
HOME = "hall-01"
PLANNED = test_egress_checks.PLANNED
FRAME = Outcome("icmp", 1.5, "2001:db8::1", 1, 1, 4000, "frame", "told").to_dict()
EGRESS = {
    **test_egress_checks.findings().seen,
    "walks": {test_egress_checks.CANARY: ["10.96.128.1", "", "59.192.0.1"]},
    "ipv6": {
        "addresses": ["2001:db8::2/64"], "routes": ["::/0 via fe80::1"], "usable": True, "technique": "frame",
        "source": "fe80::2", "routers": ["fe80::1"], "prefix": "2001:db8::/64",
    },
}  # fmt: skip
EGRESS["outcomes"] = {**EGRESS["outcomes"], PLANNED[0].nonce: FRAME}
STATED = {"subject": HOME, "status": "pass", "reason": "seen", "fix": "", "data": {"age_s": 1.5}}
STATES = [{"clause": clause, "name": name, **STATED} for clause, name in screen_watch.NAMES]


def link(answer: Any) -> Sequence[Check]:
    return link_checks.checks(test_link_checks.WANTED, answer["seen"])


def egress(answer: Any) -> Sequence[Check]:
    found = test_egress_checks.findings(**answer["seen"])
    return egress_checks.checks(found)


def items(answer: Any) -> Sequence[Check]:
    return item_checks.checks(HOME, FOLDER.catalogue, ITEMS, answer["results"])


def screen(answer: Any) -> Sequence[Check]:
    return answer["checks"]  # type: ignore[no-any-return]


def host(answer: Any) -> Sequence[Check]:
    json.dumps(answer, allow_nan=False)
    return ()


STATING = terminal_shapes.screen(lambda raw, at: stated_checks(raw, HOME, screen_watch.NAMES, at))
#: module -> its shape, a good answer, what judges it
MODULES: dict[str, tuple[Shape, dict[str, Any], Any]] = {
    "link_check": (terminal_shapes.LINK, {"seen": test_link_checks.GOOD}, link),
    "egress_check": (terminal_shapes.egress(each.nonce for each in PLANNED), {"seen": EGRESS, "relays": {}}, egress),
    "service_check": (
        terminal_shapes.ITEMS,
        {"checked": "2026-11-30T12:00:00+08:00", "results": [test_item_checks.result(item.code) for item in ITEMS]},
        items,
    ),
    "screen_check": (STATING, {"checks": STATES, "picture_png": "AAAA", "app_version": "0.1.0"}, screen),
    "terminal_host": (
        terminal_shapes.HOST,
        {
            "changed": True, "files": ["/etc/x"], "restarted": ["x.service"], "version_before": "", "os": "Debian",
            "kernel": "6.1", "browser": "Chromium 140", "ruleset": "table inet govkiosk {\n}\n",
            "diff": [{"before_header": "a", "after_header": "b", "before": "1\n", "after": "2\n"}],
        },
        host,
    ),
}  # fmt: skip


def judge(module: str, answer: Any) -> Sequence[Check]:
    """Read an answer as the action does, judge it, and keep what comes of it as evidence is kept."""
    shape, _good, judged = MODULES[module]
    checks: Sequence[Check] = judged(terminal_answer.ask(lambda: answer, shape, module, HOME))
    for check in read_checks(registered(checks)):
        evidence.canonical(check.to_dict())
        assert check.reason.isprintable()
    return checks


def refused(module: str, answer: Any) -> str:
    """Return the refusal of an answer, nothing if it is judged; nothing else may come of it."""
    try:
        judge(module, answer)
    except AnswerError as error:
        return str(error)
    return ""


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Give the path of every value in an answer."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inside:
        yield from places(each, (*path, key))


def changed(answer: Any, path: tuple[Any, ...], value: Any) -> Any:
    """Return an answer with another value at a place."""
    if not path:
        return value
    copied = copy.deepcopy(answer)
    inside = copied
    for key in path[:-1]:
        inside = inside[key]
    inside[path[-1]] = value
    return copied


@pytest.mark.parametrize("module", MODULES)
def test_what_a_module_of_ours_answers_is_taken_whole(module: str) -> None:
    shape, good, _ = MODULES[module]
    assert shape({**good, "ansible_facts": {"x": 1}, "invocation": {}}, "answer").keys() == good.keys()
    judge(module, good)


texts = st.text(max_size=30) | st.sampled_from(
    [
        "",
        "x" * 10_000,
        "\x1b[2J",
        "a\nok: [x]",
        "\u202e",
        "::/0",
        "0.0.0.0/0",
        "10.0.0.1",
        "fe80::1%eth0",
        "answered",
        "open",
        "pass",
    ]
)
numbers = st.integers() | st.floats() | st.sampled_from([10**400, float("nan"), float("-inf"), True])
values = st.recursive(
    st.none() | texts | numbers, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3)
)


@pytest.mark.parametrize("module", MODULES)
@given(data=st.data())
def test_anything_in_any_place_is_refused_or_judged(module: str, data: st.DataObject) -> None:
    _, good, _ = MODULES[module]
    answer = changed(good, data.draw(st.sampled_from(list(places(good)))), data.draw(values))
    refusal = refused(module, answer)
    assert all(line.isprintable() for line in refusal.split("\n"))
    assert len(refusal) < 1500


@pytest.mark.parametrize("module", MODULES)
def test_whatever_is_left_out_is_refused_or_judged(module: str) -> None:
    _, good, _ = MODULES[module]
    for path in places(good):
        if path and isinstance(path[-1], str):
            answer = copy.deepcopy(good)
            inside: Any = answer
            for key in path[:-1]:
                inside = inside[key]
            del inside[path[-1]]
            refused(module, answer)


@given(values)
@example([])
@example({"failed": True, "msg": ["x"]})
@example({"failed": True, "msg": "\x1b[2J" + "x" * 10**6 + "\n    fix: \u202ex"})
def test_any_answer_at_all(answer: Any) -> None:
    for module in MODULES:
        refusal = refused(module, answer)
        assert refusal
        assert all(line.isprintable() for line in refusal.split("\n"))


def test_a_probe_without_an_outcome_is_no_answer() -> None:
    outcomes = {nonce: each for nonce, each in EGRESS["outcomes"].items() if nonce != PLANNED[0].nonce}
    refusal = refused("egress_check", {"seen": {**EGRESS, "outcomes": outcomes}, "relays": {}})
    assert f"answer.seen.outcomes: has no {PLANNED[0].nonce}" in refusal


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"subject": "hall-02"}, "answer.checks[0].subject: is not hall-01"),
        ({"status": "waived"}, "answer.checks[0].status: is none of pass, fail, not_run, error"),
        ({"clause": "6.4-e", "name": "egress/tcp/canary-a"}, "answer.checks[0].name: is none of screen/geometry"),
        ({"data": {"latency": float("nan")}}, "answer.checks[0].data.latency: is no number between"),
    ],
)
def test_what_a_terminal_may_not_state(change: dict[str, Any], message: str) -> None:
    answer = {"checks": [{**STATES[0], **change}], "picture_png": "", "app_version": ""}
    assert message in refused("screen_check", answer)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("ipv6", "addresses"), ["10.0.0.1/8"]),
        (("ipv6", "prefix"), "10.0.0.0/8"),
        (("own",), ["10.0.0.1/8"]),
        (("walks",), {"10.0.0.1": ["x"]}),
        (("bypass", "state"), "passed"),
        (("wall_s",), float("nan")),
    ],
)
def test_what_the_judge_of_egress_would_stumble_over(path: tuple[str, ...], value: Any) -> None:
    assert refused("egress_check", changed({"seen": EGRESS, "relays": {}}, ("seen", *path), value))


def test_every_module_that_runs_on_a_terminal_has_its_bound() -> None:
    assert terminal_answer.SECONDS.keys() == MODULES.keys()
