# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Whatever file, heading or test documents, comments and docstrings name is in the repository."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from ansible_collections.govkiosk.site.plugins.plugin_utils.acceptance.clauses import CLAUSES

ROOT = Path(__file__).resolve().parents[3]
#: `collections` is the repository once more, by a link; `records` is what runs leave.
NOT_OURS = {"collections", "records", "__pycache__"}
HIDDEN = {".ci", ".config"}
#: A change log tells of files that are gone.
PAST = {"CHANGELOG.md", "LICENSE"}
#: What is named though no clone has it, and where it is.
ELSEWHERE = {
    "a change's record": {"after.cfg", "before.cfg", "guard.txt", "sent.txt", "uncommitted.txt"},
    "a switch's flash": {"flash-startup.cfg", "startup-config.txt", "vrpcfg.cfg"},
    "a terminal": {"nftables.service", "terminal.json"},
    "a city that somebody sets up": {"all.yml", "example-hall.yml", "second.yml", "vault.yml"},
    "paramiko": {"auth_handler.py", "transport.py"},
}
#: The captures of that project, by their folders.
NTC_TEMPLATES = ("tests/cisco_ios", "tests/hp_comware", "tests/huawei_vrp")
NAME = re.compile(
    r"(?<![\w<>{}$*/.:@-])((?:[\w.-]+/)*[\w-][\w.-]*\.(?:md|py|ya?ml|j2|toml|txt|sh|cfg|json|typ|csv|service))(?![\w*<>{}/-])"
)
#: A folder, or a file without an end, by its path from the root.
FOLDER = re.compile(
    r"(?<![\w<>{}$*/.:@-])"
    r"((?:docs|lab|molecule|playbooks|plugins|requirements|roles|schema|script|terminal|tests)(?:/[\w-]+)+)(?![\w.*<>{}/…-])"
)
LINK = re.compile(r"\]\((?!\w+:)([^)\s#]*)(?:#([^)\s]+))?\)")
TEST = re.compile(r"`(test_\w+)`")


@cache
def files() -> dict[str, Path]:
    """Return the files of a clone by their paths from its root."""
    found = {}
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS and (not name.startswith(".") or name in HIDDEN)]
        found.update({(Path(folder) / name).relative_to(ROOT).as_posix(): Path(folder) / name for name in names})
    return {path: file for path, file in found.items() if path not in PAST and not path.endswith((".pyc", ".mo"))}


@cache
def names() -> frozenset[str]:
    """Return every way to name a file by the end of its path."""
    parts = [("x/" + path).split("/")[1:] for path in [*files(), "CHANGELOG.md", "LICENSE"]]
    return frozenset("/".join(part[at:]) for part in parts for at in range(len(part)))


def prose(path: str) -> Iterator[str]:
    """Yield what a file says to people: a document whole, else its comments and docstrings."""
    try:
        text = files()[path].read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return
    if path.endswith(".md"):
        yield text
    elif path.endswith(".py"):
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
                yield ast.get_docstring(node, clean=False) or ""
        yield from re.findall(r"(?m)(?:^|\s)#.*$", text)
    elif path.endswith((".yml", ".yaml", ".toml", ".cfg", ".j2")) or text.startswith("#!"):
        yield from (line[line.index("#") :] for line in text.splitlines() if "#" in line)


def missing(path: str) -> set[str]:
    """Return the names in a file's prose that lead nowhere."""
    found = {name for text in prose(path) for pattern in (NAME, FOLDER) for name in pattern.findall(text)}
    elsewhere = set().union(*ELSEWHERE.values())
    return {
        name
        for name in found
        if re.sub(r"^(\.\./)+", "", name) not in names()
        and name.rpartition("/")[2] not in elsewhere
        and not (ROOT / name).is_dir()
        and not name.startswith(NTC_TEMPLATES)
    }


def test_files() -> None:
    """Of 1,000 files, those that name one which is not there."""
    assert {path: lost for path in files() if (lost := missing(path))} == {}


def test_documents_that_messages_send_people_to() -> None:
    wrong = {}
    for path, file in files().items():
        if path.endswith((".py", ".yml", ".j2", ".po")) or "." not in file.name:
            text = file.read_text(encoding="utf-8", errors="replace")
            if lost := set(re.findall(r"\bdocs/[\w./-]+\.md", text)) - files().keys():
                wrong[path] = lost
    assert wrong == {}


DOCUMENTS = sorted(path for path in files() if path.endswith(".md"))


@cache
def headings(path: str) -> frozenset[str]:
    """Return the anchors of a document's headings, as forges make them."""
    text = re.sub(r"(?ms)^```.*?^```", "", files()[path].read_text(encoding="utf-8"))
    titles = re.findall(r"(?m)^#+ (.*)$", text)
    made = {re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-") for title in titles}
    return frozenset(made | set(re.findall(r'<a id="([^"]+)">', text)))


@pytest.mark.parametrize("path", DOCUMENTS)
def test_links(path: str) -> None:
    wrong = []
    for target, heading in LINK.findall(files()[path].read_text(encoding="utf-8")):
        file = (files()[path].parent / target).resolve() if target else files()[path]
        if not file.exists():
            wrong.append(target)
        elif heading and file.suffix == ".md" and heading not in headings(file.relative_to(ROOT).as_posix()):
            wrong.append(f"{target}#{heading}")
    assert wrong == []


def test_tests_that_documents_name() -> None:
    code = [file for path, file in files().items() if path.startswith("tests/") and file.suffix == ".py"]
    have = {name for file in code for name in re.findall(r"def (test_\w+)", file.read_text(encoding="utf-8"))}
    have |= {file.stem for file in code}
    named = {path: set(TEST.findall(files()[path].read_text(encoding="utf-8"))) for path in DOCUMENTS}
    assert {path: lost - have for path, lost in named.items() if lost - have} == {}


def test_the_standards_clauses() -> None:
    rows = re.findall(r"(?m)^\| `([^`]+)` \|", (ROOT / "docs/clauses.md").read_text(encoding="utf-8"))
    assert rows == [clause.id for clause in CLAUSES]
