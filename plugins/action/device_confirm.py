# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Confirm a batch of guarded changes, or leave them to undo themselves, by what the sites' terminals found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

# The sessions below load netmiko together with this file: Ansible's parent imports it once, not each worker (50 ms).
from ansible.plugins.action import ActionBase
from ansible_collections.govkiosk.site.plugins.module_utils.check import PASS, Check
from ansible_collections.govkiosk.site.plugins.module_utils.message import Bilingual, Message, say
from ansible_collections.govkiosk.site.plugins.plugin_utils.base import batch_results, gc_pause
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.host_result import failure, kept, said
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.language import translated
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.parent_death import end_with_run
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.untrusted import ShapeError
from ansible_collections.govkiosk.site.plugins.plugin_utils.base.untrusted_message import parts
from ansible_collections.govkiosk.site.plugins.plugin_utils.checks.check_reading import read_checks
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy import report
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm import Candidate, confirm
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.confirm_decision import (
    Witness,
    decide,
    decide_retirement,
)
from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.task import ABSENT, SPEC, Task

if TYPE_CHECKING:
    from ansible_collections.govkiosk.site.plugins.plugin_utils.policy.planning import SitePlan

# What the terminals' own checks are registered as.
FOUND_BY_TERMINALS = ("link_check_result", "egress_check_result", "service_check_result")

# It neither ran on the switch nor was seen by the terminals, so that nothing is known of it.
OTHER_PLAN = say(
    "the site's plan is no longer the one that was pushed: was its inventory changed meanwhile? Run again",
    id="other-plan",
)


class ActionModule(ActionBase):
    """Registered results to candidates, candidates to results; one slot per host."""

    _requires_connection = False

    def run(self, tmp: None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        gc_pause.spare_what_was_forked()
        result: dict[str, Any] = super().run(tmp, task_vars)
        _checked, arguments = self.validate_argument_spec(SPEC | {"pushed": {"type": "str", "required": True}})
        if self._task.check_mode:
            return result | {
                "skipped": True,
                "msg": translated(say("check mode: nothing was changed, nothing is confirmed")),
            }
        batch = (task_vars or {}).get(arguments["pushed"])
        pushed = {host: batch_results.own(batch, host) if batch else {} for host in arguments["hosts"]}
        try:
            task = Task.of(arguments, task_vars or {})
        except KioskError as error:
            slots = {host: _lost(before) or _left(before, Why.of(failure(error))) for host, before in pushed.items()}
            return result | batch_results.of_batch(slots, no_log=self._task.no_log)
        jobs, unplanned = task.jobs()
        results = {host: _lost(pushed[host]) or _left(pushed[host], Why.of(slot)) for host, slot in unplanned.items()}
        candidates = []
        for host, job in jobs.items():
            settled = _settled(pushed[host], task.plan(host))
            if settled is None:
                judge = _judge(task, host, pushed[host].get("up_before") or {})
                candidates.append(Candidate(job, judge, _fall_back(pushed[host])))
            else:
                results[host] = settled
        end_with_run()
        results |= {h: report.confirmed(done) for h, done in confirm(candidates, workers=arguments["workers"]).items()}
        for host, slot in results.items():
            if slot.get("confirmed") and arguments["state"] != ABSENT:
                slot.update(_accepted(task, host))
        return result | batch_results.of_batch(results, no_log=self._task.no_log)


def _accepted(task: Task, host: str) -> dict[str, Any]:
    """Remember what was confirmed; return what that adds to the host's result, nothing if all is well."""
    try:
        task.batch.accept(task.plan(host), host, task.now)
    except KioskError as error:
        text, fix = parts(kept(error))
        return failure(error) | said(_but(error), _but(text), fix)
    return {}


def _but(error: object) -> Message:
    return say("confirmed on the device, but {error}", id="confirmed-but", error=error)


def _settled(pushed: Mapping[str, Any], plan: SitePlan) -> dict[str, Any] | None:
    """Return the result where nobody needs to ask the switch again, None where somebody does."""
    if lost := _lost(pushed):
        return lost
    if pushed.get("plan") != plan.digest:
        return _left(pushed, Why.because(OTHER_PLAN))
    with suppress(ShapeError):
        if _stands(_checks(pushed)) and pushed.get("guard") == "none":
            return {
                "changed": False,
                "confirmed": True,
                "checks": [],
                "msg": translated(say("nothing had to be confirmed")),
            }
    return None


def _stands(checks: Iterable[Check]) -> bool:
    """Tell whether the switch's ports are all as they should be; a switch that said nothing of them has to be asked."""
    ports = [check for check in checks if check.clause == "6.4-c"]
    return bool(ports) and all(check.status == PASS for check in ports)


def _lost(pushed: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the result of a switch whose push already came to nothing, None of any other."""
    if pushed and not pushed.get("unreachable") and not pushed.get("failed"):
        return None
    return _unconfirmed(Why.of(pushed) if pushed.get("msg") else Why.because(say("the push did not run")))


def _left(pushed: Mapping[str, Any], why: Why) -> dict[str, Any]:
    """Return the result of a switch that nobody asks again: its own guard ends the change."""
    return _unconfirmed(why, _then(pushed))


@dataclass(frozen=True)
class Why:
    """Why a change is not confirmed: as it is shown, and as it is kept."""

    shown: str
    text: str
    fix: str = ""

    @classmethod
    def because(cls, message: Message) -> Why:
        """Return a reason of ours."""
        return cls(message, message)

    @classmethod
    def of(cls, result: Mapping[str, Any]) -> Why:
        """Return what an earlier step said."""
        shown = str(result.get("msg") or "")
        text, fix = parts(result.get("problem") or {})
        return cls(shown, text or shown, fix)


def _unconfirmed(why: Why, then: str = "") -> dict[str, Any]:
    def whole(reason: str) -> Message:
        if then:
            return say("not confirmed ({then}): {reason}", id="not-confirmed-then", then=then, reason=reason)
        return say("not confirmed: {reason}", id="not-confirmed", reason=reason)

    return {"changed": False, "confirmed": False, "failed": True, "checks": []} | said(
        whole(why.shown), whole(why.text), why.fix
    )


def _then(pushed: Mapping[str, Any]) -> str:
    """Return what becomes of the change, as the push said it."""
    kept = str(pushed.get("fall_back") or "")
    return Bilingual(kept, str(pushed.get("fall_back_shown") or kept))


def _fall_back(pushed: Mapping[str, Any]) -> str:
    """Return what becomes of the change if the switch cannot be asked again."""
    return _then(pushed) if pushed.get("guard") in ("armed", "unknown") else ""


def _judge(task: Task, host: str, up_before: Mapping[str, list[str]]) -> Any:
    if task.arguments["state"] == ABSENT:
        return decide_retirement
    plan = task.plan(host)
    planned = {terminal.terminal for terminal in plan.intent.terminals}
    # A terminal that the accepted plan of a rollback does not know cannot prove a path, but it can find a leak.
    first = not task.batch.is_accepted(plan, host)
    witnesses = [
        Witness(
            terminal.id,
            **_found(task.variables(terminal.id)),
            held=terminal.id not in planned or bool(task.variables(terminal.id).get("govkiosk_held")),
            was_up=terminal.port in up_before,
            before=up_before.get(terminal.port, ()) if first else (),
        )
        for terminal in plan.site.terminals
    ]
    return lambda port_checks: decide(witnesses, port_checks)


def _found(terminal: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a terminal found, by its variables, and the first of its results that cannot be read."""
    found: list[Check] = []
    for name in FOUND_BY_TERMINALS:
        try:
            found += _checks(terminal.get(name))
        except ShapeError as error:
            return {"checks": (), "unreadable": str(error.where or name)}
    return {"checks": tuple(found)}


def _checks(result: Any) -> tuple[Check, ...]:
    """Return the checks of a registered result, none of a step that did not get to its host.

    Raises:
        ShapeError: they are none. They are our own, so nobody can tell what is not seen then.
    """
    if not isinstance(result, Mapping) or result.get("unreachable"):
        return ()
    return read_checks(result.get("checks") or ())
