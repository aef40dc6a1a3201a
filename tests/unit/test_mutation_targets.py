# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What the mutation stage runs is there: it runs only when named, so nothing else would tell that a test has moved."""

from __future__ import annotations

from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]


def test_each_module_and_each_test_is_there() -> None:
    targets = yaml.safe_load((ROOT / "tests/mutation/targets.yml").read_text(encoding="utf-8"))
    assert len(targets) > 10
    missing = []
    for each in targets.values():
        for place in (each["file"], *each["tests"]):
            file, _, test = place.partition("::")
            path = ROOT / file
            if not path.exists() or (test and f"def {test.partition('[')[0]}(" not in path.read_text(encoding="utf-8")):
                missing.append(place)
    assert missing == []
