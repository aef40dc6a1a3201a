# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A few faults in the middle of a rollout under each guard; `tests/bench/fault_table.py` has all of them in all platforms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.integration.device.fault_cases import file_kills, one_of
from tests.integration.device.fault_play import play
from tests.integration.device.fault_stage import CASES_OF_GUARDS, Stage, stages

if TYPE_CHECKING:
    from pathlib import Path

# One of each guard: on another platform the same guard is told the same in other words.
GUARDS = [case for case in CASES_OF_GUARDS if case.id in ("vrp", "comware", "ios", "vrpv8")]
# When before.cfg and the accepted plan are written but not yet in their place.
HALF_WRITTEN = (1, 11)


@pytest.fixture(scope="module", params=GUARDS, ids=str)
def there(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Stage]:
    return stages(request.param, tmp_path_factory.mktemp("stages"))


@pytest.mark.parametrize("kind", ["killed while pushing", "killed while confirming", "session dropped", "flash full"])
def test_site_is_right_after_the_guards_time_and_one_run(there: dict[str, Stage], kind: str, tmp_path: Path) -> None:
    stage = there["change"]
    assert play(stage, one_of(kind, stage), tmp_path).wrong == []


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return stages(GUARDS[0], tmp_path_factory.mktemp("stages"))["first"]


@pytest.mark.parametrize("fault", file_kills(HALF_WRITTEN), ids=str)
def test_run_killed_while_it_writes_a_file_leaves_nothing_half_written(
    first: Stage, fault: object, tmp_path: Path
) -> None:
    assert play(first, fault, tmp_path).wrong == []
