# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Many devices at a time, a failing one never taking the others along."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from ansible_collections.govkiosk.site.plugins.plugin_utils.errors import KioskError
from ansible_collections.govkiosk.site.plugins.plugin_utils.session.masking import masked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ansible_collections.govkiosk.site.plugins.plugin_utils.session.device import Device

Job = TypeVar("Job")
Result = TypeVar("Result")


def each(do: Callable[[Job], Result], jobs: Iterable[Job], workers: int) -> list[Result]:
    """Return what became of each job, in their order; `do` raises nothing.

    Args:
        do: does one job.
        jobs: at most one per device.
        workers: jobs at a time; more than 50 sessions only slow each other down (`facts/performance.md` 3).
    """
    todo = list(jobs)
    with ThreadPoolExecutor(max_workers=max(1, min(workers, len(todo)))) as pool:
        return list(pool.map(do, todo))


def unexpected(error: Exception, device: Device) -> KioskError:
    """Return the error that tells of a defect of ours, met at a device."""
    what = masked(f"unexpected {type(error).__name__}: {error}", [device.password])
    return KioskError(what, where=device.host, fix="report this as a defect")
