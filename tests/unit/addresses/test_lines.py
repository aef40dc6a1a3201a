# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The ledger's format: what is read is written again, byte for byte; what is no line stays as it is."""

from __future__ import annotations

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.ledger_lines import HEADER, parse


@pytest.mark.parametrize(
    "row",
    [
        "10.1.0.2,hall-1,hall,active,2026-01-01",
        "10.1.0.2,hall-1,hall,active,2026-01-01,2026-02-01",
        "10.1.0.2,hall-1,hall,quarantine,2026-01-01,",
        "10.1.0.2,hall-1,hall,retired,2026-01-01,",
        "10.1.0.256,hall-1,hall,active,2026-01-01,",
        "10.1.0.2,hall-1,hall,active,2026-02-30,",
        "10.1.0.2,Hall 1,hall,active,2026-01-01,",
        '"10.1.0.2",hall-1,hall,active,2026-01-01,',
        "10.1.0.2,hall-1,hall,quarantine,2026-11-20,2026-11-19",
        "",
    ],
)
def test_what_is_no_line(row: str) -> None:
    lines, broken = parse(f"{HEADER}\n{row}\n", "east")
    assert not lines
    assert [line.raw for line in broken] == ([row] if row else [])


@pytest.mark.parametrize(
    "row",
    [
        " 10.1.0.2,hall-1,hall,active,2026-01-01,",
        "10.1.0.2，hall-1，hall，active，2026-01-01，",
        '"10.1.0.2","hall-1","hall","active","2026-01-01",""',
        "hall-1,10.1.0.2,hall,active,2026-01-01,",
        "010.001.000.002,hall-1,hall,active,2026-01-01,",
        "10. 1.0 .2,hall-1,hall,active,2026-01-01,",
        "10,1,0,2,hall-1,hall,active,2026-01-01,",
        "１０．１．０．２,hall-1,hall,active,2026-01-01,",
        "10。1。0。2,hall-1,hall,active,2026-01-01,",
        "10.1.0.2hall-1,hall,active,2026-01-01,",
        "10.1.0.2,hall-1,hall,active,2026-02-30,",
        "10.1.0.2,hall-1,hall,quarantine,2026-11-20,2020-05-19",
    ],
)
def test_the_address_of_what_is_no_line(row: str) -> None:
    _lines, (broken,) = parse(f"{HEADER}\n{row}\n", "east")
    assert broken.addresses == (0x0A010002,)


def test_every_address_of_what_is_no_line() -> None:
    _lines, (broken,) = parse(f"{HEADER}\n10.1.0.2 10.1.0.3.7,hall-1\n", "east")
    assert broken.addresses == (0x0A010002, 0x0A010003, 0x01000307)


@pytest.mark.parametrize(
    "row", ["<<<<<<< HEAD", "10.1.02,hall-1", "hall-1,10.1.02,7", "10.1.0.256,hall-1", "1O.1.0.2,hall-1", "2026-11-02"]
)
def test_what_holds_no_address(row: str) -> None:
    _lines, (broken,) = parse(f"{HEADER}\n{row}\n", "east")
    assert broken.addresses == ()


def test_line_ends_of_windows_are_read() -> None:
    lines, broken = parse(f"{HEADER}\r\n10.1.0.2,hall-1,hall,active,2026-01-01,\r\n", "east")
    assert len(lines) == 1
    assert not broken


def test_the_header_is_needed() -> None:
    with pytest.raises(ValueError, match=r"10\.1\.0\.2"):
        parse("10.1.0.2,hall-1,hall,active,2026-01-01,\n", "east")
