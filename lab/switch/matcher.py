# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Reading one line against the commands of a view: the command it is, or the word at which it stops being one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any

from lab.switch import grammar, parameters
from lab.switch.grammar import Keyword, Leaf, Node, Parameter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence


class Mistake(Enum):
    """What is wrong with a line, as devices tell it."""

    UNRECOGNIZED = "unrecognized"
    WRONG_PARAMETER = "wrong parameter"
    TOO_MANY = "too many parameters"
    INCOMPLETE = "incomplete"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True)
class NoMatch:
    """A line that is no command; `column` counts from 0 in the line."""

    mistake: Mistake
    column: int
    line: str = field(default="", compare=False)


@dataclass(frozen=True)
class Command:
    """One command: its syntax, and what it does (the type of `run` is the platform's affair)."""

    syntax: str
    run: Callable[..., Any]
    tree: Node = field(init=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "tree", grammar.syntax(self.syntax))


@dataclass(frozen=True)
class Match:
    """A line that is a command, with the values of its words in the order typed."""

    command: Command
    line: str
    words: tuple[tuple[str, Any], ...]

    def has(self, keyword: str) -> bool:
        """Whether the line has this keyword (in full or shortened)."""
        return any(value is None and name == keyword for name, value in self.words)

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a parameter, or the default if the line has none."""
        return next((value for word, value in self.words if word == name and value is not None), default)

    def one_of(self, *keywords: str) -> str:
        """The one of these keywords that the line has, or ''."""
        return next((keyword for keyword in keywords if self.has(keyword)), "")

    def integers(self) -> frozenset[int]:
        """The numbers of a list such as `1 10 to 12` (parameters `from` and `to_end`)."""
        numbers: set[int] = set()
        low = 0
        for name, value in self.words:
            if name == "from":
                low = value
                numbers.add(value)
            elif name == "to_end":
                numbers.update(range(low, value + 1))
        return frozenset(numbers)


@dataclass(frozen=True)
class _Path:
    command: Command
    rest: Node
    words: tuple[tuple[str, Any], ...]


_WORD = re.compile(r"\S+")


class Matcher:
    """Reads lines against sets of commands.

    Args:
        types: the parameter types of the platform.
    """

    def __init__(self, types: Mapping[str, parameters.Reader]) -> None:
        self._types = types

    def read(self, line: str, commands: Iterable[Command]) -> Match | NoMatch:
        """The command that the line is, or where it fails."""
        found = list(_WORD.finditer(line))
        words = [match.group() for match in found]
        paths = [_Path(command, command.tree, ()) for command in commands]
        at = 0
        while at < len(words):
            outcome = self._step(paths, words[at:], line[found[at].start() :])
            if isinstance(outcome, Mistake):
                return NoMatch(outcome, found[at].start(), line)
            paths, used = outcome
            at += used
        for path in paths:
            if grammar.may_end(path.rest):
                return Match(path.command, line, path.words)
        return NoMatch(Mistake.INCOMPLETE, len(line.rstrip()) + 1, line)

    def expected(self, line: str, commands: Iterable[Command]) -> tuple[list[Leaf], bool]:
        """What may follow the words of a line, and whether the line may end there; nothing after a mistake."""
        words = line.split()
        paths = [_Path(command, command.tree, ()) for command in commands]
        at = 0
        while at < len(words):
            outcome = self._step(paths, words[at:], line)
            if isinstance(outcome, Mistake):
                return [], False
            paths, used = outcome
            at += used
        leaves = {leaf: None for path in paths for leaf, _ in grammar.first(path.rest)}
        return list(leaves), any(grammar.may_end(path.rest) for path in paths)

    def _step(self, paths: list[_Path], words: Sequence[str], text: str) -> tuple[list[_Path], int] | Mistake:
        options = [(path, leaf, rest) for path in paths for leaf, rest in grammar.first(path.rest)]
        if not options:
            return Mistake.TOO_MANY
        typed = words[0].lower()
        near = {leaf.word for _, leaf, _ in options if isinstance(leaf, Keyword) and leaf.word.startswith(typed)}
        chosen = typed if typed in near else next(iter(near), "")
        if near and (typed in near or len(near) == 1):
            return [
                _Path(p.command, rest, (*p.words, (chosen, None)))
                for p, leaf, rest in options
                if isinstance(leaf, Keyword) and leaf.word == chosen
            ], 1
        if near:
            return Mistake.AMBIGUOUS
        taken = self._parameters(options, words, text)
        if taken is not None:
            return taken
        wants_value = any(isinstance(leaf, Parameter) for _, leaf, _ in options)
        return Mistake.WRONG_PARAMETER if wants_value else Mistake.UNRECOGNIZED

    def _parameters(
        self, options: Sequence[tuple[_Path, Leaf, Node]], words: Sequence[str], text: str
    ) -> tuple[list[_Path], int] | None:
        paths: list[_Path] = []
        used = 0
        for path, leaf, rest in options:
            if not isinstance(leaf, Parameter):
                continue
            taken = parameters.reader(leaf.type, self._types)(words)
            if taken is None or (used and taken[1] != used):
                continue
            value = text.rstrip() if leaf.type == "text" else taken[0]
            used = taken[1]
            paths.append(_Path(path.command, rest, (*path.words, (leaf.name, value))))
        return (paths, used) if paths else None
