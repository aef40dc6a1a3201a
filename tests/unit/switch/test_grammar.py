# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The notation of syntaxes, and how a line is read against them."""

from __future__ import annotations

import pytest

from lab.switch import grammar
from lab.switch.huawei_vrp.words import TABLE, TYPES
from lab.switch.matcher import Command, Match, Matcher, Mistake, NoMatch
from lab.switch.parameters import COMMON, reader
from lab.switch.platforms import huawei_vrp

MATCHER = Matcher(COMMON)


def read(line: str, *syntaxes: str) -> Match | NoMatch:
    return MATCHER.read(line, [Command(syntax, lambda: None) for syntax in syntaxes])


@pytest.mark.parametrize(
    ("syntax", "lines"),
    [
        ("a [ b ] c", ["a c", "a b c"]),
        ("a { b | c d }", ["a b", "a c d"]),
        ("a { b | c }*", ["a b", "a c b", "a b c"]),
        ("a [ b | c <1-3:n> ]*", ["a", "a c 2", "a c 3 b"]),
        ("a { <1-9:from> [ to <1-9:to_end> ] }&", ["a 1", "a 1 3 to 5 7"]),
        ("a <text>", ["a b c  d"]),
    ],
)
def test_lines_that_fit(syntax: str, lines: list[str]) -> None:
    for line in lines:
        assert isinstance(read(line, syntax), Match), line


@pytest.mark.parametrize(
    ("syntax", "line", "mistake", "column"),
    [
        ("a { b | c }*", "a", Mistake.INCOMPLETE, 2),
        ("a { b | c }*", "a b b", Mistake.UNRECOGNIZED, 4),
        ("a { b | c }*", "a b c b", Mistake.TOO_MANY, 6),
        ("a <1-3:n>", "a 4", Mistake.WRONG_PARAMETER, 2),
        ("a <1-3:n>", "  a 03x", Mistake.WRONG_PARAMETER, 4),
        ("alpha | alps", "al", Mistake.AMBIGUOUS, 0),
        ("alpha", "alphas", Mistake.UNRECOGNIZED, 0),
    ],
)
def test_lines_that_do_not(syntax: str, line: str, mistake: Mistake, column: int) -> None:
    assert read(line, syntax) == NoMatch(mistake, column)


def test_a_whole_keyword_is_never_ambiguous() -> None:
    assert isinstance(read("vlan", "vlan", "vlanif"), Match)


def test_a_list_of_numbers() -> None:
    found = read("v 1 3 to 5 9", "v { <1-9:from> [ to <1-9:to_end> ] }&")
    assert isinstance(found, Match)
    assert found.integers() == {1, 3, 4, 5, 9}


@pytest.mark.parametrize("wrong", ["a [ b", "a b ]", "{ a | b"])
def test_a_syntax_with_unbalanced_brackets_is_a_mistake_of_the_grammar(wrong: str) -> None:
    with pytest.raises(ValueError, match="bracket"):
        grammar.syntax(wrong)


def test_every_syntax_of_the_platform_can_be_read() -> None:
    assert len(huawei_vrp.COMMAND_MODULES) == 7

    def leaves(node: grammar.Node, depth: int = 0) -> None:
        for leaf, rest in grammar.first(node):
            if isinstance(leaf, grammar.Parameter):
                reader(leaf.type, TYPES)
            if depth < 6:
                leaves(rest, depth + 1)

    for commands in TABLE.views.values():
        for command in commands:
            leaves(command.tree)
