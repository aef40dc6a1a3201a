# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a session has changed and not committed yet.

A line is checked on a copy of what runs when it is typed, and once more on what runs by then when it is committed: so two
operators meet where the device says they do (Huawei CloudEngine configuration guide, "Selecting a Mode for the
Configuration to Take Effect": only the first of two conflicting commits takes effect).
"""

from __future__ import annotations

import copy
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from lab.switch.command_table import CommandTable
from lab.switch.context import Answer, Context, Dialog, RefusedError, View
from lab.switch.matcher import Matcher, NoMatch
from lab.switch.session import read_line
from lab.switch.vrp_style.system_commands import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab.switch.device import Device
    from lab.switch.huawei_vrpv8.configuration import Configuration
    from lab.switch.matcher import Match

Line = tuple[str, str]
_NOT_HELD_BACK = {"user", "any", "configuration"}


class Candidate:
    """A copy of what runs, and the lines that changed it.

    Attributes:
        lines: each with the line that opened its view, empty in the system view.
        head: the line that opened the view the session is in.
    """

    def __init__(self, running: Configuration, head: str = "") -> None:
        self.running = running
        self.configuration = copy.deepcopy(running)
        self.lines: list[Line] = []
        self.head = head

    def note(self, line: str, before: View, after: View, text_before: str) -> None:
        """Remember a line that was carried out, if it changed anything (no other line waits for a commit)."""
        head = "" if before == SYSTEM else self.head
        if self.configuration.text() != text_before:
            self.lines.append((head, line))
        if after != before:
            self.head = line


class CandidateTable(CommandTable):
    """A table whose configuration commands change the session's candidate and nothing else."""

    def command(self, views: str, *syntaxes: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
        """Enter a function as what these syntaxes do in these views (separated by blanks)."""
        enter = super().command(views, *syntaxes)
        if views in _NOT_HELD_BACK:
            return enter

        def enter_held_back(run: Callable[..., Any]) -> Callable[..., Any]:
            enter(_held_back(run))
            return run

        return enter_held_back

    def take(self, other: CommandTable, *, without: tuple[str, ...]) -> None:
        """Enter the commands of another table, but for those that begin like this."""
        for view, commands in other.views.items():
            for command in commands:
                if not command.syntax.removeprefix("undo ").startswith(without):
                    self.command(view, command.syntax)(command.run)


def _held_back(run: Callable[[Context, Match], Answer]) -> Callable[[Context, Match], Answer]:
    def carry_out(context: Context, match: Match) -> Answer:
        candidate: Candidate | None = context.candidate
        if candidate is None:
            return run(context, match)
        if not candidate.lines and candidate.running is not context.box.configuration and context.view == SYSTEM:
            candidate = open_candidate(context)
        before, text = context.view, candidate.configuration.text()
        answer = run(context, match)
        if isinstance(answer, Generator):
            return _asked(answer, lambda: candidate.note(match.line, before, context.view, text))
        candidate.note(match.line, before, context.view, text)
        return answer

    return carry_out


def _asked(dialog: Dialog, note: Callable[[], None]) -> Dialog:
    answer = yield from dialog
    note()
    return answer


def open_candidate(context: Context) -> Candidate:
    """Begin anew with what runs; the view stays."""
    candidate = Candidate(context.box.configuration, context.candidate.head if context.candidate else "")
    context.look_at(candidate.configuration, context.view)
    context.candidate = candidate
    return candidate


def committed(device: Device, lines: list[Line]) -> Configuration:
    """What runs, with these lines on top.

    Raises:
        RefusedError: some of them can no longer be carried out; it names them.
    """
    configuration: Configuration = copy.deepcopy(device.configuration)
    context = Context(configuration, SYSTEM, device)
    matcher = Matcher(device.platform.types)
    refused: list[str] = []
    for head, line in lines:
        try:
            context.view = SYSTEM
            for typed in (head, line) if head else (line,):
                _type(context, matcher, typed)
        except RefusedError as error:
            place = f"{head}, {line}" if head else line
            refused.append(f"Error: '{place}' cannot be committed. {error}")
    if refused:
        raise RefusedError("\n".join(refused))
    return configuration


def _type(context: Context, matcher: Matcher, line: str) -> None:
    found = read_line(matcher, context, line)
    if isinstance(found, NoMatch):
        raise RefusedError(context.box.platform.mistake(found, ""))
    outcome = found.command.run(context, found)
    if isinstance(outcome, Generator):
        try:
            next(outcome)
            while True:
                outcome.send("y")
        except StopIteration:
            pass


def changes(old: Configuration, new: Configuration) -> str:
    """The difference as `display configuration candidate changes` prints it, section by section."""
    before = {section[0]: section for section in old.sections()}
    after = {section[0]: section for section in new.sections()}
    lines = ["Building configuration"]
    for head in [*before, *(head for head in after if head not in before)]:
        gone, come = before.get(head, []), after.get(head, [])
        if gone != come:
            lines += ["  #", *([f"  {head}"] if gone and come else [])]
            lines += [f"- {line}" for line in gone if line not in come]
            lines += [f"+ {line}" for line in come if line not in gone]
    return "\n".join([*lines, "  #"]) + "\n"
