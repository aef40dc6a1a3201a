# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A folder of ledgers: each district's file is read, kept as it is, and named where it is wrong."""

from __future__ import annotations

from ipaddress import IPv4Address
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses.ledger import Ledger, files
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskErrors

HEAD = "address,terminal,site,state,since,until\n"
EAST = f"{HEAD}10.1.0.2,hall-1,hall,active,2026-01-01,\n10.1.0.3,hall-2,hall,quarantine,2026-01-01,2026-07-01\nx,y\n"
WEST = f"{HEAD}10.2.0.2,park-1,park,active,2026-01-01,\nwest is broken\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "west.csv").write_text(WEST)
    (tmp_path / "east.csv").write_text(EAST)
    (tmp_path / ".hidden.csv").write_text("x")
    (tmp_path / "east.csv.bak").write_text("x")
    return tmp_path


def test_the_districts_files_are_read_in_their_order_and_nothing_else(folder: Path) -> None:
    assert [path.name for path in files(folder)] == ["east.csv", "west.csv"]
    ledger = Ledger.load(folder)
    assert [line.terminal for line in ledger.lines] == ["hall-1", "hall-2", "park-1"]
    assert [(broken.district, broken.number) for broken in ledger.broken] == [("east", 4), ("west", 3)]
    assert ledger.districts == ("east", "west")
    assert str(ledger.where(ledger.lines[1])) == f"{folder}/east.csv:3:1"
    assert Ledger().folder == "addresses"


def test_an_address_in_quarantine_is_not_in_use(folder: Path) -> None:
    used = Ledger.load(folder).in_use()
    assert {str(IPv4Address(address)): site for address, site in used.items()} == {
        "10.1.0.2": "hall",
        "10.2.0.2": "park",
    }


def test_what_is_read_is_written_again_with_what_is_no_line(folder: Path) -> None:
    (folder / "north.csv").write_text(HEAD)
    assert Ledger.load(folder).texts() == {"east": EAST, "north": HEAD, "west": WEST}


def test_a_district_without_a_file_gets_one(folder: Path) -> None:
    ledger = Ledger.load(folder)
    alone = Ledger(ledger.lines[2:], ledger.broken[1:])
    assert alone.texts() == {"west": WEST}


def test_no_folder_is_an_empty_ledger(tmp_path: Path) -> None:
    assert Ledger.load(tmp_path / "no") == Ledger((), (), str(tmp_path / "no"), ())


def test_files_that_are_no_ledgers_are_told_all_at_once(folder: Path) -> None:
    (folder / "east.csv").write_text("ip,who\n")
    (folder / "west.csv").write_bytes(b"\xff\xfe")
    (folder / "zoo.csv").mkdir()
    (folder / "link.csv").symlink_to(folder / "nowhere")
    with pytest.raises(KioskErrors) as error:
        Ledger.load(folder)
    by_file = {Path(each.place.file).name: str(each) for each in error.value.errors}
    assert sorted(by_file) == ["east.csv", "link.csv", "west.csv"]
    assert by_file["east.csv"].startswith(f"{folder}/east.csv:1:1: the first line is `ip,who`, not `{HEAD.strip()}`")
    assert by_file["west.csv"] == (
        f"{folder}/west.csv: is not UTF-8 text [DB4403/T 503.5 6.4-b]\n    fix: restore it from git, or save it as UTF-8"
    )
    assert by_file["link.csv"] == (
        f"{folder}/link.csv: cannot be read: No such file or directory [DB4403/T 503.5 6.4-b]\n"
        "    fix: give the user who deploys read access to it"
    )
