# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Which terminal gets which address, and what an engineer's changes do to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.allocation import Assignment, assign, standing
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.ledger import Ledger
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskErrors

from tests.helpers.ledger.made_city import city, ledger, site

DAY = date(2026, 11, 23)
HALL = site("hall", "east", "10.1.0.0/29", ["hall-1", "hall-2"])
FIRST, SECOND = "10.1.0.2,hall-1,hall,active,2026-01-01,", "10.1.0.3,hall-2,hall,active,2026-01-01,"


def rows(assignment: Assignment) -> list[str]:
    return [line.text() for line in assignment.ledger.lines]


def addresses(assignment: Assignment) -> dict[str, str]:
    return {terminal: str(address) for terminal, address in assignment.addresses.items()}


def test_new_terminals_get_the_lowest_free_addresses_after_the_gateway() -> None:
    result = assign(city(HALL), Ledger(), DAY)
    assert addresses(result) == {"hall-1": "10.1.0.2/29", "hall-2": "10.1.0.3/29"}
    assert rows(result) == ["10.1.0.2,hall-1,hall,active,2026-11-23,", "10.1.0.3,hall-2,hall,active,2026-11-23,"]
    assert {line.district for line in result.ledger.lines} == {"east"}


def test_a_second_run_changes_nothing() -> None:
    first = assign(city(HALL), Ledger(), DAY)
    second = assign(city(HALL), first.ledger, date(2027, 1, 1))
    assert second.ledger.texts() == first.ledger.texts()
    assert second.addresses == first.addresses


def test_the_order_of_terminals_in_the_file_does_not_matter_later() -> None:
    first = assign(city(HALL), Ledger(), DAY)
    turned = site("hall", "east", "10.1.0.0/29", ["hall-2", "hall-1", "hall-0"])
    assert addresses(assign(city(turned), first.ledger, DAY)) == {**addresses(first), "hall-0": "10.1.0.4/29"}


def test_gateway_switch_and_excluded_addresses_are_never_given() -> None:
    hall = site(
        "hall", "east", "10.1.0.0/28", ["hall-1", "hall-2"], switch={"platform": "huawei_vrp", "address": "10.1.0.2"}
    )
    result = assign(city(hall, excluded=["10.1.0.3-10.1.0.5", "10.1.0.7"]), Ledger(), DAY)
    assert addresses(result) == {"hall-1": "10.1.0.6/28", "hall-2": "10.1.0.8/28"}


def test_a_gateway_that_is_not_the_first_host() -> None:
    network = {"class": "extranet", "vlan": 110, "subnet": "10.1.0.0/29", "gateway": "10.1.0.6"}
    hall = site("hall", "east", "10.1.0.0/29", ["hall-1"], network=network)
    given = assign(city(hall), Ledger(), DAY)
    assert rows(given) == ["10.1.0.1,hall-1,hall,active,2026-11-23,"]
    assert rows(assign(city(hall), given.ledger, date(2027, 1, 1))) == rows(given)


def test_a_retired_terminal_leaves_its_address_in_quarantine_and_another_gets_it_on_the_last_day() -> None:
    small = site("hall", "east", "10.1.0.0/30", ["hall-1"])
    before = assign(city(small), Ledger(), DAY)
    other = site("hall", "east", "10.1.0.0/30", ["hall-9"])
    retired = assign(city(other, quarantine_days=10), before.ledger, DAY)
    assert rows(retired) == ["10.1.0.2,hall-1,hall,quarantine,2026-11-23,2026-12-03"]
    assert str(retired.held["hall-9"]) == (
        "city/sites/east/hall.yml: no address is free for hall-9 in 10.1.0.0/30: 0 in use, 1 in quarantine, "
        "the first until 2026-12-03; hall-9 is held, all others go on [DB4403/T 503.5 6.4-b]\n"
        "    fix: give the site a larger subnet"
    )
    waiting = assign(city(other, quarantine_days=10), retired.ledger, date(2026, 12, 2))
    assert waiting.addresses == {}
    given = assign(city(other, quarantine_days=10), retired.ledger, date(2026, 12, 3))
    assert rows(given) == ["10.1.0.2,hall-9,hall,active,2026-12-03,"]


def test_a_terminal_added_again_gets_its_own_address_back() -> None:
    before = assign(city(HALL), Ledger(), DAY)
    without = assign(city(site("hall", "east", "10.1.0.0/29", ["hall-2"])), before.ledger, date(2026, 12, 1))
    again = assign(city(HALL), without.ledger, date(2026, 12, 5))
    assert addresses(again) == addresses(before)
    assert rows(again)[0] == "10.1.0.2,hall-1,hall,active,2026-12-05,"


def test_an_expired_address_of_a_terminal_that_comes_back_is_not_given_to_its_neighbour() -> None:
    start = ledger("10.1.0.2,hall-2,hall,quarantine,2026-01-01,2026-06-30")
    assert addresses(assign(city(HALL), start, DAY)) == {"hall-1": "10.1.0.3/29", "hall-2": "10.1.0.2/29"}


def test_a_terminal_that_moves_to_another_site_gets_a_new_address() -> None:
    annex = site("annex", "west", "10.2.0.0/29", ["annex-1"])
    before = assign(city(HALL, annex), Ledger(), DAY)
    moved = city(
        site("hall", "east", "10.1.0.0/29", ["hall-1"]), site("annex", "west", "10.2.0.0/29", ["annex-1", "hall-2"])
    )
    after = assign(moved, before.ledger, DAY)
    assert addresses(after)["hall-2"] == "10.2.0.3/29"
    assert "10.1.0.3,hall-2,hall,quarantine,2026-11-23,2027-05-22" in rows(after)
    assert {line.district for line in after.ledger.lines if line.terminal == "hall-2" and not line.until} == {"west"}


def test_a_renamed_site_keeps_its_terminals_addresses() -> None:
    before = assign(city(HALL), Ledger(), DAY)
    after = assign(city(site("grand-hall", "east", "10.1.0.0/29", ["hall-1", "hall-2"])), before.ledger, DAY)
    assert addresses(after) == addresses(before)
    assert rows(after)[0] == "10.1.0.2,hall-1,grand-hall,active,2026-11-23,"


def test_a_site_with_a_new_subnet_is_renumbered() -> None:
    before = assign(city(HALL), Ledger(), DAY)
    after = assign(city(site("hall", "east", "10.3.0.0/29", ["hall-1", "hall-2"])), before.ledger, DAY)
    assert addresses(after) == {"hall-1": "10.3.0.2/29", "hall-2": "10.3.0.3/29"}
    assert [line.state for line in after.ledger.lines] == ["quarantine", "quarantine", "active", "active"]


def test_a_held_terminal_keeps_its_lines_and_nobody_gets_the_disputed_address() -> None:
    start = ledger(
        "10.1.0.2,hall-1,hall,active,2026-01-01,",
        "10.1.0.2,hall-2,hall,active,2026-01-01,",
    )
    three = site("hall", "east", "10.1.0.0/29", ["hall-1", "hall-2", "hall-3"])
    result = assign(city(three), start, DAY)
    assert addresses(result) == {"hall-1": "10.1.0.2/29", "hall-3": "10.1.0.3/29"}
    assert list(result.held) == ["hall-2"]
    assert rows(result)[:2] == [line.text() for line in start.lines]


def test_a_disputed_address_is_not_free_after_the_first_lines_quarantine() -> None:
    start = ledger(
        "10.1.0.2,old-1,old,quarantine,2026-01-01,2026-02-01",
        "10.1.0.2,hall-2,hall,active,2026-01-01,",
    )
    result = assign(city(HALL), start, DAY)
    assert addresses(result) == {"hall-1": "10.1.0.3/29"}
    assert list(result.held) == ["hall-2"]


@pytest.mark.parametrize("address", ["10.1.0.0", "10.1.0.1", "10.1.0.7"], ids=["network", "gateway", "broadcast"])
def test_a_renamed_terminal_takes_over_no_address_that_is_no_terminals(address: str) -> None:
    first = HALL.terminals[0].model_copy(update={"formerly": "old"})
    hall = HALL.model_copy(update={"terminals": (first, HALL.terminals[1])})
    result = assign(city(hall), ledger(SECOND, f"{address},old,hall,active,2026-01-01,"), DAY)
    assert addresses(result) == {"hall-1": "10.1.0.2/29", "hall-2": "10.1.0.3/29"}


def test_a_renamed_terminal_takes_over_no_address_that_is_disputed() -> None:
    start = ledger("10.1.0.2,old,hall,active,2026-01-01,", "10.1.0.2,hall-2,hall,active,2026-01-01,")
    first = HALL.terminals[0].model_copy(update={"formerly": "old"})
    result = assign(city(HALL.model_copy(update={"terminals": (first, HALL.terminals[1])})), start, DAY)
    assert addresses(result) == {"hall-1": "10.1.0.3/29"}
    assert list(result.held) == ["hall-2"]


def test_a_broken_line_is_kept_as_it_stands_and_its_address_is_not_given() -> None:
    start = ledger("10.1.0.2,hall-1,hall,aktive,2026-01-01,")
    result = assign(city(HALL), start, DAY)
    assert addresses(result) == {"hall-2": "10.1.0.3/29"}
    assert list(result.held) == ["hall-1"]
    assert result.ledger.texts()["east"].splitlines()[-1] == "10.1.0.2,hall-1,hall,aktive,2026-01-01,"


THREE = site("hall", "east", "10.1.0.0/29", ["hall-1", "hall-2", "hall-3"])


@pytest.mark.parametrize(
    "row",
    [
        " 10.1.0.3,hall-2,hall,active,2026-01-01,",
        "10.1.0.3，hall-2，hall，active，2026-01-01，",
        '"10.1.0.3","hall-2","hall","active","2026-01-01",""',
        " 10.1.0.3,hall-2,hall,quarantine,2026-01-01,2026-07-01",
        "10.1.0.3,hall-2,hall,quarantine,2026-11-20,2020-05-19",
    ],
)
def test_the_address_of_a_mistyped_line_is_given_to_nobody(row: str) -> None:
    result = assign(city(THREE), ledger(FIRST, row), DAY)
    assert addresses(result) == {"hall-1": "10.1.0.2/29", "hall-3": "10.1.0.4/29"}
    assert list(result.held) == ["hall-2"]


def test_no_new_address_is_given_in_a_district_with_a_line_in_which_none_can_be_read() -> None:
    annex = site("annex", "west", "10.2.0.0/29", ["annex-1"])
    start = ledger(
        FIRST, "10.1.0.4,hall-3,hall,quarantine,2026-01-01,2026-07-01", "10.1.03,hall-2,hall,active,2026-01-01,"
    )
    four = site("hall", "east", "10.1.0.0/29", ["hall-1", "hall-2", "hall-3", "hall-4"])
    result = assign(city(four, annex), start, DAY)
    assert addresses(result) == {"hall-1": "10.1.0.2/29", "hall-3": "10.1.0.4/29", "annex-1": "10.2.0.2/29"}
    assert list(result.held) == ["hall-2", "hall-4"]
    assert str(result.held["hall-4"]) == (
        "addresses/east.csv:4:1: no address can be read in the line, so none of east is known to be free for hall-4; "
        "hall-4 is held, all others go on [DB4403/T 503.5 6.4-b]\n"
        "    fix: correct the line"
    )


def test_a_terminal_of_nobody_standing_twice_is_put_to_rest_twice() -> None:
    start = ledger("10.1.1.2,gone-1,gone,active,2026-01-01,", "10.1.1.3,gone-1,gone,active,2026-01-01,")
    result = assign(city(HALL), start, DAY)
    assert [line.state for line in result.ledger.lines if line.terminal == "gone-1"] == ["quarantine", "quarantine"]
    assert not result.held


def test_what_can_be_put_down_to_nobody_stops_everything() -> None:
    with pytest.raises(
        KioskErrors, match=r"10\.1\.1\.2 is given to gone-2 here and to gone-1 at addresses/east\.csv:2:1"
    ):
        assign(
            city(HALL),
            ledger("10.1.1.2,gone-1,gone,active,2026-01-01,", "10.1.1.2,gone-2,gone,active,2026-01-01,"),
            DAY,
        )


def test_a_part_of_the_city_is_refused() -> None:
    folder = city(HALL)
    part = type(folder)(folder.path, folder.city, folder.catalogue, folder.sites, whole=False)
    with pytest.raises(ValueError, match="whole city"):
        assign(part, Ledger(), DAY)


def test_what_stands_is_told_of_a_part_of_the_city() -> None:
    part = replace(city(HALL), whole=False)
    told = standing(part, ledger(FIRST, SECOND, "10.1.1.2,far-1,far,active,2026-01-01,"), DAY)
    assert {terminal: str(address) for terminal, address in (told or {}).items()} == {
        "hall-1": "10.1.0.2/29", "hall-2": "10.1.0.3/29",
    }  # fmt: skip


@pytest.mark.parametrize(
    "rows",
    [
        (FIRST,),
        (FIRST, "10.1.0.3,hall-2,hall,quarantine,2026-01-01,2026-07-01"),
        (FIRST, "10.1.0.9,hall-2,hall,active,2026-01-01,"),
        (FIRST, "10.1.0.1,hall-2,hall,active,2026-01-01,"),
        (FIRST, "10.1.0.7,hall-2,hall,active,2026-01-01,"),
        (FIRST, SECOND, "10.1.0.3,far-1,far,active,2026-01-01,"),
        (FIRST, SECOND, "10.1.0.4,hall-2,hall,active,2026-01-01,"),
        (FIRST, SECOND, "10.1.0.4,hall-2,hall,aktive,2026-01-01,"),
        (FIRST, SECOND, "10.1.1.2,far-1,far,active,2026-01-01,", "10.1.1.2,far-2,far,active,2026-01-01,"),
    ],
    ids=[
        "missing",
        "resting",
        "elsewhere",
        "gateway",
        "broadcast",
        "given twice",
        "two lines",
        "broken",
        "others at odds",
    ],
)
def test_what_only_the_whole_city_can_tell(rows: tuple[str, ...]) -> None:
    assert standing(replace(city(HALL), whole=False), ledger(*rows), DAY) is None


def test_a_renamed_terminal_is_the_whole_citys_to_tell() -> None:
    renamed = site("hall", "east", "10.1.0.0/29", ["hall-1", "hall-3"])
    second = renamed.terminals[1].model_copy(update={"formerly": "hall-2"})
    part = city(renamed.model_copy(update={"terminals": (renamed.terminals[0], second)}))
    assert set(assign(part, ledger(FIRST, SECOND), DAY).addresses) == {"hall-1", "hall-3"}
    assert standing(replace(part, whole=False), ledger(FIRST, SECOND), DAY) is None
