# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What judges us in the lab shares no code with what it judges: an oracle that makes the same mistake is none."""

import ast
from pathlib import Path

import pytest

LAB = Path(__file__).resolve().parents[3] / "lab"
ORACLE = sorted([*(LAB / "switch").rglob("*.py"), LAB / "capture.py", LAB / "witness.py"])


def imported(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_bytes())))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return names | {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}


@pytest.mark.parametrize("file", ORACLE, ids=lambda file: str(file.relative_to(LAB)))
def test_nothing_of_the_collection_is_imported(file: Path) -> None:
    assert [name for name in imported(file) if "ansible_collections" in name or name.split(".")[0] == "plugins"] == []
