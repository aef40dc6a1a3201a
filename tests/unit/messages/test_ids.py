# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The id of what is wrong: one for each sort, in every room, so that it can be recognised whatever the sentence says."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

LIBRARY = Path(__file__).resolve().parents[3] / "plugins/plugin_utils"
ROOMS = sorted(path.name for path in LIBRARY.iterdir() if (path / "__init__.py").is_file())
# Rooms in which nothing may be raised that has no id, or no sentence in both languages.
WHOLE = (
    "acceptance",
    "addresses",
    "base",
    "checks",
    "config",
    "evidence",
    "forms",
    "inventory",
    "model",
    "policy",
    "terminal",
)
# Each with the place of its sentence among the arguments.
PROBLEMS = {"KioskError": 0, "DeviceError": 1, "ShapeError": 0, "RuleFinding": 1, "Problem": 0}


def calls(room: str) -> Iterator[tuple[str, ast.Call]]:
    """Yield the calls of a room, and where each stands."""
    for file in sorted((LIBRARY / room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_bytes())):
            if isinstance(node, ast.Call):
                yield f"{file.relative_to(LIBRARY)}:{node.lineno}", node


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else ""


@pytest.mark.parametrize("room", ROOMS)
def test_an_id_stands_for_one_sort_of_problem(room: str) -> None:
    ids = Counter(
        keyword.value.value
        for _place, node in calls(room)
        for keyword in node.keywords
        if keyword.arg == "id" and isinstance(keyword.value, ast.Constant)
    )
    # The id of a sentence may be its former wording.
    formed = re.compile("[a-z0-9]+(-[a-z0-9]+)*|.* .*")
    assert [name for name, count in ids.items() if count > 1 or not formed.fullmatch(name)] == []


@pytest.mark.parametrize("room", WHOLE)
def test_nothing_is_raised_without_an_id_or_in_one_language(room: str) -> None:
    wrong = [
        place
        for place, node in calls(room)
        if called(node) in PROBLEMS
        and (
            "id" not in {keyword.arg for keyword in node.keywords}
            or any(isinstance(part, (ast.JoinedStr, ast.BinOp)) for part in _sentences(node))
            or any(isinstance(part, ast.Constant) and part.value for part in _sentences(node))
        )
    ]
    assert wrong == []


def _sentences(node: ast.Call) -> list[ast.expr]:
    first = node.args[PROBLEMS[called(node)] :][:1]
    return first + [keyword.value for keyword in node.keywords if keyword.arg in ("what", "fix")]
