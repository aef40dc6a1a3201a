# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Every mistake a user makes in the inventory is answered by exactly this message."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

_spec = importlib.util.spec_from_file_location("govkiosk_error_case", Path(__file__).with_name("case.py"))
assert _spec
assert _spec.loader
case = importlib.util.module_from_spec(_spec)
sys.modules[_spec.name] = case
_spec.loader.exec_module(case)

CASES = list(case.cases())


@pytest.mark.parametrize("given", CASES, ids=lambda given: given.name)
def test_message(given: case.Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    outcome = given.outcome(Path("lab"))
    assert outcome == given.expected, "what was told:\n\n" + str(outcome.get("message", outcome))


def test_unchanged_lab_is_right(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert case.Case("nothing", {"changes": []}).outcome(Path("lab")) == {"held": {}}


@pytest.mark.parametrize("given", CASES, ids=lambda given: given.name)
def test_message_says_where_and_how_to_fix(given: case.Case) -> None:
    texts = [given.expected["message"]] if "message" in given.expected else list(given.expected["held"].values())
    assert texts
    for text in texts:
        first, *rest = text.rstrip("\n").split("\n")
        assert first.startswith("lab/")
        assert [line.startswith("    fix: ") for line in rest[::2]] == [True] * ((len(rest) + 1) // 2)
