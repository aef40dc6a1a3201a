# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The ledger's format: what is read is written again, byte for byte; what is no line stays as it is."""

from __future__ import annotations

from datetime import date, timedelta

from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.ledger_lines import HEADER, Line, parse, text
from hypothesis import given
from hypothesis import strategies as some

names = some.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)

days = some.dates(min_value=date(2000, 1, 1), max_value=date(2090, 1, 1))


@some.composite
def some_line(draw: some.DrawFn) -> Line:
    active, since = draw(some.booleans()), draw(days)
    until = "" if active else str(since + timedelta(days=draw(some.integers(0, 999))))
    address = draw(some.integers(0, 2**32 - 1))
    return Line(address, draw(names), draw(names), "active" if active else "quarantine", str(since), until, "east")


@given(some.lists(some_line(), unique_by=lambda line: line.address))
def test_what_is_written_is_read(lines: list[Line]) -> None:
    written = text(lines, [])
    read, broken = parse(written, "east")
    assert not broken
    assert [line._replace(number=0) for line in read] == sorted(lines)
    assert text(read, broken) == written
    assert written.endswith("\n")
    assert "\r" not in written


@given(some.lists(some.text(some.characters(blacklist_characters="\r\n", blacklist_categories=["Cs"]), min_size=1)))
def test_any_line_is_kept(rows: list[str]) -> None:
    lines, broken = parse("\n".join([HEADER, *rows]), "east")
    written = text(lines, broken)
    assert sorted(written.splitlines()[1:] if rows == [] else written.split("\n")[1:-1]) == sorted(rows)
