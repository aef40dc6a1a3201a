# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""How a switch stands to the plan that was accepted on it, and to the plan of today. Nothing is changed by looking.

Three questions are kept apart: has somebody changed the switch (drift), is what it runs safe by today's rules (proof), and
has the plan moved on since (due). Only the first two are wrong; the third is work that nobody has ordered yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ..base.problem import Problem
from .difference import merged
from .planning import SitePlan, differences, plan_change, read
from .proof import prove
from .rollback import rolled_back
from .unjudged import Notice
from .violation import Violation


class Standing(StrEnum):
    """What a switch's configuration is to its site."""

    RIGHT = "right"  # as accepted, and as planned today
    DUE = "due"  # as accepted; the plan has changed since
    UNDEPLOYED = "undeployed"  # nothing of ours was ever accepted, and nothing of ours is there
    DRIFTED = "drifted"  # somebody changed it
    UNSAFE = "unsafe"  # as accepted, but not what may be run today


@dataclass(frozen=True)
class Comparison:
    """What was found out about one running configuration.

    Attributes:
        drift: how it differs from the accepted plan; without a record of one, from today's.
        mend: the lines that would take the drift back.
        due: how today's plan differs from what runs, where it is not the accepted one.
        deploy: the lines that a deployment would send for that.
        violations: what is unsafe by today's rules; an item that is only due is none.
        notices: lines that nobody has judged; they make nothing unsafe.
    """

    standing: Standing
    drift: tuple[Problem, ...] = ()
    mend: tuple[str, ...] = ()
    due: tuple[Problem, ...] = ()
    deploy: tuple[str, ...] = ()
    violations: tuple[Violation, ...] = ()
    notices: tuple[Notice, ...] = ()


def compare(plan: SitePlan, accepted: str | None, running_text: str) -> Comparison:
    """Compare a running configuration with the accepted plan and with today's.

    Args:
        plan: the site's plan of today.
        accepted: the text of the plan that was accepted last, None if none ever was.
        running_text: what the switch runs.
    """
    today = plan_change(plan, running_text)
    if today.another_sites:
        # What would mend it would wipe the other site.
        return Comparison(Standing.UNSAFE, violations=today.another_sites)
    if accepted is None and today.first:
        return Comparison(Standing.UNDEPLOYED, deploy=today.commands)
    then = plan if accepted is None or accepted == plan.text else rolled_back(plan, accepted).plan
    running = read(plan.objects.platform, running_text)
    # What runs besides the plan is proven too: a line added by hand may be what lets packets out.
    violations = prove(running, then.intent)
    back = plan_change(then, running_text)
    drift = differences(then, running, merged(running, then.objects))
    moved = then is not plan
    planned = differences(plan, running, merged(running, plan.objects)) if moved else ()
    due = tuple(difference for difference in planned if difference not in drift)
    deploy = today.commands if moved else ()
    if drift or back.commands:
        standing = Standing.DRIFTED
    elif violations:
        standing = Standing.UNSAFE
    else:
        standing = Standing.DUE if deploy else Standing.RIGHT
    return Comparison(standing, drift, back.commands, due, deploy, violations, today.notices)
