# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Asking a terminal: whatever it answers becomes values of a known shape, or an error of its host.

Ansible takes facts, warnings, further hosts, statistics and options of its own out of a module's result. None of them
passes here, and nothing that a terminal says is returned but what its shape names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from ...module_utils.message import say
from ...module_utils.plain_text import one_line
from ..base.errors import KioskError
from ..base.untrusted import Shape, ShapeError, record
from ..base.untrusted_message import said

#: Seconds that each module may take on a terminal, by its name. Longer than they need; what takes longer is ended.
SECONDS = {
    "link_check": 90.0,
    "egress_check": 180.0,
    "service_check": 180.0,
    "screen_check": 300.0,
    "terminal_host": 900.0,
}
#: How a module that fails says what is wrong and what to do (`module_utils/message.failure`).
_MODULE = record(text=said(600), fix=said(600))
_DEFECTS = (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError)


class AnswerError(KioskError):
    """A terminal's answer is none; what it did say is cut to a line of what can be seen."""


def limit(connection: Any, step: str, seconds: float = 0.0) -> None:
    """Let a module take so long on a terminal, `SECONDS` if nothing is said, and be ended then.

    A connection of another kind, such as a test's own, has no such bound.
    """
    if bounds := getattr(connection, "bounds", None):
        connection.bounds = replace(bounds, seconds=seconds or SECONDS[step])


def ask(execute: Callable[[], Any], shape: Shape, step: str, terminal: str) -> Any:
    """Return a module's answer.

    Args:
        execute: runs the module on the terminal; that the terminal cannot be reached passes through.
        shape: what is taken out of the answer.
        step: the module's name.
        terminal: the terminal's id, for messages.

    Raises:
        AnswerError: the module failed by its own word, or its answer is not of that shape.
    """
    fix = say("look at the terminal, then run again")
    try:
        raw = execute()
    except _DEFECTS as error:
        # Ansible's own reading stumbles over answers that are far from what a module says.
        what = say(
            "the answer to {step} cannot be read: {kind}: {error}",
            step=step,
            kind=type(error).__name__,
            error=one_line(error, 200),
        )
        raise AnswerError(what, where=terminal, fix=fix, id="answer-unreadable") from None
    if not isinstance(raw, Mapping):
        raise AnswerError(say("the answer to {step} is none", step=step), where=terminal, fix=fix, id="answer-none")
    if raw.get("failed"):
        raise _failure(raw, step, terminal)
    try:
        return shape(raw, "answer")
    except ShapeError as error:
        what = say("the answer to {step} is not what that module gives: {error}", step=step, error=one_line(error, 300))
        fix = say("somebody may have changed the terminal: {fix}", fix=fix)
        raise AnswerError(what, where=terminal, fix=fix, id="answer-strange") from None


def _failure(raw: Mapping[str, Any], step: str, terminal: str) -> AnswerError:
    """Return what a module says of its own failure, each part as one line: any other might pose as one of ours."""
    fix = say("look at the terminal, then run again")
    unsaid = say("{step} failed without a word", step=step)
    try:
        what, mend = _MODULE(raw["problem"], "problem").values() if "problem" in raw else ("", "")
    except ShapeError:
        what, mend = "", ""
    what = what or one_line(raw.get("msg") or "") or unsaid
    return AnswerError(what, where=terminal, fix=mend or fix, id="answer-failed")
