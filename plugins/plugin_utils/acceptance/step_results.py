# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Answers: what each step of a run said about one terminal, as far as it can be read. `findings` judges it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...module_utils.check import Check
from ...module_utils.message import Message, say
from ...module_utils.plain_text import one_line
from ..base.untrusted import ShapeError, flag, list_of, record, text
from ..base.untrusted_message import MOST_SAID, parts
from ..checks.check_reading import REASON, read_checks
from .expectation import Expectation

ANSWERED, UNREACHABLE, FAILED, SKIPPED, MISSING = "answered", "unreachable", "failed", "skipped", "missing"
# What a step says besides its checks, as far as somebody here asks for it.
_DETAILS = record(
    {
        "guard": text(40), "fall_back": text(REASON), "confirmed": flag, "plan": text(64),
        "drift": list_of(record({"clause": text(16)}, what=text(REASON)), 10_000),
        "settings_differ": flag, "files": list_of(text(500), 500), "restarted": list_of(text(100), 100),
        "altered": list_of(text(500), 500), "version_before": text(64),
        "picture": text(4096), "os": text(200), "browser": text(200), "version": text(64), "url": text(500),
    }
)  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What one step said: `state` is `answered`, `unreachable`, `failed`, `skipped` or `missing`."""

    source: str
    state: str
    message: str = ""
    fix: str = ""
    checks: tuple[Check, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Heard:
    """All that a run said about one terminal.

    Attributes:
        terminal: its id.
        site: its site's id; checks about the site hold for each of its terminals.
        items: codes and names of the items granted to it, each of which has to be checked (7.7).
        expectation: what has to be said about it.
        steps: the answers of the steps that run on the terminal.
        switch: the answer of the push to its switch.
        confirm: the answer of the confirmation of that push.
        survey: the checks of the site's survey.
        held: why the terminal is held back, empty if it is not.
        held_fix: what to do about that.
        address: its address, for messages.
    """

    terminal: str
    site: str
    items: Mapping[str, str]
    expectation: Expectation
    steps: Mapping[str, Answer]
    switch: Answer
    confirm: Answer
    survey: tuple[Check, ...] = ()
    held: str = ""
    held_fix: str = ""
    address: str = ""


def read(source: str, raw: Any) -> Answer:
    """Read a registered result; one that was never registered is `missing`, one that cannot be meant is `failed`.

    Nothing is taken but what is known here, of its own type and of bounded size: a step's words may be a terminal's. What
    cannot be read costs its host that step and nothing more.
    """
    if not isinstance(raw, Mapping):
        return Answer(source, MISSING)
    state = next((state for state in (UNREACHABLE, FAILED, SKIPPED) if raw.get(state)), ANSWERED)
    what, fix = trouble(raw)
    try:
        checks, details = read_checks(raw.get("checks") or ()), _DETAILS(raw, source)
    except ShapeError as error:
        return Answer(source, FAILED, say("what it said cannot be read: {error}", id="unreadable", error=str(error)))
    return Answer(source, state, what, fix, checks, details)


def trouble(raw: Mapping[str, Any]) -> tuple[str, str]:
    """Return what was wrong and what to do about it, in one line each, as kept: `msg` is in the reader's own language.

    Args:
        raw: `msg`, and `problem` as `host_result.kept` returns it.
    """
    what, fix = _trouble(raw)
    return _one_line(what), _whole(fix, one_line(fix.split("\n", 1)[0]))


def _trouble(raw: Mapping[str, Any]) -> tuple[str, str]:
    if isinstance(problem := raw.get("problem"), Mapping):
        return parts(problem)
    # What Ansible says itself, or for a connection, it says in one text.
    what, _, fix = str(raw.get("msg") or "")[:MOST_SAID].partition("\n    fix: ")
    return what, fix


def _one_line(text: str) -> str:
    """Drop Ansible's own lead-in and keep the first line of what is left."""
    whole, text = text, text.strip()
    for lead in ("Task failed: ", "Action failed: ", "Failed to connect to the host via ssh: "):
        text = text.removeprefix(lead)
    text = re.sub(r"^Data could not be sent to remote host .*? over ssh: ", "", text, flags=re.DOTALL)
    return _whole(whole, one_line(text.split("\n", 1)[0]).rstrip(". "))


def _whole(text: str, line: str) -> str:
    """Return the message that a line is, or the line where it is less than that."""
    return text if isinstance(text, Message) and str(text) == line else line
