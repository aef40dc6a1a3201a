# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""YAML to data and places, whatever the bytes."""

from __future__ import annotations

from datetime import date

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError, KioskErrors
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.problem import Where
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import source
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.other_number import OtherNumber

TEXT = b"""---
# a comment
site: hall
list:
  - {id: one, port: 1}
  - id: "two"
    day: 2026-11-02
flag: true
none:
"""


def test_data() -> None:
    assert source.read(TEXT, "f.yml").data == {
        "site": "hall",
        "list": [{"id": "one", "port": 1}, {"id": "two", "day": date(2026, 11, 2)}],
        "flag": True,
        "none": None,
    }


@pytest.mark.parametrize(
    ("path", "line", "column"),
    [
        ((), 3, 1),
        (("site",), 3, 7),
        (("list", 0, "port"), 5, 21),
        (("list", 1), 6, 5),
        (("list", 1, "id"), 6, 9),
        (("list", 1, "absent"), 6, 5),
        (("list", 7), 5, 3),
        (("absent", "deeper"), 3, 1),
    ],
)
def test_places(path: tuple[str | int, ...], line: int, column: int) -> None:
    assert source.read(TEXT, "f.yml").where(path) == Where("f.yml", line, column)


def test_the_place_of_a_key() -> None:
    assert source.read(TEXT, "f.yml").where(("flag",), key=True) == Where("f.yml", 8, 1)


def test_what_unquoted_text_is_to_yaml() -> None:
    document = source.read(b'a: 010\nb: "010"\nc: no\nd: text\ne: 1:30\n', "f.yml")
    kinds = [document.plain_kind((key,)) for key in "abcde"]
    assert kinds == ["the number", "", "the truth value", "", "the number"]
    assert document.written(("e",)) == "1:30"


@pytest.mark.parametrize(
    ("written", "value", "fix"),
    [
        ("0110", 72, "write 110, without the leading 0"),
        ("-010", -8, "write -10, without the leading 0"),
        ("00", 0, "write 0, without the leading 0"),
        ("0_7", 7, "write it in decimal digits alone"),
        ("1:50", 110, "write it in decimal digits alone"),
        ("0x1F", 31, "write it in decimal digits alone"),
        ("0b11", 3, "write it in decimal digits alone"),
        ("1_000", 1000, "write it in decimal digits alone"),
    ],
)
def test_a_number_that_people_read_otherwise_is_none(written: str, value: int, fix: str) -> None:
    number = source.read(f"a: {written}\n".encode(), "f.yml").data["a"]
    assert number == OtherNumber(written, value)
    assert (str(number), number.fix) == (str(value), fix)


@pytest.mark.parametrize("written", ["0", "7", "110", "+5", "-12"])
def test_decimal_digits_are_a_number(written: str) -> None:
    assert source.read(f"a: {written}\n".encode(), "f.yml").data["a"] == int(written)


@pytest.mark.parametrize("written", ["0x" + "f" * 6000, "1" + ":1" * 6000])
def test_a_number_of_any_length_is_shown_as_it_is_written(written: str) -> None:
    """Python refuses to write an integer of that many digits."""
    assert str(source.read(f"a: {written}\n".encode(), "f.yml").data["a"]) == written


def test_a_decimal_number_of_any_length_is_refused_in_one_short_line() -> None:
    (error,) = refused(b"a: " + b"9" * 6000 + b"\n")
    assert len(str(error)) < 200


def refused(content: bytes) -> tuple[KioskError, ...]:
    try:
        source.read(content, "f.yml")
    except KioskErrors as error:
        return error.errors
    return ()


NESTED = {
    "lists": lambda depth: "a: " + "[" * depth + "]" * depth,
    "lists left open": lambda depth: "a: " + "[" * depth,
    "mappings": lambda depth: "a: " + "{a: " * depth + "1" + "}" * depth,
    "dashes": lambda depth: "a:\n " + "- " * depth + "1",
    "indented": lambda depth: "\n".join(" " * at + "a:" for at in range(depth + 1)),
    "two for each column": lambda depth: "\n".join(
        f"{' ' * at}{head}" for at in range(depth // 2 + 1) for head in (["a:"] if at == 0 else ["-", " a:"])
    ),
}


@pytest.mark.parametrize(
    ("kind", "depth"),
    [*((kind, depth) for kind in NESTED for depth in (source.DEEPEST, 900)), ("lists", 200_000), ("mappings", 150_000)],
)
def test_too_deep_is_refused_before_it_is_built(kind: str, depth: int) -> None:
    text = NESTED[kind](depth)
    assert len(text) < source.LARGEST
    (error,) = refused(text.encode())
    assert "one in the other" in error.what


@pytest.mark.parametrize("kind", ["lists", "mappings", "dashes", "indented"])
def test_as_deep_as_is_allowed(kind: str) -> None:
    assert refused(NESTED[kind](source.DEEPEST - 1).encode()) == ()


def test_errors_are_told_once_in_the_order_of_files_and_lines() -> None:
    late, early = KioskError("late", where=Where("a", 10, 1)), KioskError("early", where=Where("a", 9, 3))
    nowhere, host = KioskError("nowhere"), KioskError("on a host", where="sw")
    several = KioskErrors([host, late, KioskErrors([early, late]), nowhere])
    assert [error.what for error in several.errors] == ["nowhere", "early", "late", "on a host"]
    assert str(several) == "nowhere\na:9:3: early\na:10:1: late\nsw: on a host"
