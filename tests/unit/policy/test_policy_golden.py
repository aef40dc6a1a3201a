# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The golden texts; after a change that is meant: `python tests/golden/approve.py`."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest
from policy_dialects import TAUGHT
from policy_site import ROOT

GOLDEN = ROOT / "tests" / "golden"
FILES = ("lianhua-hall.cfg", "lianhua-hall.cli", "lianhua-hall.txt", "faults.txt")
NAMES = tuple(f"{case.name}/{file}" for case in TAUGHT for file in FILES)


def texts() -> dict[str, str]:
    spec = importlib.util.spec_from_file_location("approve", GOLDEN / "approve.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: dict[str, str] = module.texts()
    return found


def test_all_golden_texts_are_known() -> None:
    assert tuple(texts()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_golden(name: str) -> None:
    path: Path = GOLDEN / name
    assert texts()[name] == path.read_text(encoding="utf-8"), "if this is meant: python tests/golden/approve.py"
