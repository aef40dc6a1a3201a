# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A city of two sites, and a cache of sites of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

HALL = Path("lab/sites/futian/lianhua-hall.yml")
SECOND = HALL.with_stem("second-hall")


def made(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make a city of two sites in `lab`, go there, and return the cache that it has of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    shutil.copytree(root / "tests/one_site", "lab", ignore=shutil.ignore_patterns("records"))
    text = HALL.read_text(encoding="utf-8")
    for old, new in (
        ("lianhua-hall", "second-hall"),
        ("莲花街道行政服务大厅", "莲花街道第二大厅"),
        ("10.96.192.11", "10.96.192.12"),
        ("5489-9800", "5489-9801"),
        ("ZW2026", "ZX2026"),
        ("10.96.128.0", "10.96.128.32"),
    ):
        text = text.replace(old, new)
    SECOND.write_text(text, encoding="utf-8")
    return tmp_path / "cache" / "govkiosk"
