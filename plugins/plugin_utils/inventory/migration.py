# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A city's files of an earlier version, with the names that this one reads; every other byte stays.

Keys of site files and variables that were renamed are found by YAML's own marks, so that neither a comment nor a value that only
looks like one is touched. What was renamed is said where it is read: `Record.renamed`, `renamed` of meta/extra_variables.yml,
and `former_variables.RENAMED`. A variable that nothing took the place of is told, with its place and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ...module_utils.message import join, say
from ..base import atomic_file
from ..base.city_places import RECORDS
from ..base.errors import KioskError, KioskErrors
from ..base.folders import files_in, shown
from ..base.former_variables import FORMER, RENAMED
from ..base.problem import Where
from ..model import city_folder, source
from ..model.catalogue import Catalogue
from ..model.city import City
from ..model.reading import dotted
from ..model.record import Record
from ..model.shape import shape_at
from ..model.site import Site
from .extra_variables import Known

_VARIABLES = ("group_vars", "host_vars")
_RECORDS = re.compile(rf"\b{RECORDS}\b")


@dataclass(frozen=True)
class Rewritten:
    """A file with the names of today.

    Attributes:
        path: the file.
        before, after: its content.
        changes: what was renamed, a line of text for each.
    """

    path: Path
    before: bytes
    after: bytes
    changes: tuple[str, ...]


@dataclass(frozen=True)
class _Edit:
    start: int
    end: int
    text: str
    what: str


def rewrite(folder: Path) -> tuple[Rewritten, ...]:
    """Return the files of a city that have to change; nothing is written.

    Raises:
        KioskErrors: everything that stands in the way, in all files.
    """
    found: list[Rewritten] = []
    errors: list[KioskError] = []
    models: dict[Path, type[Record]] = {folder / "city.yml": City, folder / "catalogue.yml": Catalogue}
    variables = _variables()
    held: dict[Path, bytes] = {}
    for path in [*city_folder.files(folder), *_variable_files(folder)]:
        model = None if _holds_variables(path, folder) else models.get(path, Site)
        try:
            content = city_folder.content(path)
            if not model:
                held[path] = content
            edits = _keys(model, content, path) if model else _names(content, path, variables)
            found += _edited(path, content, edits)
        except KioskErrors as error:
            errors += error.errors
    errors += _scattered(folder, held, found)
    if errors:
        raise KioskErrors(errors)
    return tuple(found)


def _scattered(folder: Path, files: Mapping[Path, bytes], found: Iterable[Rewritten]) -> Iterator[KioskError]:
    """Refuse to make one variable of several that stand apart: one would win, or each group have records of its own."""
    of_all = re.compile(r"group_vars/all(?:\.ya?ml|/.*)?")
    after = {file.path: file.after for file in found}
    holding = [
        path
        for path, content in {**files, **after}.items()
        if path in files
        for _word in _counted(content.decode(errors="surrogateescape"))
    ]
    apart = len(holding) > 1 or not all(of_all.fullmatch(str(path.relative_to(folder))) for path in holding)
    if apart and set(holding) & set(after):
        what = say("{name} would stand in several files, or not for all hosts", name=RECORDS)
        fix = say("write it once, in group_vars/all.yml, and delete it and its former names elsewhere")
        for path in dict.fromkeys(holding):
            yield KioskError(what, where=shown(path), fix=fix, id="migration-scattered")


def _counted(text: str) -> list[re.Match[str]]:
    """Return where the variable of the records stands; in a file that is no YAML, anywhere."""
    anywhere = [*_RECORDS.finditer(text)]
    try:
        return _mentions(text, _RECORDS) if anywhere else []
    except (yaml.YAMLError, UnicodeError):
        return anywhere


def write(files: Iterable[Rewritten]) -> None:
    """Put each of them in its place, whole.

    Raises:
        KioskError: one was changed meanwhile, or cannot be written; those before it are written, and another run does the rest.
    """
    for file in files:
        try:
            if file.path.read_bytes() != file.before:
                raise KioskError(
                    say("was changed meanwhile"),
                    where=shown(file.path),
                    fix=say("run the playbook again"),
                    id="migration-changed-meanwhile",
                )
            atomic_file.put(file.path.resolve(), file.after, file.path.stat().st_mode & 0o7777)
        except OSError as error:
            what, fix = (
                say("cannot be written: {reason}", reason=error.strerror),
                say("mend that, and run the playbook again: it does the rest"),
            )
            raise KioskError(what, where=shown(file.path), fix=fix, id="migration-not-written") from None


def _variables() -> Mapping[str, str]:
    """Return the renamed variables that are ours by name; others may mean something else in a city's own variables."""
    known = Known.load()
    return {old: new for old, new in known.renamed.items() if old.startswith(known.prefixes)} | RENAMED


def _variable_files(folder: Path) -> Iterator[Path]:
    yield from (path for path in [folder / "govkiosk.yml"] if path.exists())
    for name in _VARIABLES:
        yield from sorted(path for path in files_in(folder / name, below=True) if not path.name.startswith("."))


def _holds_variables(path: Path, folder: Path) -> bool:
    return path == folder / "govkiosk.yml" or path.relative_to(folder).parts[0] in _VARIABLES


def _keys(model: type[Record], content: bytes, path: Path) -> Iterator[_Edit]:
    document = source.read(content, shown(path))
    for place, new, both in _renamed(model, document.data, ()):
        where = document.where(place, key=True)
        if both:
            raise KioskErrors([_both(where, dotted(place), new)])
        yield _Edit(
            *document.key_span(place),
            new,
            say("{where}: {old} is called {new} now", where=where, old=dotted(place), new=new),
        )


def _both(where: Where, old: str, new: str) -> KioskError:
    what = say("{path}: is called `{new}` now, which stands there as well", path=old, new=new)
    return KioskError(what, where=where, fix=say("delete one of the two"), id="migration-both-names")


def _renamed(model: type[Record], data: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], str, bool]]:
    if isinstance(data, list):
        for at, value in enumerate(data):
            yield from _renamed(model, value, (*path, at))
    elif isinstance(data, dict):
        renamed = shape_at(model, path).renamed
        for key, value in data.items():
            if key in renamed:
                yield (*path, key), renamed[key], renamed[key] in data
            yield from _renamed(model, value, (*path, key))


def _names(content: bytes, path: Path, variables: Mapping[str, str]) -> Iterator[_Edit]:
    """Find renamed variables in keys and values, expressions of Jinja among them; a comment is neither."""
    text = content.decode(errors="surrogateescape")
    words = re.compile(rf"\b(?:{'|'.join(map(re.escape, {**variables, **FORMER}))})\b")
    if not words.search(text):
        return
    try:
        mentions = _mentions(text, words)
        twice = list(_twice(yaml.compose(text, Loader=yaml.CSafeLoader), variables))
    except (yaml.YAMLError, UnicodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = Where(shown(path), mark.line + 1, mark.column + 1) if mark else Where(shown(path))
        what, fix = (
            say("is no YAML in UTF-8, and names a variable that was renamed"),
            say("correct it, and run the playbook again"),
        )
        raise KioskErrors([KioskError(what, where=where, fix=fix, id="migration-no-yaml")]) from None
    found = [
        (word, Where(shown(path), text.count("\n", 0, at := word.start()) + 1, at - text.rfind("\n", 0, at)))
        for word in mentions
    ]
    errors = [_both(Where(shown(path), mark.line + 1, mark.column + 1), old, variables[old]) for old, mark in twice]
    gone = say("is no variable any more")
    errors += [
        KioskError(join([word[0], gone], " "), where=where, fix=FORMER[word[0]], id="migration-former-variable")
        for word, where in found
        if word[0] not in variables
    ]
    if errors:
        raise KioskErrors(errors)
    for word, where in found:
        new = variables[word[0]]
        what = say("{where}: {old} is called {new} now", where=where, old=word[0], new=new)
        yield _Edit(*word.span(), new, what)


def _mentions(text: str, words: re.Pattern[str]) -> list[re.Match[str]]:
    """Return where words stand in keys and values.

    Raises:
        YAMLError, UnicodeError: it is no YAML in UTF-8.
    """
    tokens = (token for token in yaml.scan(text, Loader=yaml.CSafeLoader) if isinstance(token, yaml.ScalarToken))
    return [word for token in tokens for word in words.finditer(text, token.start_mark.index, token.end_mark.index)]


def _twice(node: yaml.Node | None, variables: Mapping[str, str]) -> Iterator[tuple[str, yaml.Mark]]:
    """Yield the renamed variables whose new name another key of the same mapping has, or gets."""
    if isinstance(node, yaml.SequenceNode):
        for entry in node.value:
            yield from _twice(entry, variables)
    elif isinstance(node, yaml.MappingNode):
        taken = {str(key.value) for key, _value in node.value} - set(variables)
        for key, value in node.value:
            if new := variables.get(str(key.value)):
                if new in taken:
                    yield str(key.value), key.start_mark
                taken.add(new)
            yield from _twice(value, variables)


def _edited(path: Path, content: bytes, edits: Iterable[_Edit]) -> Iterator[Rewritten]:
    made = sorted(edits, key=lambda edit: edit.start)
    after = text = content.decode(errors="surrogateescape")
    for edit in reversed(made):
        quote = text[edit.start] if text[edit.start] in "\"'" else ""
        after = f"{after[: edit.start]}{quote}{edit.text}{quote}{after[edit.end :]}"
    if made:
        yield Rewritten(path, content, after.encode(errors="surrogateescape"), tuple(edit.what for edit in made))
