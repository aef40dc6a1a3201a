# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whatever an engineer does to the sites, day after day: no address twice, none too early, none lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from ipaddress import ip_address, ip_network

from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.allocation import Assignment, assign, standing
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.ledger import Ledger
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city_folder import CityFolder
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.helpers.ledger.made_city import city, site

SUBNETS = {"hall": ("east", "10.1.0.0/29"), "annex": ("east", "10.3.0.0/28"), "park": ("west", "10.2.0.0/29")}
QUARANTINE = 7
TERMINALS = [f"t{number}" for number in range(8)]

places = some.dictionaries(some.sampled_from(TERMINALS), some.sampled_from(sorted(SUBNETS)), min_size=1)
steps = some.lists(some.tuples(places, some.integers(0, 9)), min_size=1, max_size=8)


def city_of(where: dict[str, str]) -> CityFolder:
    sites = [
        site(code, district, subnet, sorted(name for name, at in where.items() if at == code))
        for code, (district, subnet) in SUBNETS.items()
        if code in where.values()
    ]
    return city(*sites, quarantine_days=QUARANTINE)


def check_one_step(before: Ledger, result: Assignment, where: dict[str, str], today: date) -> None:
    lines = result.ledger.lines
    assert len({line.address for line in lines}) == len(lines), "an address twice"
    assert {line.address for line in before.lines} <= {line.address for line in lines}, "an address forgotten"
    active = {line.terminal: line for line in lines if line.state == "active"}
    assert set(active) == set(result.addresses), "the ledger says something else"
    assert set(where) == set(result.addresses) | set(result.held), "a terminal without an answer"
    for terminal, address in result.addresses.items():
        subnet = ip_network(SUBNETS[where[terminal]][1])
        assert address.network == subnet
        assert address.ip not in (subnet[0], subnet[1], subnet[-1]), "gateway or edge"
        assert int(address.ip) == active[terminal].address
    for old in before.lines:
        new = next(line for line in lines if line.address == old.address)
        if new.terminal != old.terminal:
            assert old.free(today), f"{ip_address(old.address)} was given too early"


def check_parts(before: Ledger, result: Assignment, where: dict[str, str], today: date) -> None:
    """A part of the city by itself is told what the whole city is, or nothing; once it is written, always the former."""
    for code in set(where.values()):
        own = {terminal: at for terminal, at in where.items() if at == code}
        part = replace(city_of(own), whole=False)
        told = {terminal: result.addresses[terminal] for terminal in own if terminal in result.addresses}
        assert standing(part, before, today) in (None, told)
        assert standing(part, result.ledger, today) == (None if set(own) & set(result.held) else told)


@settings(max_examples=150, deadline=None)
@given(steps)
def test_every_history(history: list[tuple[dict[str, str], int]]) -> None:
    ledger, today = Ledger(), date(2026, 1, 1)
    for where, days in history:
        today += timedelta(days=days)
        result = assign(city_of(where), ledger, today)
        check_one_step(ledger, result, where, today)
        check_parts(ledger, result, where, today)
        again = assign(city_of(where), result.ledger, today)
        assert again.ledger.texts() == result.ledger.texts(), "the same run again changed something"
        assert again.addresses == result.addresses
        for terminal, line in ((line.terminal, line) for line in ledger.lines if line.state == "active"):
            if terminal in where and line.site == where[terminal]:
                assert int(result.addresses[terminal].ip) == line.address, "an address was not kept"
        ledger = result.ledger
