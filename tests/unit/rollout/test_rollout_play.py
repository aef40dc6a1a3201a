# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""deploy.yml over several sites: waves, gates, resuming, two engineers, a kill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.unit.rollout.rollout_city import city

if TYPE_CHECKING:
    from pathlib import Path

SITES = ("hall-a", "hall-b", "hall-c")


def test_all_sites_are_accepted_wave_by_wave(tmp_path: Path) -> None:
    with city(tmp_path, SITES, canaries=["hall-b"]) as made:
        run = made.deploy()
        assert run.status == 0, run.output
