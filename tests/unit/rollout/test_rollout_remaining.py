# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What is left to deploy: one file of the city, whole at any moment."""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.rollout.remaining import Remaining

CITY = ("a-sw", "a-01", "a-02", "b-sw", "b-01")


def test_runs_add_and_accepted_sites_leave(tmp_path: Path) -> None:
    left = Remaining(tmp_path)
    left.begin(["b-sw", "b-01"], CITY)
    left.begin(["a-sw", "a-01", "a-02"], CITY)
    assert left.read() == ("a-sw", "a-01", "a-02", "b-sw", "b-01"), "in the city's order"
    left.accept(["a-01"], "a-sw", ["a-01", "a-02"])
    assert left.read() == ("a-sw", "a-02", "b-sw", "b-01"), "the switch stays with its last terminal"
    left.accept(["a-02"], "a-sw", ["a-01", "a-02"])
    assert left.read() == ("b-sw", "b-01")
    left.accept([], "b-sw", ["b-01"])
    assert left.read() == ("b-sw", "b-01")
    left.accept(["b-01"], "b-sw", ["b-01"])
    assert not left.path.exists()


@pytest.mark.parametrize("text", ["a-01 a-02\n\n b-sw\r\nb-01", "\na-01\na-02\na-01\nb-sw\nb-01\n"])
def test_a_file_that_somebody_has_edited(tmp_path: Path, text: str) -> None:
    left = Remaining(tmp_path)
    left.begin(CITY, CITY)
    left.path.write_bytes(text.encode())
    left.accept(["a-01"], "a-sw", ["a-01", "a-02"])
    assert left.path.read_text() == "a-02\nb-sw\nb-01\n"


def test_a_name_that_is_part_of_another_stays(tmp_path: Path) -> None:
    left, city = Remaining(tmp_path), ("a-01", "a-011", "ba-01", "a")
    left.begin(city, city)
    left.accept(["a-01", "a"])
    assert left.read() == ("a-011", "ba-01")


def test_a_site_retired_meanwhile_leaves_with_the_next_run(tmp_path: Path) -> None:
    left = Remaining(tmp_path)
    left.begin(CITY, CITY)
    left.begin(["b-sw"], CITY[3:])
    assert left.read() == ("b-sw", "b-01")


def test_an_acceptance_without_any_rollout_writes_nothing(tmp_path: Path) -> None:
    Remaining(tmp_path).accept(["a-01"], "a-sw", ["a-01"])
    assert list(tmp_path.iterdir()) == []


def test_records_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "rollout").write_text("in the way")
    with pytest.raises(KioskError, match="cannot be written: "):
        Remaining(tmp_path).begin(CITY, CITY)
