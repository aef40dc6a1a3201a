# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""A job: one device, and what is wanted of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from ..platforms import languages
from ..policy import planning, retirement
from ..policy.unjudged import notices
from ..policy.verification import compare
from . import port_checks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ...module_utils.check import Check
    from ..base.device import Device
    from ..base.problem import Problem
    from ..device.port_state import PortState
    from ..policy.accepted_plans import Accepted
    from ..policy.planning import Change, SitePlan
    from ..policy.verification import Comparison
    from ..policy.violation import Violation
    from .change_record import ChangeRecord


@dataclass(frozen=True, eq=False)
class Goal:
    """A site's plan on its switch.

    Attributes:
        plan: what the switch should have.
        accepted: the plans that were confirmed on the switch before.
        prove: whether a plan that lets packets escape is refused. False only in tests of what comes after.
    """

    plan: SitePlan
    accepted: Accepted
    prove: bool = True

    def change(self, running: str) -> Change:
        """Return what brings the switch from its running configuration to the plan."""
        return _change(self, running)

    def refused(self, change: Change) -> Sequence[Violation]:
        """Return why a change must not be sent; nothing if it may be."""
        return change.violations if self.prove else change.in_the_way

    def unproven(self, running: str) -> Sequence[Violation]:
        """Return what is wrong with a running configuration after the change; nothing if all is well."""
        return _unproven(self, running) if self.prove else ()

    def checks(self, running: str, ports: Mapping[str, PortState]) -> list[Check]:
        """Return the verdicts on all terminals; the proof counts here even where a test lets a leak be pushed."""
        facts = planning.port_facts(self.plan, running)
        unjudged = notices(planning.read(self.plan.objects.platform, running), self.plan.intent)
        return [
            check
            for terminal in self.plan.site.terminals
            if terminal.id in facts
            for check in port_checks.checks(
                terminal, facts[terminal.id], ports, _unproven(self, running), self.plan.site.site, unjudged,
                self.plan.frames,
            )
        ]  # fmt: skip

    def drift(self, running: str) -> Sequence[Problem]:
        """Return how the switch differs from what was confirmed last; nothing before the first confirmation."""
        then = confirmed_plan(self.plan, self.accepted.read())
        return (self.change(running) if then is self.plan else planning.plan_change(then, running)).drift

    def comparison(self, running: str) -> Comparison:
        """Return how the switch stands to the plan that was accepted and to that of today."""
        return compare(self.plan, self.accepted.read(), running)


class Retirement(Goal):
    """A switch without the site."""

    def change(self, running: str) -> Change:
        """Return what takes the site off the switch."""
        return retirement.retire(self.plan, running)

    def refused(self, change: Change) -> Sequence[Violation]:
        """Return why a change must not be sent; nothing if it may be."""
        return change.violations

    def unproven(self, running: str) -> Sequence[Violation]:
        """Return what is left of the site."""
        return retirement.prove_retired(self.plan, planning.read(self.plan.objects.platform, running))

    def checks(self, running: str, ports: Mapping[str, PortState]) -> list[Check]:
        """Return the verdict on each terminal's port."""
        return port_checks.retired(self.plan, ports, self.unproven(running))

    def drift(self, running: str) -> Sequence[Problem]:
        """Return nothing: what the switch had is of no interest any more."""
        del running
        return ()


@dataclass(frozen=True)
class Job:
    """One device and what is wanted of it.

    Attributes:
        device: where it is.
        goal: what it should run.
        guard_minutes: after how many minutes an unconfirmed change undoes itself.
        record: where the configuration before and after and the lines sent are kept.
    """

    device: Device
    goal: Goal
    guard_minutes: int
    record: ChangeRecord


def confirmed_plan(plan: SitePlan, text: str | None) -> SitePlan:
    """Return the plan that drift is measured against: the one that was confirmed last, whose text this is.

    A plan that has changed since is no drift: the device is compared with the plan it was confirmed with. Without a
    record of that one (another controller's, or lost), the plan of today stands in for it.
    """
    if text is None or text == plan.text:
        return plan
    return replace(plan, text=text, objects=languages.get(plan.site.switch.platform).parse(text))


# A visit asks more than once about what runs before the change and after it, and up to 50 visits are made at once.
@lru_cache(maxsize=256)
def _change(goal: Goal, running: str) -> Change:
    return planning.plan_change(goal.plan, running)


@lru_cache(maxsize=256)
def _unproven(goal: Goal, running: str) -> tuple[Violation, ...]:
    return planning.prove_running(goal.plan, running)
