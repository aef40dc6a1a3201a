# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A terminal's life as an engineer writes it down: moved, renamed, replaced, retired, added again, adopted.

Each change is made in a copy of the lab's own files; asked is what the ledger and the switch's planned text say then.
"""

from __future__ import annotations

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_store
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.allocation import Assignment, assign
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.ledger import Ledger
from ansible_collections.govkiosk.site.plugins.plugin_utils.model import city_folder
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from tests.helpers.ledger.made_city import city, ledger, site

DAY = date(2026, 11, 23)
SECOND = """  - id: lianhua-hall-02
    model: ZW-T100
    serial: ZW2026110002
    mac: 5489-9800-0102
    port: GigabitEthernet0/0/2
    screen: 1920x1080
    base_mm: 700x600
"""
LEFT = (", ZW2026110002]", "]")  # Its delivery is that of no device of the site any more.
BINDING = "user-bind static ip-address 10.96.128.3 mac-address 5489-9800-0102 interface GigabitEthernet0/0/2 vlan 110"


class Lab:
    """A copy of the lab's inventory that is edited and planned."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.file = path / "sites/futian/lianhua-hall.yml"
        self.ledger = path / "addresses/futian.csv"

    def edit(self, old: str, new: str) -> None:
        """Change the site file."""
        text = self.file.read_text(encoding="utf-8")
        assert old in text
        self.file.write_text(text.replace(old, new), encoding="utf-8")

    def run(self, day: date = DAY) -> Assignment:
        """Assign and write the ledger, as every run does."""
        return ledger_store.commit(city_folder.load(self.path), day).assignment

    def rows(self) -> list[str]:
        """Give the ledger as written, without its header."""
        return self.ledger.read_text(encoding="utf-8").splitlines()[1:]

    def plan(self, day: date = DAY) -> planning.SitePlan:
        """Run, and plan the site."""
        folder = city_folder.load(self.path)
        plan = planning.plan_site(folder, folder.sites["lianhua-hall"], self.run(day).addresses)
        assert plan.violations == ()
        return plan

    def bindings(self, day: date = DAY) -> list[str]:
        """Give what the planned text binds."""
        return [line for line in self.plan(day).text.splitlines() if line.startswith("user-bind static")]


@pytest.fixture
def lab(root: Path, tmp_path: Path) -> Lab:
    shutil.copytree(root / "tests/one_site", tmp_path / "lab", ignore=shutil.ignore_patterns("records"))
    return Lab(tmp_path / "lab")


def test_a_terminal_moved_to_another_port_keeps_its_address_and_is_bound_to_the_new_port(lab: Lab) -> None:
    before = lab.rows()
    lab.edit("GigabitEthernet0/0/2", "GigabitEthernet0/0/7")
    assert BINDING.replace("0/0/2", "0/0/7") in lab.bindings()
    assert len(lab.bindings()) == 2
    assert lab.rows() == before


def test_a_replaced_terminal_keeps_its_address_and_the_old_mac_is_bound_no_more(lab: Lab) -> None:
    before = lab.rows()
    lab.edit("5489-9800-0102", "5489-9800-0f99")
    lab.edit("    serial: ZW2026110002", "    serial: ZW2026119999")
    lab.edit(*LEFT)
    assert BINDING.replace("0102", "0f99") in lab.bindings()
    assert BINDING not in lab.bindings()
    assert lab.rows() == before


def test_a_renamed_terminal_that_says_its_former_id_keeps_its_address(lab: Lab) -> None:
    lab.edit("id: lianhua-hall-02", "id: lianhua-east-01\n    formerly: lianhua-hall-02")
    assert str(lab.run().addresses["lianhua-east-01"]) == "10.96.128.3/27"
    assert lab.rows()[1] == "10.96.128.3,lianhua-east-01,lianhua-hall,active,2026-11-02,"
    assert BINDING in lab.bindings()
    before = lab.rows()
    assert not ledger_store.commit(city_folder.load(lab.path), DAY).changed
    lab.edit("    formerly: lianhua-hall-02\n", "")
    lab.run(DAY + timedelta(days=1))
    assert lab.rows() == before


def test_without_its_former_id_a_renamed_terminal_is_a_new_one(lab: Lab) -> None:
    lab.edit("id: lianhua-hall-02", "id: lianhua-east-01")
    lab.run()
    assert lab.rows()[1:] == [
        "10.96.128.3,lianhua-hall-02,lianhua-hall,quarantine,2026-11-23,2027-05-22",
        "10.96.128.4,lianhua-east-01,lianhua-hall,active,2026-11-23,",
    ]


def test_a_former_id_that_is_still_a_terminals_takes_nothing_from_it() -> None:
    start = ledger("10.1.0.2,hall-1,hall,active,2026-01-01,")
    hall = site("hall", "east", "10.1.0.0/29", ["hall-1", "hall-2"])
    renamed = hall.terminals[1].model_copy(update={"formerly": "hall-1"})
    result = assign(city(hall.model_copy(update={"terminals": (renamed, hall.terminals[0])})), start, DAY)
    assert {name: str(address) for name, address in result.addresses.items()} == {
        "hall-1": "10.1.0.2/29",
        "hall-2": "10.1.0.3/29",
    }


def test_two_terminals_of_one_former_id_do_not_get_one_address() -> None:
    start = ledger("10.1.0.2,old,hall,active,2026-01-01,")
    hall = site("hall", "east", "10.1.0.0/29", ["hall-1", "hall-2"])
    both = tuple(terminal.model_copy(update={"formerly": "old"}) for terminal in hall.terminals)
    result = assign(city(hall.model_copy(update={"terminals": both})), start, DAY)
    assert {name: str(address) for name, address in result.addresses.items()} == {
        "hall-1": "10.1.0.2/29",
        "hall-2": "10.1.0.3/29",
    }


def test_a_retired_terminals_address_rests_and_its_switch_lets_nothing_of_it_through(lab: Lab) -> None:
    running = lab.plan().text
    assert BINDING in running
    lab.edit(SECOND, "")
    lab.edit(*LEFT)
    after = lab.plan()
    assert lab.rows()[1] == "10.96.128.3,lianhua-hall-02,lianhua-hall,quarantine,2026-11-23,2027-05-22"
    change = planning.plan_change(after, running)
    assert f"undo {BINDING}" in change.commands
    assert change.violations == ()
    assert not any("10.96.128.3" in str(rule) for acl in change.wanted.acls for rule in acl.rules)
    port = change.wanted.port("GigabitEthernet0/0/2")
    assert port is not None
    assert {one.acl for one in port.filters} == {acl.number for acl in change.wanted.acls}
    assert [one.port for one in change.wanted.bindings] == ["GigabitEthernet0/0/1"]


def test_nobody_gets_a_resting_address_and_the_terminal_itself_gets_it_back(lab: Lab) -> None:
    lab.edit(SECOND, "")
    lab.edit(*LEFT)
    lab.run()
    third = SECOND.replace("hall-02", "hall-03").replace("0002", "0003").replace("0102", "0103")
    lab.edit("\ngrants:", third + "\ngrants:")
    assert str(lab.run(date(2026, 11, 30)).addresses["lianhua-hall-03"]) == "10.96.128.4/27"
    lab.edit(third, third.replace("GigabitEthernet0/0/2", "GigabitEthernet0/0/3") + SECOND)
    assert str(lab.run(date(2026, 12, 24)).addresses["lianhua-hall-02"]) == "10.96.128.3/27"
    assert lab.rows()[1] == "10.96.128.3,lianhua-hall-02,lianhua-hall,active,2026-12-24,"
    assert BINDING in lab.bindings(date(2026, 12, 24))


def test_addresses_already_in_use_are_adopted_by_their_rows_and_kept(lab: Lab) -> None:
    """As docs/addresses.md says: one row for each terminal, before its first run."""
    lab.ledger.write_text(
        "address,terminal,site,state,since,until\n"
        "10.96.128.20,lianhua-hall-02,lianhua-hall,active,2024-03-01,\n"
        "10.96.128.9,lianhua-hall-01,lianhua-hall,active,2024-03-01,\n",
        encoding="utf-8",
    )
    assert {name: str(address.ip) for name, address in lab.run().addresses.items()} == {
        "lianhua-hall-01": "10.96.128.9",
        "lianhua-hall-02": "10.96.128.20",
    }
    assert lab.rows() == [
        "10.96.128.20,lianhua-hall-02,lianhua-hall,active,2024-03-01,",
        "10.96.128.9,lianhua-hall-01,lianhua-hall,active,2024-03-01,",
    ]
    assert BINDING.replace("128.3", "128.20") in lab.bindings()


def test_one_adopted_row_leaves_the_other_terminals_to_the_ledger() -> None:
    hall = site("hall", "east", "10.1.0.0/29", ["hall-1", "hall-2"])
    result = assign(city(hall), ledger("10.1.0.2,hall-2,hall,active,2024-03-01,"), DAY)
    assert {name: str(address) for name, address in result.addresses.items()} == {
        "hall-1": "10.1.0.3/29",
        "hall-2": "10.1.0.2/29",
    }


def test_adopted_rows_that_cannot_be_true_hold_their_terminal_and_stay_as_written() -> None:
    hall = site("hall", "east", "10.1.0.0/29", ["hall-1", "hall-2"])
    start = ledger(
        "10.1.0.1,hall-1,hall,active,2024-03-01,",
        "192.168.1.9,hall-2,hall,active,2024-03-01,",
    )
    result = assign(city(hall), start, DAY)
    assert result.addresses == {}
    assert str(result.held["hall-1"]) == (
        "addresses/east.csv:2:1: 10.1.0.1 of hall-1 is no terminal's address: it is the gateway's; "
        "hall-1 is held, all others go on [DB4403/T 503.5 6.4-b]\n"
        "    fix: delete the line: the terminal then gets a free address"
    )
    assert str(result.held["hall-2"]) == (
        "addresses/east.csv:3:1: 192.168.1.9 of hall-2 lies in no pool of any district; "
        "hall-2 is held, all others go on [DB4403/T 503.5 6.4-b]\n"
        "    fix: correct the address, or delete the line: the terminal then gets a free address"
    )
    assert isinstance(result.ledger, Ledger)
    assert result.ledger.texts() == start.texts()
