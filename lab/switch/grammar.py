# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Command syntax in the notation that vendors' manuals use, and what may follow a line's words.

    word            a keyword, which may be shortened while it stays unique
    <type:name>     a parameter (`parameters.py` knows the types)
    [ x ]           x or nothing
    { x | y }       one of them
    { x | y }*      at least one, each at most once, in any order
    [ x | y ]*      the same, or none
    { x }&          x once or several times

A syntax is a tree; `first` gives every word that may come next together with the tree that is left after it, so that a
line is read word by word and an error is found at the very word a device would point at.

A node is equal to itself only: what may follow it is remembered, and to hash whole trees takes longer than to walk them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, eq=False)
class Keyword:
    """A word of the command itself."""

    word: str


@dataclass(frozen=True, eq=False)
class Parameter:
    """A value, under the name by which a command asks for it."""

    type: str
    name: str


@dataclass(frozen=True, eq=False)
class Sequence:
    """One after the other; the empty one is the end of a command."""

    items: tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Choice:
    """One of several."""

    options: tuple[Node, ...]


@dataclass(frozen=True, eq=False)
class Maybe:
    """May be left out."""

    item: Node


@dataclass(frozen=True, eq=False)
class AnyOrder:
    """Several in any order, each at most once."""

    options: tuple[Node, ...]
    required: bool


@dataclass(frozen=True, eq=False)
class Repeat:
    """Once or several times."""

    item: Node


Leaf = Keyword | Parameter
Node = Keyword | Parameter | Sequence | Choice | Maybe | AnyOrder | Repeat
END = Sequence(())
_SYMBOLS = re.compile(r"\}\*|\]\*|\}&|[\[\]{}|]|<[^>]+>|[^\s\[\]{}|<>]+")


def may_end(node: Node) -> bool:
    """Whether nothing more has to follow."""
    if isinstance(node, (Keyword, Parameter)):
        return False
    if isinstance(node, Sequence):
        return all(may_end(item) for item in node.items)
    if isinstance(node, Choice):
        return any(may_end(option) for option in node.options)
    if isinstance(node, AnyOrder):
        return not node.required
    return True if isinstance(node, Maybe) else may_end(node.item)


@lru_cache(maxsize=65536)
def first(node: Node) -> tuple[tuple[Leaf, Node], ...]:
    """Every word that may come next, with what may follow that word."""
    return tuple(_first(node))


def _first(node: Node) -> Iterator[tuple[Leaf, Node]]:
    if isinstance(node, (Keyword, Parameter)):
        yield node, END
    elif isinstance(node, Sequence):
        yield from _first_of_sequence(node)
    elif isinstance(node, Choice):
        for option in node.options:
            yield from first(option)
    elif isinstance(node, Maybe):
        yield from first(node.item)
    elif isinstance(node, AnyOrder):
        for index, option in enumerate(node.options):
            others = AnyOrder(node.options[:index] + node.options[index + 1 :], required=False)
            for leaf, rest in first(option):
                yield leaf, _then(rest, others)
    else:
        for leaf, rest in first(node.item):
            yield leaf, _then(rest, Maybe(node))


def _first_of_sequence(node: Sequence) -> Iterator[tuple[Leaf, Node]]:
    for index, item in enumerate(node.items):
        for leaf, rest in first(item):
            yield leaf, _then(rest, *node.items[index + 1 :])
        if not may_end(item):
            return


def _then(rest: Node, *following: Node) -> Node:
    items = (rest.items if isinstance(rest, Sequence) else (rest,)) + following
    return items[0] if len(items) == 1 else Sequence(items)


@lru_cache(maxsize=4096)
def syntax(text: str) -> Node:
    """Read one syntax; a mistake in it is a mistake in a grammar file, so it raises ValueError."""
    symbols = _SYMBOLS.findall(text)
    node, used = _read_options(symbols, 0)
    if used != len(symbols):
        raise ValueError(f"unbalanced brackets in the syntax {text!r}")
    return node


def _read_options(symbols: list[str], at: int) -> tuple[Node, int]:
    """Read `x | y` up to a closing symbol, which is left unread."""
    options: list[Node] = []
    items: list[Node] = []
    while at < len(symbols) and symbols[at][0] not in "}]":
        symbol = symbols[at]
        at += 1
        if symbol == "|":
            options.append(_then(END, *items))
            items = []
        elif symbol in "{[":
            node, at = _read_bracket(symbols, at, symbol)
            items.append(node)
        elif symbol.startswith("<"):
            type_name, _, name = symbol[1:-1].partition(":")
            items.append(Parameter(type_name, name or type_name))
        else:
            items.append(Keyword(symbol))
    options.append(_then(END, *items))
    return (options[0] if len(options) == 1 else Choice(tuple(options))), at


def _read_bracket(symbols: list[str], at: int, opening: str) -> tuple[Node, int]:
    node, at = _read_options(symbols, at)
    if at >= len(symbols) or symbols[at][0] != {"{": "}", "[": "]"}[opening]:
        raise ValueError(f"a bracket is not closed in the syntax {' '.join(symbols)!r}")
    closing = symbols[at]
    options = node.options if isinstance(node, Choice) else (node,)
    if closing.endswith("*"):
        return AnyOrder(options, required=closing == "}*"), at + 1
    if closing == "}&":
        return Repeat(node), at + 1
    return (Maybe(node) if closing == "]" else node), at + 1
