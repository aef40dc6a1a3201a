# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Keep the Chinese sentences beside the English ones: find every message, bring the catalogues up to date, compile them.

    python script/messages.py            write each zh_CN.po and zh_CN.mo; end non-zero if a sentence has no Chinese yet
    python script/messages.py --check    write nothing, say what would change and what is wrong
    python script/messages.py --drop     forget the sentences that are gone from the code

A sentence without an id is its own id: evidence keeps it, and whether a form is issued again is decided by it. Where one is
worded anew, the new one has the former as its id (`say("new", id="former")`); so a sentence is forgotten only when asked.

A message is a call of `say` with the sentence written out; in playbooks and roles it stands before the filter of that name.
Each room of plugins/plugin_utils has its own catalogue, each platform too; what terminals run (module_utils) is in that of
`checks`, plugins that Ansible loads and playbooks in that of `base`.
"""

from __future__ import annotations

import ast
import io
import re
import string
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
ROOMS = "plugins/plugin_utils"
LANGUAGE = "zh_CN"
# Whose messages lie in another room's catalogue.
LODGERS = {"plugins/module_utils": "checks", "plugins": "base"}
# As plugin_utils/base/language.py asks for them.
IDS, WORDS = "id", "en"
_GONE = "is gone from the code; give the sentence that took its place this one as its id, or forget it with --drop"
_NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
# Where messages are said by the filter of plugins/filter/say.py.
PLAYS = ("playbooks", "roles")
_FILTER = "govkiosk.site.say"
_PLAYED = re.compile(r'"((?:[^"\\]|\\.)*)"\s*\|\s*govkiosk\.site\.say\b(?:\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\))?')
_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Said:
    """One message in the code.

    Attributes:
        template: the English sentence.
        file: where, from the root.
        line: where in it.
        given: names of the values at the call; None if it hands on a mapping, so that nobody can tell.
        id: what it is found by when it was worded anew, if it leaves its process.
    """

    template: str
    file: str
    line: int
    given: frozenset[str] | None
    id: str = ""


def main() -> int:
    """Do what the command line says."""
    check, drop = ("--" + word in sys.argv[1:] for word in ("check", "drop"))
    wrong: list[str] = []
    rooms: dict[Path, list[Said]] = {}
    for file in sorted((ROOT / "plugins").rglob("*.py")):
        for said in messages(file, wrong):
            rooms.setdefault(catalogue_of(file), []).append(said)
    for said in tabled(sorted((ROOT / ROOMS / "platforms").rglob("*.py")), wrong):
        rooms.setdefault(catalogue_of(ROOT / said.file), []).append(said)
    for file in sorted(file for folder in PLAYS for file in (ROOT / folder).rglob("*.yml")):
        rooms.setdefault(ROOT / ROOMS / "base" / f"{LANGUAGE}.po", []).extend(played(file, wrong))
    stale = sorted(set((ROOT / ROOMS).rglob(f"{LANGUAGE}.po")) - set(rooms))
    wrong += [f"{path.relative_to(ROOT)}: no message of this room is left; delete it and its .mo" for path in stale]
    wrong += twice(each for said in rooms.values() for each in said)
    known = {text for said in rooms.values() for each in said for text in (each.template, each.id)}
    for path, said in sorted(rooms.items()):
        catalogue = updated(path, said)
        for entry in [] if drop else gone(path, known):
            wrong.append(f"{path.relative_to(ROOT)}: {entry.id!r}: {_GONE}")
            catalogue.add(entry.id, entry.string)
        wrong += faults(path, catalogue)
        for target, content in ((path, po(catalogue)), (path.with_suffix(".mo"), mo(catalogue, said))):
            if target.is_file() and target.read_bytes() == content:
                continue
            if check:
                wrong.append(f"{target.relative_to(ROOT)}: is not up to date; run python script/messages.py")
            else:
                target.write_bytes(content)
    sys.stdout.writelines(f"{each}\n" for each in wrong)
    return 1 if wrong else 0


def messages(file: Path, wrong: list[str]) -> Iterator[Said]:
    """Yield the messages of a file; calls that nobody can find a sentence in are added to `wrong`."""
    name = str(file.relative_to(ROOT))
    for node in ast.walk(ast.parse(file.read_bytes())):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say"):
            continue
        match node.args:
            case [ast.Constant(value=str(template))]:
                given = frozenset(each.arg for each in node.keywords if each.arg not in (None, "id"))
                known = next((each.value for each in node.keywords if each.arg == "id"), None)
                if known and not (isinstance(known, ast.Constant) and isinstance(known.value, str)):
                    wrong.append(f"{name}:{node.lineno}: the id is not written out")
                word = str(known.value) if isinstance(known, ast.Constant) else ""
                whole = None if any(not each.arg for each in node.keywords) else given
                said = Said(template, name, node.lineno, whole, word)
                if said.given is not None and fields(template) != said.given:
                    wrong.append(
                        f"{name}:{node.lineno}: the sentence has {sorted(fields(template))}, given is {sorted(said.given)}"
                    )
                yield said
            case _:
                wrong.append(f"{name}:{node.lineno}: the sentence is not written out")


def tabled(files: list[Path], wrong: list[str]) -> Iterator[Said]:
    """Yield the messages of the platforms' tables of lines: what makes an effect so, the third argument of `effect`."""
    trees = {file: ast.parse(file.read_bytes()) for file in files}
    constants = texts_by_name(trees.values())
    for file, tree in trees.items():
        name = str(file.relative_to(ROOT))
        for node in ast.walk(tree):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "effect"):
                continue
            match [*node.args[2:3], *(each.value for each in node.keywords if each.arg == "why")]:
                case [ast.Constant(value=str(why))]:
                    found = {why}
                case [ast.Name(id=constant) | ast.Attribute(attr=constant)]:
                    found = constants.get(constant, set())
                case []:
                    continue
                case _:
                    found = set()
            if not found:
                wrong.append(f"{name}:{node.lineno}: the sentence is not written out")
            for sentence in sorted(found - {""}):
                yield Said(sentence.replace("{", "{{").replace("}", "}}"), name, node.lineno, frozenset())


def texts_by_name(trees: Iterable[ast.Module]) -> dict[str, set[str]]:
    """Return the texts that are constants of these modules, by their names."""
    constants: dict[str, set[str]] = {}
    for node in (node for tree in trees for node in tree.body if isinstance(node, ast.Assign)):
        targets = node.targets[0].elts if isinstance(node.targets[0], ast.Tuple) else node.targets
        values = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value] * len(targets)
        for target, value in zip(targets, values, strict=False):
            if isinstance(target, ast.Name) and isinstance(value, ast.Constant) and isinstance(value.value, str):
                constants.setdefault(target.id, set()).add(value.value)
    return constants


def played(file: Path, wrong: list[str]) -> Iterator[Said]:
    """Yield the messages of a playbook or a role: what stands between double quotes before the filter `say`."""
    name = str(file.relative_to(ROOT))
    for node in scalars(yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)):
        found = list(_PLAYED.finditer(node.value))
        if len(found) != node.value.count(_FILTER):
            wrong.append(f"{name}:{node.start_mark.line + 1}: the sentence is not written out between double quotes")
        for call in found:
            template = str(call[1])
            if "\\" in template:
                what = "Ansible takes no escape for what it stands for: break the line"
                wrong.append(f"{name}:{node.start_mark.line + 1}: {what}")
            given = frozenset(re.findall(r"(?:\A|,)\s*(\w+)\s*=(?!=)", call[2] or ""))
            if fields(template) != given:
                wrong.append(
                    f"{name}:{node.start_mark.line + 1}: the sentence has {sorted(fields(template))}, given is {sorted(given)}"
                )
            yield Said(template, name, node.start_mark.line + 1, given)


def scalars(node: yaml.Node | None) -> Iterator[yaml.ScalarNode]:
    """Yield the texts of a YAML file."""
    match node:
        case yaml.ScalarNode():
            yield node
        case yaml.SequenceNode(value=entries):
            for entry in entries:
                yield from scalars(entry)
        case yaml.MappingNode(value=pairs):
            for _key, value in pairs:
                yield from scalars(value)


def fields(template: str) -> frozenset[str]:
    """Return the names of the values in a sentence."""
    names = {name for _text, name, _format, _conversion in string.Formatter().parse(template) if name is not None}
    return frozenset(re.split(r"[.\[]", name)[0] for name in names)


def twice(said: Iterable[Said]) -> Iterator[str]:
    """Yield the ids that stand for two sentences: whoever reads one back would say the wrong one."""
    known: dict[str, Said] = {}
    for each in said:
        first = known.setdefault(each.id, each)
        if each.id and first.template != each.template:
            yield f"{each.file}:{each.line}: the id {each.id} is that of {first.file}:{first.line} already"


def catalogue_of(file: Path) -> Path:
    """Return the catalogue that a file's messages are in."""
    place = file.relative_to(ROOT)
    if place.is_relative_to(ROOMS):
        room = place.relative_to(ROOMS).parts[:-1]
        folder = Path(*room[: 2 if room[0] == "platforms" else 1]) if room else Path("base")
    else:
        folder = Path(next(room for home, room in LODGERS.items() if place.is_relative_to(home)))
    return ROOT / ROOMS / folder / f"{LANGUAGE}.po"


def updated(path: Path, said: list[Said]) -> Catalog:
    """Return the catalogue with exactly these messages, and the translations that it had."""
    before = Catalog(locale=LANGUAGE)
    if path.is_file():
        with path.open("rb") as file:
            before = read_po(file, locale=LANGUAGE)
    catalogue = Catalog(locale=LANGUAGE, fuzzy=False)
    for each in sorted(said, key=lambda said: (said.file, said.line)):
        old = before.get(each.template)
        catalogue.add(
            each.template, old.string if old else "", locations=[(each.file, 0)], flags=["python-brace-format"]
        )
    return catalogue


def gone(path: Path, known: set[str]) -> list[Message]:
    """Return the entries of a catalogue whose sentences nobody says any more, under whichever wording."""
    if not path.is_file():
        return []
    with path.open("rb") as file:
        return [entry for entry in read_po(file, locale=LANGUAGE) if entry.id and entry.id not in known]


def faults(path: Path, catalogue: Catalog) -> Iterator[str]:
    """Yield what is wrong with the translations."""
    for message in catalogue:
        if not message.id:
            continue
        chinese, place = str(message.string), f"{path.relative_to(ROOT)}: {message.id!r}"
        if not chinese.strip():
            yield f"{place}: has no Chinese sentence"
        elif fields(chinese) != fields(str(message.id)):
            yield f"{place}: the values are {sorted(fields(str(message.id)))}, in Chinese {sorted(fields(chinese))}"
        elif re.search("[A-Za-z]{2}", re.sub(r"\{[^}]*\}", "", str(message.id))) and not _CHINESE.search(chinese):
            yield f"{place}: the Chinese sentence has no Chinese character"


def po(catalogue: Catalog) -> bytes:
    """Return the catalogue as people edit it: no dates, no line numbers, nothing that changes by itself."""
    file = io.BytesIO()
    write_po(file, catalogue, width=0, omit_header=True, include_lineno=False, sort_output=False)
    header = f'msgid ""\nmsgstr ""\n"Language: {LANGUAGE}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    return header.encode() + file.getvalue()


def mo(catalogue: Catalog, said: list[Said]) -> bytes:
    """Return the catalogue as gettext reads it; a message with an id is in it by that, too, in Chinese and in English."""
    # The header has dates, which would change by themselves.
    plain = Catalog(locale=LANGUAGE, charset="utf-8", creation_date=_NO_DATE, revision_date=_NO_DATE)
    for message in catalogue:
        if message.id:
            plain.add(message.id, message.string)
    for each in said:
        if each.id and (message := catalogue.get(each.template)):
            plain.add(each.id, message.string, context=IDS)
            plain.add(each.id, each.template, context=WORDS)
    file = io.BytesIO()
    write_mo(file, plain)
    return file.getvalue()


if __name__ == "__main__":
    sys.exit(main())
