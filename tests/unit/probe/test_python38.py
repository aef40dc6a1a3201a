# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What terminals run is Python 3.8 with nothing but its standard library."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PROBES = sorted((ROOT / "plugins/module_utils/probe").glob("*.py"))
SHIPPED = [
    *PROBES,
    *(ROOT / f"plugins/modules/{name}_check.py" for name in ("egress", "service", "link")),
    ROOT / "roles/canary/files/canary.py",
]


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.name)
def test_syntax(path: Path) -> None:
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize("path", [*PROBES, ROOT / "roles/canary/files/canary.py"], ids=lambda path: path.name)
def test_imports_only_the_standard_library(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.level == 0}
    assert {name.partition(".")[0] for name in names} <= set(sys.stdlib_module_names)
