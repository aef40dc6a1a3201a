# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""The steps of a site's deployment as a picture shows them, and which task is which of them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

STEPS = ("switch", "install", "link", "internet", "items", "screen", "confirm", "accept")

#: Each step's task on the host itself; the last word of the action's name.
_ON_HOST = {
    "terminal_host": "install",
    "link_check": "link",
    "egress_check": "internet",
    "service_check": "items",
    "screen_check": "screen",
}
#: Steps done for a whole batch at once: the action, and the result out of which each host takes its own.
_FOR_BATCH = {"device_push": "switch", "device_confirm": "confirm", "acceptance": "accept"}
_OF_BATCH = {
    "network_policy_batch": "switch",
    "network_policy_confirm_batch": "confirm",
    "acceptance_batch": "accept",
}


class Status(StrEnum):
    """What came of a step; of several hosts the last of these that any of them has counts."""

    SKIPPED = "skipped"
    OK = "ok"
    CHANGED = "changed"
    RUNNING = "running"
    FAILED = "failed"
    UNREACHABLE = "unreachable"


#: By badness.
_ORDER = {status: rank for rank, status in enumerate(Status)}


def begun(action: str, arguments: Mapping[str, Any]) -> str:
    """Give the step that a task begins, nothing for a task that is none."""
    return of_batch(action) or ended(action, arguments)


def of_batch(action: str) -> str:
    """Give the step that a task is for all hosts of a batch, nothing for a task that is none."""
    return _FOR_BATCH.get(action.rpartition(".")[2], "")


def ended(action: str, arguments: Mapping[str, Any]) -> str:
    """Give the step whose result for one host a task's result is, nothing for a task that is none."""
    name = action.rpartition(".")[2]
    return _OF_BATCH.get(str(arguments.get("batch")), "") if name == "host_result" else _ON_HOST.get(name, "")


def failures(result: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Give the checks that failed.

    Who is at a terminal's port is not among them: the terminal's own steps tell whether it is there, and a switch at whose
    ports nobody has sent anything yet has done all that it was told.
    """
    checks = result.get("checks") or ()
    return [
        check for check in checks if check.get("status") in ("fail", "error") and check.get("name") != "switch/port"
    ]


def status(result: Mapping[str, Any]) -> Status:
    """Judge a host's result; a check that fails does not fail its task, but it is no success."""
    if result.get("unreachable"):
        return Status.UNREACHABLE
    if result.get("failed") or failures(result):
        return Status.FAILED
    if result.get("skipped"):
        return Status.SKIPPED
    return Status.CHANGED if result.get("changed") else Status.OK


def worst(status: Status | None, other: Status) -> Status:
    """Give what a site's step is if its hosts' steps are these."""
    return other if status is None or _ORDER[other] >= _ORDER[status] else status
