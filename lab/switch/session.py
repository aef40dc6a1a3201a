# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""One user's session, apart from how characters come and go: lines in, answers out."""

from __future__ import annotations

from collections.abc import Generator
from typing import TYPE_CHECKING

from lab.switch.context import Context, Dialog, Question, RefusedError, confirm
from lab.switch.grammar import Keyword
from lab.switch.matcher import Match, Matcher, Mistake, NoMatch

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab.switch.device import Device


def read_line(matcher: Matcher, context: Context, line: str) -> Match | NoMatch:
    """The command that a line is in the context's view; of several failures the one that got furthest is told."""
    failure = NoMatch(Mistake.UNRECOGNIZED, -1)
    for commands in context.box.platform.command_sets(context.view):
        found = matcher.read(line, commands)
        if isinstance(found, Match):
            return found
        if found.column > failure.column:
            failure = found
    return failure


class Session:
    """A session on a device.

    Attributes:
        closed: the user has left, or the device has thrown them out.
        number: the how many-th of the device's sessions it is, from 1; 0 is the console.
        commands: how many lines were entered, for faults that count.
        held: a fault has stopped its answer in the middle; the command itself is carried out.
    """

    def __init__(self, device: Device) -> None:
        self.device = device
        self.context = Context(device.configuration, device.platform.first_view, device)
        self.closed = False
        self.number = 0
        self.commands = 0
        self.held = False
        self._matcher = Matcher(device.platform.types)
        self._dialog: Dialog | None = None
        self._question = ""
        #: The view in which the command was typed.
        self._view = self.context.view

    @property
    def prompt(self) -> str:
        """What stands before the cursor: the prompt, or the question that waits for an answer."""
        if self._dialog is not None:
            return self._question
        return self.device.platform.prompt(self.context)

    @property
    def asking(self) -> bool:
        """Whether the next line is an answer and not a command."""
        return self._dialog is not None

    def enter(self, line: str) -> str:
        """Take one line; the result is the answer up to the next prompt, lines ended by a newline."""
        dialog = self._dialog
        if dialog is not None:
            return self._advance(lambda: dialog.send(line))
        self.commands += 1
        self._view = self.context.view
        self.device.typed.append((self.number, line))
        if not line.strip():
            return ""
        return self._execute(line)

    def _execute(self, line: str) -> str:
        refusal = self.device.faults.about("refuse", line)
        if refusal is not None:
            return refusal.text + "\n"
        question = self.device.faults.about("question", line)
        if question is not None:
            return self._start(self._asked(question.text, line))
        return self._carry_out(line)

    def _asked(self, text: str, line: str) -> Dialog:
        if not (yield from confirm(text)):
            return ""
        outcome = self._run(line)
        return outcome if isinstance(outcome, str) else (yield from outcome)

    def _carry_out(self, line: str) -> str:
        outcome = self._run(line)
        return outcome if isinstance(outcome, str) else self._start(outcome)

    def _run(self, line: str) -> str | Dialog:
        found = read_line(self._matcher, self.context, line)
        if isinstance(found, NoMatch):
            return self.device.platform.mistake(found, self.prompt)
        try:
            outcome = found.command.run(self.context, found)
        except RefusedError as refused:
            return f"{refused}\n"
        if isinstance(outcome, Generator):
            return outcome
        return self._finish(outcome or "")

    def _start(self, dialog: Dialog) -> str:
        self._dialog = dialog
        return self._advance(lambda: next(dialog))

    def _advance(self, step: Callable[[], Question]) -> str:
        """Go on with the dialog; what stands before the question's last line is printed now."""
        try:
            question = step()
        except StopIteration as end:
            self._dialog = None
            return self._finish(end.value or "")
        except RefusedError as refused:
            self._dialog = None
            return f"{refused}\n"
        before, newline, self._question = question.text.rpartition("\n")
        return before + newline

    def _finish(self, answer: str) -> str:
        if self.context.leaving:
            self.closed = True
        # Nothing is configured where a session begins; what replaces a configuration from there says so itself.
        if self.device.is_up and not self._view == self.context.view == self.device.platform.first_view:
            self.device.configuration_changed()
        return answer if not answer or answer.endswith("\n") else answer + "\n"

    def help(self, line: str) -> str:
        """What may be typed next, for a line that ends in `?`."""
        rows: dict[str, None] = {}
        done, _, part = line.rpartition(" ")
        for commands in self.device.platform.command_sets(self.context.view):
            leaves, may_end = self._matcher.expected(done, commands)
            for leaf in leaves:
                word = leaf.word if isinstance(leaf, Keyword) else f"<{leaf.type}>"
                if not isinstance(leaf, Keyword) or word.startswith(part.lower()):
                    rows[word] = None
            if may_end and not part:
                rows["<cr>"] = None
        return "".join(f"  {word}\n" for word in sorted(rows))

    def complete(self, line: str) -> str:
        """The line after the Tab key: its last word completed if only one keyword begins so."""
        done, _, part = line.rpartition(" ")
        words: set[str] = set()
        for commands in self.device.platform.command_sets(self.context.view):
            leaves, _ = self._matcher.expected(done, commands)
            words |= {leaf.word for leaf in leaves if isinstance(leaf, Keyword) and leaf.word.startswith(part.lower())}
        return line[: len(line) - len(part)] + words.pop() + " " if part and len(words) == 1 else line
