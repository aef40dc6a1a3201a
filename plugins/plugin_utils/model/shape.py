# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a record's type says about the value at a path: its description, its clause, what it allows, which keys."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import annotated_types
from pydantic.fields import FieldInfo

from ...module_utils.message import Bilingual, say
from .record import Record
from .scalars import Allowed


@dataclass(frozen=True)
class Shape:
    """A type with what was said about it on the way.

    Attributes:
        kind: the bare type.
        notes: the metadata of its annotations.
        field: the key that it is the value of, or whose value it lies in.
    """

    kind: Any
    notes: tuple[Any, ...] = ()
    field: FieldInfo | None = None

    @property
    def description(self) -> str:
        """Give the key's description, in both languages."""
        extra = self.field.json_schema_extra if self.field else None
        if not self.field or not isinstance(extra, dict):
            return ""
        return Bilingual((self.field.description or "").rstrip("."), str(extra.get("zh", "")).rstrip("。"))

    @property
    def clause(self) -> str:
        """Give the clause that asks for the key."""
        extra = self.field.json_schema_extra if self.field else None
        return str(extra.get("clause", "")) if isinstance(extra, dict) else ""

    @property
    def keys(self) -> list[str]:
        """Give the keys of a mapping that has fixed ones."""
        kind = _branch(self.kind, "")
        return [field.alias or name for name, field in kind.model_fields.items()] if _is_record(kind) else []

    @property
    def renamed(self) -> Mapping[str, str]:
        """Give the keys of earlier versions of such a mapping, and what they are called now."""
        kind = _branch(self.kind, "")
        return kind.renamed if _is_record(kind) else {}

    @property
    def allowed(self) -> str:
        """Say what the value may be."""
        said = next((note.text for note in self.notes if isinstance(note, Allowed)), "")
        if said:
            return said
        least, most = self._bound(annotated_types.Ge, "ge"), self._bound(annotated_types.Le, "le")
        if least is not None:
            return say("a whole number from {least} to {most}", least=least, most=most)
        origin = get_origin(self.kind)
        if origin is Literal:
            choices = [str(choice) for choice in get_args(self.kind)]
            return choices[0] if len(choices) == 1 else say("one of {choices}", choices=", ".join(choices))
        if _is_record(self.kind):
            return say("a mapping of {keys}", keys=", ".join(self.keys))
        if origin is tuple:
            filled = any(isinstance(note, annotated_types.MinLen) for note in self.notes)
            each = _bare(get_args(self.kind)[0]).allowed
            return (
                say("a list of one or more, each {each}", each=each)
                if filled
                else say("a list, each {each}", each=each)
            )
        return say("a mapping") if origin is dict else say("text")

    def _bound(self, kind: type, name: str) -> int | None:
        """Give a number's bound; pydantic leaves it in a note of its own where the type is optional."""
        flat = [part for note in self.notes for part in (note.metadata if isinstance(note, FieldInfo) else [note])]
        return next((getattr(part, name) for part in flat if isinstance(part, kind)), None)

    @property
    def fix(self) -> str:
        """Say how to mend a wrong value."""
        said = next((note.fix for note in self.notes if isinstance(note, Allowed) and note.fix), "")
        return said or (say("write one of these") if get_origin(self.kind) is Literal else say("write such a value"))


def shape_at(model: type[Record], path: tuple[Any, ...]) -> Shape:
    """Walk from a record's type to the value at `path`; what the types do not know has no notes."""
    shape = Shape(model)
    for step in path:
        shape = _step(shape, step)
    return shape


def key_shape(shape: Shape) -> Shape:
    """Give the shape of a free mapping's keys."""
    return _bare(get_args(shape.kind)[0], shape.field) if get_origin(shape.kind) is dict else shape


def _step(shape: Shape, step: Any) -> Shape:
    kind = _branch(shape.kind, step)
    if _is_record(kind):
        for name, field in kind.model_fields.items():
            if step == (field.alias or name):
                return _bare(field.annotation, field, tuple(field.metadata))
        return Shape(None)
    if get_origin(kind) is tuple and isinstance(step, int):
        return _bare(get_args(kind)[0], shape.field)
    if get_origin(kind) is dict:
        return _bare(get_args(kind)[1], shape.field)
    return Shape(None, field=shape.field)


def _branch(kind: Any, step: Any) -> Any:
    """Of a union's types, give the one that the step can go into."""
    if get_origin(kind) not in (Union, UnionType):
        return kind
    branches = [_bare(choice).kind for choice in get_args(kind)]
    if isinstance(step, int):
        return next((branch for branch in branches if str(get_origin(branch)) == str(tuple)), None)
    return next((branch for branch in branches if _is_record(branch)), None)


def _bare(kind: Any, field: FieldInfo | None = None, notes: tuple[Any, ...] = ()) -> Shape:
    """Take off `Annotated` and `| None`, keeping what they say."""
    while True:
        if get_origin(kind) is Annotated:
            kind, *more = get_args(kind)
            notes = (*notes, *more)
        elif get_origin(kind) in (Union, UnionType) and NoneType in get_args(kind):
            rest = tuple(choice for choice in get_args(kind) if choice is not NoneType)
            kind = Union[rest]  # noqa: UP007 - as many as there are
        else:
            return Shape(kind, notes, field)


def _is_record(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Record)
