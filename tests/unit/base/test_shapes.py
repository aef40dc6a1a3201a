# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a value from outside may look like: each refusal with its place and its exact words."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.govkiosk.site.plugins.module_utils.check import Check
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import untrusted
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.untrusted import ShapeError
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.check_reading import read_checks, stated_checks

NAN, INFINITE = float("nan"), float("inf")
GOOD: dict[str, Any] = {
    "clause": "7.6-a", "subject": "t-01", "name": "screen/content", "status": "pass", "reason": "seen",
}  # fmt: skip
NAMES = (("7.6-a", "screen/content"), ("7.6-b", "app/restart"))


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


REFUSED = [
    (untrusted.text(5), 3, "here: is a number, not text"),
    (untrusted.text(5), None, "here: is nothing, not text"),
    (untrusted.text(5), ["a"], "here: is a list, not text"),
    (untrusted.text(5), b"a", "here: is ?, not text"),
    (untrusted.text(5), "abcdef", "here: has 6 characters, 5 at most are read"),
    (untrusted.block(5), "a" * 6, "here: has 6 characters, 5 at most are read"),
    (untrusted.choice("a", "b"), "c", "here: is none of a, b"),
    (untrusted.choice("a", "b"), ["a"], "here: is none of a, b"),
    (untrusted.whole(0, 9), True, "here: is true or false, not a whole number"),
    (untrusted.whole(0, 9), 1.0, "here: is a number, not a whole number"),
    (untrusted.whole(0, 9), 10, "here: is not between 0 and 9"),
    (untrusted.whole(), 10**4000, f"here: is not between 0 and {2**53 - 1}"),
    (untrusted.number(), NAN, "here: is no number between 0 and 1e+09"),
    (untrusted.number(), INFINITE, "here: is no number between 0 and 1e+09"),
    (untrusted.number(), "1", "here: is text, not a number"),
    (untrusted.number(), True, "here: is true or false, not a number"),
    (untrusted.flag, 1, "here: is a number, not true or false"),
    (untrusted.address, "10.0.0.1; rm", "here: is not an IP address"),
    (untrusted.address, "fe80::1%eth0", "here: is not an IP address"),
    (untrusted.address, "١.1.1.1", "here: is not an IP address"),
    (untrusted.interface, "10.0.0.1/33", "here: is not an IP address with its prefix"),
    (untrusted.list_of(untrusted.flag, 2), 5, "here: is a number, not a list"),
    (untrusted.list_of(untrusted.flag, 2), "ab", "here: is text, not a list"),
    (untrusted.list_of(untrusted.flag, 2), [True] * 3, "here: has 3 entries, 2 at most are read"),
    (untrusted.list_of(untrusted.flag, 2), [True, 0], "here[1]: is a number, not true or false"),
    (untrusted.map_of(untrusted.address, untrusted.flag, 1), {"x": True}, "the 1th key of here: is not an IP address"),
    (untrusted.map_of(untrusted.address, untrusted.flag, 1), {"::1": 1}, "here.::1: is a number, not true or false"),
    (untrusted.record(a=untrusted.flag, b=untrusted.flag), {"c": 1}, "here: has no a, b"),
    (untrusted.record(a=untrusted.flag), [], "here: is a list, not a mapping"),
    (
        untrusted.record({"b": untrusted.flag}, a=untrusted.flag),
        {"a": True, "b": None},
        "here.b: is nothing, not true or false",
    ),
    (untrusted.free, {"a": [NAN]}, "here.a[0]: is no number between -1e+300 and 1e+300"),
    (untrusted.free, {"a": object()}, "here.a: is of no type that JSON has"),
    (untrusted.free, nested(10_000), "here[0][0][0][0][0][0][0][0][0]: is more than 8 levels deep"),
    (untrusted.free, [0] * 20_001, "here: has more than 20000 values"),
    (untrusted.free, {1: 1}, "here: is a number, not text"),
]


@pytest.mark.parametrize(("taken", "value", "message"), REFUSED, ids=[message for _, _, message in REFUSED])
def test_what_is_refused(taken: untrusted.Shape, value: Any, message: str) -> None:
    with pytest.raises(ShapeError) as refused:
        taken(value, "here")
    assert str(refused.value) == message


def test_known_keys_only_are_taken() -> None:
    taken = untrusted.record({"may": untrusted.flag}, a=untrusted.text(20))
    assert taken({"a": "x\ny", "ansible_facts": {}, "_ansible_no_log": False}, "here") == {"a": "x y"}


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (5, "checks: is a number, not a list"),
        ("pass", "checks: is text, not a list"),
        ([GOOD | {"data": 5}], "checks[0].data: is not a mapping"),
        ([GOOD | {"data": {"latency_ms": NAN}}], "checks[0].data.latency_ms: is no number between -1e+300 and 1e+300"),
        ([GOOD | {"reason": ["x"]}], "checks[0].reason: is a list, not text"),
        ([{"name": "x"}], "checks[0]: has no status, clause, subject, reason"),
        ([GOOD | {"reason": "x" * 2001}], "checks[0].reason: has 2001 characters, 2000 at most are read"),
    ],
)
def test_checks_that_are_none(raw: Any, message: str) -> None:
    for read in (read_checks, lambda said: stated_checks(said, "t-01", NAMES)):
        with pytest.raises(ShapeError) as refused:
            read(raw)
        assert str(refused.value) == message


@pytest.mark.parametrize("most", [2000, 8000], ids=["a terminal's", "ours"])
def test_checks_without_end(most: int) -> None:
    with pytest.raises(ShapeError) as refused:
        (read_checks if most == 8000 else lambda said: stated_checks(said, "t-01", NAMES))([GOOD] * (most + 1))
    assert str(refused.value) == f"checks: has {most + 1} entries, {most} at most are read"


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        ([GOOD | {"subject": "t-02"}], "checks[0].subject: is not t-01"),
        ([GOOD | {"status": "waived"}], "checks[0].status: is none of pass, fail, not_run, error"),
        ([GOOD | {"name": "egress/tcp/a"}], "checks[0].name: is none of screen/content, app/restart with its clause"),
        ([GOOD | {"clause": "6.4-e"}], "checks[0].name: is none of screen/content, app/restart with its clause"),
        ([GOOD, GOOD], "checks[1]: states screen/content twice"),
    ],
)
def test_what_a_terminal_may_not_state(raw: Any, message: str) -> None:
    with pytest.raises(ShapeError) as refused:
        stated_checks(raw, "t-01", NAMES)
    assert str(refused.value) == message


def test_what_a_terminal_may_state() -> None:
    said = [GOOD | {"reason": "a\n\u202eb", "waived": True, "data": {"ms": 1.5}}]
    expected = (Check("7.6-a", "t-01", "screen/content", "pass", "a \ufffdb", "", {"ms": 1.5}),)
    assert stated_checks(said, "t-01", NAMES) == expected
    assert read_checks([*said, expected[0]]) == (expected[0], expected[0])


def test_a_status_that_nobody_knows_is_an_error() -> None:
    assert read_checks([GOOD | {"status": "nonsense"}])[0].status == "error"
