# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""YAML text to plain data, with the place of every key and value.

Stricter than YAML, so that a file means the same to every tool and to its reader: one document of
mappings, sequences and scalars; no anchors, aliases, merge keys or tags; a key once only; numbers in decimal digits.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ...module_utils.message import say
from ..base.errors import KioskError, KioskErrors
from ..base.problem import Where
from .other_number import LONGEST, OtherNumber, is_plain
from .yaml_syntax import explain

Path = Sequence[Hashable]

LARGEST = 1_000_000
"""Bytes; a site of 200 terminals needs 40,000."""

DEEPEST = 50
"""Mappings and lists in each other; a site has five. Thousands would overflow the stack of the parser, written in C."""

_FEW = DEEPEST // 3
_FAR_IN = re.compile(rf"[ \t?:-]{{{_FEW}}}")

_YAML = "tag:yaml.org,2002:"
_KINDS = {
    "null": say("nothing"),
    "bool": say("the truth value"),
    "int": say("the number"),
    "float": say("the number"),
    "timestamp": say("the date"),
}
_construct = SafeConstructor()


class Document:
    """One YAML file, read.

    Attributes:
        file: the name that messages call it by.
        data: its content: dict, list, str, int, float, bool, date, None, and OtherNumber, which is refused by every field.
    """

    def __init__(self, file: str, root: Node, data: Any) -> None:
        self.file = file
        self.data = data
        self._root = root

    def where(self, path: Path = (), *, key: bool = False) -> Where:
        """Give the place of the value at `path`, or of its key; of the nearest parent that exists, if it does not."""
        mark = self._find(path)[1 if key else 0].start_mark
        return Where(self.file, mark.line + 1, mark.column + 1)

    def key_span(self, path: Path) -> tuple[int, int]:
        """Give where the key at `path` begins and ends in the text, in characters, quotes included."""
        key = self._find(path)[1]
        return key.start_mark.index, key.end_mark.index

    def written(self, path: Path) -> str:
        """Give the text of the scalar at `path` as it stands in the file, without quotes; of anything else, nothing."""
        node = self._find(path)[0]
        return node.value if isinstance(node, ScalarNode) else ""

    def plain_kind(self, path: Path) -> str:
        """Say what YAML takes the scalar at `path` for, such as `the number`; empty if it is text or quoted."""
        node = self._find(path)[0]
        if not isinstance(node, ScalarNode) or node.style:
            return ""
        return _KINDS.get(node.tag.removeprefix(_YAML), "")

    def _find(self, path: Path) -> tuple[Node, Node]:
        value = key = self._root
        for step in path:
            if isinstance(value, MappingNode):
                found = next((pair for pair in value.value if pair[0].value == step), None)
                if found is None:
                    continue
                key, value = found
            elif isinstance(value, SequenceNode) and isinstance(step, int) and step < len(value.value):
                key = value = value.value[step]
        return value, key


def read(content: bytes, file: str) -> Document:
    """Read the content of one YAML file.

    Raises:
        KioskErrors: everything that is wrong with it as YAML.
    """
    text = _decode(content, file)
    loader = yaml.CSafeLoader(text)
    try:
        _not_too_deep(text, file)
        _no_anchors(text, file)
        root = loader.get_single_node()
    except yaml.YAMLError as error:
        raise KioskErrors([explain(error, text, file)]) from None
    finally:
        loader.dispose()
    if not isinstance(root, MappingNode):
        raise KioskErrors(
            [
                KioskError(
                    say("holds no `key: value` lines"),
                    where=Where(file),
                    fix=say("copy a neighbouring file of the same kind and change it"),
                    id="no-mapping",
                )
            ]
        )
    builder = _Builder(file)
    data = builder.build(root)
    if builder.errors:
        raise KioskErrors(builder.errors)
    return Document(file, root, data)


def _decode(content: bytes, file: str) -> str:
    def refuse(what: str, fix: str, line: int = 0, column: int = 0) -> KioskErrors:
        return KioskErrors([KioskError(what, where=Where(file, line, column), fix=fix, id="not-utf-8-text")])

    if len(content) > LARGEST:
        raise refuse(
            say("is {count:,} bytes long; at most {largest:,} are read", count=len(content), largest=LARGEST),
            say("take out what does not belong here"),
        )
    if b"\0" in content:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise refuse(say("is written in UTF-16"), say("save it as UTF-8"))
        raise refuse(say("is a binary file, not text"), say("restore the text file, from git for example"))
    if content.startswith(b"\xef\xbb\xbf"):
        raise refuse(say("starts with a byte order mark (BOM)"), say("save it as UTF-8 without BOM"), 1, 1)
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line, column = before.count(b"\n") + 1, len(before) - before.rfind(b"\n")
        word = _gb18030_word(content, error.start)
        what = say("is not UTF-8; read as GB18030 it says `{word}`", word=word) if word else say("is not UTF-8")
        raise refuse(what, say("save it as UTF-8 (iconv -f GB18030 -t UTF-8)"), line, column) from None


def _not_too_deep(text: str, file: str) -> None:
    # Each level costs a bracket or, every second one at least, a column before the line's first word.
    if text.count("[") + text.count("{") < _FEW and not _FAR_IN.search(text):
        return
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            mark = event.start_mark
            where = Where(file, mark.line + 1, mark.column + 1) if mark else Where(file, 1, 1)
            what = say("stands in {deepest} mappings and lists, one in the other", deepest=DEEPEST)
            raise KioskErrors(
                [
                    KioskError(
                        what,
                        where=where,
                        fix=say("take out what was opened by mistake"),
                        id="too-deep",
                    )
                ]
            )


def _no_anchors(text: str, file: str) -> None:
    if "&" not in text and "*" not in text:
        return
    errors = []
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        if isinstance(token, (yaml.AnchorToken, yaml.AliasToken)):
            sign = "&" if isinstance(token, yaml.AnchorToken) else "*"
            where = Where(file, token.start_mark.line + 1, token.start_mark.column + 1)
            what = say("`{sign}{value}`: anchors and aliases are not used here", sign=sign, value=token.value)
            errors.append(KioskError(what, where=where, fix=say("write the value itself"), id="yaml-anchor"))
    if errors:
        raise KioskErrors(errors)


def _gb18030_word(content: bytes, start: int) -> str:
    """Read the rest of the line as the encoding that Chinese editors on Windows save in."""
    try:
        return content[start:].split(b"\n", 1)[0].decode("gb18030").strip()[:20]
    except UnicodeDecodeError:
        return ""


class _Builder:
    """Plain data out of nodes, and what of YAML is refused."""

    def __init__(self, file: str) -> None:
        self.errors: list[KioskError] = []
        self._file = file
        self._seen: set[int] = set()

    def build(self, node: Node) -> Any:
        if isinstance(node, ScalarNode):
            return self._scalar(node)
        if id(node) in self._seen:
            return None
        self._seen.add(id(node))
        if isinstance(node, MappingNode):
            return self._mapping(node)
        return [self.build(item) for item in node.value]

    def _mapping(self, node: MappingNode) -> dict[str, Any]:
        data: dict[str, Any] = {}
        places: dict[str, Node] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode) or key.tag == f"{_YAML}merge":
                fix = say("write `key: value`, without `?`, `<<`, [ or {{ before the colon")
                self._refuse(key, say("is no plain key"), fix, "yaml-key")
                continue
            name = key.value
            if name in data:
                first = places[name].start_mark
                self._refuse(
                    key,
                    say("key `{name}` is written twice, first on line {line}", name=name, line=first.line + 1),
                    say("keep one of the two"),
                    "key-twice",
                )
                continue
            places[name] = key
            data[name] = self.build(value)
        return data

    def _scalar(self, node: ScalarNode) -> Any:
        kind = node.tag.removeprefix(_YAML)
        if kind == "str":
            return node.value
        try:
            return _SCALARS[kind](_construct, node)
        except KeyError:
            self._refuse(
                node, say("tag `{tag}` is not used here", tag=node.tag), say("write the value itself"), "yaml-tag"
            )
        except ValueError:
            self._refuse(
                node,
                say("`{written}` looks like a date or a number and is none", written=node.value[:LONGEST]),
                say('correct it, or write "{written}" if it is text', written=node.value[:LONGEST]),
                "no-date-or-number",
            )
        return None

    def _refuse(self, node: Node, what: str, fix: str, id: str) -> None:  # noqa: A002 - as everybody calls it
        mark = node.start_mark
        self.errors.append(KioskError(what, where=Where(self._file, mark.line + 1, mark.column + 1), fix=fix, id=id))


def _whole(construct: SafeConstructor, node: ScalarNode) -> int | OtherNumber:
    written = node.value
    if len(written) > LONGEST and not is_plain(written):
        return OtherNumber(written, None)
    number: int = SafeConstructor.construct_yaml_int(construct, node)
    return number if is_plain(written) else OtherNumber(written, number)


_SCALARS = {
    "null": SafeConstructor.construct_yaml_null,
    "bool": SafeConstructor.construct_yaml_bool,
    "int": _whole,
    "float": SafeConstructor.construct_yaml_float,
    "timestamp": SafeConstructor.construct_yaml_timestamp,
}
