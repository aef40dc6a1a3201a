# Copyright: (c) 2026, govkiosk maintainers
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
"""Looking at devices: one session each, many at a time, in which nothing but display commands is typed."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ...module_utils.check import FAIL
from ..base.errors import KioskError
from ..base.parallel import spread, unexpected
from ..platforms.sessions import connect
from ..policy.verification import Comparison, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from ...module_utils.check import Check
    from ..base.device import Device
    from ..device.port_state import PortState


@dataclass(frozen=True)
class Inspection:
    """One device and what it is compared with.

    Attributes:
        device: where it is.
        compare: running configuration to how it stands to accepted and planned.
        judge: running configuration and port states to checks.
        keep: takes the running configuration as it is kept.
    """

    device: Device
    compare: Callable[[str], Comparison]
    judge: Callable[[str, Mapping[str, PortState]], Sequence[Check]]
    keep: Callable[[str], None]


@dataclass
class Verification:
    """What was seen of one device.

    Attributes:
        host: its name in the inventory.
        comparison: how it stands to accepted and planned, None if it could not be read.
        checks: verdicts on what runs now.
        saved: the device would start with what it runs.
        minutes_left: minutes until it reboots by itself, None if it does not.
        error: what went wrong.
        seconds: how long it took.
    """

    host: str
    comparison: Comparison | None = None
    checks: tuple[Check, ...] = ()
    saved: bool = True
    minutes_left: int | None = None
    error: KioskError | None = None
    seconds: float = 0.0

    @property
    def strangers(self) -> tuple[Check, ...]:
        """The checks that found something else on a terminal's port than the terminal; one that is off is no stranger."""
        ports = (check for check in self.checks if check.name == "switch/port" and check.status == FAIL)
        return tuple(check for check in ports if check.data.get("seen") and self._deployed)

    @property
    def wrong(self) -> bool:
        """Whether anything is as it must not be; a deployment that is due is not."""
        standing = self.comparison.standing if self.comparison else None
        return bool(self.error or self.strangers) or standing in (Standing.DRIFTED, Standing.UNSAFE)

    @property
    def _deployed(self) -> bool:
        return self.comparison is not None and self.comparison.standing is not Standing.UNDEPLOYED


def verify(
    inspections: Iterable[Inspection], *, workers: int = 20, check_mode: bool = False
) -> dict[str, Verification]:
    """Look at each device; a device's trouble is in its result, never raised.

    Args:
        inspections: at most one per device.
        workers: sessions at a time.
        check_mode: keep nothing on this side either.
    """
    done = spread(lambda inspection: verify_one(inspection, check_mode=check_mode), inspections, workers)
    return {result.host: result for result in done}


def verify_one(inspection: Inspection, *, check_mode: bool = False) -> Verification:
    """Look at one device."""
    result = Verification(inspection.device.host)
    started = time.monotonic()
    try:
        with connect(inspection.device) as session:
            session.require_name()
            running = session.running()
            result.comparison = inspection.compare(running)
            result.checks = tuple(inspection.judge(running, session.ports_of(running)))
            # Not the guard is asked: to find out which one a device has can take more than a look.
            result.saved, result.minutes_left = session.is_saved(running), session.scheduled_reboot()
            if not check_mode:
                inspection.keep(session.lasting(running))
    except KioskError as error:
        result.error = error
    except Exception as error:  # noqa: BLE001 - one device must never take the others along
        result.error = unexpected(error, inspection.device)
    result.seconds = round(time.monotonic() - started, 3)
    return result
