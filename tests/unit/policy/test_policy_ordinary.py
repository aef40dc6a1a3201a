# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whole configurations as halls have them, before a deployment: nothing stands in the way of one.

Each file is put together from lines that such switches commonly print, its first two ports being the terminals'.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.policy import planning

from tests.helpers.policy.policy_platforms import CASES
from tests.helpers.policy.policy_site import plan

FILES = sorted((Path(__file__).parent / "ordinary").glob("*.cfg"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_ordinary_switch_is_deployed_to(file: Path) -> None:
    case = CASES[max((name for name in CASES if file.stem.startswith(f"{name}_")), key=len)]
    change = planning.plan_change(plan(case=case), file.read_text(encoding="utf-8"))
    assert change.violations == ()
    assert change.commands
    assert change.notices == ()


def test_every_platform_has_an_ordinary_switch() -> None:
    assert {name for name in CASES for file in FILES if file.stem.startswith(f"{name}_")} == set(CASES)
