# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Mutants of a module: each differs from it by one thing that an engineer could have got wrong.

Annotations, docstrings and what only a type checker runs are left alone: no test can tell them apart.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Any

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,), ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,), ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
}  # fmt: skip
_CALCULATED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.FloorDiv: ast.Mult, ast.Div: ast.Mult, ast.Mod: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr, ast.LShift: ast.RShift, ast.RShift: ast.LShift,
}  # fmt: skip
_SWAPPED = {"all": "any", "any": "all", "min": "max", "max": "min"}
_DROPPED = (ast.Expr, ast.AugAssign, ast.Raise, ast.Continue, ast.Break, ast.Delete)


@dataclass(frozen=True)
class Mutant:
    """One mutant: the function it is in, what stands there instead of what, and its code."""

    line: int
    where: str
    what: str
    code: CodeType

    @property
    def name(self) -> str:
        """Name it, in words that outlive a change elsewhere in the file."""
        return f"{self.where}: {self.what}"


def mutants(source: str, file: str) -> Iterator[Mutant]:
    """Give every mutant of a module's source."""
    tree = ast.parse(source)
    for place in list(_places(tree, "module")):
        old = place.get()
        for new in _variants(old):
            place.put(ast.copy_location(new, old))
            ast.fix_missing_locations(tree)
            yield Mutant(old.lineno, place.where, f"{_said(old)} -> {_said(new)}", compile(tree, file, "exec"))
        place.put(old)


@dataclass(frozen=True)
class _Place:
    """Where a node hangs."""

    parent: ast.AST
    field: str
    index: int | None
    where: str

    def get(self) -> Any:
        """Return the node."""
        value = getattr(self.parent, self.field)
        return value if self.index is None else value[self.index]

    def put(self, node: ast.AST) -> None:
        """Put another in its place."""
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def _places(node: ast.AST, where: str) -> Iterator[_Place]:
    if _is_of_no_account(node):
        return
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "type_comment") or _is_for_types(node, field):
            continue
        for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
            if not isinstance(child, ast.AST) or _is_docstring(node, index, child):
                continue
            inside = where
            if isinstance(child, (ast.FunctionDef, ast.ClassDef)):
                inside = child.name if where == "module" else f"{where}.{child.name}"
            if isinstance(child, (ast.expr, ast.stmt)):
                yield _Place(node, field, index, inside)
            yield from _places(child, inside)


def _is_of_no_account(node: ast.AST) -> bool:
    """Tell what a module says to whoever imports everything of it, which nobody does."""
    return isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "__all__"


def _is_for_types(node: ast.AST, field: str) -> bool:
    return (
        isinstance(node, ast.If)
        and isinstance(node.test, ast.Name)
        and node.test.id == "TYPE_CHECKING"
        and field != "orelse"
    )


def _is_docstring(node: ast.AST, index: int | None, child: ast.AST) -> bool:
    return (
        isinstance(child, ast.Expr)
        and isinstance(child.value, ast.Constant)
        and isinstance(child.value.value, str)
        and isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        and index is not None
    )


def _variants(node: ast.AST) -> Iterator[ast.AST]:
    """Give what could stand in a node's place."""
    if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
        return
    for kind, change in _CHANGES:
        if isinstance(node, kind):
            yield from change(node)


def _compared(node: ast.Compare) -> Iterator[ast.AST]:
    for at, operator in enumerate(node.ops):
        for other in _COMPARED[type(operator)]:
            yield ast.Compare(node.left, [*node.ops[:at], other(), *node.ops[at + 1 :]], node.comparators)


def _joined(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)


def _calculated(node: ast.BinOp) -> Iterator[ast.AST]:
    if type(node.op) in _CALCULATED:
        yield ast.BinOp(node.left, _CALCULATED[type(node.op)](), node.right)


def _denied(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if isinstance(node.op, ast.Not):
        yield node.operand


def _called(node: ast.Call) -> Iterator[ast.AST]:
    if isinstance(node.func, ast.Name) and node.func.id in _SWAPPED:
        yield ast.Call(ast.Name(_SWAPPED[node.func.id], ast.Load()), node.args, node.keywords)


def _branched(node: ast.If) -> Iterator[ast.AST]:
    yield ast.If(ast.UnaryOp(ast.Not(), node.test), node.body, node.orelse)


def _chosen(node: ast.IfExp) -> Iterator[ast.AST]:
    yield ast.IfExp(node.test, node.orelse, node.body)


def _returned(node: ast.Return) -> Iterator[ast.AST]:
    if node.value and not _is_none(node.value):
        yield ast.Return(ast.Constant(None))


def _dropped(_node: ast.AST) -> Iterator[ast.AST]:
    yield ast.Pass()


def _constants(node: ast.Constant) -> Iterator[ast.AST]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int):
        yield ast.Constant(value + 1)
    elif isinstance(value, str) and value:
        yield ast.Constant(f"{value}X")
    elif isinstance(value, bytes):
        yield ast.Constant(value + b"X")


def _unfiltered(node: Any) -> Iterator[ast.AST]:
    for at, each in enumerate(node.generators):
        for number in range(len(each.ifs)):
            ifs = [*each.ifs[:number], *each.ifs[number + 1 :]]
            one = ast.comprehension(each.target, each.iter, ifs, each.is_async)
            fields = {name: value for name, value in ast.iter_fields(node) if name != "generators"}
            yield type(node)(**fields, generators=[*node.generators[:at], one, *node.generators[at + 1 :]])


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _said(node: ast.AST) -> str:
    """Write a node in one line; of a statement with a body, its first."""
    text = ast.unparse(node).strip().split("\n", 1)[0]
    return text if len(text) <= 100 else f"{text[:60]} … {text[-36:]}"


_CHANGES: tuple[tuple[Any, Callable[[Any], Iterator[ast.AST]]], ...] = (
    (ast.Compare, _compared),
    (ast.BoolOp, _joined),
    (ast.BinOp, _calculated),
    (ast.UnaryOp, _denied),
    (ast.Call, _called),
    (ast.Constant, _constants),
    (ast.If, _branched),
    (ast.IfExp, _chosen),
    ((ast.ListComp, ast.SetComp, ast.GeneratorExp, ast.DictComp), _unfiltered),
    (ast.Return, _returned),
    (_DROPPED, _dropped),
)
