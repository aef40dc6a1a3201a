# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A document to a record, or to errors that say what was found, what is allowed and how to mend it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ...module_utils.message import say
from ..base.errors import KioskError, KioskErrors
from .other_number import OtherNumber
from .record import Record
from .shape import Shape, key_shape, shape_at
from .source import Document

Model = TypeVar("Model", bound=Record)


def record(model: type[Model], document: Document, **given: str) -> Model:
    """Read a document as a record.

    Arguments:
        model: the record's type.
        document: the file.
        given: keys whose values the file's own place gives: added if absent, else they must agree.

    Raises:
        KioskErrors: all that is wrong with the values.
    """
    errors = []
    data = dict(document.data)
    for name, value in given.items():
        if data.setdefault(name, value) != value:
            fix = say("write `{name}: {value}`, or move the file", name=name, value=value)
            what = say(
                "{name}: found `{written}`; the file's place says `{value}`",
                name=name,
                written=document.written((name,)),
                value=value,
            )
            errors.append(KioskError(what, where=document.where((name,)), clause="5", fix=fix, id="not-as-placed"))
    try:
        read = model.model_validate(data, by_alias=True, by_name=False)
    except ValidationError as error:
        errors += [
            _error(details, model, document) for details in _telling(error.errors(include_url=False), model, document)
        ]
    if errors:
        raise KioskErrors(errors)
    return read


def _telling(errors: list[ErrorDetails], model: type[Record], document: Document) -> Iterator[ErrorDetails]:
    """Leave out what follows from another error: a misspelt key is not missing, a list of wrong values not short."""
    misspelt = {
        (*path[:-1], _meant(str(path[-1]), shape_at(model, path[:-1])))
        for error in errors
        if error["type"] == "extra_forbidden"
        for path in [_in_file(error["loc"], document.data)]
    }
    for error in errors:
        if error["type"] == "missing" and _in_file(error["loc"], document.data) in misspelt:
            continue
        if error["type"] == "too_short" and error["input"]:
            continue
        if error["type"] == "default_factory_not_called":
            continue
        yield error


def _error(error: ErrorDetails, model: type[Record], document: Document) -> KioskError:
    path = _in_file(error["loc"], document.data)
    if error["loc"][-1] == "[key]":
        return _wrong_key(error, path, shape_at(model, path[:-1]), document)
    if error["type"] == "extra_forbidden":
        return _unknown_key(path, shape_at(model, path[:-1]), document)
    shape = shape_at(model, path)
    if error["type"] == "missing":
        what = say("{path} is missing", path=dotted(path))
        if shape.description:
            what = say("{what}: {description}", what=what, description=shape.description)
        fix = say("add `{key}:` with {allowed}", key=path[-1], allowed=shape.allowed)
        return KioskError(what, where=document.where(path[:-1]), clause=shape.clause, fix=fix, id="key-missing")
    return _wrong_value(error, path, shape, document)


def _unknown_key(path: tuple[Any, ...], parent: Shape, document: Document) -> KioskError:
    where, name = document.where(path, key=True), str(path[-1])
    if name in parent.renamed:
        fix = say(
            "write `{renamed}:`; playbooks/migrate.yml does it in every file of the city", renamed=parent.renamed[name]
        )
        return KioskError(
            say("{path}: the key is called `{renamed}` now", path=dotted(path), renamed=parent.renamed[name]),
            where=where,
            fix=fix,
            id="key-renamed",
        )
    near = _meant(name, parent)
    fix = (
        say("did you mean `{near}`?", near=near)
        if near
        else say("delete it; known here: {keys}", keys=", ".join(parent.keys))
    )
    return KioskError(say("{path}: unknown key", path=dotted(path)), where=where, fix=fix, id="key-unknown")


def _meant(name: str, parent: Shape) -> str:
    return parent.renamed.get(name) or _near(name, parent.keys)


def _wrong_key(error: ErrorDetails, path: tuple[Any, ...], parent: Shape, document: Document) -> KioskError:
    shape = key_shape(parent)
    near = _near(str(path[-1]), _choices(error))
    said = error.get("ctx", {})
    fix = say("did you mean `{near}`?", near=near) if near else said.get("fix") or say("correct the key")
    what = say(
        "{path}: {what}; allowed: {allowed}",
        path=dotted(path),
        what=said.get("why") or say("unknown key"),
        allowed=shape.allowed,
    )
    return KioskError(what, where=document.where(path, key=True), clause=shape.clause, fix=fix, id="key-not-allowed")


def _wrong_value(error: ErrorDetails, path: tuple[Any, ...], shape: Shape, document: Document) -> KioskError:
    kind, written = document.plain_kind(path), document.written(path)
    what = fix = ""
    text_expected = error["type"] in ("text_expected", "string_type", "literal_error")
    if text_expected and kind not in ("", "nothing") and not isinstance(error["input"], str):
        what = say(
            "`{written}` without quotes is {kind} {value} to YAML",
            written=_one_line(written),
            kind=kind,
            value=_one_line(str(error["input"]).lower()),
        )
        fix = say('write "{written}", in quotes', written=_one_line(written))
    elif isinstance(error["input"], OtherNumber):
        what = say(
            "found `{written}`, which is {kind} {value} to YAML",
            written=_one_line(written),
            kind=kind,
            value=_one_line(str(error["input"])),
        )
        fix = error["input"].fix if error["type"] == "int_type" else shape.fix
    elif _bare_would_do(error, written):
        what = say('found "{written}", a text', written=written)
        fix = say("write {value} without quotes", value=written.lower().lstrip("0") or "0")
    else:
        why = error.get("ctx", {}).get("why") if isinstance(error["input"], str) else None
        found = _found(error["input"], written)
        what = say("found {found}, which {why}", found=found, why=why) if why else say("found {found}", found=found)
        fix = _correct(error, written, shape)
    what = say("{path}: {what}; allowed: {allowed}", path=dotted(path), what=what, allowed=shape.allowed)
    return KioskError(what, where=document.where(path), clause=shape.clause, fix=fix, id="value-not-allowed")


def _bare_would_do(error: ErrorDetails, written: str) -> bool:
    """Tell whether the quotes alone are wrong."""
    if not isinstance(error["input"], str):
        return False
    return {
        "int_type": written.isascii() and written.isdecimal(),
        "bool_type": written.lower() in ("true", "false"),
    }.get(error["type"], False)


def _correct(error: ErrorDetails, written: str, shape: Shape) -> str:
    near = _near(written.lower(), _choices(error))
    known: str = error.get("ctx", {}).get("fix", "")
    if error["input"] is None:
        return say("write it after the colon")
    return known or (say("did you mean `{near}`?", near=near) if near else shape.fix)


def _near(word: str, known: list[str]) -> str:
    """Guess what was meant; two letters are too little to guess by."""
    near = get_close_matches(word, known, n=1, cutoff=0.5) if len(word) > 2 else []
    return near[0] if near else ""


def _choices(error: ErrorDetails) -> list[str]:
    expected = str(error.get("ctx", {}).get("expected", ""))
    return expected.replace(" or ", ", ").replace("'", "").split(", ") if expected else []


def _found(value: Any, written: str) -> str:
    if isinstance(value, dict):
        return say("a mapping") if value else say("an empty mapping")
    if isinstance(value, (list, tuple)):
        return say("a list") if value else say("an empty list")
    if value is None:
        return say("nothing")
    return f"`{_one_line(written or str(value))}`"


def _one_line(text: str) -> str:
    """Show text so that it stays in its line of a message, whatever it holds."""
    line = json.dumps(text[:80], ensure_ascii=False)[1:-1].replace('\\"', '"')
    # Odd blanks and bidirectional marks look like nothing, or turn the message round.
    return "".join(mark if mark.isprintable() else f"\\u{ord(mark):04x}" for mark in line)


def dotted(path: tuple[Any, ...]) -> str:
    """Write a path as people say it: `terminals[2].mac`; lists count from 1."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def _in_file(location: tuple[int | str, ...], data: Any) -> tuple[Any, ...]:
    """Drop from pydantic's location what names a branch of a union, a mapping's key or a call."""
    path: list[Any] = []
    for at, step in enumerate(location):
        if step == "[key]":
            break
        if isinstance(data, dict) and (step in data or at == len(location) - 1):
            path.append(step)
            data = data.get(step)
        elif isinstance(data, (list, tuple)) and isinstance(step, int):
            path.append(step)
            data = data[step]
    return tuple(path)
