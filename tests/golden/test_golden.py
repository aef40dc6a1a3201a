# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The golden texts; after a change that is meant: `python tests/golden/approve.py`."""

from __future__ import annotations

import pytest

from tests.golden import approve
from tests.helpers.policy.policy_platforms import TAUGHT

FILES = ("lianhua-hall.cfg", "lianhua-hall.cli", "lianhua-hall.txt", "faults.txt")
NAMES = tuple(f"{case.name}/{file}" for case in TAUGHT for file in FILES)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return approve.texts()


def test_all_golden_texts_are_known(texts: dict[str, str]) -> None:
    assert tuple(texts) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str, texts: dict[str, str]) -> None:
    path = approve.HERE / name
    assert texts[name] == path.read_text(encoding="utf-8"), "if this is meant: python tests/golden/approve.py"
