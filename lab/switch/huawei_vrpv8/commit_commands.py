# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Committing, trying and dropping what a session has changed, and leaving with it.

Sources: Huawei CloudEngine command reference, commit, abort trial, clear configuration candidate, display configuration
candidate, display configuration trial status; the question on leaving: netmiko issue 2625 and public transcripts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.switch.context import Answer, Context, Dialog, Question, RefusedError, View, confirm
from lab.switch.huawei_vrpv8 import candidate as candidates
from lab.switch.huawei_vrpv8.style import STYLE
from lab.switch.huawei_vrpv8.words import command, display
from lab.switch.vrp_style.system_commands import SYSTEM

if TYPE_CHECKING:
    from collections.abc import Callable

    from lab.switch.huawei_vrpv8.candidate import Candidate
    from lab.switch.matcher import Match
    from lab.switch.rollback import Rollback

USER = View("user")
_SECONDS = 600
_IN_TRIAL = "Error: The system is in trial configuration mode."
_LEAVING = (
    "Warning: Uncommitted configurations found. Are you sure to commit them before exiting? [Y(yes)/N(no)/C(cancel)]:"
)
_AGAIN = "Error: Please choose 'YES', 'NO' or 'CANCEL' first before pressing 'Enter'. [Y/N/C]:"


def _candidate(context: Context) -> Candidate:
    candidate: Candidate = context.candidate
    return candidate


def _may_end(rollback: Rollback, context: Context, persist: str | None) -> bool:
    """Whether this session, or who knows the id, decides about the trial."""
    return rollback.holder == persist if persist else rollback.holder is context


@command("configuration", "commit [ persist <word:persist> ] [ description <text:description> ]")
def _commit(context: Context, match: Match) -> Answer:
    rollback, persist = context.box.rollback, match.get("persist")
    if persist and not rollback.is_armed:
        raise RefusedError("Error: There is no trial of this persist ID.")
    if rollback.is_armed and not _may_end(rollback, context, persist):
        raise RefusedError(_IN_TRIAL)
    _take_effect(context)
    rollback.commit()
    return None


@command("configuration", "commit trial [ <60-65535:seconds> ] [ label <word:label> ] [ persist <word:persist> ]")
def _commit_trial(context: Context, match: Match) -> Answer:
    rollback, persist = context.box.rollback, match.get("persist")
    if rollback.is_armed and not _may_end(rollback, context, persist):
        raise RefusedError(_IN_TRIAL)
    if not rollback.is_armed and not _candidate(context).lines:
        return None
    seconds = match.get("seconds", _SECONDS)
    _take_effect(context, lambda: rollback.arm(seconds / 60, persist or context))
    return (
        "Info: The system enters the trial configuration mode.\n"
        f"The system will revert to previous configuration if the trial configuration is not confirmed in {seconds} seconds."
    )


def _take_effect(context: Context, first: Callable[[], None] = lambda: None) -> None:
    """Commit the candidate as a whole or not at all; `first` is done once it is certain that it can be."""
    device, lines = context.box, _candidate(context).lines
    configuration = candidates.committed(device, lines) if lines else device.configuration
    first()
    if lines:
        device.adopt(configuration)
    candidates.open_candidate(context)


@command("configuration", "abort trial [ persist <word:persist> ]")
def _abort_trial(context: Context, match: Match) -> Dialog:
    rollback = context.box.rollback
    if not rollback.is_armed:
        raise RefusedError("Error: The system is not in trial configuration mode.")
    if not _may_end(rollback, context, match.get("persist")):
        raise RefusedError(_IN_TRIAL)
    if not (yield from confirm("Warning: The trial configuration will be rolled back. Continue? [Y/N]:")):
        return ""
    rollback.undo()
    context.view = SYSTEM
    candidates.open_candidate(context)
    return "Info: The trial configuration rollback succeeded."


@display("configuration trial status")
def _trial_status(context: Context, _: Match) -> str:
    rollback = context.box.rollback
    persist = f"Persist id: {rollback.holder}\n" if isinstance(rollback.holder, str) else ""
    status = "ACTIVE" if rollback.is_armed else "INACTIVE"
    return f"Trial status: {status}\n{persist}Trial time left (sec): {rollback.minutes_left * 60:.0f}\n"


@command("configuration", "display configuration candidate")
def _uncommitted(context: Context, _: Match) -> Answer:
    lines = _candidate(context).lines
    return "".join(f"{head}\n {line}\n" if head else f"{line}\n" for head, line in lines)


@command("configuration", "display configuration candidate merge")
def _merged(context: Context, _: Match) -> Answer:
    return _candidate(context).configuration.text()


@command("configuration", "display configuration candidate changes")
def _changes(context: Context, _: Match) -> Answer:
    return candidates.changes(context.box.configuration, _candidate(context).configuration)


@command("configuration", "clear configuration candidate")
def _clear(context: Context, _: Match) -> Answer:
    context.view = SYSTEM
    candidates.open_candidate(context)
    return None


@command("user", "system-view")
def _system_view(context: Context, _: Match) -> Answer:
    context.view = SYSTEM
    candidates.open_candidate(context)
    return STYLE.system_view


@command("user", "quit")
def _log_out(context: Context, _: Match) -> Answer:
    context.leaving = True
    return None


@command("configuration", "quit")
def _quit_view(context: Context, _: Match) -> Answer:
    if context.view == SYSTEM:
        return _leave(context)
    context.view = SYSTEM
    return None


@command("configuration", "return")
def _return_view(context: Context, _: Match) -> Answer:
    return _leave(context)


def _leave(context: Context) -> Answer:
    if _candidate(context).lines:
        return _decide(context)
    context.look_at(context.box.configuration, USER)
    return None


def _decide(context: Context) -> Dialog:
    answer, question = "", _LEAVING
    while answer not in ("y", "yes", "n", "no", "c", "cancel"):
        answer, question = (yield Question(question)).strip().lower(), _AGAIN
    if answer.startswith("c"):
        return ""
    if answer.startswith("y"):
        if context.box.rollback.is_armed:
            raise RefusedError(_IN_TRIAL)
        _take_effect(context)
    context.look_at(context.box.configuration, USER)
    return ""
