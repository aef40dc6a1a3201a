# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Measure the house: how many rooms, floors, arrows and circles the library has, by one rule for every version.

    python script/house.py                 # the files as they lie here
    python script/house.py 9dce5dd HEAD    # two versions beside each other, as a Markdown table
    python script/house.py --detail        # besides, what is counted: arrows, circles, types, files with vendors' words
    python script/house.py --write         # put picture and numbers of the files that lie here into docs/architecture.md

What is counted:

- file: a Python file of `plugins/plugin_utils`; one that holds nothing but a docstring is none.
- room: a folder of `plugins/plugin_utils`, with all below it, or a file at its root.
- arrow: a room imports another, anywhere in a file, for typing only too.
- floors: rooms on the longest way along arrows; rooms in a circle are one.
- circle: rooms, folders or files, each of which imports the next, until the first is met again; once without imports for
  typing only. A folder is the one that a file lies in, `platforms/ios` not being `platforms`.
- type for a problem: a class of `plugins` with fields of its own for what is wrong (`what`, `found`, `reason`, `message`,
  `text`) and for what to do (`fix`), or for what is wrong (`what`) and its clause (`clause`).
- file with a vendor's word: of `plugins`, `roles` (tasks, defaults, handlers, meta) and the playbooks, outside the home of
  platforms, in code or strings; comments, docstrings and Ansible's documentation do not count. The home is
  `plugin_utils/platforms`, or, in versions without it, `plugin_utils/dialects`.
- word of a configuration line (`stp`, `switchport`): of `plugins/plugin_utils` outside that home, in code or strings, too.
"""

from __future__ import annotations

import argparse
import ast
import io
import re
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from room_graph import Graph, bare, circles, heights
from vendor_words import FUNCTIONS, line_words, vendor_words

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/architecture.md"
#: The version before the house was straightened.
BEFORE = "9dce5dd"
LIBRARY = "plugins/plugin_utils/"
SHARED = "plugins/module_utils/"
COUNTED = ("plugins", "roles", "playbooks", "deploy.yml")
PACKAGE = "ansible_collections.govkiosk.site."
PLATFORM_HOMES = (f"{LIBRARY}platforms/", f"{LIBRARY}dialects/")
WRONG = {"what", "found", "reason", "message", "text"}


@dataclass
class House:
    """What was counted."""

    files: list[str] = field(default_factory=list)
    lines: int = 0
    imports: Graph = field(default_factory=dict)
    running: Graph = field(default_factory=dict)  # without imports for typing only
    shared: Graph = field(default_factory=dict)  # of what terminals run too, which is no room
    problems: list[str] = field(default_factory=list)
    vendors: dict[str, int] = field(default_factory=dict)
    line_words: dict[str, int] = field(default_factory=dict)

    @property
    def rooms(self) -> Graph:
        """Which room imports which."""
        return self._grouped(room)

    @property
    def folders(self) -> Graph:
        """Which folder imports which."""
        return self._grouped(lambda path: PurePosixPath(path).parent.as_posix())

    def _grouped(self, group: Callable[[str], str]) -> Graph:
        groups: Graph = {group(path): set() for path in self.files}
        for path, others in self.imports.items():
            groups[group(path)] |= {group(other) for other in others} - {group(path)}
        return groups

    def measures(self) -> dict[str, int]:
        """Every number by its name."""
        rooms = self.rooms
        return {
            "files": len(self.files),
            "lines": self.lines,
            "rooms": len(rooms),
            "floors": max(heights(rooms).values(), default=0),
            "arrows between rooms": sum(map(len, rooms.values())),
            "circles of rooms": len(circles(rooms)),
            "circles of folders": len(circles(self.folders)),
            "circles of files": len(circles(self.imports)),
            "circles of files, without typing": len(circles(self.running)),
            "types for a problem": len(self.problems),
            "files with a vendor's word outside": len(self.vendors),
            "vendors' words outside": sum(self.vendors.values()),
            "words of configuration lines outside": sum(self.line_words.values()),
        }


def room(path: str) -> str:
    """Return the room of a file of the library."""
    return PurePosixPath(path.removeprefix(LIBRARY)).parts[0].removesuffix(".py")


def picture(house: House) -> Iterator[str]:
    """Yield a Mermaid flowchart of the rooms, the highest floor first; arrows that follow from others are left out."""
    floor = heights(house.rooms)
    yield "flowchart TB"
    for number in sorted(set(floor.values()), reverse=True):
        yield f'    subgraph floor{number}["{number}"]'
        yield from (f"        {name}" for name in sorted(floor) if floor[name] == number)
        yield "    end"
    for name, others in sorted(bare(house.rooms).items()):
        yield from (f"    {name} --> {other}" for other in sorted(others))


def document(text: str, houses: Mapping[str, House]) -> str:
    """Return the page about the house with the picture of the last one, and the numbers of all, where its marks stand."""
    *_, last = houses.values()
    parts = {"picture": ["```mermaid", *picture(last), "```"], "measures": list(table(houses))}
    for name, lines in parts.items():
        made = "\n".join(["", *lines, ""])
        text = re.sub(
            rf"(?s)(<!-- {name}: [^>]*-->\n).*?(<!-- end -->)", lambda m, made=made: f"{m[1]}{made}\n{m[2]}", text
        )
    return text


def measure(texts: Mapping[str, str]) -> House:
    """Measure the house that these files, by their paths from the root, are."""
    house = House()
    trees = {
        path: ast.parse(text) for path, text in texts.items() if path.endswith(".py") and path.startswith("plugins/")
    }
    for path, tree in trees.items():
        if path.startswith(LIBRARY) and not _only_a_docstring(tree):
            house.files.append(path)
            house.lines += texts[path].count("\n")
    house.shared = {
        path: _imported(path, trees, typing=True, below=SHARED) for path in trees if path.startswith(SHARED)
    }
    for path in house.files:
        house.imports[path] = _imported(path, trees, typing=True)
        house.running[path] = _imported(path, trees, typing=False)
    house.problems = sorted(f"{path}: {name}" for path, tree in trees.items() for name in _problem_types(tree))
    home = next((home for home in PLATFORM_HOMES if any(path.startswith(home) for path in texts)), PLATFORM_HOMES[0])
    for path, text in sorted(texts.items()):
        words = list(vendor_words(path, text, trees.get(path))) if not path.startswith(home) else []
        if words:
            house.vendors[path] = len(words)
        lines = list(line_words(trees[path])) if path in house.files and not path.startswith(home) else []
        if lines:
            house.line_words[path] = len(lines)
    return house


def _only_a_docstring(tree: ast.Module) -> bool:
    return all(isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) for node in tree.body)


def _imported(path: str, trees: Mapping[str, ast.Module], *, typing: bool, below: str = LIBRARY) -> set[str]:
    """Return the files of ours that a file imports."""
    skipped = set() if typing else {id(inner) for node in _type_checking(trees[path]) for inner in ast.walk(node)}
    found = set()
    for node in ast.walk(trees[path]):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            names = [(alias.name, "") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [(_base(path, node), alias.name) for alias in node.names]
        else:
            continue
        for module, name in names:
            found |= _files(f"{module}.{name}", trees) or _files(module, trees)
    return {file for file in found - {path} if file.startswith(below) and not _only_a_docstring(trees[file])}


def _files(module: str, trees: Mapping[str, ast.Module]) -> set[str]:
    """Return the file of a module, or none; what is no module of ours may be a name in one."""
    stem = module.removeprefix(PACKAGE).replace(".", "/")
    return {file for file in (f"{stem}.py", f"{stem}/__init__.py") if file in trees}


def _type_checking(tree: ast.Module) -> Iterator[ast.stmt]:
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            yield from node.body


def _base(path: str, node: ast.ImportFrom) -> str:
    """Return what a `from` names, in dots from the collection's root."""
    if not node.level:
        return node.module or ""
    parts = PurePosixPath(path).parts[: -node.level]
    return ".".join([*parts, *([node.module] if node.module else [])])


def _problem_types(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            fields = set(_fields(node))
            if (fields & WRONG and "fix" in fields) or {"what", "clause"} <= fields:
                yield node.name


def _fields(node: ast.ClassDef) -> Iterator[str]:
    """Yield the fields of a class: annotated ones, and what `__init__` sets."""
    for part in node.body:
        if isinstance(part, ast.AnnAssign) and isinstance(part.target, ast.Name):
            yield part.target.id
        if isinstance(part, FUNCTIONS) and part.name == "__init__":
            for inner in ast.walk(part):
                if isinstance(inner, ast.Attribute) and isinstance(inner.ctx, ast.Store):
                    yield inner.attr


def version(commit: str, root: Path = ROOT) -> dict[str, str]:
    """Return the files of a version, or of the working tree where none is named, by their paths."""
    if not commit:
        paths = (path for name in COUNTED for path in [root / name, *(root / name).rglob("*")] if path.is_file())
        files: Iterable[tuple[str, bytes]] = ((path.relative_to(root).as_posix(), path.read_bytes()) for path in paths)
    else:
        command = ["git", "-C", str(root), "archive", commit, *COUNTED]
        with tarfile.open(
            fileobj=io.BytesIO(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        ) as tar:
            files = [(item.name, tar.extractfile(item).read()) for item in tar if item.isfile()]  # type: ignore[union-attr]  # files have content
    return {path: text.decode("utf-8", "replace") for path, text in files if path.endswith((".py", ".yml", ".yaml"))}


def table(houses: Mapping[str, House]) -> Iterator[str]:
    """Yield a Markdown table with a column for each version."""
    yield "| | " + " | ".join(houses) + " |"
    yield "|---|" + "---:|" * len(houses)
    columns = [house.measures() for house in houses.values()]
    for name in columns[0]:
        yield f"| {name} | " + " | ".join(f"{column[name]:,}" for column in columns) + " |"


def detail(house: House) -> Iterator[str]:
    """Yield what was counted."""
    for name, others in sorted(house.rooms.items()):
        yield f"{name} -> {', '.join(sorted(others)) or '(nothing)'}"
    graphs = {"rooms": house.rooms, "folders": house.folders, "files": house.imports, "shared files": house.shared}
    for what, graph in {**graphs, "files, without typing": house.running}.items():
        for members in circles(graph):
            yield f"circle of {what}: {' '.join(member.removeprefix(LIBRARY) for member in members)}"
    yield from (f"type for a problem: {problem}" for problem in house.problems)
    yield from (f"vendors' words: {path} ({count})" for path, count in house.vendors.items())
    yield from (f"words of configuration lines: {path} ({count})" for path, count in house.line_words.items())


def main(arguments: list[str]) -> int:
    """Print the measures of each version."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("commit", nargs="*", help="versions to measure; without any, the files as they lie here")
    parser.add_argument("--detail", action="store_true", help="say what was counted")
    parser.add_argument("--write", action="store_true", help=f"write picture and numbers into {PAGE.name}")
    options = parser.parse_args(arguments)
    commits = [BEFORE, ""] if options.write else options.commit or [""]
    try:
        houses = {commit or "here": measure(version(commit)) for commit in commits}
    except subprocess.CalledProcessError as error:
        return error.returncode
    if options.write:
        PAGE.write_text(document(PAGE.read_text(encoding="utf-8"), houses), encoding="utf-8")
    lines = [*table(houses), *(line for house in houses.values() if options.detail for line in ["", *detail(house)])]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
