# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Results as Ansible expects them: plain JSON types, one dict per host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...module_utils.message import Message, join, say
from ..base.host_result import failure, said, without_secrets
from ..base.language import translated
from ..device.guard import State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..policy.unjudged import Notice
    from .visit import Result


# So many lines that nobody has judged are told one by one.
FEW = 20


def pushed(result: Result, *, diff: bool = False) -> dict[str, Any]:
    """Return a host's result of a push; Ansible copies it more than once, so the lines are listed only for a `diff`."""
    slot: dict[str, Any] = {
        "changed": result.changed,
        "commands": list(result.commands),
        "drift": [{"what": drift.text, "clause": drift.clause} for drift in result.drift],
        "unjudged": [str(notice) for notice in result.notices],
        "checks": [check.to_dict() for check in result.checks],
        "up_before": {port: list(macs) for port, macs in result.up_before.items()},
        "guard": str(result.guard or State.NONE),
        "guard_name": result.guard_name,
        "guard_minutes_left": result.minutes_left,
        "fall_back": result.fall_back,
        "fall_back_shown": translated(result.fall_back),
        "seconds": result.seconds,
        "warnings": [translated(warning) for warning in _warnings(result)],
        "msg": translated(
            say("{count} lines", count=len(result.commands))
            if result.commands
            else say("the switch runs the plan already")
        ),
    }
    if diff and result.commands:
        slot["diff"] = {"prepared": _listing(result)}
    return without_secrets(slot | (failure(result.error) if result.error else {}))


def _warnings(result: Result) -> list[Message]:
    about = [*([result.notice] if result.notice else []), *notices(result.notices)]
    return [
        *(
            say(
                "{host} drifted: {what} [DB4403/T 503.5 {clause}]",
                host=result.host, what=drift.text, clause=drift.clause,
            )
            for drift in result.drift
        ),
        *(join([result.host, text], ": ") for text in about),
    ]  # fmt: skip


def notices(found: Sequence[Notice]) -> list[str]:
    """Return the lines that nobody has judged as people read them, the first few of many; all are in the evidence."""
    texts: list[str] = [say("{notice}", notice=notice) for notice in found[:FEW]]
    if len(found) > FEW:
        texts.append(say("and {count} more such lines, see the checks of 6.4-e", count=len(found) - FEW))
    return texts


def confirmed(result: Result) -> dict[str, Any]:
    """Return a host's result of a confirmation."""
    why = (
        result.reason if result.confirmed else say("not confirmed: {reason}", id="not-confirmed", reason=result.reason)
    )
    if result.fall_back:
        why = say("{reason}; {then}", id="confirmation-then", reason=why, then=result.fall_back)
    slot: dict[str, Any] = {
        "changed": result.changed,
        "confirmed": result.confirmed,
        "checks": [check.to_dict() for check in result.checks],
        "guard": str(result.guard or ""),
        "guard_name": result.guard_name,
        "guard_minutes_left": result.minutes_left,
        "msg": translated(why),
    }
    if not result.confirmed:
        slot |= {"failed": True} | said(why)
    return without_secrets(slot | (failure(result.error) if result.error else {}))


def _listing(result: Result) -> str:
    drifted = [say("drift: {what} [{clause}]", what=drift.text, clause=drift.clause) for drift in result.drift]
    unjudged = [say("warning: {text}", text=text) for text in notices(result.notices)]
    comments = [result.host, *map(translated, (*drifted, *unjudged))]
    return "".join(f"# {text}\n" for text in comments) + "".join(f"{line}\n" for line in result.commands)
