# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Jobs with goals of a test's own: what is sent, or what is wrong with what runs, whatever the plan is."""

from __future__ import annotations

import copy
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ansible_collections.govkiosk.site.plugins.plugin_utils.deploy.job import Job


def answering(job: Job, **answers: Any) -> Job:
    """Return a job whose goal answers otherwise: `change`, `refused`, `unproven`, `checks`, `drift`, each a function."""
    goal = copy.copy(job.goal)
    vars(goal).update(answers)
    return replace(job, goal=goal)


def a_change(lines: Iterable[str] = ()) -> Any:
    """Return what is looked at of a change that consists of these lines."""
    return SimpleNamespace(commands=tuple(lines), violations=(), notices=(), drift=(), unlike=lambda _seen: ())
