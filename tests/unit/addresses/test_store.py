# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Writing the ledger: only what changed, whole files, one writer at a time, true after a kill at any moment."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.addresses import ledger_store
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import atomic_file
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.model.city_folder import CityFolder

from tests.helpers.ledger.made_city import city, site

DAY = date(2026, 11, 23)


def two_halls(path: Path, *, swapped: bool = False, **policy: int) -> CityFolder:
    east, west = ["one"], ["two"]
    if swapped:
        east, west = west, east
    return city(
        site("east-hall", "east", "10.1.0.0/29", east),
        site("west-hall", "west", "10.2.0.0/29", west),
        path=path,
        **policy,
    )


def test_first_and_second_run(tmp_path: Path) -> None:
    first = ledger_store.commit(two_halls(tmp_path), DAY)
    assert first.changed
    assert first.before == {"east": "", "west": ""}
    east = tmp_path / "addresses" / "east.csv"
    assert east.read_bytes() == first.after["east"].encode()
    written = east.stat()
    second = ledger_store.commit(two_halls(tmp_path), date(2027, 1, 1))
    assert not second.changed
    assert (east.stat().st_ino, east.stat().st_mtime_ns) == (written.st_ino, written.st_mtime_ns)


def test_a_proposal_writes_nothing(tmp_path: Path) -> None:
    proposal = ledger_store.propose(two_halls(tmp_path), DAY)
    assert proposal.changed
    assert list(tmp_path.iterdir()) == []


def test_only_the_file_that_changed_is_written(tmp_path: Path) -> None:
    ledger_store.commit(two_halls(tmp_path), DAY)
    more = city(
        site("east-hall", "east", "10.1.0.0/29", ["one", "three"]),
        site("west-hall", "west", "10.2.0.0/29", ["two"]),
        path=tmp_path,
    )
    assert list(ledger_store.commit(more, DAY).after) == ["east"]


def test_a_folder_that_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "addresses").write_text("")
    with pytest.raises(KioskError, match="addresses: cannot be written: File exists"):
        ledger_store.commit(two_halls(tmp_path), DAY)


@pytest.mark.parametrize(("days", "host"), [(180, 3), (0, 2)], ids=["new addresses", "each other's addresses"])
def test_after_a_kill_between_two_files_nobody_is_active_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int, host: int
) -> None:
    """Two terminals change places between two districts, and the run is killed after each of the writes in turn."""
    put = atomic_file.put
    for survived in range(5):
        folder = tmp_path / f"killed-{survived}"
        ledger_store.commit(two_halls(folder, quarantine_days=days), DAY)
        writes = iter(range(9))

        def dying(path: Path, data: bytes, limit: int = survived, writes: object = writes) -> None:
            if next(writes) >= limit:  # type: ignore[call-overload]
                raise KeyboardInterrupt
            put(path, data)

        monkeypatch.setattr(atomic_file, "put", dying)
        try:
            ledger_store.commit(two_halls(folder, swapped=True, quarantine_days=days), DAY)
        except KeyboardInterrupt:
            assert survived < 4
        monkeypatch.setattr(atomic_file, "put", put)
        after = ledger_store.commit(two_halls(folder, swapped=True, quarantine_days=days), DAY).assignment
        assert not after.held
        assert {terminal: str(address.ip) for terminal, address in after.addresses.items()} == {
            "two": f"10.1.0.{host}",
            "one": f"10.2.0.{host}",
        }
