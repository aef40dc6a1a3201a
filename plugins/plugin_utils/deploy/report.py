# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Results as Ansible expects them: plain JSON types, one dict per host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..base.host_result import failure, without_secrets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..policy.unjudged import Notice
    from .confirm import Confirmation
    from .push import DeviceResult


# So many lines that nobody has judged are told one by one.
FEW = 20


def pushed(result: DeviceResult) -> dict[str, Any]:
    """Return a host's result of a push."""
    told: dict[str, Any] = {
        "changed": result.changed,
        "commands": list(result.commands),
        "drift": [{"what": drift.what, "clause": drift.clause} for drift in result.drift],
        "unjudged": [str(notice) for notice in result.notices],
        "checks": [check.to_dict() for check in result.checks],
        "up_before": {port: list(macs) for port, macs in result.up_before.items()},
        "guard": str(result.guard),
        "guard_name": result.guard_name,
        "guard_minutes_left": result.minutes_left,
        "fall_back": result.fall_back,
        "seconds": result.seconds,
        "warnings": _warnings(result),
        "msg": f"{len(result.commands)} lines" if result.commands else "the switch runs the plan already",
    }
    if result.commands:
        told["diff"] = {"prepared": _listing(result)}
    return without_secrets(told | (failure(result.error) if result.error else {}))


def _warnings(result: DeviceResult) -> list[str]:
    drifted = [f"{result.host} drifted: {drift.what} [DB4403/T 503.5 {drift.clause}]" for drift in result.drift]
    unjudged = [f"{result.host}: {told}" for told in notices(result.notices)]
    return drifted + ([f"{result.host}: {result.notice}"] if result.notice else []) + unjudged


def notices(found: Sequence[Notice]) -> list[str]:
    """Return the lines that nobody has judged as people read them, the first few of many; all are in the evidence."""
    told = [str(notice) for notice in found[:FEW]]
    return told + ([f"and {len(found) - FEW} more such lines, see the checks of 6.4-e"] if len(found) > FEW else [])


def confirmed(result: Confirmation) -> dict[str, Any]:
    """Return a host's result of a confirmation."""
    then = f"; {result.fall_back}" if result.fall_back else ""
    why = result.reason if result.confirmed else f"not confirmed: {result.reason}"
    told: dict[str, Any] = {
        "changed": result.changed,
        "confirmed": result.confirmed,
        "checks": [check.to_dict() for check in result.checks],
        "guard": str(result.guard or ""),
        "guard_name": result.guard_name,
        "guard_minutes_left": result.minutes_left,
        "msg": why + then,
    }
    if not result.confirmed:
        told["failed"] = True
    return without_secrets(told | (failure(result.error) if result.error else {}))


def _listing(result: DeviceResult) -> str:
    drifted = "".join(f"# drift: {drift.what} [{drift.clause}]\n" for drift in result.drift)
    unjudged = "".join(f"# warning: {told}\n" for told in notices(result.notices))
    return f"# {result.host}\n{drifted}{unjudged}" + "".join(f"{line}\n" for line in result.commands)
