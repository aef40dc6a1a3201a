# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""What a batch's result is to each of its hosts: which take a task of their own, and which are counted out of it.

A task costs Ansible 15 to 60 ms of CPU for each host, mostly a fork. A host with which all is well needs none where the
callback that shows the run counts it out of the batch (`progress`). One that failed always takes its own, since only so
does Ansible know it as failed. docs/decisions/0014-who-is-well-takes-no-task.md says why.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...module_utils.message import say
from .host_result import said
from .language import translated

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Set in Ansible's own process before it forks its workers, which inherit it.
_callback_counts = False


def counted_by_callback(counts: bool) -> None:
    """Say whether the callback that shows this run counts hosts out of batches; who is not there says nothing."""
    global _callback_counts  # noqa: PLW0603 - what all workers of a run inherit can only be the module's
    _callback_counts = counts


def of_batch(results: Mapping[str, Mapping[str, Any]], *, no_log: object = False) -> dict[str, Any]:
    """Return a batch's result: those of its hosts, whether any is changed, and who is `counted` and takes no task.

    Args:
        results: by host.
        no_log: the task's: Ansible shows callbacks nothing of its result then, so they can count nobody.
    """
    counts = _callback_counts and not no_log
    well = (host for host, slot in results.items() if counts and not _needs_task(slot))
    return {
        "results": dict(results),
        "changed": any(slot.get("changed") for slot in results.values()),
        "counted": dict.fromkeys(well, True),
    }


def counted(batch: Mapping[str, Any]) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Return the hosts of a batch that take no task, each with its result."""
    results = batch.get("results") or {}
    return [(host, results[host]) for host in batch.get("counted") or ()]


def own(batch: Mapping[str, Any], host: str) -> dict[str, Any]:
    """Return what a batch says of one host; a host of which it says nothing has failed."""
    if batch.get("skipped"):
        return {"skipped": True, "msg": batch.get("msg", "")}
    slot = (batch.get("results") or {}).get(host)
    if slot is not None:
        return dict(slot)
    killed = say("there is no result of it, the process that was at it was killed; run again")
    problem = batch.get("problem") or {}
    # What is shown is the whole of what the batch said, with its fix.
    shown = str(batch.get("msg") or translated(killed))
    text = str(problem.get("text") or batch.get("msg") or killed)
    return {"failed": True} | said(f"{host}: {shown}", f"{host}: {text}", str(problem.get("fix") or ""))


def _needs_task(slot: Mapping[str, Any]) -> bool:
    return any(slot.get(word) for word in ("failed", "unreachable", "skipped"))
